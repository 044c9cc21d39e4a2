import time
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from playground.digits.datasets import MNIST_FILES, raw_folder
from playground.digits.training import EpochFinished, StepFinished, TrainingConfig
from playground.runs import launcher
from playground.runs.store import RunStore

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PLAYGROUND_DATA_DIR", str(tmp_path / "data"))
    store = RunStore()
    yield store
    for run in store.list(["queued", "running"]):
        store.request_stop(run.id)


@pytest.fixture
def no_workers(monkeypatch):
    """Runs stay as the test writes them: the launcher neither starts nor ends them."""
    monkeypatch.setattr(launcher, "refresh", lambda store: None)


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
    return "\n".join(str(element.value) for element in elements)


def _in_state(store, state, **values):
    """A run with ten steps and one epoch behind it."""
    run = store.create(TrainingConfig(epochs=2), "embedded")
    epoch = EpochFinished(1, 10, 0.8, 0.75, 0.7, 0.825, model=None)
    steps = [StepFinished(step, 1, 2.3 / step) for step in range(1, 11)]
    values = {"state": state, "total_steps": 20, "steps_per_epoch": 10, "images_per_second": 640.0, **values}
    store.add_events(run.id, steps, [epoch], **values)
    return run.id


def test_the_defaults_are_the_articles():
    at = _open()
    assert at.number_input(key="epochs").value == 10
    assert at.number_input(key="batch_size").value == 64
    assert at.text_input(key="hidden").value == "128"
    assert not at.button(key="start").disabled
    assert "1,437 images" in _text(at)  # the embedded training set: 1,797 - 360


def test_training_from_the_page_ends_with_accuracy_matrix_and_the_way_to_draw(store):
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
    assert [metric.value for metric in at.metric if metric.label == "Test accuracy"] == [
        f"{run.test_accuracy:.2%}"
    ]
    assert len(at.get("echarts_chart")) == 3
    assert any(run.id in str(link.proto) for link in at.get("page_link"))


@pytest.mark.usefixtures("no_workers")
@pytest.mark.parametrize(
    ("state", "message", "seen"),
    [
        ("queued", "", "Waiting for a free place"),
        ("finished", "", "Finished"),
        ("stopped", "Stopped at step 10.", "Stopped at step 10"),
        ("failed", "The training process ended unexpectedly at step 10.", "ended unexpectedly at step 10"),
        ("diverged", "The loss became inf at step 11.", "The loss became inf at step 11"),
    ],
)
def test_each_state_of_a_run_is_shown_in_words(store, state, message, seen):
    run_id = _in_state(store, state, message=message)
    at = _open(run=run_id)
    assert seen in _text(at)
    assert at.get("echarts_chart")


@pytest.mark.usefixtures("no_workers")
def test_a_reload_finds_the_running_run_and_stop_writes_the_word(store):
    run_id = _in_state(store, "running")
    at = _open(run=run_id)
    assert "Step 10 of 20" in str(at.get("progress")[0].proto)
    at.button(key="stop").click().run()
    assert store.get(run_id).command == "stop"
    assert not at.exception


@pytest.mark.usefixtures("no_workers")
def test_an_unknown_run_in_the_url_is_explained():
    assert "not here any more" in _text(_open(run="nonsense"))


@pytest.mark.parametrize("rate", [0.0, -1.0, 1e9])
def test_a_learning_rate_that_cannot_work_is_refused_in_words(rate):
    at = _open()
    key = next(widget.key for widget in at.number_input if widget.label == "Learning rate")
    at.number_input(key=key).set_value(rate).run()
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
    ],
)
def test_nonsense_in_the_url_never_breaks_the_page(query):
    assert _open(**query).title[0].value == "Train"


@pytest.mark.parametrize("rate", ["nan", "inf", "fast"])
def test_a_learning_rate_in_the_url_that_is_no_number_gives_the_default(rate):
    at = _open(train_learning_rate=rate)
    assert at.number_input(key="train_learning_rate").value == 0.001
    assert not at.button(key="start").disabled


def test_a_corrupt_mnist_file_is_named_and_the_embedded_digits_still_train(tmp_path):
    folder = raw_folder(tmp_path / "data")
    folder.mkdir(parents=True)
    for file in MNIST_FILES:
        (folder / file).write_bytes(b"half")
    at = _open()
    assert next(iter(MNIST_FILES)) in _text(at)
    assert at.button(key="start").disabled
    at.selectbox(key="data").set_value("embedded").run()
    assert not at.button(key="start").disabled


def test_a_damaged_database_is_explained_on_the_page(store):
    for file in store.home.iterdir():
        file.unlink()
    store.path.write_bytes(b"not a database " * 100)
    assert "runs.sqlite" in _text(_open())


@pytest.mark.usefixtures("no_workers")
def test_what_to_notice_has_the_numbers_of_this_run(store):
    text = _text(
        _open(run=_in_state(store, "finished", test_accuracy=0.825, confusion=np.eye(10, dtype=int).tolist()))
    )
    assert "from 2.30 at the first step to 0.230 at step 10" in text
    assert "82.50%" in text
