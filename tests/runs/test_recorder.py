"""What a run leaves in the store and on disk, however often it is interrupted, against one that never was."""

import copy
import sqlite3
import threading
import time
from dataclasses import replace

import pytest
import torch

from playground.digits.checkpoints import load_checkpoint
from playground.digits.datasets import load_digits
from playground.digits.evaluation.cached_predictions import load_predictions
from playground.digits.evaluation.metrics import evaluate
from playground.digits.training import train
from playground.digits.training.loop import EpochFinished, LayersMeasured, StepFinished, TrainingConfig
from playground.digits.training.trainer import DivergedError, Trainer
from playground.digits.training.validation import hold_out
from playground.errors import DatabaseLostError
from playground.runs import recorder, report
from playground.runs.recorder import Recorder
from playground.runs.store import RunStore
from tests.runs.conftest import events_of

CONFIG = TrainingConfig(validation_share=0, epochs=3, hidden=(16,), augmentation=True, seed=4)


class Killed(BaseException):
    """The process ends without a word."""


def _claimed(store, config=CONFIG):
    run = store.create(config, "embedded")
    return store.claim("1-w", 1) if run.id else run


def _again(store, run_id):
    assert store.request_resume(run_id)
    return store.claim("2-w", 1)


def _record(store, run, kill_at=None, ask_at=None, word="request_pause"):
    """Train; at step `kill_at` the process dies, at step `ask_at` somebody presses a button."""
    instance = Recorder(store, run)
    should_stop = instance._should_stop

    def poll():
        step = instance.training.steps_done
        if step == kill_at:
            raise Killed
        if step == ask_at:
            getattr(store, word)(run.id)
            instance.report.next_write = 0.0
        return should_stop()

    instance._should_stop = poll
    try:
        instance.train(load_digits("embedded"))
    except Killed:
        store.change_state(run.id, "running", state="interrupted")
    return store.get(run.id)


def _assert_same_as_uninterrupted(store, run, config=CONFIG):
    dataset = load_digits("embedded")
    events = events_of(config, dataset)
    steps = store.metrics.steps(run.id, max_points=None)
    losses = [(event.step, event.loss) for event in events if isinstance(event, StepFinished)]
    assert list(zip(steps["step"], steps["loss"], strict=True)) == losses
    assert steps["seconds"].is_monotonic_increasing
    epochs = [event for event in events if isinstance(event, EpochFinished)]
    assert [(row["step"], row["test_loss"], row["train_loss"]) for row in store.metrics.epochs(run.id)] == [
        (event.step, event.test_loss, event.train_loss) for event in epochs
    ]
    layers = [
        layer.gradient_norm for event in events if isinstance(event, LayersMeasured) for layer in event.layers
    ]
    assert store.metrics.layers(run.id, max_points=10_000)["gradient_norm"].tolist() == layers
    assert (run.state, run.step, run.test_accuracy) == ("finished", len(losses), events[-1].test_accuracy)
    saved = load_checkpoint(run.checkpoint).model.state_dict()
    assert all(torch.equal(saved[name], tensor) for name, tensor in events[-1].model.state_dict().items())


def test_a_run_is_recorded_as_the_training_loop_yields_it(store):
    run = _record(store, _claimed(store))
    _assert_same_as_uninterrupted(store, run)
    assert (run.steps_per_epoch, run.total_steps, run.threads, run.message) == (23, 69, 1, "")
    assert run.seconds > 0
    assert run.images_per_second == pytest.approx(1437 * 3 / run.seconds)
    assert (run.kept_epoch, run.validation_accuracy) == (3, None)  # no choosing: the last epoch counts


def test_each_epochs_network_and_answers_are_kept(store):
    run = _record(store, _claimed(store))
    files, dataset = store.files(run.id), load_digits("embedded")
    assert files.epochs() == [1, 2, 3]
    for epoch, row in zip(files.epochs(), store.metrics.epochs(run.id), strict=True):
        checkpoint = load_checkpoint(files.epoch(epoch))
        assert checkpoint.metadata["test_accuracy"] == row["test_accuracy"]
        test = evaluate(checkpoint.model, dataset.test_images, dataset.test_labels)
        predictions = load_predictions(files.predictions(files.epoch(epoch)), 360)
        assert torch.equal(predictions.predicted, test.predicted)
        assert test.accuracy == row["test_accuracy"]
    assert TrainingConfig(**load_checkpoint(run.checkpoint).metadata["config"]) == CONFIG
    assert load_predictions(files.predictions(files.kept), 360)
    assert not files.state.exists()


