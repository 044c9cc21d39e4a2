"""What noise, ablation and perturbation did to a network, in sentences with this moment's numbers."""

from torch import Tensor

from playground.digits.interpretability.adversarial import MAX_EPSILON, Scan
from playground.digits.interpretability.robustness import Outcome
from playground.formatting import format_number, format_percent


def describe_reading(before: Outcome, after: Outcome) -> str:
    """The drawing's reading before and after."""
    digit, was, now = before.answer, *_percents(before.probabilities, after.probabilities)
    if after.answer == digit:
        return f"It still reads a **{digit}**: {was} before, {now} after."
    new = format_percent(100 * float(after.probabilities[after.answer]))
    return (
        f"It now reads a **{after.answer}** with {new}; the {digit} fell from {was} to {now}. "
        f"**The damage changed the answer.**"
    )


def describe_accuracy(before: Outcome, after: Outcome) -> str:
    """The test images' accuracy before and after."""
    text = f"Of {after.total} test images it reads **{after.right}** right, {before.right} before."
    if after.different == 1:
        return f"{text} It gives one and the same answer to all of them: guessing by chance gets 1 in 10."
    return text


def describe_weight_noise(share: float) -> str:
    """What this amount of noise is."""
    if share == 0:
        return "No noise: the copy is the network itself."
    return (
        f"Every weight was moved at random, typically by **{format_number(share)} times** the spread (standard deviation) of "
        "its layer's weights."
    )


def describe_silence(count: int, units: int, unit: str, chosen: str) -> str:
    """How many units are silent; `chosen` is "importance" or "chance"."""
    if count == 0:
        return f"All {units} {unit}s speak: the copy is the network itself."
    if count == units:
        return f"All {units} {unit}s are silent: only the biases behind them speak, whatever is drawn."
    most = "the one" if count == 1 else "those"
    spoke = f"{most} that spoke most for its answer"
    how = spoke if chosen == "importance" else "chosen by chance"
    are = f"{unit} sends" if count == 1 else f"{unit}s send"
    return f"**{count} of {units}** {are} nothing any more, {how}."


def describe_layer_ablation(title: str, way: str, last: bool, after: Outcome) -> str:
    """What is left without a layer; `last` says that it is the one which gives the logits."""
    name = title[:1].upper() + title[1:]
    if way == "skip":
        return f"{name} passes its input on unchanged, so the layers behind it get what they never learnt to read."
    if last:
        return f"{name} gives ten zeros, and softmax makes ten equal probabilities of them: the network says nothing."
    text = f"{name} passes on zeros. The layers behind it see no drawing any more: only their biases speak"
    return f"{text}, and every drawing gets the same ten bars." if after.different == 1 else f"{text}."


def describe_perturbation(
    probabilities: Tensor, digit: int, epsilon: float, found: Scan, target: int | None
) -> str:
    """What the perturbation of this epsilon did, and the smallest that succeeds.

    Args:
        probabilities: `(10,)`, of the perturbed image.
        digit: the answer before.
        epsilon: 0..0.5.
        found: the scan over all epsilons.
        target: the wanted digit; None for any other.
    """
    answer = int(probabilities.argmax())
    share = format_percent(100 * float(probabilities[answer]))
    amount = f"{format_number(epsilon)} of the way from black to white"
    moved = f"No pixel moved by more than **{amount}**" if epsilon else "No pixel moved"
    now = (
        f"{moved}, and the network now reads a **{answer}** with {share}."
        if answer != digit
        else f"{moved}, and the network still reads a **{digit}** with {share}."
    )
    goal = "changes the answer" if target is None else f"makes it a {target}"
    if found.smallest is None:
        return f"{now} No nudge up to {MAX_EPSILON} {goal} along this one direction."
    return f"{now} The smallest nudge that {goal}: **{format_number(found.smallest)}**."


def describe_random_signs(
    probabilities: Tensor, digit: int, epsilon: float, changed: int, samples: int
) -> str:
    """Random noise of the same size: the answer for one sample of signs, and how many of several samples change it."""
    answer = int(probabilities.argmax())
    share = format_percent(100 * float(probabilities[answer]))
    reads = f"still reads a {answer}" if answer == digit else f"reads a {answer}"
    times = "none" if changed == 0 else f"{changed}"
    return (
        f"**The same amount without a plan.** If a coin decides for each pixel whether it goes up or down by "
        f"{format_number(epsilon)}, the network {reads} ({share}); of {samples} such tosses {times} change{'s' if changed <= 1 else ''} "
        "its answer."
    )


def _percents(before: Tensor, after: Tensor) -> tuple[str, str]:
    digit = int(before.argmax())
    return format_percent(100 * float(before[digit])), format_percent(100 * float(after[digit]))
