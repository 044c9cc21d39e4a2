"""What to notice about activation functions, with the numbers measured."""

import math
from collections.abc import Mapping, Sequence

from playground.concepts.activations import ACTIVATIONS, NETWORK_ACTIVATIONS, Activation
from playground.concepts.activations.facts import facts
from playground.concepts.activations.signal_propagation import Propagation, Stack
from playground.concepts.activations.softmax import Softmax
from playground.digits.training.activation_comparison import MAX_STEPS, ActivationComparison
from playground.formatting import counted, listed

FADED, EXPLODED = 1e-3, 1e3
"""A gradient scaled below the first or above the second over the whole stack has vanished or exploded."""
FLAT = 0.9
"""A largest slope below this shrinks the gradient in every layer, whatever the weights are."""


def describe_slopes(
    chosen: Mapping[str, Activation], values: Mapping[str, tuple[float, float]], x: float
) -> str:
    """The steepest and the flattest of the chosen functions at `x`.

    Args:
        chosen: at least one function, by its key in the catalogue.
        values: value and slope of each at `x`, by the same keys.
        x: the input.
    """
    ordered = sorted(values, key=lambda name: -abs(values[name][1]))
    steepest, flattest = chosen[ordered[0]], chosen[ordered[-1]]
    slope = values[steepest.name][1]
    sentences = (
        f"At x = {x:.1f}, {steepest.label} has the slope {slope:.4f}: a change of 0.1 in the input moves its output by "
        f"about {slope / 10:.4f}."
    )
    if flattest is not steepest:
        sentences += f" {flattest.label} has the slope {values[flattest.name][1]:.4f}."
    return f"{sentences} {flattest.label}: {flattest.notice}"


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
    divided = "" if temperature == 1 else f" divided by {temperature:g}"
    return (
        f"{names[first]} = {logits[first]:g} gets probability **{probabilities[first]:.4f}**, {names[second]} = "
        f"{logits[second]:g} gets {probabilities[second]:.4f}: {probabilities[first] / probabilities[second]:.3g} to 1, "
        f"by their difference{divided} alone. All add up to 1, so each column of the table below adds up to 0: what one "
        "wins the others lose."
    )


def describe_propagation(stack: Stack, measured: Propagation) -> str:
    """What is left of the gradient and of the signal, and the share of dead units in the last layer."""
    entry = ACTIVATIONS[stack.activation]
    signal = f"The signal of {entry.label} ends with size {float(measured.deviations[-1]):.2g}."
    dead = float(measured.dead[-1])
    dead_units = (
        f" In the last layer {dead:.0%} of the units are dead: no example moves them." if dead else ""
    )
    if stack.depth == 1:
        gradient = "With one layer the gradient of size 1 arrives where it was sent in. Take more layers."
        return f"{gradient} {signal}{dead_units}"
    gradient = _describe_gradient(float(measured.gradients[0]), stack.depth, dead)
    return f"{gradient} {signal}{_slope_bound(entry, stack.depth)}{dead_units}"


def _describe_gradient(first: float, depth: int, dead: float) -> str:
    sentence = f"Of a gradient of size 1, **{first:.2g}** is left at the first of {depth} layers"
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
        f" {entry.label}'s steepest slope, {steepest:.3g}, over {counted(depth - 1, 'layer')} leaves "
        f"{steepest ** (depth - 1):.2g} at best, before the weights have their say."
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
    sentence += f" {labels[best]} has the loss {finite[best]:.2f}"
    if worst != best:
        sentence += f", {labels[worst]} {finite[worst]:.2f}; guessing costs ln 10 = 2.30"
    if lost:
        return f"{sentence}. The loss of {lost} is no number any more: the learning rate is too large for it."
    return f"{sentence}. {labels[worst]}: {NETWORK_ACTIVATIONS[worst].notice}"
