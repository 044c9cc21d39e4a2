"""The Sweep page, with runs as a worker leaves them."""

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from playground.digits.training.config import FIELDS
from playground.digits.training.loop import StepFinished, TrainingConfig
from playground.digits.training.variations import grid
from playground.runs import launcher
from playground.runs.metrics import Batch
from playground.runs.store import RunStore
from tests.elements import only
from tests.pages.figures import figures

ROOT = Path(__file__).parents[2]
AXES = {"learning_rate": (0.0001, 0.001, 0.01), "batch_size": (32, 128)}


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PLAYGROUND_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(launcher, "wake", lambda store: None)
    return RunStore()


def open_page(**query):
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    at.switch_page(str(ROOT / "pages" / "sweep.py"))
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


def write_sweep(store, axes=AXES, accuracies=(0.5, 0.25, 0.75, 0.875, 0.5, 0.625), state="finished"):
    """A sweep whose first runs have these accuracies; the others wait."""
    sweep = store.create_sweep(axes, grid(TrainingConfig(epochs=1), axes), "embedded")
    for run, accuracy in zip(store.list(sweep=sweep.id)[::-1], accuracies, strict=False):
        steps = [StepFinished(step, 1, 2.3 / step, step / 10) for step in range(1, 11)]
        values = {"step": 10, "total_steps": 10, "steps_per_epoch": 10, "seconds": 1.0}
        store.metrics.add(run.id, Batch(steps=steps), state=state, test_accuracy=accuracy, **values)
    return sweep


def test_the_default_grid_goes_into_the_queue_at_a_click(store):
    at = open_page()
    assert "3 × 2 = **6 runs**, 10 epochs each" in text(at)
    assert "Start sweep" in text(at)  # the empty state says what to press
    at.button(key="start_sweep").click().run()
    assert not at.exception
    (sweep,) = store.sweeps()
    assert {name: tuple(values) for name, values in sweep.axes.items()} == AXES
    configs = [run.config for run in store.list(["queued"], sweep=sweep.id)[::-1]]
    assert [(config.learning_rate, config.batch_size) for config in configs] == list(
        itertools.product(*AXES.values())
    )
    assert {replace(config, learning_rate=0.001, batch_size=64) for config in configs} == {TrainingConfig()}
    assert query_parameter(at, "sweep") == sweep.id
    assert "0 of 6 done, 0 training, 6 waiting" in str(only(at.get("progress")).proto)


@pytest.mark.parametrize("name", list(FIELDS))
def test_every_setting_can_be_swept_with_its_examples(store, name):
    at = open_page()
    if FIELDS[name].inapplicable(TrainingConfig().to_dict()):
        base = store.create(TrainingConfig("layers", epochs=1), "embedded", state="finished")
        at.run()
        at.selectbox(key="sweep_base").set_value(base.id).run()
    at.selectbox(key="sweep_second").set_value("none").run()
    at.selectbox(key="sweep_first").set_value(name).run()
    assert not at.error, text(at)
    at.button(key="start_sweep").click().run()
    runs = store.list(["queued"])
    assert len({getattr(run.config, name) for run in runs}) == len(runs) >= 2
    assert figures(at)
    assert not at.exception


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (", ".join(str(n) for n in range(1, 22)), "at most 40 runs, but these values make 3 x 21 = 63"),
        ("", "but got none"),
        ("many", "as a whole number"),
        ("0", "Expected a batch size from 1"),
    ],
)
def test_a_grid_that_cannot_work_is_refused_in_words(store, values, words):
    at = open_page()
    at.text_input(key="sweep_batch_size").set_value(values).run()
    assert words in text(at)
    assert at.button(key="start_sweep").disabled
    assert not at.exception
    assert not store.list()


def test_a_sweep_may_start_from_a_run(store):
    run = store.create(TrainingConfig("cnn", epochs=3, seed=5), "embedded", state="finished")
    at = open_page()
    at.selectbox(key="sweep_base").set_value(run.id).run()
    assert "3 epochs each" in text(at)
    at.button(key="start_sweep").click().run()
    assert {(run.config.model, run.config.seed) for run in store.list(["queued"])} == {("cnn", 5)}


def test_the_best_combination_and_the_stronger_setting_are_named(store):
    write_sweep(store)
    words = text(open_page())
    assert "Best: **learning rate 0.001, batch 128** reads **87.50\u00a0%**" in words
    assert "The learning rate matters more" in words
    assert "by up to 62.5 points, the batch size alone by up to 25 points" in words
    assert "All 6 runs are done" in words


