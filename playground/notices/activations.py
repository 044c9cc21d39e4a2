"""What to notice about activation functions, with the numbers measured."""

import math
from collections.abc import Mapping, Sequence

import torch

from playground.concepts.activations import ACTIVATIONS, NETWORK_ACTIVATIONS, Activation
from playground.concepts.activations.facts import facts
from playground.concepts.activations.signal_propagation import Propagation, Stack
from playground.concepts.activations.softmax import Softmax
from playground.digits.training.activation_comparison import MAX_STEPS, ActivationComparison
from playground.formatting import (
    counted,
    format_accuracy,
    format_apart,
    format_number,
    format_percent,
    format_probability,
    listed,
)

FADED, EXPLODED = 1e-3, 1e3
"""A gradient scaled below the first or above the second over the whole stack has vanished or exploded."""
CHANGE, ABOUT = 0.1, 0.2
"""A change of an input, and the share by which what it does may differ from what the slope promises."""
BESIDE, JUMP = 1e-6, 1e-3
"""How far from a place its limits are taken, and from which size their difference is a jump."""
FLAT = 0.9
"""A largest slope below this shrinks the gradient in every layer, whatever the weights are."""


def describe_slopes(
    chosen: Mapping[str, Activation],
    values: Mapping[str, tuple[float, float]],
    x: float,
    parameters: Mapping[str, Mapping[str, float]] | None = None,
) -> str:
    """The steepest and the flattest of the chosen functions at `x`.

    Args:
        chosen: at least one function, by its key in the catalogue.
        values: value and slope of each at `x`, by the same keys.
        x: the input.
        parameters: of each, by the same keys; what is not given has its default.
    """
    ordered = sorted(values, key=lambda name: -abs(values[name][1]))
    steepest, flattest = chosen[ordered[0]], chosen[ordered[-1]]
    slopes = format_apart(*(values[name][1] for name in (steepest.name, flattest.name)), digits=4)
    own = (parameters or {}).get(steepest.name, {})
    sentences = f"At x = {format_number(x)}, {steepest.label} has the slope {slopes[0]}{_meaning_of_slope(steepest, own, x)}."
    if flattest is not steepest:
        sentences += f" {flattest.label} has the slope {slopes[1]}."
    return f"{sentences} {flattest.label}: {flattest.notice}"


def _meaning_of_slope(activation: Activation, parameters: Mapping[str, float], x: float) -> str:
    """What a change of the input does, where the slope says it; at a kink it does not."""
    places = torch.tensor([x - CHANGE, x - BESIDE, x, x + BESIDE, x + CHANGE], dtype=torch.float64)
    values = activation.value(places, **parameters)
    before, slope, after = activation.derivative(places[1:4], **parameters).tolist()
    if abs(values[3] - values[1]) > JUMP:
        left, right = format_apart(float(values[1]), float(values[3]))
        return f", though its value jumps there, from {left} to {right}"
    if abs(after - before) > JUMP:
        left, right = format_apart(before, after)
        return f", as PyTorch has it: there the slope jumps, from {left} to {right}"
    moved = values[[0, 4]] - values[2]
    expected = torch.tensor([-CHANGE, CHANGE], dtype=torch.float64) * slope
    if bool(((moved - expected).abs() > ABOUT * abs(slope) * CHANGE + 1e-9).any()):
        return ": a very small change in the input moves its output by that many times as much"
    return f": a change of {CHANGE} in the input moves its output by about {format_number(slope * CHANGE, 2)}"


def describe_softmax(
    result: Softmax, logits: Sequence[float], temperature: float, names: Sequence[str]
) -> str:
    """The two largest probabilities and their ratio.

    Args:
        result: softmax of `logits / temperature`.
        logits: at least two.
        temperature: above 0.
        names: of the logits, such as "z₁".
    """
    probabilities = result.probabilities.tolist()
    first, second = sorted(range(len(logits)), key=lambda index: -probabilities[index])[:2]
    divided = "" if temperature == 1 else f" divided by {format_number(temperature)}"
    scores = [format_number(logits[index]) for index in (first, second)]
    shares = [format_probability(probabilities[index]) for index in (first, second)]
    ratio = format_number(probabilities[first] / probabilities[second])
    return (
        f"{names[first]} = {scores[0]} gets probability **{shares[0]}**, {names[second]} = {scores[1]} gets {shares[1]}: "
        f"{ratio} to 1, by their difference{divided} alone. All add up to 1, so each column of the table below adds up to 0: what one "
        "wins the others lose."
    )


