"""States to resume from: there is one at every moment, and the one before it is kept."""

import os
import threading

import pytest
import torch

from playground.digits.datasets import load_digits
from playground.digits.training.config import TrainingConfig
from playground.digits.training.loop import Training
from playground.runs.saving import delete_states, load_state, save_state


@pytest.fixture
def training():
    return Training(TrainingConfig(epochs=2, hidden=(4,)), load_digits("embedded"))


@pytest.fixture
def files(store):
    return store.files(store.create(TrainingConfig(epochs=2, hidden=(4,)), "embedded").id)


def _steps(path):
    return torch.load(path, weights_only=True)["steps_done"]


def _train(training, steps):
    events = training.events(lambda: training.steps_done >= steps)
    for _ in events:
        pass


def test_a_state_is_there_at_every_moment(files, training):
    save_state(files, training)
    missing, done = [], threading.Event()

    def look():
        while not done.is_set():
            missing.append(not files.state.exists())

    looking = threading.Thread(target=look)
    looking.start()
    for _ in range(30):
        save_state(files, training)
    done.set()
    looking.join()
    assert len(missing) > 100
    assert not any(missing)


@pytest.mark.parametrize("links", [True, False], ids=["links", "a file system without links"])
def test_the_state_before_is_kept(files, training, monkeypatch, links):
    def refuse(*names):
        raise PermissionError("no links here")

    if not links:
        monkeypatch.setattr(os, "link", refuse)
    for steps in (2, 5):
        _train(training, steps)
        save_state(files, training)
    assert (_steps(files.state), _steps(files.previous_state)) == (5, 2)
    assert not [path for path in files.state.parent.iterdir() if path.name.startswith(".")]
    delete_states(files)
    assert not files.state.exists()
    assert not files.previous_state.exists()


def test_a_torn_state_falls_back_to_the_one_before(store, training, capsys):
    run = store.create(training.config, "embedded")
    files = store.files(run.id)
    for steps in (2, 5):
        _train(training, steps)
        save_state(files, training)
    files.state.write_bytes(files.state.read_bytes()[:100])
    loaded = load_state(files, run, load_digits("embedded"), at_most=5)
    assert loaded is not None
    assert loaded.steps_done == 2
    assert "cannot be resumed from" in capsys.readouterr().out
