"""The forward pass written out: matrices in LaTeX, and one entry of a product with its numbers."""

from torch import Tensor

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.plane.forward_pass import LayerPass
from playground.formatting import format_number


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
        product = rf"\underbrace{{{_matrix(layer.inputs)}}}_{{{matrix}}}\,\underbrace{{{_matrix(layer.weight.T)}}}_{{W{above}{{}}^\top}} + b{above} = \underbrace{{{_matrix(layer.sums)}}}_{{Z{above}}}"
        result, letter = _matrix(layer.outputs), "A"
    if layer.activation is None:
        return product
    return (
        rf"{product} \;\xrightarrow{{\text{{{_label(layer)}}}}}\; \underbrace{{{result}}}_{{{letter}{above}}}"
    )


def shapes(layer: LayerPass) -> str:
    """The shapes of a layer's product, as PyTorch names them."""
    (examples, fan_in), fan_out = layer.inputs.shape, len(layer.bias)
    return f"({examples}, {fan_in}) · ({fan_in}, {fan_out}) + ({fan_out},) → ({examples}, {fan_out})"


def written_entry(layer: LayerPass, example: int, neuron: int) -> str:
    """One neuron's sum with its numbers: `z₂ = 0.31 · 1 + ... = 0.42`, and what its activation makes of it."""
    weights, inputs = layer.weight[neuron].tolist(), layer.inputs[example].tolist()
    products = [
        f"{_number(abs(weight))} · {_bracketed(value)}" for weight, value in zip(weights, inputs, strict=True)
    ]
    bias = layer.bias[neuron].item()
    first, *others = zip([*weights, bias], [*products, _number(abs(bias))], strict=True)
    terms = ("−" if first[0] < 0 else "") + first[1]
    terms += "".join(f" {'−' if factor < 0 else '+'} {term}" for factor, term in others)
    z, a = layer.sums[example, neuron].item(), layer.outputs[example, neuron].item()
    line = f"z = {terms} = **{_number(z)}**"
    if layer.activation is None:
        return line
    return f"{line}, and a = {_label(layer)}({_number(z)}) = **{_number(a)}**"


def _label(layer: LayerPass) -> str:
    assert layer.activation is not None  # the last layer has none
    return NETWORK_ACTIVATIONS[layer.activation].name_in_formulas


def _number(value: float) -> str:
    return format_number(value)


def _bracketed(value: float) -> str:
    return f"({_number(value)})" if value < 0 else _number(value)


def _matrix(values: Tensor) -> str:
    rows = [" & ".join(map(_number, row)) for row in values.tolist()]
    return r"\begin{bmatrix} " + r" \\ ".join(rows) + r" \end{bmatrix}"


def _column(values: Tensor) -> str:
    return _matrix(values[:, None])
