"""What to notice about loss functions, with the numbers computed."""

from collections.abc import Mapping, Sequence

import torch

from playground.concepts.losses import LOSSES, Loss
from playground.concepts.losses.best_line import Line
from playground.concepts.losses.slow_start import REACHED, Training
from playground.concepts.losses.softmax_cross_entropy import CrossEntropy
from playground.formatting import counted, listed

NEAR = 0.15
"""A line that moves by less is called unmoved."""


def describe_gradients(
    chosen: Mapping[str, Loss], values: Mapping[str, tuple[float, float]], prediction: float, target: float
) -> str:
    """Which loss has the largest gradient, and in which direction it moves the prediction.

    Args:
        chosen: at least one loss, by its key in the catalogue.
        values: value and gradient of each, by the same keys.
        prediction: where they were taken.
        target: what the prediction should be.
    """
    place = f"At prediction {prediction:g} and target {target:g}"
    slopes = {name: round(slope, 4) + 0.0 for name, (_, slope) in values.items()}
    steepest = max(slopes, key=lambda name: abs(slopes[name]))
    slope, entry = slopes[steepest], chosen[steepest]
    if slope == 0:
        return f"{place}, no chosen loss pulls: every gradient is 0."
    way = f"gradient {slope:.4f} says to move the prediction {'down' if slope > 0 else 'up'}. {entry.notice}"
    equal = [chosen[name].label for name, other in slopes.items() if other == slope]
    if len(equal) > 1:
        return f"{place}, {listed(equal)} pull equally hard: their {way}"
    harder = " and pulls hardest" if len(chosen) > 1 else ""
    return f"{place}, {entry.label} is {values[steepest][0]:.4f}{harder}: its {way}"


def describe_outlier(
    lines: Mapping[str, Line], without: Mapping[str, Line], points: Sequence[tuple[float, float]]
) -> str:
    """How far the last point moves each line: by the largest change of its height over the points.

    Args:
        lines: the best line of each loss for all points, by its key in the catalogue.
        without: the same without the last point.
        points: x and y of each.
    """
    x, height = torch.tensor([x for x, _ in points], dtype=torch.float64), points[-1][1]
    moves = {
        name: round(float((line.at(x) - without[name].at(x)).abs().max()), 3) for name, line in lines.items()
    }
    farthest, least = max(moves, key=moves.__getitem__), min(moves, key=moves.__getitem__)
    if moves[farthest] < NEAR:
        return f"At height {height:g} the last point agrees with the others: it moves no line by more than {NEAR:g}."
    sentences = (
        f"One point at height {height:g} moves the line of {LOSSES[farthest].label} by up to {moves[farthest]:.2f}, from "
        f"slope {without[farthest].slope:.3f} to {lines[farthest].slope:.3f}; that of {LOSSES[least].label} by "
        f"{moves[least]:.2f}, from {without[least].slope:.3f} to {lines[least].slope:.3f}."
    )
    if farthest == "mse":
        sentences += " A squared error lets one large residual outvote all small ones."
    return sentences


def describe_cross_entropy(
    result: CrossEntropy, classes: Sequence[str], true_class: int, temperature: float, smoothing: float
) -> str:
    """The loss as the logarithm of one probability, and the gradient as a difference of two.

    Args:
        result: of `cross_entropy` with the numbers below.
        classes: the name of each class.
        true_class: an index of `classes`.
        temperature: above 0.
        smoothing: 0 to 1.
    """
    probability = float(result.probabilities[true_class])
    p = f"{probability:.4f}" if probability >= 1e-4 else f"{probability:.2e}"
    loss = f"; the loss is **{result.loss:.4f}**."
    if not smoothing:
        loss = f", so the loss is −log {p} = **{result.loss:.4f}**."
    target, slope = float(result.targets[true_class]), round(float(result.gradient[true_class]), 4) + 0.0
    divided = "" if temperature == 1 else f", divided by the temperature {temperature:g}"
    direction = "nowhere" if abs(slope) < 5e-5 else "up" if slope < 0 else "down"
    return (
        f"The {classes[true_class]} gets probability {p}{loss} Its logit's gradient is p − y = {p} − {target:.4f}{divided}: "
        f"**{slope:.4f}**, which pulls it {direction}. The three gradients add up to 0: what one class wins, the others lose."
    )


def describe_slow_start(trainings: Mapping[str, Training], z: float) -> str:
    """The two gradients at the first step, and when each neuron arrived.

    Args:
        trainings: of `slow_start.train`, by the losses' keys.
        z: the sum that goes into the sigmoid before the first step.
    """
    output = float(torch.sigmoid(torch.tensor(z, dtype=torch.float64)))
    gradients = {name: float(training.gradients[0]) for name, training in trainings.items()}
    reached = {name: _describe_arrival(training) for name, training in trainings.items()}
    return (
        f"The neuron begins at output {output:.4f} and should say 0. There cross-entropy pulls with "
        f"{gradients['bce']:.4f}, the squared error with {gradients['mse']:.4f} only: its gradient has the sigmoid's slope "
        f"a (1 − a) = {output * (1 - output):.4f} as a factor. Within {REACHED} of the target: {LOSSES['bce'].label} "
        f"{reached['bce']}, {LOSSES['mse'].label} {reached['mse']}."
    )


def _describe_arrival(training: Training) -> str:
    if training.learnt_at is None:
        return f"not even after {len(training.outputs) - 1} epochs"
    return f"after {counted(training.learnt_at, 'epoch')}" if training.learnt_at else "from the start"
