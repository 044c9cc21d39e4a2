"""The forward pass written out: matrices in LaTeX, and one entry of a product with its numbers.

What has more than `MOST` rows, columns or terms is shortened: a matrix to its corners, a sum to its largest terms.
"""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.forward_pass import LayerPass
from playground.digits.interpretability.arithmetic import DIGITS, Sum, Term, write_sum
from playground.formatting import counted, format_number

MOST = 10
"""Rows, columns or terms that are written in full."""
FEW = 4
"""The same in a batch of such a layer."""
NAMED = 5
"""Terms of a longer sum that are written out."""


def written_layer(layer: LayerPass, number: int) -> str:
    """A layer in LaTeX: for one example `W x + b = z`, for several `X Wᵀ + b = Z`, then the activation.

    From the second layer on, the input is what the layer before has put out.
    """
    above, before = f"^{{({number})}}", f"^{{({number - 1})}}"
    vector, matrix = ("x", "X") if number == 1 else (f"a{before}", f"A{before}")
    if len(layer.inputs) == 1:
        product = (
            rf"\underbrace{{{_matrix(layer.weight)}}}_{{W{above}}}\,\underbrace{{{_column(layer.inputs[0])}}}_{{{vector}}}"
            rf" + \underbrace{{{_column(layer.bias)}}}_{{b{above}}} = \underbrace{{{_column(layer.sums[0])}}}_{{z{above}}}"
        )
        result, letter = _column(layer.outputs[0]), "a"
    else:
        product = rf"\underbrace{{{_rows(layer, layer.inputs)}}}_{{{matrix}}}\,\underbrace{{{_rows(layer, layer.weight.T)}}}_{{W{above}{{}}^\top}} + b{above} = \underbrace{{{_rows(layer, layer.sums)}}}_{{Z{above}}}"
        result, letter = _rows(layer, layer.outputs), "A"
    if layer.activation is None:
        return product
    bent = rf"\xrightarrow{{\text{{{_label(layer)}}}}}\; \underbrace{{{result}}}_{{{letter}{above}}}"
    if _is_long(layer) and letter == "A":  # four matrices side by side are wider than a window
        return rf"\begin{{aligned}} &{product} \\[3em] &Z{above} \;{bent} \end{{aligned}}"
    return rf"{product} \;{bent}"


def shapes(layer: LayerPass) -> str:
    """The shapes of a layer's product, as PyTorch names them."""
    (examples, fan_in), fan_out = layer.inputs.shape, len(layer.bias)
    return f"({examples}, {fan_in}) · ({fan_in}, {fan_out}) + ({fan_out},) → ({examples}, {fan_out})"


def written_code(layer: LayerPass, number: int) -> str:
    """The lines of PyTorch that do what a layer does, for one example or for many."""
    given = "x" if number == 1 else f"a{number - 1}"
    name = "logits" if layer.activation is None and len(layer.bias) > 1 else f"z{number}"
    line = f"{name} = torch.nn.functional.linear({given}, W{number}, b{number})  # {given} @ W{number}.T + b{number}"
    if layer.activation is None:
        return line
    entry = NETWORK_ACTIVATIONS[layer.activation]
    bend = entry.source_call() if entry.is_in_torch else f"activation_{number}"
    return f"{line}\na{number} = {bend}(z{number})"


def written_entry(layer: LayerPass, example: int, neuron: int) -> str:
    """One neuron's sum with its numbers: `z = 0.31 · 1 + ... = 0.42`, and what its activation makes of it.

    The numbers of a shortened sum add up as they are printed: to the last digit that the result has.
    """
    z, a = layer.sums[example, neuron].item(), layer.outputs[example, neuron].item()
    write: Callable[[float], str] = format_number
    if _is_long(layer):
        terms, write = _largest(layer, example, neuron), _fixed
    else:
        terms = _all(layer, example, neuron)
    first, *others = terms
    line = ("−" if first[0] else "") + first[1]
    line += "".join(f" {'−' if negative else '+'} {term}" for negative, term in others)
    line = f"z = {line} = **{write(z)}**"
    if layer.activation is None:
        return line
    return f"{line}, and a = {_label(layer)}({write(z)}) = **{write(a)}**"


