"""What the 'Activation functions' page says, each sentence where it is true."""

import math
import re

import pytest
import torch

from playground.concepts.activations import ACTIVATIONS
from playground.concepts.activations.signal_propagation import Propagation, Stack, propagate
from playground.concepts.activations.softmax import softmax
from playground.digits.datasets import load_digits
from playground.digits.training.activation_comparison import ActivationComparison
from playground.notices.activations import (
    describe_activation_comparison,
    describe_propagation,
    describe_slopes,
    describe_softmax,
)


def _slopes(x, *names, **parameters):
    chosen = {name: ACTIVATIONS[name] for name in names}
    place = torch.tensor(x, dtype=torch.float64)
    values = {
        name: (float(entry.value(place, **parameters)), float(entry.derivative(place, **parameters)))
        for name, entry in chosen.items()
    }
    return describe_slopes(chosen, values, x, dict.fromkeys(names, parameters))


def test_the_steepest_slope_comes_first_and_the_flattest_last():
    notice = _slopes(1.0, "sigmoid", "relu")
    assert notice.startswith(
        "At x = 1, ReLU has the slope 1: a change of 0.1 in the input moves its output by about 0.1."
    )
    assert "Sigmoid has the slope 0.1966. Sigmoid: " in notice
    assert notice.endswith(ACTIVATIONS["sigmoid"].notice)


@pytest.mark.parametrize(
    ("name", "x", "sentence"),
    [
        ("relu", 0.0, "has the slope 0, as PyTorch has it: there the slope jumps, from 0 to 1."),
        ("hardtanh", 1.0, "has the slope 0, as PyTorch has it: there the slope jumps, from 1 to 0."),
        ("step", 0.0, "has the slope 0, though its value jumps there, from 0 to 1."),
        ("step", 0.05, "has the slope 0: a very small change"),
        ("relu", -0.05, "has the slope 0: a very small change"),
        ("relu", -2.0, "moves its output by about 0."),
        ("sigmoid", 0.0, "has the slope 0.25: a change of 0.1 in the input moves its output by about 0.025."),
    ],
)
def test_what_a_slope_says_of_a_change_is_so(name, x, sentence):
    assert sentence in _slopes(x, name)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_change_that_is_promised_happens(name):
    """Everywhere: f(x + 0.1) and f(x - 0.1) are where the sentence says, within a fifth."""
    for step in range(-60, 61):
        x = step / 10
        promise = re.search(r"moves its output by about ([^ ]+?)\. ", _slopes(x, name))
        if promise:
            written = (
                promise[1]
                .replace("−", "-")
                .replace("×10⁻", "e-")
                .replace("10⁻", "1e-")
                .translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
            )
            moved = float(written)
            ends = ACTIVATIONS[name].value(torch.tensor([x - 0.1, x, x + 0.1], dtype=torch.float64))
            assert [float(change) for change in ends.diff()] == pytest.approx(
                [moved, moved], rel=0.27, abs=1e-6
            )


def test_one_function_alone_is_described_once():
    notice = describe_slopes({"relu": ACTIVATIONS["relu"]}, {"relu": (1.0, 1.0)}, 1.0)
    assert notice.count("has the slope") == 1


def test_two_probabilities_have_the_ratio_of_their_exponentials():
    logits, names = [1.0, 3.0, 2.0], ["a", "b", "c"]
    notice = describe_softmax(softmax(logits), logits, 1.0, names)
    assert notice.startswith("b = 3 gets probability **0.6652**, c = 2 gets 0.2447: ")
    assert f"{math.e:.3g} to 1, by their difference alone." in notice
    notice = describe_softmax(softmax(logits, 0.5), logits, 0.5, names)
    assert f"{math.e**2:.3g} to 1, by their difference divided by 0.5 alone." in notice


@pytest.mark.parametrize(
    ("stack", "sentence"),
    [
        (Stack("sigmoid", depth=1), "With one layer the gradient of size 1 arrives where it was sent in."),
        (Stack("sigmoid", depth=10), "it has vanished, and the first layers hardly learn."),
        (Stack("sigmoid", depth=10), "Sigmoid's steepest slope, 0.25, over 9 layers leaves 3.8×10⁻⁶ at best"),
        (Stack("relu", "plain", depth=20, deviation=0.5), "it has exploded, and a step of learning"),
        (Stack("relu", "kaiming", depth=10), ": enough to learn from."),
    ],
)
def test_what_is_left_of_the_gradient(stack, sentence):
    assert sentence in describe_propagation(stack, propagate(stack))


@pytest.mark.parametrize(
    ("dead", "sentence"),
    [
        (1.0, "nothing at all. No layer can learn."),
        (0.5, "nothing at all. No layer before the last can learn."),
        (0.5, "In the last layer 50.0\u00a0% of the units are dead: no example moves them."),
    ],
)
def test_dead_units_are_counted(dead, sentence):
    zeros = torch.zeros(2)
    measured = Propagation(torch.ones(2, 3, 4), zeros, torch.tensor([0.0, dead]), zeros)
    assert sentence in describe_propagation(Stack("relu", "kaiming", depth=2), measured)


def test_no_dead_unit_is_not_mentioned():
    stack = Stack("tanh", depth=2)
    assert "dead" not in describe_propagation(stack, propagate(stack))


def _comparison(**losses):
    comparison = ActivationComparison(list(losses), load_digits("embedded"))
    comparison.losses = losses
    return comparison


@pytest.mark.parametrize(
    ("losses", "sentence"),
    [
        ({"relu": []}, "Press Train: every network makes 400 steps"),
        ({"relu": [0.5]}, "After 1 of 400 steps ReLU has the loss 0.5. ReLU: "),
        (
            {"relu": [0.5], "tanh": [1.5]},
            "ReLU has the loss 0.5, tanh 1.5; guessing costs ln 10 = 2.3. tanh: ",
        ),
        (
            {"relu": [math.nan]},
            "After 1 of 400 steps the loss of ReLU is no number any more: the learning rate is too large.",
        ),
        (
            {"relu": [math.inf], "tanh": [1.5]},
            "tanh has the loss 1.5. The loss of ReLU is no number any more",
        ),
    ],
)
def test_how_the_comparison_stands(losses, sentence):
    assert sentence.lower() in describe_activation_comparison(_comparison(**losses)).lower()