@pytest.mark.parametrize("step", [0, 1, 22, 23, 40, 68])
def test_paused_and_resumed_it_equals_the_uninterrupted_run(store, step):
    paused = _record(store, _claimed(store), ask_at=step)
    assert (paused.state, paused.step) == ("paused", step)
    assert len(store.metrics.steps(paused.id)) == step
    if step:  # a network that was tested, if there is one
        assert load_checkpoint(paused.checkpoint).metadata["step"] == (
            step if step <= 23 else step // 23 * 23
        )
        assert load_checkpoint(paused.checkpoint).metadata.get("test_accuracy") == paused.test_accuracy
    _assert_same_as_uninterrupted(store, _record(store, _again(store, paused.id)))


@pytest.mark.parametrize("step", [3, 30, 60])
def test_killed_and_resumed_nothing_that_was_reported_is_lost(store, step):
    killed = _record(store, _claimed(store), kill_at=step)
    reported = store.metrics.steps(killed.id).to_numpy().tolist()
    resumed = _record(store, _again(store, killed.id))
    assert store.metrics.steps(killed.id).to_numpy().tolist()[: len(reported)] == reported
    assert resumed.warning == ""
    _assert_same_as_uninterrupted(store, resumed)


def test_killed_before_its_first_interval_a_run_begins_again_without_a_false_warning(store, monkeypatch):
    # On a busy machine steps are reported before the first state of the interval is saved.
    for pause in ("WRITE_EVERY", "POLL_EVERY"):
        monkeypatch.setattr(report, pause, 0.0)
    killed = _record(store, _claimed(store), kill_at=3)
    assert len(store.metrics.steps(killed.id)) == 2  # the third waits for the next write
    resumed = _record(store, _again(store, killed.id))
    assert resumed.warning == ""
    _assert_same_as_uninterrupted(store, resumed)


def test_often_interrupted_in_every_way_it_still_equals_the_uninterrupted_run(store):
    run = _record(store, _claimed(store), ask_at=10)
    run = _record(store, _again(store, run.id), kill_at=30)
    run = _record(store, _again(store, run.id), kill_at=26)
    run = _record(store, _again(store, run.id), ask_at=50, word="request_stop")
    assert run.state == "stopped"
    _assert_same_as_uninterrupted(store, _record(store, _again(store, run.id)))


