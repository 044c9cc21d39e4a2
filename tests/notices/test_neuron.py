"""What is said of one neuron."""

import pytest
import torch

from playground.concepts.plane.one_neuron import LearningPath, Neuron
from playground.notices.neuron import exercise_notice, learning_notice, neuron_notice


def test_the_numbers_of_a_point_and_of_the_line():
    told = neuron_notice(Neuron((3.0, -4.0), -10.0, "tanh"), (2.0, -1.0), 0.0, 0.0)
    assert "3·2 + (−4)·(−1) − 10 makes z = **0**, and Tanh makes **0** of it" in told
    assert "to 2 from the middle of the plane now" in told  # |b| / |w| = 10 / 5
    assert "Together they are 5 long" in told


def test_what_is_nearly_1_is_not_said_to_be_1():
    assert "makes **almost 1** of it" in neuron_notice(Neuron((8.0, 8.0), 0.0), (1.0, 1.0), 16.0, 1 - 1.1e-7)
    assert "makes **0.9997** of it" in neuron_notice(Neuron((8.0, 8.0), -8.0), (1.0, 1.0), 8.0, 0.99966)
    assert "makes **1** of it" in neuron_notice(Neuron((1.0, 1.0), 0.0, "relu"), (1.0, 0.0), 1.0, 1.0)


def test_without_weights_there_is_no_line():
    told = neuron_notice(Neuron((0.0, 0.0), 2.0), (1.0, 1.0), 2.0, 0.8808)
    assert "every point gets 0.8808, and there is no line" in told
    nearly = neuron_notice(Neuron((-4e-9, 2e-9), 2.0), (1.0, 1.0), 2.0, 0.8808)
    assert nearly == told


@pytest.mark.parametrize(
    ("right", "best", "told"),
    [
        (4, 4, "All 4 points lie where they belong: **solved**."),
        (3, 4, "3 of 4 points are right, and some line has all of them right."),
        (2, 3, "2 of 4 points are right. **No line has more than 3**: one neuron cannot do this."),
    ],
)
def test_how_far_an_exercise_is_solved(right, best, told):
    assert exercise_notice(right, 4, best) == told


def path(weights, losses, diverged=False):
    return LearningPath(torch.tensor(weights), losses, diverged)


def test_what_learning_did():
    learnt = path([[0.0, 0, 0], [1, 1, 1]], (0.7, 0.2))
    assert "Asked for 0 at no and 1 at yes" in learning_notice(learnt, "sigmoid", 0.1)
    assert "binary cross-entropy from 0.7 to **0.2** in 1 step." in learning_notice(learnt, "sigmoid", 0.1)
    assert "mean squared error" in learning_notice(learnt, "tanh", 0.1)


def test_learning_that_stands_still_or_leaps_away():
    assert "moved nothing" in learning_notice(path([[1.0, 1, 1], [1, 1, 1]], (0.2, 0.2)), "relu", 0.1)
    assert "Take a smaller one" in learning_notice(path([[1.0, 1, 1]], (0.2,), diverged=True), "linear", 1.0)
