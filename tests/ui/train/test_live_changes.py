"""On Train: a setting moved while a run trains is applied to it, or it is said why not."""

import pytest

from playground.digits.training.loop import StepFinished, TrainingConfig
from playground.runs import launcher
from playground.runs.metrics import Batch
from playground.runs.store import RunStore
from tests.pages.opened import open_page

EPOCHS = TrainingConfig().epochs


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PLAYGROUND_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(launcher, "wake", lambda store: None)
    return RunStore()


def running(store, state="running", config=None):
    """A run that has done ten steps."""
    run = store.create(config or TrainingConfig(), "embedded")
    batch = Batch([StepFinished(step, 1, 2.3 / step, step / 10) for step in range(1, 11)])
    store.metrics.add(run.id, batch, state=state, step=10, epoch=1, total_steps=230, steps_per_epoch=23)
    store.update(run.id, worker="1-w")
    return store.get(run.id)


def text(at):
    elements = [*at.markdown, *at.caption, *at.error, *at.info, *at.warning, *at.success]
    return "\n".join(str(element.value) for element in elements)


def keys(at):
    return [button.key for button in at.button]


def toasts(at):
    return " ".join(toast.value for toast in at.toast)


@pytest.mark.parametrize("state", ["running", "paused"])
def test_a_changed_rate_is_applied_and_marked_on_the_curve(store, state):
    run = running(store, state)
    at = open_page("train", run=run.id)
    assert at.button(key="apply_changes").disabled
    assert "Move its learning rate" in text(at)
    at.number_input(key="train_learning_rate").set_value(0.01).run()
    assert "**Run 1**: learning rate 0.001 → 0.01" in text(at)
    at.button(key="apply_changes").click().run()
    assert not at.exception
    assert "learning rate 0.001 → 0.01" in toasts(at)
    (change,) = store.get(run.id).changes
    assert (change.step, change.settings) == (None, {"learning_rate": 0.01})
    assert {"running": "at its next step", "paused": "when it is resumed"}[state] in text(at)
    assert at.button(key="apply_changes").disabled
    store.update(run.id, state="running")
    store.take_changes(run.id, "1-w", 10)
    at.run()
    assert "After step 10: learning rate 0.001 → 0.01" in text(at)
    specs = [str(chart.proto) for chart in at.get("echarts_chart")]
    assert any("markLine" in spec and "learning rate 0.001 " in spec for spec in specs)
    assert "changes = {  # after so many steps" in "\n".join(code.value for code in at.code)


def test_every_live_setting_is_applied_together(store):
    run = running(store)
    at = open_page("train", run=run.id)
    at.number_input(key="batch_size").set_value(128)
    at.number_input(key="dropout").set_value(0.5)
    at.number_input(key="train_weight_decay").set_value(0.01)
    at.selectbox(key="schedule").set_value("one_cycle").run()
    words = at.button(key="apply_changes").help
    assert "holds from the next batch on" in words
    assert "as in a run that had these settings from its beginning" in words
    at.button(key="apply_changes").click().run()
    assert store.get(run.id).changes[0].settings == {
        "batch_size": 128,
        "dropout": 0.5,
        "weight_decay": 0.01,
        "schedule": "one_cycle",
    }


def test_what_cannot_change_is_named_and_starts_a_new_run(store):
    run = running(store)
    at = open_page("train", run=run.id)
    at.text_input(key="hidden").set_value("64")
    at.number_input(key="train_learning_rate").set_value(0.01).run()
    assert "This needs a new run: hidden layers 128 → 64" in text(at)
    at.button(key="start_changed").click().run()
    assert not at.exception
    new = store.list()[0]
    assert new.config == TrainingConfig(hidden=(64,), learning_rate=0.01)
    assert store.get(run.id).changes == ()
    assert at.query_params["run"] == [new.id] or at.query_params["run"] == new.id


def test_other_data_need_a_new_run(store):
    run = store.create(TrainingConfig(), "mnist", state="running")
    assert "data MNIST → " in text(open_page("train", run=run.id))


def test_a_change_of_a_run_that_ended_meanwhile_is_said_to_be_too_late(store):
    run = running(store)
    at = open_page("train", run=run.id)
    at.number_input(key="train_learning_rate").set_value(0.01).run()
    store.update(run.id, state="finished")
    at.button(key="apply_changes").click().run()
    assert "Run 1 has ended meanwhile, so the change came too late" in toasts(at)
    assert store.get(run.id).changes == ()
    assert "apply_changes" not in keys(at)
    assert "Run 1 is over, so this needs a new one: learning rate 0.001 → 0.01" in text(at)


def test_a_change_that_waits_when_the_run_ends_is_said_to_be_too_late(store):
    run = running(store)
    store.request_change(run.id, {"learning_rate": 0.01})
    store.update(run.id, state="finished")
    assert "learning rate 0.001 → 0.01: too late" in text(open_page("train", run=run.id))


def test_of_two_tabs_neither_takes_back_what_the_other_one_changed(store):
    run = running(store)
    at = open_page("train", run=run.id)
    at.number_input(key="batch_size").set_value(128).run()
    store.request_change(run.id, {"learning_rate": 0.5})  # another tab
    at.button(key="apply_changes").click().run()
    config = store.get(run.id).latest_config
    assert (config.learning_rate, config.batch_size) == (0.5, 128)


def test_the_same_change_by_two_tabs_is_made_once(store):
    run = running(store)
    at = open_page("train", run=run.id)
    at.number_input(key="batch_size").set_value(128).run()
    store.request_change(run.id, {"batch_size": 128})  # another tab
    at.button(key="apply_changes").click().run()
    assert not at.exception
    assert "Expected another batch size than 128" in toasts(at)
    assert len(store.get(run.id).changes) == 1


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("train_learning_rate", -1.0, "learning rate above 0"),
        ("batch_size", 0, "batch size from 1 to"),
        ("dropout", 1.0, "dropout of at least 0 and below 1"),
        ("train_weight_decay", -1.0, "weight_decay to be at least 0"),
    ],
)
def test_a_value_out_of_range_is_refused_with_what_was_expected(store, key, value, expected):
    at = open_page("train", run=running(store).id)
    at.number_input(key=key).set_value(value).run()
    assert not at.exception
    assert expected in text(at)
    assert "apply_changes" not in keys(at)


def test_many_changes_are_folded(store):
    run = running(store)
    for number in range(1, 8):
        store.request_change(run.id, {"learning_rate": number / 100})
        store.take_changes(run.id, "1-w", number)
    at = open_page("train", run=run.id)
    assert not at.exception
    assert "4 earlier changes" in [expander.label for expander in at.expander]


def test_the_settings_of_a_changed_run_are_copied_as_one_wishes(store):
    run = running(store, config=TrainingConfig(hidden=(32,), learning_rate=0.1))
    store.request_change(run.id, {"learning_rate": 0.01, "weight_decay": 0.5})
    at = open_page("train", run=run.id)
    at.button(key="copy_latest").click().run()
    assert at.number_input(key="train_learning_rate").value == 0.01
    assert at.number_input(key="train_weight_decay").value == 0.5
    assert at.text_input(key="hidden").value == "32"
    at.button(key="copy_settings").click().run()
    assert at.number_input(key="train_learning_rate").value == 0.1
    assert at.number_input(key="train_weight_decay").value is None
    assert not at.exception