def largest_terms(layer: LayerPass, example: int, neuron: int) -> tuple[Term, ...]:
    """The terms of a long sum that are written out, largest first; those that are 0 are never among them."""
    return _written_sum(layer, example, neuron).terms


_Signed = tuple[bool, str]
"""Whether a term is subtracted, and how it is written without that sign."""


def _all(layer: LayerPass, example: int, neuron: int) -> list[_Signed]:
    weights, inputs = layer.weight[neuron].tolist(), layer.inputs[example].tolist()
    products = [
        (weight < 0, f"{format_number(abs(weight))} · {_bracketed(value)}")
        for weight, value in zip(weights, inputs, strict=True)
    ]
    bias = layer.bias[neuron].item()
    return [*products, (bias < 0, format_number(abs(bias)))]


def _largest(layer: LayerPass, example: int, neuron: int) -> list[_Signed]:
    written = _written_sum(layer, example, neuron)
    printed = sum(round(term.weight, DIGITS) * round(term.value, DIGITS) for term in written.terms)
    others = written.weighted - printed  # with what rounding the printed factors left out
    zeros = f", {written.zeros:,} of them 0" if written.zeros else ""
    return [
        *((term.weight < 0, f"{_fixed(abs(term.weight))} · {_fixed(term.value)}") for term in written.terms),
        (others < 0, f"{_fixed(abs(others))} (the other {counted(written.others_count, 'term')}{zeros})"),
        (written.bias < 0, f"{_fixed(abs(written.bias))} (the bias)"),
    ]


def _written_sum(layer: LayerPass, example: int, neuron: int) -> Sum:
    return write_sum(
        layer.weight[neuron],
        layer.inputs[example],
        layer.bias[neuron].item(),
        layer.sums[example, neuron].item(),
        NAMED,
    )


def _label(layer: LayerPass) -> str:
    assert layer.activation is not None  # the last layer has none
    return NETWORK_ACTIVATIONS[layer.activation].name_in_formulas


def _fixed(value: float) -> str:
    """As many digits after the point in every number, so that a column of them adds up."""
    return format_number(round(value, DIGITS), 12)


def _bracketed(value: float) -> str:
    return f"({format_number(value)})" if value < 0 else format_number(value)


def _is_long(layer: LayerPass) -> bool:
    return layer.inputs.shape[1] > MOST


def _rows(layer: LayerPass, values: Tensor) -> str:
    """A matrix of a batch: where some are shortened all are, since three of them stand side by side."""
    return _matrix(values, FEW if _is_long(layer) else MOST)


def _matrix(values: Tensor, most: int = MOST) -> str:
    rows = [_row(row, most) for row in _ends(values, most)]
    if len(values) > most:
        rows.insert(2, " & ".join([r"\vdots"] * (rows[0].count("&") + 1)))
    return r"\begin{bmatrix} " + r" \\ ".join(rows) + r" \end{bmatrix}"


def _row(values: Tensor, most: int) -> str:
    numbers = [format_number(value) for value in _ends(values, most).tolist()]
    if len(values) > most:
        numbers.insert(2, r"\cdots")
    return " & ".join(numbers)


def _ends(values: Tensor, most: int) -> Tensor:
    """The first two and the last of more than `most`."""
    return torch.cat([values[:2], values[-1:]]) if len(values) > most else values


def _column(values: Tensor) -> str:
    return _matrix(values[:, None])


def describe_numbers(passes: Sequence[LayerPass]) -> str:
    """What a forward pass consists of, and how many numbers decide about its result."""
    numbers = sum(layer.weight.numel() + layer.bias.numel() for layer in passes)
    output = passes[-1].outputs[0]
    said = format_number(output.item()) if len(output) == 1 else f"{len(output)} logits"
    return (
        f"The forward pass is nothing but this: multiply, add, bend, {len(passes)} times over. {numbers:,} numbers decide "
        f"that the first example comes out as {said}. Nothing else is stored in a network."
    )
