"""The own digits of a run: what is there at its start, kept for as long as it lasts."""

import numpy as np
import pytest
import torch

from playground.digits.checkpoints import load_checkpoint
from playground.digits.datasets import load_digits
from playground.digits.own_digits.folder import FOLDER, UserTestSetFolder
from playground.digits.own_digits.png import digest_of
from playground.digits.own_digits.training_data import COPIES, with_user_digits
from playground.digits.training.loop import StepFinished, TrainingConfig
from playground.errors import CheckpointError, DatasetError
from playground.runs import worker
from playground.runs.own_digits import learnt_drawings, training_data
from playground.runs.recorder import Recorder
from tests.runs.conftest import events_of

CONFIG = TrainingConfig(epochs=2, hidden=(16,), batch_size=128, own_digits=True, validation_share=0)


def drawing(seed):
    return np.random.default_rng(seed).integers(0, 256, (28, 28), dtype=np.uint8)


@pytest.fixture
def own(store):
    digits = UserTestSetFolder(store.home / FOLDER)
    for seed in range(3):
        digits.add(drawing(seed), seed)
    return digits


def claimed(store, config=CONFIG):
    store.create(config, "embedded")
    return store.claim("1-w", 1)


def test_a_run_that_does_not_ask_for_them_gets_the_data_alone(store, own):
    run = claimed(store, TrainingConfig())
    assert training_data(run, store.files(run.id), load_digits) is load_digits("embedded")
    assert not store.files(run.id).own_digits.exists()


def test_it_takes_what_is_there_at_its_start_and_keeps_it(store, own):
    run = claimed(store)
    own.add(drawing(3), 3)  # after it was queued
    first = training_data(run, store.files(run.id), load_digits)
    assert len(first.train_images) == 1437 + 4 * COPIES
    own.clear()
    again = training_data(run, store.files(run.id), load_digits)
    assert torch.equal(first.train_images, again.train_images)
    assert torch.equal(first.train_labels, again.train_labels)


def test_none_at_the_start_ends_it_in_words(store):
    run = claimed(store)
    with pytest.raises(DatasetError, match="there are none"):
        training_data(run, store.files(run.id), load_digits)


@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(b"half")])
def test_a_begun_run_whose_drawings_are_lost_says_so(store, own, damage):
    run = claimed(store)
    training_data(run, store.files(run.id), load_digits)
    damage(store.files(run.id).own_digits)
    store.update(run.id, step=5)
    with pytest.raises(CheckpointError, match="Expected the drawings with which this run began"):
        training_data(store.get(run.id), store.files(run.id), load_digits)


def record(store, run, pause_at=None):
    instance = Recorder(store, run)
    should_stop = instance._should_stop

    def poll():
        if instance.training.steps_done == pause_at:
            store.request_pause(run.id)
            instance.report.next_write = 0.0
        return should_stop()

    instance._should_stop = poll
    instance.train(training_data(run, store.files(run.id), load_digits))
    return store.get(run.id)


def test_a_paused_run_goes_on_bit_for_bit_though_the_set_has_changed(store, own):
    loaded = own.load()
    expected = events_of(CONFIG, with_user_digits(load_digits("embedded"), loaded.images, loaded.labels))
    paused = record(store, claimed(store), pause_at=15)
    assert (paused.state, paused.step) == ("paused", 15)
    own.clear()
    own.add(drawing(9), 9)
    assert store.request_resume(paused.id)
    run = record(store, store.claim("2-w", 1))
    losses = [event.loss for event in expected if isinstance(event, StepFinished)]
    assert store.metrics.steps(run.id, max_points=None)["loss"].tolist() == losses
    assert (run.state, run.steps_per_epoch) == ("finished", -(-(1437 + 3 * COPIES) // 128))
    saved = load_checkpoint(run.checkpoint).model.state_dict()
    assert all(torch.equal(saved[name], value) for name, value in expected[-1].model.state_dict().items())


def test_which_drawings_it_learnt_from_is_known_from_its_checkpoint(store, own):
    run = claimed(store)
    files = store.files(run.id)
    training_data(run, files, load_digits)
    for path in (files.kept, files.epoch(1)):
        assert learnt_drawings(path) == {digest_of(drawing(seed)) for seed in range(3)}
    assert learnt_drawings(store.files("0000").kept) == frozenset()


def test_a_worker_trains_with_them_or_says_why_not(store, own):
    run = claimed(store)
    worker._train(store, run)
    assert store.get(run.id).total_steps == 2 * -(-(1437 + 3 * COPIES) // 128)
    assert "own digits" in run.name
    own.clear()
    empty = claimed(store)
    worker._train(store, empty)
    assert store.get(empty.id).state == "failed"
    assert "there are none" in store.get(empty.id).message
