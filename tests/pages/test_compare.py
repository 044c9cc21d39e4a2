"""The Compare page, with runs as a worker leaves them."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from playground.digits.checkpoints import (
    PRETRAINED_FOLDER,
    export_state_dict,
    load_checkpoint,
    load_pretrained,
)
from playground.digits.datasets import load_digits
from playground.digits.evaluation.cached_predictions import load_predictions
from playground.digits.training.loop import EpochFinished, StepFinished, TrainingConfig
from playground.runs import launcher
from playground.runs.curves import extent, metrics_csv, read_curve
from playground.runs.metrics import Batch
from playground.runs.store import RunStore
from playground.ui.compare.one_change import start_change
from tests.elements import only
from tests.pages.figures import figures

ROOT = Path(__file__).parents[2]
ARTICLE = TrainingConfig(epochs=2)


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PLAYGROUND_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(launcher, "wake", lambda store: None)
    return RunStore()


def write_run(store, config=ARTICLE, accuracies=(0.5, 0.75), **values):
    """A run with ten steps an epoch, a quarter of a second each."""
    steps = [
        StepFinished(step, 1 + (step - 1) // 10, 2.3 / step, step / 4)
        for step in range(1, 10 * len(accuracies) + 1)
    ]
    epochs = [
        EpochFinished(n, 10 * n, 0.8, 0.75, 0.7, accuracy, model=None, seconds=2.5 * n)
        for n, accuracy in enumerate(accuracies, 1)
    ]
    best = max(accuracies, default=None)
    values = {
        "state": "finished",
        "step": len(steps),
        "total_steps": 20,
        "steps_per_epoch": 10,
        "seconds": len(steps) / 4,
        "test_accuracy": best,
        "kept_epoch": len(accuracies),
        **values,
    }
    run = store.create(config, "embedded", **values)
    store.metrics.add(run.id, Batch(steps=steps, epochs=epochs))
    return store.get(run.id)


def open_page(**query):
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    at.switch_page(str(ROOT / "pages" / "compare.py"))
    for key, value in query.items():
        at.query_params[key] = value
    at.run()
    assert not at.exception
    return at


def query_parameter(at, name):
    value = at.query_params[name]
    return value[0] if isinstance(value, list) else value


def text(at):
    elements = [*at.markdown, *at.caption, *at.error, *at.info, *at.warning, *at.success]
    return "\n".join(str(element.value) for element in elements)


def chart(at):
    return json.dumps(figures(at)[0]["figure"], ensure_ascii=False)


def ids(*runs):
    return ",".join(run.id for run in runs)


def test_without_runs_the_page_says_what_to_do_and_trains_two_at_a_click(store):
    at = open_page()
    assert "no run yet" in text(at)
    assert any(link.proto.page == "train" and "Go to" in link.proto.label for link in at.get("page_link"))
    at.button(key="train_pair").click().run()
    assert not at.exception
    second, first = store.list()
    assert (first.config, second.config) == (TrainingConfig(), TrainingConfig(learning_rate=0.01))
    assert second.parent == first.id
    assert set(query_parameter(at, "runs").split(",")) == {first.id, second.id}


def test_the_newest_runs_are_overlaid_and_the_url_says_so(store):
    runs = [write_run(store, replace(ARTICLE, seed=seed)) for seed in range(5)]
    at = open_page()
    assert query_parameter(at, "runs") == ids(*runs[:1:-1])
    assert all(f"Run {number}: seed {number - 1}" in chart(at) for number in (3, 4, 5))
    assert "Run 2" not in chart(at)


def test_the_table_names_what_differs_and_nothing_else(store):
    write_run(store)
    write_run(store, replace(ARTICLE, batch_size=32), accuracies=(0.9,), state="running", step=10)
    table = only(open_page().dataframe).value
    assert table["Run"].tolist() == [2, 1]
    assert table["Batch size"].tolist() == ["32", "64"]
    assert table["Test accuracy"].tolist() == [90, 75]
    assert table["State"].tolist() == ["Training", "Finished"]
    assert table["Progress"].tolist() == [50, 100]
    assert "Seed" not in table


def test_the_url_chooses_runs_and_axes(store):
    first, second, third = (
        write_run(store, replace(ARTICLE, learning_rate=rate)) for rate in (0.1, 0.01, 0.001)
    )
    at = open_page(runs=ids(first, third), against="Seconds", log_loss="true")
    assert "Run 1: learning rate 0.1" in chart(at)
    assert "Run 3: learning rate 0.001" in chart(at)
    assert "Run 2" not in chart(at)
    assert '"seconds"' in chart(at)
    assert '"log"' in chart(at)
    assert second.id not in query_parameter(at, "runs")


def test_what_to_notice_names_the_best_and_blames_the_one_change(store):
    write_run(store, accuracies=(0.5, 0.75))
    write_run(store, replace(ARTICLE, learning_rate=0.01), accuracies=(0.5, 0.875))
    words = text(open_page())
    assert "**Run 2 (learning rate 0.01)** is best" in words
    assert "87.50\u00a0%" in words
    assert "**12.5 points** more than run 1" in words
    assert "differ in the learning rate alone" in words


def test_two_changes_at_once_prove_nothing(store):
    write_run(store)
    write_run(store, replace(ARTICLE, learning_rate=0.01, batch_size=32))
    assert "differ in 2 settings at once" in text(open_page())


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("queued", "waits for its turn"),
        ("running", "is training"),
        ("diverged", "diverged"),
        ("failed", "failed"),
    ],
)
def test_a_run_that_did_not_finish_is_shown_with_its_state(store, state, words):
    write_run(store, accuracies=(), state=state, test_accuracy=None)
    at = open_page(runs=store.list()[0].id)
    assert words in text(at)


@pytest.mark.parametrize(
    "query",
    [
        {"runs": "nonsense,<b>,'; drop table runs"},
        {"runs": ",,,"},
        {"runs": "none"},
        {"against": "money", "log_loss": "perhaps", "zoom": "1e400"},
        {"zoom": "90"},
        {"zoom": "nan"},
    ],
)
def test_nonsense_in_the_url_never_breaks_the_page(store, query):
    write_run(store)
    assert open_page(**query).title[0].value == "Compare runs"


def test_a_missing_run_in_the_url_is_explained(store):
    run, deleted = write_run(store), write_run(store)
    store.delete(deleted.id)
    assert "names a run that is not here" in text(open_page(runs=f"{run.id},01234567"))
    assert "names deleted runs (2)" in text(open_page(runs=ids(run, deleted)))


def test_one_change_copies_settings_and_seed_and_overlays_both(store):
    run = write_run(store, replace(ARTICLE, seed=7))
    at = open_page()
    at.selectbox(key="changed_field").set_value("batch_size").run()
    at.text_input(key=f"changed_to_batch_size_{run.id}").set_value("32").run()
    at.button(key="run_change").click().run()
    assert not at.exception
    new = store.list()[0]
    assert new.config == replace(run.config, batch_size=32)
    assert (new.parent, new.state, new.dataset) == (run.id, "queued", "embedded")
    assert set(query_parameter(at, "runs").split(",")) == {run.id, new.id}
    assert "Run 2: batch 32" in chart(at)


@pytest.mark.parametrize(
    ("typed", "words"),
    [("0.001", "which the run has already"), ("fast", "as a number"), ("-1", "above 0"), ("", "number")],
)
def test_a_change_that_cannot_work_is_refused_in_words(store, typed, words):
    run = write_run(store)
    at = open_page()
    at.text_input(key=f"changed_to_learning_rate_{run.id}").set_value(typed).run()
    at.button(key="run_change").click().run()
    assert words in text(at)
    assert len(store.list()) == 1
    assert not at.exception


def test_every_setting_can_be_changed_by_its_first_suggestion(store):
    run = write_run(store)
    at = open_page()
    for name in at.selectbox(key="changed_field").options:
        at.selectbox(key="changed_field").select(name).run()
        at.button(key="run_change").click().run()
        assert not at.error, (name, text(at))
        at.query_params["runs"] = run.id
        at.run()
    changed = {run.config for run in store.list()}
    assert len(changed) == 1 + len(at.selectbox(key="changed_field").options)


def test_rename(store):
    run = write_run(store)
    at = open_page()
    at.text_input(key=f"name_{run.id}").set_value("My favourite").run()
    at.button(key="rename").click().run()
    assert store.get(run.id).name == "My favourite"
    assert "My favourite" in only(at.dataframe).value["Name"].tolist()


def test_delete_undo_restore_and_delete_for_good(store):
    first, second = write_run(store), write_run(store, replace(ARTICLE, seed=1))
    at = open_page(runs=first.id)
    at.button(key="delete_runs").click().run()
    assert [run.id for run in store.list()] == [second.id]
    at.button(key="undo_delete").click().run()
    assert len(store.list()) == 2
    assert first.id in query_parameter(at, "runs")
    at.button(key="delete_runs").click().run()
    at.button(key=f"restore_{first.id}").click().run()
    assert len(store.list()) == 2
    at.button(key="delete_runs").click().run()
    at.button(key=f"purge_{first.id}").click().run()
    assert store.get(first.id) is None
    assert len(store.metrics.steps(first.id)) == 0
    assert not at.exception


def test_forty_waiting_runs_are_cancelled_in_one_click(store):
    running = write_run(store, state="running")
    for seed in range(40):
        store.create(replace(ARTICLE, seed=seed), "embedded")
    at = open_page()
    at.button(key="cancel_waiting").click().run()
    assert not store.list(["queued"])
    assert len(store.list(["stopped"])) == 40
    assert (store.get(running.id).state, store.get(running.id).command) == ("running", "")


def test_too_many_runs_are_said_to_be_too_many(store):
    runs = [write_run(store, replace(ARTICLE, seed=seed)) for seed in range(14)]
    at = open_page(runs=ids(*runs))
    assert "14 runs are ticked; the first 12 are drawn" in text(at)


def test_the_csv_holds_every_step_and_each_epochs_accuracy(store):
    run = write_run(store)
    table = pd.read_csv(io.BytesIO(metrics_csv(store, run.id)))
    assert table.columns.tolist() == ["step", "epoch", "loss", "seconds", "test_accuracy"]
    assert table["step"].tolist() == list(range(1, 21))
    assert table["loss"].tolist() == pytest.approx([2.3 / step for step in range(1, 21)])
    assert table["seconds"].tolist() == [step / 4 for step in range(1, 21)]
    assert table.dropna()[["step", "test_accuracy"]].to_numpy().tolist() == [[10, 0.5], [20, 0.75]]


def test_what_can_be_taken_along_is_offered(store):
    run = write_run(store)
    kept, last = store.files(run.id).epoch(2), store.files(run.id).epoch(5)
    kept.parent.mkdir(parents=True)
    for path in (kept, last):
        path.write_bytes((PRETRAINED_FOLDER / "mlp.safetensors").read_bytes())
    store.update(run.id, checkpoint=str(kept))
    labels = [button.label for button in open_page().get("download_button")]
    stem = f"run-{run.number}"
    networks = [f"{stem}.pth", f"{stem}.safetensors", f"{stem}-last.pth", f"{stem}-last.safetensors"]
    assert labels == [*networks, "Metrics (CSV)", "PyTorch program"]


@pytest.mark.parametrize("name", ["mlp", "cnn"])
def test_a_checkpoint_is_imported_tested_and_chosen(store, name):
    content = (PRETRAINED_FOLDER / f"{name}.safetensors").read_bytes()
    at = open_page()
    at.file_uploader(key="imported_file").upload("from a friend.safetensors", content).run()
    at.button(key="import").click().run()
    assert not at.exception
    (run,) = store.list()
    digits = load_digits("embedded")
    saved = load_predictions(store.files(run.id).predictions(Path(run.checkpoint)), len(digits.test_images))
    accuracy = (saved.predicted == digits.test_labels).double().mean().item()
    assert (run.state, run.name, run.config.model) == ("imported", "from a friend", name)
    assert run.test_accuracy == pytest.approx(accuracy)
    assert run.checkpoint == str(store.files(run.id).kept)
    assert load_checkpoint(run.checkpoint).model.config.model == name
    assert "is run 1 now" in text(at)
    assert figures(at)


def test_the_articles_state_dict_is_imported_too(store):
    at = open_page()
    at.file_uploader(key="imported_file").upload(
        "model.pt", export_state_dict(load_pretrained("mlp").model)
    ).run()
    at.button(key="import").click().run()
    (run,) = store.list()
    assert run.config.hidden == (128,)


@pytest.mark.parametrize("content", [b"", b"nonsense", b"PK\x03\x04 not a zip"])
def test_a_nonsense_file_is_refused_in_words_and_makes_no_run(store, content):
    write_run(store)
    at = open_page()
    at.file_uploader(key="imported_file").upload("holiday.pt", content).run()
    at.button(key="import").click().run()
    assert at.error
    assert len(only(at.error).value) > 40
    assert not at.exception
    assert len(store.list()) == 1


def test_a_damaged_database_is_explained_with_ways_out(store):
    for file in store.home.iterdir():
        if file.is_file():
            file.unlink()
    store.path.write_bytes(b"not a database " * 100)
    assert "runs.sqlite" in text(open_page())


@pytest.mark.parametrize(("axis", "end"), [("step", 20), ("epoch", 2), ("seconds", 5)])
def test_curves_are_read_in_the_axis_unit_and_zoomed(store, axis, end):
    run = write_run(store)
    assert extent(run, axis) == end
    whole = read_curve(store, run, axis, (0, end))
    assert whole.losses["x"].iloc[-1] == pytest.approx(end)
    assert whole.accuracies.to_numpy().tolist() == [[end / 2, 0.5], [end, 0.75]]
    part = read_curve(store, run, axis, (end / 2, end))
    assert part.losses["x"].min() >= end / 2 - 0.06 * end
    assert len(part.losses) < len(whole.losses)


def test_one_change_of_a_run_needs_no_page(store):
    run = write_run(store)
    with pytest.raises(ValueError, match="above 0"):
        start_change(store, run, "learning_rate", -1.0)


def write_validated(store, config, validation, test, **values):
    """A run of one epoch with a validation part."""
    return write_run(store, config, (test,), validation_accuracy=validation, test_accuracy=test, **values)


def test_runs_are_ranked_by_their_validation_part_and_say_the_test_accuracy_of_what_is_kept(store):
    write_validated(store, ARTICLE, 0.75, 0.875)
    write_validated(store, replace(ARTICLE, learning_rate=0.01), 0.8125, 0.78125)
    words = text(open_page())
    assert "**Run 2 (learning rate 0.01)** is best: it reads 81.25\u00a0% of the validation images" in words
    assert "**6.25 points** more than run 1" in words
    assert "Of the test images, which chose nothing, it reads 78.12\u00a0%" in words
    assert "validation accuracy (%)" in chart(open_page())


def test_a_run_without_validation_part_is_compared_by_what_both_have(store):
    write_validated(store, ARTICLE, 0.75, 0.875)
    write_run(store, replace(ARTICLE, validation_share=0), accuracies=(0.5,))
    words = text(open_page())
    assert "it reads 87.50\u00a0% of the digits that it never saw, **37.5 points** more" in words


def test_nothing_is_best_before_all_runs_are_done(store):
    write_run(store, accuracies=(0.5, 0.75))
    write_run(store, replace(ARTICLE, learning_rate=0.01), accuracies=(0.875,), state="running")
    words = text(open_page())
    assert "is best:" not in words
    assert "points" not in words
    assert "**1 of 2 runs is done**" in words
    assert "the difference is its doing" not in words


@pytest.mark.parametrize("state", ["stopped", "paused", "interrupted", "failed"])
def test_a_run_that_ended_early_is_compared_with_none(store, state):
    write_run(store, accuracies=(0.5, 0.75))
    write_run(store, replace(ARTICLE, learning_rate=0.01), accuracies=(0.875,), state=state)
    words = text(open_page())
    assert "is best: it" not in words
    assert "resume what ended early, or untick it" in words


def test_a_diverged_run_is_named_and_the_others_are_compared(store):
    write_run(store, accuracies=(0.5, 0.75))
    write_run(store, replace(ARTICLE, learning_rate=0.01), accuracies=(0.5,))
    write_run(store, replace(ARTICLE, learning_rate=9.0), accuracies=(0.875,), state="diverged")
    words = text(open_page())
    assert "**Run 1 (learning rate 0.001)** is best: it reads 75.00\u00a0%" in words
    assert "Run 3 diverged." in words


def test_runs_that_are_equally_good_are_all_named(store):
    for seed, accuracy in enumerate((0.75, 0.5, 0.75)):
        write_run(store, replace(ARTICLE, seed=seed), accuracies=(accuracy,))
    words = text(open_page())
    assert "**Run 3 (seed 2)** and **Run 1 (seed 0)** are best, equally: each reads 75.00\u00a0%" in words
