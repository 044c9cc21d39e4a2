import sqlite3
import time
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from playground.digits.datasets.mnist import MNIST_FILES
from playground.digits.own_digits.folder import UserTestSetFolder
from playground.digits.training.layer_statistics import LayerStatistics
from playground.digits.training.loop import EpochFinished, LayersMeasured, StepFinished, TrainingConfig
from playground.formatting import format_number
from playground.runs import launcher
from playground.runs.metrics import Batch
from playground.runs.store import RunStore
from tests.elements import only

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PLAYGROUND_DATA_DIR", str(tmp_path / "data"))
    yield RunStore()
    launcher.stop_all(kill=True)


@pytest.fixture
def no_workers(monkeypatch):
    """Runs stay as the test writes them: no worker starts or ends them."""
    monkeypatch.setattr(launcher, "wake", lambda store: None)


def _open(**query):
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    at.switch_page("pages/train.py")
    for key, value in query.items():
        at.query_params[key] = value
    at.run()
    assert not at.exception
    return at


def _text(at):
    elements = [*at.markdown, *at.caption, *at.error, *at.info, *at.warning, *at.success]
    progress = [element.proto.text for element in at.get("progress")]
    return "\n".join([*(str(element.value) for element in elements), *progress])


def _in_state(store, state, **values):
    """A run with ten steps and one epoch behind it."""
    run = store.create(TrainingConfig(epochs=2), "embedded")
    batch = Batch(
        [StepFinished(step, 1, 2.3 / step, step / 10) for step in range(1, 11)],
        [
            LayersMeasured(step, (LayerStatistics("fc1", 0.5, 0.5), LayerStatistics("fc2", 1.0, None)))
            for step in (1, 10)
        ],
        [EpochFinished(1, 10, 0.8, 0.75, 0.7, 0.825, model=None, seconds=1.0)],
    )
    columns = {
        "state": state,
        "total_steps": 20,
        "steps_per_epoch": 10,
        "images_per_second": 640.0,
        "step": 10,
        "epoch": 1,
        "seconds": 1.0,
        "seconds_left": 1.0,
        **values,
    }
    store.metrics.add(run.id, batch, **columns)
    return run.id


def test_the_defaults_are_the_articles():
    at = _open()
    assert at.number_input(key="epochs").value == 10
    assert at.number_input(key="batch_size").value == 64
    assert at.text_input(key="hidden").value == "128"
    assert [at.number_input(key=key).value for key in ("target_accuracy", "patience", "max_seconds")] == [
        None
    ] * 3
    assert not at.button(key="start").disabled
    # Of the 1,437 = 1,797 - 360 embedded training images a tenth is held out.
    assert "1,293 images to train on, 144 to validate with, 360 to test with" in _text(at)


def test_training_from_the_page_ends_with_its_accuracy_and_the_ways_on(store):
    at = _open(epochs="2")
    at.button(key="start").click().run()
    (run,) = store.list()
    assert run.id in at.query_params["run"]
    deadline = time.monotonic() + 60
    while store.get(run.id).active and time.monotonic() < deadline:
        at.run()
    at.run()
    assert not at.exception
    run = store.get(run.id)
    assert run.state == "finished"
    assert f"{100 * run.test_accuracy:.2f}\u00a0%" in [metric.value for metric in at.metric]
    assert len(at.get("echarts_chart")) == 4
    assert sum(run.id in str(link.proto) for link in at.get("page_link")) == 3


@pytest.mark.usefixtures("no_workers")
def test_every_setting_of_the_page_reaches_the_run(store):
    UserTestSetFolder().add(np.full((28, 28), 200, np.uint8), 1)
    at = _open()
    at.text_input(key="hidden").set_value("64, 32")
    at.number_input(key="epochs").set_value(3)
    at.number_input(key="train_learning_rate").set_value(0.01)
    at.selectbox(key="activation").set_value("tanh")
    at.selectbox(key="train_optimizer").set_value("momentum")
    at.number_input(key="batch_size").set_value(32)
    at.number_input(key="seed").set_value(5)
    at.selectbox(key="schedule").set_value("one_cycle")
    at.toggle(key="augmentation").set_value(True)
    at.toggle(key="own_digits").set_value(True)
    at.number_input(key="target_accuracy").set_value(95.0)
    at.number_input(key="patience").set_value(2)
    at.number_input(key="max_seconds").set_value(30.0)
    at.run().button(key="start").click().run()
    assert not at.exception
    assert store.list()[0].config == TrainingConfig(
        model="mlp",
        hidden=(64, 32),
        activation="tanh",
        optimizer="momentum",
        learning_rate=0.01,
        batch_size=32,
        epochs=3,
        seed=5,
        schedule="one_cycle",
        augmentation=True,
        target_accuracy=0.95,
        patience=2,
        max_seconds=30.0,
        own_digits=True,
    )


