"""What to notice of one neuron."""

import math

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.plane.one_neuron import CROSS_ENTROPY, LearningPath, Neuron, asked_for, middle
from playground.formatting import counted, format_number

Place = tuple[float, float]
NONE = 1e-4
"""Weights shorter than this are as good as 0: over the whole plane z changes by less than a hundredth."""
FLAT = 1e-6
"""Weights that all steps together moved by less have not learnt."""


def neuron_notice(neuron: Neuron, point: Place, z: float, a: float) -> str:
    """What the neuron makes of a point, and where its line is.

    Args:
        neuron: with weights and bias.
        point: where it is read.
        z: its weighted sum there.
        a: its output there.
    """
    (first, second), bias = neuron.weights, neuron.bias
    label = NETWORK_ACTIVATIONS[neuron.activation].label
    terms = f"{_factor(first)}·{_factor(point[0])} + {_factor(second)}·{_factor(point[1])} {_added(bias)}"
    read = (
        f"At the point, {terms} makes z = **{format_number(z)}**, and {label} makes **{_output(a)}** of it."
    )
    length = math.hypot(first, second)
    if length < NONE:
        return (
            f"{read} Both weights are 0, or as good as that, so the inputs do not count: every point gets "
            f"{_output(a)}, and there is no line to be seen."
        )
    return (
        f"{read} The line is where z = 0 and the output is {format_number(middle(neuron.activation))}: the **bias** moves "
        f"it, to {format_number(abs(bias) / length)} from the middle of the plane now, the **weights** turn it. "
        f"Together they are {format_number(length)} long: one step of 1 straight across the line changes z by as much. "
        "Longer weights, a sharper border."
    )


def exercise_notice(right: int, count: int, best: int) -> str:
    """How far the line solves the exercise.

    Args:
        right: points on the side where they belong.
        count: of all points, at least 1.
        best: what the best line has right.
    """
    if right == count:
        return f"All {count} points lie where they belong: **solved**."
    if best < count:
        return f"{right} of {count} points are right. **No line has more than {best}**: one neuron cannot do this."
    return f"{right} of {count} points are right, and some line has all of them right."


def learning_notice(path: LearningPath, activation: str, learning_rate: float) -> str:
    """What gradient descent did with the weights."""
    steps = len(path.losses) - 1
    if path.diverged:
        return (
            f"Learning leapt away: after {counted(steps, 'step')} with a learning rate of {format_number(learning_rate)} "
            "the weights were out of all bounds. Take a smaller one."
        )
    moved = (path.weights[-1] - path.weights[0]).abs().max().item()
    if moved < FLAT:
        return (
            f"{counted(steps, 'step')} of gradient descent moved nothing: no change of a weight makes the loss smaller "
            "from here. Move the line and let it learn again."
        )
    low, high = (format_number(value) for value in asked_for(activation))
    loss = "binary cross-entropy" if activation == CROSS_ENTROPY else "mean squared error"
    return (
        f"Asked for {low} at no and {high} at yes, gradient descent took the {loss} from "
        f"{format_number(path.losses[0])} to **{format_number(path.losses[-1])}** in {counted(steps, 'step')}."
    )


def _output(a: float) -> str:
    """Four digits; what is nearly 1 is not said to be 1."""
    text = format_number(a, 4)
    return f"almost {text}" if round(a, 4) == round(a) != a else text


def _factor(value: float) -> str:
    value = round(value, 4) + 0.0  # what learning leaves of a weight that is as good as 0, is 0
    return format_number(value) if value >= 0 else f"({format_number(value)})"


def _added(value: float) -> str:
    return f"+ {format_number(value)}" if value >= 0 else f"− {format_number(-value)}"
