"""What to notice about a run: every sentence holds in the state that it is said in."""

import math

import pandas as pd
import pytest

from playground.digits.datasets import DATASETS
from playground.digits.training import TrainingConfig
from playground.notices.training import LossPoint, describe_training
from playground.runs.store import RunStore

NO_LAYERS = pd.DataFrame({"layer": [], "step": [], "dead": []})
FALL = (LossPoint(1, 2.31), LossPoint(1200, 0.0314))


@pytest.fixture
def store(tmp_path):
    return RunStore(tmp_path / "home")


def _run(store, dataset="embedded", **values):
    run = store.create(TrainingConfig(), dataset)
    store.update(run.id, **{"state": "finished", "step": 1200, **values})
    return store.get(run.id)


def _epoch(train, validation=None, test=0.9, number=3):
    return {
        "epoch": number,
        "train_accuracy": train,
        "validation_accuracy": validation,
        "test_accuracy": test,
    }


def _notice(run, epochs=(), losses=FALL, layers=NO_LAYERS):
    return describe_training(run, losses, list(epochs), layers).replace("\u00a0", " ")


def test_a_loss_is_written_in_the_one_notation(store):
    assert "The smoothed loss went from 2.31 at step 1 to **0.0314** at step 1,200." in _notice(_run(store))
    tiny = (LossPoint(1, 2.31, False), LossPoint(7, 7.234e-6, False))
    assert "The loss of a single batch went from 2.31 at step 1 to **7.23×10⁻⁶** at step 7." in _notice(
        _run(store), losses=tiny
    )


def test_one_step_went_from_nowhere(store):
    words = _notice(_run(store), losses=(LossPoint(1, 2.412), LossPoint(1, 2.412)))
    assert (
        words
        == f"The loss of step 1 alone is **2.41**; guessing among ten outputs costs ln 10 = {math.log(10):.1f}."
    )


@pytest.mark.parametrize(
    ("train", "validation", "words"),
    [
        (0.97, 0.968, "That is about as much as of those it trains on."),
        (0.80, 0.92, "That is 12 points more than of those it trained on"),
        (0.98, 0.97, "That is 1 point less than of those it trains on"),
    ],
)
def test_the_gap_has_the_sign_that_it_has(store, train, validation, words):
    assert words in _notice(_run(store, validation_accuracy=validation), [_epoch(train, validation)])


@pytest.mark.parametrize(("dataset", "chance"), [("embedded", True), ("mnist", False)])
def test_learning_by_heart_is_told_from_chance(store, dataset, chance):
    """2 points of 144 images are three images; of 6,000 they are 120."""
    images = round(0.1 * DATASETS[dataset].train_size)
    deviation = math.sqrt(0.96 * 0.04 / images)
    assert (2 * deviation > 0.02) == chance
    words = _notice(_run(store, dataset, validation_accuracy=0.96), [_epoch(0.98, 0.96)])
    assert ("may be chance" in words, "holds for those alone" in words) == (chance, not chance)
    assert "by heart" not in words


def test_a_later_epoch_that_is_worse_names_the_kept_one(store):
    kept = {"validation_accuracy": 0.98, "kept_epoch": 2}
    done = _notice(_run(store, **kept), [_epoch(0.97, 0.97)])
    assert "epoch 2 was better, 98.00 %, and is the one that the run keeps. That is about as much" in done
    assert "that the run keeps so far." in _notice(_run(store, state="running", **kept), [_epoch(0.97, 0.97)])


def test_all_but_one_image_are_not_all(store):
    words = _notice(_run(store), [_epoch(1.0, None, test=59_999 / 60_000)])
    assert "**> 99.99 %** of digits that it never saw" in words


def test_dead_units_are_those_of_one_batch(store):
    layers = pd.DataFrame({"layer": ["hidden 1"], "step": [1000], "dead": [0.996]})
    words = _notice(_run(store), layers=layers)
    assert (
        "**99.6 %** of the units of hidden 1 are dead: flat for every image of the batch of step 1,000"
        in words
    )
    assert "100 %" not in words