@pytest.mark.usefixtures("no_workers")
def test_own_digits_are_offered_with_their_number_and_only_when_there_are_some(store):
    at = _open(own_digits="true")
    assert at.toggle(key="own_digits").disabled
    assert "None yet: draw some" in _text(at)
    at.button(key="start").click().run()
    assert not store.list()[0].config.own_digits
    UserTestSetFolder().add(np.full((28, 28), 200, np.uint8), 1)
    at = _open(own_digits="true")
    assert not at.toggle(key="own_digits").disabled
    assert "1 drawing saved" in _text(at)
    at.button(key="start").click().run()
    assert store.list()[0].config.own_digits


@pytest.mark.usefixtures("no_workers")
@pytest.mark.parametrize(
    ("state", "message", "seen", "buttons"),
    [
        ("queued", "", "Handing it to a training process", ["pause", "stop"]),
        ("running", "", "Step 10 of 20 · epoch 1 of 2 · 640 images a second · 1 s left", ["pause", "stop"]),
        ("paused", "", "Paused. Step 10 of 20", ["resume", "stop"]),
        ("finished", "", "Finished", []),
        ("stopped", "", "Stopped at step 10", ["resume"]),
        ("interrupted", "It was killed at step 10.", "It was killed at step 10", ["resume", "stop"]),
        ("failed", "The data is gone.", "The data is gone", ["resume"]),
        ("diverged", "The loss became inf at step 11.", "The loss became inf at step 11", []),
    ],
)
def test_each_state_of_a_run_is_shown_in_words_with_the_buttons_that_it_understands(
    store, state, message, seen, buttons
):
    at = _open(run=_in_state(store, state, message=message))
    assert seen in _text(at)
    assert at.get("echarts_chart")
    assert [button.key for button in at.button if button.key in ("pause", "stop", "resume")] == buttons


@pytest.mark.usefixtures("no_workers")
def test_a_waiting_run_sees_its_place_in_the_queue(store):
    _in_state(store, "running")
    first, second = (store.create(TrainingConfig(), "embedded") for _ in range(2))
    assert "number 1 in the queue" in _text(_open(run=first.id))
    assert "number 2 in the queue" in _text(_open(run=second.id))


@pytest.mark.usefixtures("no_workers")
@pytest.mark.parametrize("word", ["pause", "stop"])
def test_a_button_writes_its_word_and_says_that_it_waits(store, word):
    run_id = _in_state(store, "running")
    at = _open(run=run_id)
    at.button(key=word).click().run()
    assert store.get(run_id).command == word
    assert at.button(key=word).disabled
    assert {"pause": "Pausing", "stop": "Stopping"}[word] in _text(at)
    assert not at.exception


@pytest.mark.usefixtures("no_workers")
@pytest.mark.parametrize("key", ["resume", "stop", "delete_run"])
def test_a_button_pressed_when_the_database_is_lost_is_explained_and_breaks_nothing(store, key):
    run_id = _in_state(store, "interrupted")
    at = _open(run=run_id)
    store.copy()
    store.path.unlink()
    at.button(key=key).click().run()
    assert not at.exception
    assert at.toast


@pytest.mark.usefixtures("no_workers")
def test_the_zoom_holds_while_the_curve_grows(store):
    run_id = _in_state(store, "running")
    at = _open(run=run_id)
    at.slider(key="zoom").set_value((50, 100)).run()
    for step in (11, 12):
        store.metrics.add(run_id, Batch([StepFinished(step, 2, 0.1, step / 10)]), step=step)
        at.run()
        assert at.slider(key="zoom").value == (50, 100)
        specs = [str(chart.proto) for chart in at.get("echarts_chart")]
        spec = only(spec for spec in specs if "Training loss from" in spec)
        assert "at step 11 to" in spec.replace("Training loss from 0.100 ", "")
        assert f"at step {step}." in spec