def describe_propagation(stack: Stack, measured: Propagation) -> str:
    """What is left of the gradient and of the signal, and the share of dead units in the last layer."""
    entry = ACTIVATIONS[stack.activation]
    signal = f"The signal of {entry.label} ends with size {format_number(float(measured.deviations[-1]), 2)}."
    dead = float(measured.dead[-1])
    dead_units = (
        f" In the last layer {format_percent(100 * dead)} of the units are dead: no example moves them."
        if dead
        else ""
    )
    if stack.depth == 1:
        gradient = "With one layer the gradient of size 1 arrives where it was sent in. Take more layers."
        return f"{gradient} {signal}{dead_units}"
    gradient = _describe_gradient(float(measured.gradients[0]), stack.depth, dead)
    return f"{gradient} {signal}{_slope_bound(entry, stack.depth)}{dead_units}"


def _describe_gradient(first: float, depth: int, dead: float) -> str:
    sentence = (
        f"Of a gradient of size 1, **{format_number(first, 2)}** is left at the first of {depth} layers"
    )
    if first == 0:
        return f"{sentence}: nothing at all. {'No layer' if dead == 1 else 'No layer before the last'} can learn."
    if first < FADED:
        return f"{sentence}: it has vanished, and the first layers hardly learn."
    if first > EXPLODED:
        return f"{sentence}: it has exploded, and a step of learning goes anywhere."
    return f"{sentence}: enough to learn from."


def _slope_bound(entry: Activation, depth: int) -> str:
    """The largest factor that the slopes alone leave, where they shrink the gradient in every layer."""
    steepest = facts(entry).steepest
    if not 0 < steepest < FLAT:
        return ""
    return (
        f" {entry.label}'s steepest slope, {format_number(steepest)}, over {counted(depth - 1, 'layer')} leaves "
        f"{format_number(steepest ** (depth - 1), 2)} at best, before the weights have their say."
    )


def describe_activation_comparison(comparison: ActivationComparison) -> str:
    """The smallest and the largest loss so far, and whose loss is not finite any more."""
    steps = comparison.steps
    if not steps:
        return f"Press Train: every network makes {MAX_STEPS} steps, all with the same batches."
    labels = {name: NETWORK_ACTIVATIONS[name].label for name in comparison.models}
    last = {name: comparison.smoothed(name)[-1] for name in labels}
    finite = {name: loss for name, loss in last.items() if math.isfinite(loss)}
    lost = listed([labels[name] for name in last if name not in finite])
    sentence = f"After {steps} of {MAX_STEPS} steps"
    if not finite:
        return f"{sentence} the loss of {lost} is no number any more: the learning rate is too large."
    best, worst = min(finite, key=finite.__getitem__), max(finite, key=finite.__getitem__)
    least, most = format_apart(finite[best], finite[worst])
    sentence += f" {labels[best]} has the loss {least}"
    if worst != best:
        sentence += f", {labels[worst]} {most}; guessing costs ln 10 = {format_number(math.log(10))}"
    if lost:
        return f"{sentence}. The loss of {lost} is no number any more: the learning rate is too large for it."
    return f"{sentence}. {labels[worst]}: {NETWORK_ACTIVATIONS[worst].notice}"


def describe_ranking(comparison: ActivationComparison, accuracies: Mapping[str, float]) -> str:
    """Which network is best by the validation digits, `accuracies` 0..1 by name, and what it reads of the test digits."""
    highest = max(accuracies.values())
    best = [name for name, accuracy in accuracies.items() if accuracy == highest]
    digits = counted(len(comparison.images.validation_labels), "digit")
    ranked = f"Ranked by {digits} held out of training, so that the test digits choose nothing."
    if len(best) > 1:
        names = listed([NETWORK_ACTIVATIONS[name].label for name in best])
        return f"{ranked} {names} are equally good by them."
    test = format_accuracy(comparison.test_accuracy(best[0]))
    label = NETWORK_ACTIVATIONS[best[0]].label
    who = "It" if len(accuracies) == 1 else f"The best, {label},"
    return f"{ranked} {who} reads {test} of the test digits."
