"""What to notice about loss functions, with the numbers computed."""

import math
from collections.abc import Mapping, Sequence

import torch

from playground.concepts.losses import LOSSES, Loss
from playground.concepts.losses.best_line import Line
from playground.concepts.losses.slow_start import REACHED, Training
from playground.concepts.losses.softmax_cross_entropy import CrossEntropy
from playground.formatting import counted, format_apart, format_number, format_probability, listed

ROUNDING = 1e-12
"""A smaller gradient is 0 but for rounding."""
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
    place = f"At prediction {format_number(prediction)} and target {format_number(target)}"
    slopes = {name: slope for name, (_, slope) in values.items()}
    steepest = max(slopes, key=lambda name: abs(slopes[name]))
    slope, entry = slopes[steepest], chosen[steepest]
    if slope == 0:
        return f"{place}, no chosen loss pulls: every gradient is 0."
    direction = "down" if slope > 0 else "up"
    way = f"gradient {format_number(slope, 4)} says to move the prediction {direction}. {entry.notice}"
    equal = [chosen[name].label for name, other in slopes.items() if math.isclose(other, slope, rel_tol=1e-6)]
    if len(equal) > 1:
        harder = " hardest, equally" if len(equal) < len(chosen) else " equally hard"
        return f"{place}, {listed(equal)} pull{harder}: their {way}"
    harder = " and pulls hardest" if len(chosen) > 1 else ""
    return f"{place}, {entry.label} is {format_number(values[steepest][0], 4)}{harder}: its {way}"


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
    at = format_number(height)
    if moves[farthest] < NEAR:
        return f"At height {at} the last point agrees with the others: it moves no line by more than {format_number(NEAR)}."
    apart = format_apart(moves[farthest], moves[least])
    sentences = (
        f"One point at height {at} moves the line of {LOSSES[farthest].label} by up to {apart[0]}, "
        f"{_turn(without[farthest], lines[farthest])}"
    )
    if least != farthest:
        sentences += f"; that of {LOSSES[least].label} by {apart[1]}, {_turn(without[least], lines[least])}"
    sentences += "."
    if farthest == "mse":
        sentences += " A squared error lets one large residual outvote all small ones."
    return sentences


def _turn(before: Line, after: Line) -> str:
    """From the slope without the point to the slope with it, in the digits of the table."""
    return f"from slope {format_number(before.slope)} to {format_number(after.slope)}"


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
    p, loss = format_probability(float(result.probabilities[true_class])), format_number(result.loss, 4)
    so = f"; the loss is **{loss}**."
    if not smoothing:
        so = f", so the loss is −log {p} = **{loss}**."
    target, slope = format_number(float(result.targets[true_class]), 4), float(result.gradient[true_class])
    divided = "" if temperature == 1 else f", divided by the temperature {format_number(temperature)}"
    direction = "nowhere" if abs(slope) < ROUNDING else "up" if slope < 0 else "down"
    return (
        f"The {classes[true_class]} gets probability {p}{so} Its logit's gradient is p − y = {p} − {target}{divided}: "
        f"**{format_number(slope if direction != 'nowhere' else 0, 4)}**, which pulls it {direction}. The three gradients add "
        "up to 0: what one class wins, the others lose."
    )


def describe_slow_start(trainings: Mapping[str, Training], z: float) -> str:
    """The two gradients at the first step, and when each neuron arrived.

    Args:
        trainings: of `slow_start.train`, by the losses' keys.
        z: the sum that goes into the sigmoid before the first step.
    """
    output = torch.sigmoid(torch.tensor(z, dtype=torch.float64))
    pulls = {name: format_number(float(training.gradients[0]), 4) for name, training in trainings.items()}
    reached = {name: _describe_arrival(training) for name, training in trainings.items()}
    return (
        f"The neuron begins at output {format_probability(float(output))} and should say 0. There cross-entropy pulls with "
        f"{pulls['bce']}, the squared error with {pulls['mse']} only: its gradient has the sigmoid's slope "
        f"a (1 − a) = {format_number(float(output * (1 - output)), 4)} as a factor. Within {REACHED} of the target: "
        f"{LOSSES['bce'].label} {reached['bce']}, {LOSSES['mse'].label} {reached['mse']}."
    )


def _describe_arrival(training: Training) -> str:
    if training.learnt_at is None:
        return f"not even after {len(training.outputs) - 1} epochs"
    return f"after {counted(training.learnt_at, 'epoch')}" if training.learnt_at else "from the start"