@pytest.mark.parametrize("how", ["torn", "nonsense", "missing"])
@pytest.mark.parametrize("both", [False, True])
def test_a_damaged_state_falls_back_to_an_older_one_or_to_the_beginning(store, how, both):
    run = _record(store, _claimed(store), ask_at=50)
    files = store.files(run.id)
    for path in (files.state, files.previous_state)[: 1 + both]:
        content = path.read_bytes()
        path.unlink()
        if how != "missing":
            path.write_bytes(content[: len(content) // 2] if how == "torn" else b"nonsense")
    resumed = _record(store, _again(store, run.id))
    assert ("trained again from the beginning" in resumed.warning) == both
    _assert_same_as_uninterrupted(store, resumed)


def test_a_state_that_is_ahead_of_a_restored_database_is_not_used(store):
    run = _record(store, _claimed(store), ask_at=5)
    store.copy()
    copy = store.home / "copy"
    copy.mkdir()
    (store.home / "runs.copy.sqlite").rename(copy / "runs.sqlite")
    _record(store, _again(store, run.id), ask_at=60)
    restored = RunStore(copy)  # it knows 5 steps, while the saved states are further
    (store.home / "checkpoints").rename(copy / "checkpoints")
    _assert_same_as_uninterrupted(restored, _record(restored, _again(restored, run.id)))


def test_stop_is_said_at_once_and_the_test_follows(store):
    run = _record(store, _claimed(store), ask_at=30, word="request_stop")
    assert (run.state, run.step, run.seconds_left) == ("stopped", 30, None)
    checkpoint = load_checkpoint(run.checkpoint)
    assert checkpoint.metadata["step"] == 30
    assert checkpoint.metadata["test_accuracy"] == run.test_accuracy
    dataset = load_digits("embedded")
    assert evaluate(checkpoint.model, dataset.test_images, dataset.test_labels).accuracy == run.test_accuracy


def test_a_stopped_run_is_not_tested_while_another_waits_for_the_worker(store):
    run = _claimed(store)
    store.create(CONFIG, "embedded")
    stopped = _record(store, run, ask_at=10, word="request_stop")
    assert (stopped.state, stopped.test_accuracy) == ("stopped", None)
    assert load_checkpoint(stopped.checkpoint).metadata["step"] == 10


def test_a_deleted_run_stops_and_can_be_brought_back(store):
    run = _record(store, _claimed(store), ask_at=30, word="delete")
    assert (run.state, run.deleted_at is not None) == ("stopped", True)
    store.restore(run.id)
    _assert_same_as_uninterrupted(store, _record(store, _again(store, run.id)))


def test_a_run_in_other_hands_is_let_go(store):
    run = _claimed(store)
    instance = Recorder(store, run)
    instance.report.next_write = time.monotonic() + 1000
    dataset = load_digits("embedded")
    store.update(run.id, worker="9-other")
    instance.train(dataset)
    assert store.get(run.id).state == "running"
    assert store.metrics.steps(run.id).empty


def test_sigterm_leaves_a_run_that_can_be_resumed(store):
    run = _claimed(store)
    asked = iter([False] * 40 + [True] * 1000)
    Recorder(store, run, terminated=lambda: next(asked)).train(load_digits("embedded"))
    interrupted = store.get(run.id)
    assert interrupted.state == "interrupted"
    assert f"SIGTERM) at step {interrupted.step}" in interrupted.message
    _assert_same_as_uninterrupted(store, _record(store, _again(store, run.id)))


def test_a_database_locked_in_the_middle_delays_the_record_and_loses_nothing(store):
    locker = sqlite3.connect(store.path, check_same_thread=False)
    locker.execute("PRAGMA busy_timeout = 10000")
    patient = RunStore(store.home, busy_seconds=0.05)
    run = _claimed(patient)
    instance = Recorder(patient, run)
    should_stop, release = instance._should_stop, threading.Timer(0.7, locker.rollback)

    def poll():
        if instance.training.steps_done == 20 and not release.is_alive() and not locker.in_transaction:
            locker.execute("BEGIN IMMEDIATE")
            release.start()
        instance.report.next_write = 0.0
        return should_stop()

    instance._should_stop = poll
    instance.train(load_digits("embedded"))
    release.join()
    locker.close()
    _assert_same_as_uninterrupted(store, store.get(run.id))


def test_a_disk_that_takes_no_checkpoint_is_a_warning_not_the_end(store):
    run = _claimed(store)
    store.files(run.id).folder.parent.mkdir(parents=True)
    store.files(run.id).folder.write_text("a file where the folder should be")
    finished = _record(store, run)
    assert (finished.state, finished.step, finished.checkpoint) == ("finished", 69, "")
    assert "cannot be written" in finished.warning
    assert len(store.metrics.epochs(run.id)) == 3


def test_a_database_deleted_in_the_middle_ends_the_work(store):
    run = _claimed(store)
    instance = Recorder(store, run)
    should_stop = instance._should_stop

    def poll():
        if instance.training.steps_done == 20:
            store.path.unlink(missing_ok=True)
            instance.report.next_write = 0.0
        return should_stop()

    instance._should_stop = poll
    with pytest.raises(DatabaseLostError):
        instance.train(load_digits("embedded"))


def test_a_run_that_diverges_says_where_and_what_to_change(store):
    config = TrainingConfig(validation_share=0, optimizer="sgd", learning_rate=1000.0, hidden=(64, 64, 64))
    run = _record(store, _claimed(store, config))
    assert run.state == "diverged"
    assert "The learning rate is 1000; try" in run.message


def test_a_stop_condition_is_the_runs_message(store):
    run = _record(store, _claimed(store, TrainingConfig(validation_share=0, epochs=50, target_accuracy=0.5)))
    assert run.state == "finished"
    assert "the target was 50.00\N{NO-BREAK SPACE}%" in run.message
    assert run.step < run.total_steps


def test_the_state_is_saved_after_each_epoch_and_every_five_seconds(store, monkeypatch):
    now, saved = [100.0], []
    monkeypatch.setattr(recorder.time, "monotonic", lambda: now[0])
    instance = Recorder(store, _claimed(store))
    save, should_stop = instance._save_state, instance._should_stop
    instance._save_state = lambda: (saved.append(instance.training.steps_done), save())

    def poll():
        now[0] += 0.5  # a step takes half a second
        return should_stop()

    instance._should_stop = poll
    instance.train(load_digits("embedded"))
    assert {23, 46, 69} <= set(saved)
    assert max(later - earlier for earlier, later in zip([0, *saved], saved, strict=False)) <= 11


VALIDATED = TrainingConfig(
    hidden=(16,),
    epochs=8,
    batch_size=32,
    learning_rate=0.03,
    optimizer="rmsprop",
    validation_share=0.2,
    seed=2,
)


def _best_by_validation(config):
    """From an uninterrupted run: the first of the best epochs, its two accuracies and its weights."""
    best = None
    for event in events_of_copies(config):
        if best is None or event.validation_accuracy > best[1]:
            best = (event.epoch, event.validation_accuracy, event.test_accuracy, event.model.state_dict())
    return best


def events_of_copies(config):
    for event in train(config, load_digits("embedded"), device="cpu"):
        if isinstance(event, EpochFinished):
            yield replace(event, model=copy.deepcopy(event.model))


def _assert_kept(store, run, best):
    epoch, validation, test, weights = best
    assert (run.kept_epoch, run.validation_accuracy, run.test_accuracy) == (epoch, validation, test)
    checkpoint = load_checkpoint(run.checkpoint)
    assert checkpoint.metadata["test_accuracy"] == test
    assert all(torch.equal(checkpoint.model.state_dict()[name], tensor) for name, tensor in weights.items())
    predictions = load_predictions(store.files(run.id).predictions(store.files(run.id).kept), 360)
    right = predictions.predicted == load_digits("embedded").test_labels
    assert right.double().mean().item() == test


@pytest.mark.parametrize("how", ["straight", "paused", "killed", "stopped"])
def test_a_run_keeps_the_network_that_is_best_by_its_validation_part(store, how):
    best = _best_by_validation(VALIDATED)
    assert 1 < best[0] < 8, "a run whose last epoch is best would show nothing"
    run = _claimed(store, VALIDATED)
    if how == "killed":
        run = _record(store, run, kill_at=250)
    elif how != "straight":
        run = _record(store, run, ask_at=250, word="request_pause" if how == "paused" else "request_stop")
    if how != "straight":
        assert run.step >= 200
        run = _again(store, run.id)
    run = _record(store, run)
    assert run.state == "finished"
    _assert_kept(store, run, best)


def test_what_a_stopped_run_keeps_is_what_it_says_it_is(store):
    run = _record(store, _claimed(store, VALIDATED), ask_at=250, word="request_stop")
    checkpoint, data = load_checkpoint(run.checkpoint), load_digits("embedded")
    split = hold_out(data, VALIDATED.validation_share, VALIDATED.seed)
    accuracy = evaluate(checkpoint.model, split.validation_images, split.validation_labels).accuracy
    assert accuracy == run.validation_accuracy
    assert evaluate(checkpoint.model, data.test_images, data.test_labels).accuracy == run.test_accuracy
    assert all(row["validation_accuracy"] <= accuracy for row in store.metrics.epochs(run.id))


def test_a_run_that_diverges_keeps_its_best_epoch(store, monkeypatch):
    def diverges(self, images, labels):
        if self.steps_done == 100:
            raise DivergedError(float("nan"))
        return step(self, images, labels)

    step = Trainer.step
    monkeypatch.setattr(Trainer, "step", diverges)
    run = _record(store, _claimed(store, VALIDATED))
    assert run.state == "diverged"
    rows = store.metrics.epochs(run.id)
    best = max(rows, key=lambda row: row["validation_accuracy"])
    assert (run.kept_epoch, run.test_accuracy) == (best["epoch"], best["test_accuracy"])
    assert load_checkpoint(run.checkpoint).metadata["test_accuracy"] == best["test_accuracy"]


def test_a_run_paused_before_there_was_a_validation_part_goes_on_without_one(store):
    paused = _record(store, _claimed(store), ask_at=40)
    config = CONFIG.to_dict()
    del config["validation_share"]  # as an earlier version wrote it
    store.update(paused.id, config=config)
    resumed = _record(store, _again(store, paused.id))
    assert resumed.warning == ""
    _assert_same_as_uninterrupted(store, resumed)
