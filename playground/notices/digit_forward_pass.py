"""What the article's network does with a digit, said with the numbers of its two layers."""

from torch import Tensor

from playground.concepts.forward_pass import LayerPass
from playground.digits.drawing.preprocessing import SIZE
from playground.formatting import counted, format_number, format_percent, listed
from playground.notices.forward_pass import largest_terms


def neurons_in_order(hidden: LayerPass, output: LayerPass, digit: int) -> list[int]:
    """The hidden neurons by their term in the first example's logit of a digit, the largest first."""
    terms = hidden.outputs[0] * output.weight[digit]
    return terms.argsort(descending=True, stable=True).tolist()


def describe_input(image: Tensor) -> str:
    """How a picture `(28, 28)` uint8 becomes a vector, and how much of it is black."""
    black = int((image == 0).sum())
    return (
        f"The picture's {SIZE} rows, one after the other, are the vector x: {SIZE * SIZE} numbers from 0, black, to 1, "
        f"white. {black} of them are 0 in this one."
    )


def describe_outputs(hidden: LayerPass) -> str:
    """How many hidden neurons stay 0."""
    silent = (hidden.outputs == 0).sum(1).tolist()
    units = hidden.outputs.shape[1]
    if len(silent) == 1:
        return f"A cell is a neuron: black is 0, the brightest is {format_number(hidden.outputs.max().item())}. {silent[0]} of {units} are 0."
    return (
        f"A row is a digit, a cell a neuron: black is 0, the brightest is {format_number(hidden.outputs.max().item())}. "
        f"{listed([str(number) for number in silent])} of {units} are 0."
    )


def describe_template(hidden: LayerPass, neuron: int) -> str:
    """What a hidden neuron's weights and the first picture make of one another."""
    products = hidden.weight[neuron] * hidden.inputs[0]
    raised, lowered = products.clamp(min=0).sum().item(), -products.clamp(max=0).sum().item()
    return (
        f"Weight times pixel, all {SIZE * SIZE}: blue raises the sum, by {format_number(raised)} in all, orange lowers it, "
        f"by {format_number(lowered)}."
    )


def describe_pixels(hidden: LayerPass, neuron: int) -> str:
    """Which pixels of the first picture the largest terms of a hidden neuron belong to."""
    named = [
        f"row {row}, column {column}"
        for row, column in (divmod(term.index, SIZE) for term in largest_terms(hidden, 0, neuron))
    ]
    return f"The largest terms are those of {_counted_places(named, 'the pixel')}."


def describe_neurons(output: LayerPass, digit: int) -> str:
    """Which hidden neurons the largest terms of a logit belong to."""
    named = [str(term.index) for term in largest_terms(output, 0, digit)]
    if not named:
        return "Every hidden neuron is 0: the bias alone is left."
    return f"The largest terms come from hidden {'neuron' if len(named) == 1 else 'neurons'} {listed(named)}."


def describe_reading(hidden: LayerPass, output: LayerPass, labels: Tensor) -> str:
    """What is read with which probability, and what it rests on.

    Args:
        hidden: the first layer's numbers of N digits.
        output: the second layer's.
        labels: `(N,)`, what the digits are.
    """
    probabilities = output.outputs.double().softmax(1)  # float32 would round some to 1
    read = probabilities.argmax(1).tolist()
    answers = [
        f"the {true} is read as {'a' if answer != 8 else 'an'} **{answer}** with {format_percent(100 * row[answer].item())}"
        for true, answer, row in zip(labels.tolist(), read, probabilities, strict=True)
    ]
    strongest = neurons_in_order(hidden, output, read[0])[0]
    share = hidden.outputs[0, strongest].item() * output.weight[read[0], strongest].item()
    active = int((hidden.outputs[0] != 0).sum())
    said = listed(answers)
    return (
        f"{said[0].upper()}{said[1:]}. {active} of {counted(len(hidden.bias), 'hidden neuron')} "
        f"{'is' if active == 1 else 'are'} not 0 for the {labels[0].item()}, and neuron {strongest} does most for the {read[0]}: {format_number(share)} "
        f"of its logit of {format_number(output.outputs[0, read[0]].item())}. Softmax makes probabilities of the ten "
        "logits; the largest stays the largest."
    )


def _counted_places(named: list[str], what: str) -> str:
    if not named:
        return "no pixel: all of them are black"
    return f"{what} at {named[0]}" if len(named) == 1 else f"{what}s at {'; '.join(named)}"
