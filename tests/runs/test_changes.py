"""Settings changed while a run trains, through the store: taken between two steps, kept, and never lost or repeated."""

import pytest

from playground.digits.checkpoints import load_checkpoint
from playground.digits.datasets import load_digits
from playground.digits.training import TrainingConfig
from playground.digits.training.changes import Change
from playground.digits.training.loop import StepFinished, Training
from playground.errors import ConfigurationError
from playground.runs.changes import changes_of, history, in_force
from playground.runs.recorder import Recorder
from playground.runs.store import RunStore
from tests.runs.test_recorder import Killed

CONFIG = TrainingConfig(hidden=(16,), epochs=3, validation_share=0)


def claimed(store, config=CONFIG):
    store.create(config, "embedded")
    return store.claim("1-w", 1)


def again(store, run_id):
    assert store.request_resume(run_id)
    return store.claim("2-w", 1)


def record(store, run, acts):
    """Train; before the step after each key of `acts` its function is called, once."""
    instance = Recorder(store, run)
    should_stop, left = instance._should_stop, dict(acts)

    def poll():
        act = left.pop(instance.training.steps_done, None)
        if act is not None:
            instance.report.next_write = 0.0
            act()
        return should_stop()

    instance._should_stop = poll
    try:
        instance.train(load_digits("embedded"))
    except Killed:
        store.change_state(run.id, "running", state="interrupted")
    return store.get(run.id)


def killed():
    raise Killed


def assert_same_as_known_before(store, run, config=CONFIG):
    """The stored losses are those of a training that knew the stored changes from its beginning."""
    training = Training(config, load_digits("embedded"), "cpu", in_force(run.changes))
    losses = [(event.step, event.loss) for event in training.events() if isinstance(event, StepFinished)]
    steps = store.metrics.steps(run.id, max_points=None)
    assert list(zip(steps["step"], steps["loss"], strict=True)) == losses
    assert (run.state, run.total_steps, run.step) == ("finished", len(losses), len(losses))


def test_a_change_is_taken_at_the_next_step_and_kept(store):
    run = claimed(store)
    ask = lambda: store.request_change(run.id, {"learning_rate": 0.01, "batch_size": 100})  # noqa: E731
    run = record(store, run, {10: ask})
    assert in_force(run.changes) == [Change(10, {"learning_rate": 0.01, "batch_size": 100})]
    assert run.config == CONFIG
    assert (run.latest_config.learning_rate, run.latest_config.batch_size) == (0.01, 100)
    assert run.steps_per_epoch == 15
    assert run.total_steps == 10 + 8 + 2 * 15  # 797 images were left in the epoch
    assert_same_as_known_before(store, run)
    assert load_checkpoint(run.checkpoint).metadata["changes"] == [
        {"step": 10, "learning_rate": 0.01, "batch_size": 100}
    ]
    assert history(run.config, run.changes) == [(10, "learning rate 0.001 → 0.01, batch size 64 → 100")]


def test_many_changes_by_two_tabs_each_of_its_own_setting(store):
    run = claimed(store)
    other = RunStore(store.home)

    def first():
        assert store.request_change(run.id, {"learning_rate": 0.01})
        assert other.request_change(run.id, {"batch_size": 100})
        assert store.request_change(run.id, {"learning_rate": 0.02})

    acts = {
        10: first,
        **{
            step: lambda step=step: other.request_change(run.id, {"dropout": step / 100})
            for step in range(11, 20)
        },
    }
    run = record(store, run, acts)
    assert [change.step for change in run.changes] == [10, 10, 10, *range(11, 20)]
    assert (run.latest_config.learning_rate, run.latest_config.batch_size) == (0.02, 100)
    assert_same_as_known_before(store, run)


@pytest.mark.parametrize("kill_at", [10, 11, 30])
def test_killed_after_a_change_the_run_repeats_and_goes_on_with_it(store, kill_at):
    run = claimed(store)
    acts = {
        10: lambda: store.request_change(run.id, {"batch_size": 30, "schedule": "cosine"}),
        kill_at: killed,
    }
    if kill_at == 10:  # it is asked for, but the process dies before it is taken

        def both():
            store.request_change(run.id, {"batch_size": 30, "schedule": "cosine"})
            killed()

        acts = {10: both}
    dead = record(store, run, acts)
    assert dead.state == "interrupted"
    alive = record(store, again(store, run.id), {})
    assert len(alive.changes) == 1
    if kill_at == 10:
        assert alive.changes[0].step >= dead.step
    else:
        assert alive.changes == dead.changes
    assert_same_as_known_before(store, alive)


