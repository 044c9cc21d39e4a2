"""The validation part: which images it holds, what they decide, and that the test images decide nothing."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
import torch
from sklearn.metrics import accuracy_score, log_loss
from sklearn.model_selection import StratifiedShuffleSplit
from torch import nn

from playground.digits.datasets import load_digits
from playground.digits.own_digits.training_data import COPIES, with_user_digits
from playground.digits.training.config import FIELDS, TrainingConfig, from_stored
from playground.digits.training.loop import EpochFinished, StepFinished, Training, train
from playground.digits.training.validation import held_out_indices, hold_out, validation_size
from playground.errors import ConfigurationError
from tests.digits.article import ArticleNet

DIGITS = load_digits("embedded")


def counts(labels, classes=10):
    return np.bincount(np.asarray(labels), minlength=classes)


@pytest.mark.parametrize("share", [0.02, 0.1, 0.25, 0.5])
@pytest.mark.parametrize("seed", [0, 1, 2**63 - 1])
def test_it_is_as_stratified_as_scikit_learns_split(share, seed):
    labels = DIGITS.train_labels
    held_out = held_out_indices(labels, share, seed)
    assert len(held_out) == validation_size(len(labels), share) == len(held_out.unique())
    split = StratifiedShuffleSplit(1, test_size=len(held_out), random_state=0)
    _, theirs = next(split.split(np.zeros(len(labels)), labels.numpy()))
    exact = counts(labels) * len(held_out) / len(labels)
    ours = counts(labels[held_out])
    assert np.abs(ours - exact).max() < 1
    assert np.abs(ours - counts(labels[theirs])).max() <= 1


def test_it_is_random_and_the_seed_says_how():
    labels = DIGITS.train_labels
    first, again, other = (held_out_indices(labels, 0.1, seed) for seed in (3, 3, 4))
    assert torch.equal(first, again)
    shared = len(set(first.tolist()) & set(other.tolist()))
    assert shared < 0.2 * len(first)  # by chance a tenth
    often = torch.zeros(len(labels))
    for seed in range(300):
        often[held_out_indices(labels, 0.1, seed)] += 1
    # 30 times each on average, with a standard deviation of 5.2.
    assert often.min() > 30 - 5.5 * 5.2
    assert often.max() < 30 + 5.5 * 5.2


def test_together_the_parts_are_the_training_images_and_nothing_is_in_both():
    numbered = replace(
        DIGITS, train_images=torch.arange(1437).reshape(-1, 1, 1), train_labels=DIGITS.train_labels
    )
    split = hold_out(numbered, 0.1, seed=8)
    learnt, held_out = split.train_images.flatten().tolist(), split.validation_images.flatten().tolist()
    assert learnt == sorted(learnt)
    assert sorted(learnt + held_out) == list(range(1437))
    assert torch.equal(split.train_labels, DIGITS.train_labels[learnt])
    assert torch.equal(split.validation_labels, DIGITS.train_labels[held_out])


@pytest.mark.parametrize(
    ("images", "share", "expected"), [(2, 0.1, 1), (3, 0.5, 2), (9, 0.1, 1), (20, 0.0, 0)]
)
def test_of_few_images_at_least_one_is_held_out_and_one_learnt(images, share, expected):
    few = replace(
        DIGITS, train_images=DIGITS.train_images[:images], train_labels=DIGITS.train_labels[:images]
    )
    split = hold_out(few, share, seed=0)
    assert len(split.validation_labels) == expected
    assert len(split.train_labels) == images - expected > 0


def test_own_drawings_are_all_learnt_from_as_their_copies_would_be_in_both_parts():
    drawing = np.full((1, 28, 28), 77, dtype=np.uint8)
    both = with_user_digits(DIGITS, drawing, np.array([7]))
    split = hold_out(both, 0.5, seed=0)
    assert (split.train_images == 77).all((1, 2)).sum() == COPIES
    assert not (split.validation_images == 77).all((1, 2)).any()
    plain = hold_out(DIGITS, 0.5, seed=0)
    assert torch.equal(split.validation_images, plain.validation_images)


def test_a_run_equals_a_plain_loop_on_the_rest_and_its_figures_are_scikit_learns():
    config = TrainingConfig(epochs=3, validation_share=0.2, seed=3)
    split = hold_out(DIGITS, 0.2, seed=3)
    torch.manual_seed(3)
    model, generator = ArticleNet(), torch.Generator().manual_seed(3)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001, fused=True)
    losses, figures = [], []
    for _ in range(3):
        for batch in torch.randperm(len(split.train_labels), generator=generator).split(64):
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(
                model(split.train_images[batch] / 255), split.train_labels[batch]
            )
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        with torch.no_grad():
            shares = model(split.validation_images / 255).softmax(1).double().numpy()
        figures.append(
            (
                accuracy_score(split.validation_labels, shares.argmax(1)),
                log_loss(split.validation_labels, shares / shares.sum(1, keepdims=True)),
            )
        )
    events = list(train(config, DIGITS, device="cpu"))
    assert [event.loss for event in events if isinstance(event, StepFinished)] == losses
    epochs = [event for event in events if isinstance(event, EpochFinished)]
    assert [event.validation_accuracy for event in epochs] == [accuracy for accuracy, _ in figures]
    np.testing.assert_allclose(
        [event.validation_loss for event in epochs], [loss for _, loss in figures], 1e-5
    )
    best = -1.0
    for event in epochs:
        assert event.best == (event.validation_accuracy > best)
        best = max(best, event.validation_accuracy)
    assert events[-1].validation_accuracy == epochs[-1].validation_accuracy


@pytest.mark.parametrize("settings", [{"patience": 1}, {"target_accuracy": 0.85}, {}])
def test_the_test_images_decide_nothing(settings):
    """With all test labels wrong a run is the same, step for step and epoch for epoch."""
    config = TrainingConfig(hidden=(8,), epochs=12, learning_rate=0.01, **settings)
    wrong = replace(DIGITS, test_labels=(DIGITS.test_labels + 1) % 10)
    seen = [
        [
            (event.step, event.validation_accuracy, event.best)
            for event in train(config, data, device="cpu")
            if isinstance(event, EpochFinished)
        ]
        for data in (DIGITS, wrong)
    ]
    assert seen[0] == seen[1]


def test_without_it_a_run_is_the_articles_and_says_no_validation_figure():
    events = list(train(TrainingConfig(epochs=1, validation_share=0), DIGITS, device="cpu"))
    assert sum(isinstance(event, StepFinished) for event in events) == -(-1437 // 64)
    assert events[-1].validation_accuracy is None


def test_a_run_left_within_either_evaluation_goes_on_with_the_same_numbers():
    config = TrainingConfig(hidden=(16,), epochs=2, batch_size=400, validation_share=0.25)

    def figures(events):
        return [
            (event.epoch, event.train_loss, event.validation_loss, event.test_loss)
            for event in events
            if isinstance(event, EpochFinished)
        ]

    expected = figures(Training(config, DIGITS, "cpu").events())
    questions = 2 * (3 + 2 + 2)  # steps, batches of validation and of test images
    for halt_at in range(questions):
        counter = itertools.count()
        training = Training(config, DIGITS, "cpu")
        halts = lambda counter=counter, halt_at=halt_at: next(counter) == halt_at  # noqa: E731
        before = list(
            itertools.takewhile(lambda e: type(e).__name__ != "TrainingHalted", training.events(halts))
        )
        resumed = Training(config, DIGITS, "cpu")
        resumed.load_state_dict(training.state_dict())
        assert figures(before) + figures(resumed.events()) == expected


def test_a_config_that_was_stored_before_there_was_a_validation_part_had_none():
    stored = TrainingConfig(hidden=(9,)).to_dict()
    assert from_stored(stored).validation_share == FIELDS["validation_share"].default == 0.1
    del stored["validation_share"]
    assert from_stored(stored) == TrainingConfig(hidden=(9,), validation_share=0)


@pytest.mark.parametrize("share", [-0.1, 0.51, float("nan"), "a", None, True])
def test_a_share_out_of_range_says_which_is_possible(share):
    with pytest.raises(ConfigurationError, match=r"validation part from 0 to 0\.5.*but got"):
        TrainingConfig(validation_share=share)