@pytest.mark.parametrize("done", [1, 2, 5])
def test_nothing_is_concluded_before_all_runs_are_done(store, done):
    write_sweep(store, accuracies=(0.5, 0.25, 0.75, 0.875, 0.5, 0.625)[:done])
    words = text(open_page())
    assert (
        f"**{done} of 6 runs {'is' if done == 1 else 'are'} done.** Which is best, and which setting matters more, can be said when"
        in words
    )
    assert "Best:" not in words
    assert "moves the accuracy" not in words


def test_a_sweep_that_was_stopped_concludes_nothing(store):
    sweep = write_sweep(store)
    store.update(store.list(sweep=sweep.id)[0].id, state="stopped")
    words = text(open_page())
    assert "**5 of 6 runs are done.** 1 ended early, so nothing can be concluded: press **Resume**" in words
    assert "matters more" not in words


def test_the_points_of_the_chart_are_of_runs_that_are_done(store):
    sweep = write_sweep(store, {"seed": (0, 1, 2)}, (0.5, 0.75, 0.25))
    store.update(store.list(sweep=sweep.id)[0].id, state="running")
    (trace,) = figures(open_page())[0]["figure"]["data"]
    assert trace["y"] == [50, 75, None]


def test_runs_that_are_equally_good_are_all_named(store):
    write_sweep(store, {"seed": (0, 1, 2)}, (0.75, 0.5, 0.75))
    words = text(open_page())
    assert "2 are best, equally: **seed 0** and **seed 2** read **75.00\u00a0%**" in words


def test_settings_that_matter_equally_are_not_ranked(store):
    write_sweep(store, {"seed": (0, 1), "batch_size": (32, 64)}, (0.5, 0.75, 0.75, 0.5))
    assert "The seed and the batch size matter equally" in text(open_page())


def test_the_validation_part_ranks_and_the_test_accuracy_is_that_of_the_best(store):
    sweep = write_sweep(store, {"seed": (0, 1)}, (0.875, 0.75))
    for run, accuracy in zip(store.list(sweep=sweep.id)[::-1], (0.5, 0.625), strict=True):
        store.update(run.id, validation_accuracy=accuracy)
    at = open_page()
    assert (
        "Best: **seed 1** reads **62.50\u00a0%** of the validation images, and 75.00\u00a0% of the test images"
        in text(at)
    )
    assert figures(at)[0]["figure"]["layout"]["yaxis"]["title"]["text"] == "validation accuracy (%)"


def test_a_chart_that_fills_shows_what_is_done(store):
    write_sweep(store, accuracies=(0.5, 0.75))
    at = open_page()
    assert len(figures(at)) == 2
    assert "2 of 6 done" in str(only(at.get("progress")).proto)


def test_a_heatmap_is_offered_for_two_settings(store):
    write_sweep(store)
    (cells,) = figures(open_page(sweep_view="Heatmap"))[0]["figure"]["data"]
    assert cells["type"] == "heatmap"


def test_stop_all_and_resume(store):
    sweep = write_sweep(store, accuracies=(0.5,), state="running")
    at = open_page()
    at.button(key="stop_all").click().run()
    assert not store.list(["queued"])
    (running,) = store.list(["running"])
    assert running.command == "stop"
    store.change_state(running.id, "running", state="stopped", command="")
    at = open_page()
    at.button(key="resume_all").click().run()
    assert len(store.list(["queued"], sweep=sweep.id)) == 6
    assert not at.exception


def test_earlier_sweeps_are_reopened_by_url_and_by_list(store):
    old, new = write_sweep(store, {"seed": (0, 1)}, (0.5, 0.625)), write_sweep(store)
    at = open_page(sweep=old.id)
    assert "**seed 1** reads **62.50\u00a0%**" in text(at)
    at.selectbox(key="chosen_sweep").set_value(new.id).run()
    assert query_parameter(at, "sweep") == new.id
    assert "learning rate 0.001" in text(at)


@pytest.mark.parametrize(
    "query",
    [
        {"sweep": "nonsense"},
        {"sweep_first": "colour", "sweep_second": "<b>"},
        {"sweep_view": "pie", "sweep_batch_size": "1e400,nan"},
        {"sweep_first": "Batch size"},
        {"sweep_first": "Optimizer", "sweep_optimizer": "magic"},
    ],
)
def test_nonsense_in_the_url_never_breaks_the_page(store, query):
    write_sweep(store)
    assert open_page(**query).title[0].value == "Sweep"


def test_runs_that_failed_or_diverged_are_said(store):
    sweep = write_sweep(store, accuracies=(0.5, 0.25, 0.75))
    for run, state in zip(
        store.list(["queued"], sweep=sweep.id), ("failed", "diverged", "diverged"), strict=True
    ):
        store.update(run.id, state=state, message="The data set is gone.")
    words = text(open_page())
    assert "2 of 6 runs diverged" in words
    assert "The data set is gone." in words