def test_killed_between_taking_a_change_and_the_next_step(store, monkeypatch):
    run = claimed(store)
    take = Recorder._take_changes

    def take_and_die(recorder):
        take(recorder)
        if recorder.run.changes:
            raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(Recorder, "_take_changes", take_and_die)
        record(store, run, {30: lambda: store.request_change(run.id, {"learning_rate": 0.02})})
    run = record(store, again(store, run.id), {})
    assert in_force(run.changes) == [Change(30, {"learning_rate": 0.02})]
    assert_same_as_known_before(store, run)


def test_changed_while_it_is_paused_it_goes_on_with_the_change(store):
    run = claimed(store)
    paused = record(store, run, {20: lambda: store.request_pause(run.id)})
    assert store.request_change(paused.id, {"learning_rate": 0.01})
    assert store.get(paused.id).changes[0].step is None
    run = record(store, again(store, run.id), {40: lambda: store.request_pause(run.id)})
    run = record(store, again(store, run.id), {})
    assert in_force(run.changes) == [Change(20, {"learning_rate": 0.01})]
    assert_same_as_known_before(store, run)


def test_a_change_of_an_interrupted_run_leaves_the_steps_that_are_repeated_as_they_were(store):
    run = claimed(store)
    run = record(store, run, {40: lambda: None, 41: killed})
    stored = store.metrics.last_step(run.id)[0]
    assert store.request_change(run.id, {"learning_rate": 0.05})
    store.files(run.id).state.unlink()  # it begins again at its first step
    store.files(run.id).previous_state.unlink(missing_ok=True)
    run = record(store, again(store, run.id), {})
    assert run.changes[0].step == stored == 40  # of 45: no write is due in so few steps
    assert_same_as_known_before(store, run)


def test_a_change_of_a_waiting_run_holds_from_its_first_step(store):
    run = store.create(CONFIG, "embedded")
    assert store.request_change(run.id, {"learning_rate": 0.05})
    run = record(store, store.claim("1-w", 1), {})
    assert in_force(run.changes) == [Change(0, {"learning_rate": 0.05})]
    assert_same_as_known_before(store, run)


@pytest.mark.parametrize("state", ["finished", "diverged", "imported"])
def test_a_change_of_a_run_that_has_ended_is_too_late(store, state):
    run = store.create(CONFIG, "embedded", state=state)
    assert not store.request_change(run.id, {"learning_rate": 0.05})
    assert store.get(run.id).changes == ()
    assert not store.request_change("gone", {"learning_rate": 0.05})


def test_a_change_asked_for_in_the_last_test_changes_nothing_and_stays_unused(store):
    run = claimed(store)
    run = record(store, run, {69: lambda: store.request_change(run.id, {"learning_rate": 0.05})})
    assert (run.state, run.step) == ("finished", 69)
    assert [change.step for change in run.changes] == [None]
    assert run.latest_config == CONFIG


def test_a_bad_value_is_refused_before_it_reaches_the_worker(store):
    run = claimed(store)
    with pytest.raises(ConfigurationError, match="batch size from 1 to"):
        store.request_change(run.id, {"batch_size": 0})
    with pytest.raises(ConfigurationError, match="Start a new run"):
        store.request_change(run.id, {"hidden": [3]})
    store.request_change(run.id, {"learning_rate": 0.05})
    with pytest.raises(ConfigurationError, match="another learning rate than"):
        store.request_change(run.id, {"learning_rate": 0.05})


def test_a_purged_run_takes_its_changes_along(store):
    run, kept = store.create(CONFIG, "embedded"), store.create(CONFIG, "embedded")
    for one in (run, kept):
        store.request_change(one.id, {"learning_rate": 0.05})
    store.delete(run.id)
    store.purge(run.id)
    assert store.read(changes_of([run.id])) == []
    assert len(store.get(kept.id).changes) == 1


def test_the_time_that_is_left_is_measured_anew(store):
    run = claimed(store)
    instance = Recorder(store, run)
    seen = []
    should_stop = instance._should_stop

    def poll():
        step = instance.training.steps_done
        instance.report.next_write = 0.0
        if step == 10 and not seen:
            store.request_change(run.id, {"batch_size": 1000})
        if step in (11, 12):
            seen.append(store.get(run.id))
        return should_stop()

    instance._should_stop = poll
    instance.train(load_digits("embedded"))
    assert seen[-1].total_steps == 10 + 1 + 2 * 2
    assert seen[-1].steps_per_epoch == 2
    end = store.get(run.id)
    assert end.images_per_second == pytest.approx(1437 * 3 / end.seconds)