@pytest.mark.usefixtures("no_workers")
def test_resume_puts_the_run_into_the_queue(store):
    run_id = _in_state(store, "interrupted")
    at = _open(run=run_id)
    at.button(key="resume").click().run()
    assert store.get(run_id).state == "queued"
    assert not at.exception


@pytest.mark.usefixtures("no_workers")
def test_a_warning_is_shown(store):
    assert "No space left" in _text(_open(run=_in_state(store, "running", warning="No space left")))


@pytest.mark.usefixtures("no_workers")
def test_an_earlier_run_can_be_looked_at_again(store):
    first, second = _in_state(store, "finished"), _in_state(store, "finished")
    at = _open(run=second)
    at.selectbox(key="shown_run").select(first).run()
    assert at.query_params["run"] == first


@pytest.mark.usefixtures("no_workers")
def test_the_view_is_kept_in_the_url_and_nothing_breaks_for_any_of_its_values(store):
    run_id = _in_state(store, "finished")
    for axis in ("Steps", "Epochs", "Seconds"):
        for curves in ("Both", "Smoothed", "Raw"):
            at = _open(run=run_id, against=axis, curves=curves, log_loss="true", zoom="40,41")
            assert len(at.get("echarts_chart")) >= 2


@pytest.mark.usefixtures("no_workers")
def test_a_name_is_cleaned_once_and_the_page_comes_to_rest(store):
    run_id = _in_state(store, "finished")
    at = _open(run=run_id)
    at.text_input(key=f"name_{run_id}").set_value("my   first\u200b ").run()
    assert not at.exception
    assert store.get(run_id).name == "my first"
    assert at.text_input(key=f"name_{run_id}").value == "my first"


def test_a_page_that_shows_an_older_name_does_not_bring_it_back(store):
    run_id = _in_state(store, "finished")
    at = _open(run=run_id)
    store.rename(run_id, "from another tab")
    at.toggle(key="log_loss").set_value(True).run()
    assert store.get(run_id).name == "from another tab"


def test_an_unknown_run_in_the_url_is_explained():
    assert "not here any more" in _text(_open(run="nonsense"))


@pytest.mark.parametrize("rate", [0.0, -1.0, 1e9])
def test_a_learning_rate_that_cannot_work_is_refused_in_words(rate):
    at = _open()
    at.number_input(key="train_learning_rate").set_value(rate).run()
    assert "Expected a learning rate above 0" in _text(at)
    assert at.button(key="start").disabled
    assert not at.exception


@pytest.mark.parametrize("hidden", ["", "many", "0", "-5", "99999999", "1e9", "128 " * 20])
def test_hidden_sizes_that_cannot_work_are_refused_in_words(hidden):
    at = _open()
    at.text_input(key="hidden").set_value(hidden).run()
    assert "Expected" in _text(at)
    assert at.button(key="start").disabled
    assert not at.exception


@pytest.mark.parametrize(
    "query",
    [
        {"epochs": "many", "network": "transformer", "data": "secret"},
        {"hidden": "<b>", "train_optimizer": "none", "activation": "'; drop table runs"},
        {"batch_size": "-3"},
        {"epochs": "1e400"},  # this used to end in OverflowError
        {"seed": "1e300"},
        {"batch_size": "nan"},
        {"patience": "1e400", "max_seconds": "nan", "target_accuracy": "inf"},
        {"patience": "-1", "max_seconds": "0", "target_accuracy": "many"},
        {"against": "miles", "curves": "none", "zoom": "90,10", "log_loss": "perhaps"},
    ],
)
def test_nonsense_in_the_url_never_breaks_the_page(store, query):
    run_id = _in_state(store, "finished")
    assert _open(run=run_id, **query).title[0].value == "Train"


@pytest.mark.parametrize("rate", ["nan", "inf", "fast"])
def test_a_learning_rate_in_the_url_that_is_no_number_gives_the_default(rate):
    at = _open(train_learning_rate=rate)
    assert at.number_input(key="train_learning_rate").value == 0.001
    assert not at.button(key="start").disabled


def test_a_corrupt_mnist_file_is_named_and_the_embedded_digits_still_train(tmp_path):
    folder = MNIST_FILES.raw_folder(tmp_path / "data")
    folder.mkdir(parents=True)
    for file in MNIST_FILES.files:
        (folder / file).write_bytes(b"half")
    at = _open()
    assert next(iter(MNIST_FILES.files)) in _text(at)
    assert at.button(key="start").disabled
    at.selectbox(key="data").set_value("embedded").run()
    assert not at.button(key="start").disabled


@pytest.mark.parametrize("way", ["restore_copy", "begin_empty"])
def test_a_damaged_database_is_explained_and_both_ways_out_work(store, way):
    run_id = _in_state(store, "finished")
    store.copy()
    store.close()
    for path in store.home.glob("runs.sqlite*"):
        path.unlink()
    store.path.write_bytes(b"not a database " * 100)
    at = _open(run=run_id)
    assert "runs.sqlite" in _text(at)
    assert at.button(key="start").disabled
    at.button(key=way).click().run()
    assert not at.exception
    assert not at.button(key="start").disabled
    assert bool(RunStore().list()) == (way == "restore_copy")


@pytest.mark.usefixtures("no_workers")
def test_a_database_that_is_deleted_while_the_page_is_open_is_explained(store):
    run_id = _in_state(store, "finished")
    at = _open(run=run_id)
    store.copy()
    store.path.unlink()
    at.run()
    assert not at.exception
    at.button(key="restore_copy").click().run()
    assert "Finished" in _text(at)


@pytest.mark.usefixtures("no_workers")
def test_a_locked_database_delays_the_page_and_breaks_nothing(store):
    run_id = _in_state(store, "running")
    locker = sqlite3.connect(store.path)
    locker.execute("BEGIN IMMEDIATE")
    assert "Step 10 of 20" in _text(_open(run=run_id))  # reading goes on
    locker.rollback()
    locker.close()


@pytest.mark.usefixtures("no_workers")
def test_what_to_notice_has_the_numbers_of_this_run(store):
    text = _text(_open(run=_in_state(store, "finished", test_accuracy=0.825)))
    weights = 0.85 ** np.arange(9, -1, -1)  # the older, the less: the smoothed curve that is drawn
    smoothed = np.average([2.3 / step for step in range(1, 11)], weights=weights)
    assert f"The smoothed loss went from 2.3 at step 1 to **{format_number(smoothed)}** at step 10" in text
    assert "82.50\u00a0%" in text
    raw = _text(_open(run=store.list()[0].id, curves="raw"))
    assert "The loss of a single batch went from 2.3 at step 1 to **0.23** at step 10" in raw
    assert "**50.0\u00a0%** of the units of hidden layer 1 are dead" in text


def test_a_chosen_folder_without_data_is_described_and_not_passed_over(tmp_path):
    (tmp_path / "data").mkdir(exist_ok=True)
    (tmp_path / "data" / "archive.zip").write_bytes(b"PK")
    text = "No data set of digits was found, so the embedded digits are used. In"
    at = _open()
    assert text in _text(at)
    assert "there is archive.zip" in _text(at)
    at.selectbox(key="data").set_value("embedded").run()
    assert text not in _text(at)


def test_a_data_set_of_which_a_file_is_missing_is_not_replaced(tmp_path):
    folder = MNIST_FILES.raw_folder(tmp_path / "data")
    folder.mkdir(parents=True)
    (folder / "train-labels-idx1-ubyte").symlink_to("/gone")
    at = _open()
    assert "but it is a link to /gone, where nothing is" in _text(at)
    assert at.button(key="start").disabled
    assert at.button(key="download_mnist")


@pytest.mark.usefixtures("no_workers")
def test_the_test_accuracy_is_said_once_and_of_which_network_it_is(store):
    values = {"test_accuracy": 0.825, "validation_accuracy": 0.875, "kept_epoch": 1, "steps_per_epoch": 10}
    run_id = _in_state(store, "finished", **values)
    at = _open(run=run_id)
    assert [(metric.label, metric.value) for metric in at.metric] == [("Test accuracy", "82.50\u00a0%")]
    text = _text(at)
    assert (
        "Of the network after epoch **1**, which the run keeps: none reads more of the validation images"
        in text
    )
    assert "The test images chose nothing" in text
    store.update(run_id, validation_accuracy=None, config=TrainingConfig(validation_share=0).to_dict())
    text = _text(_open(run=run_id))
    assert "Of its last network (epoch 1), which the run keeps. Without a validation part" in text


@pytest.mark.usefixtures("no_workers")
def test_the_articles_exact_run_is_one_click_away(store):
    at = _open()
    (button,) = [button for button in at.button if button.label.startswith("The article's run")]
    button.click().run()
    at.button(key="start").click().run()
    assert store.list()[0].config == TrainingConfig(validation_share=0)
