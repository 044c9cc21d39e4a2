"""The arithmetic inside a network as small Markdown tables, whose columns add up as printed."""

from collections.abc import Callable, Sequence

import torch

from playground.digits.drawing.preprocessing import SIZE
from playground.digits.interpretability.arithmetic import Sum, number, write_sum
from playground.digits.interpretability.feature_maps import ConvolutionBlock, Readout
from playground.digits.interpretability.hidden_units import LinearLayer


def unit_table(layer: LinearLayer, unit: int, activation: str, before: int = 0) -> str:
    """A hidden unit: `sum(w x) + b = z`, `activation(z) = a`.

    Args:
        layer: its layer.
        unit: its number, from 0.
        activation: the function's display name.
        before: the number of the layer that it reads, from 1; 0 for the pixels.
    """
    total = float(layer.sums[unit])
    written = write_sum(layer.weight[unit], layer.inputs, float(layer.bias[unit]), total)
    name, symbol, what = (_unit, "a", "units") if before else (_pixel, "x", "pixels")
    rows = [*_terms(written, name), _others(written, what), *_ending(written, f"w·{symbol}", "z")]
    rows.append(f"| **{activation}({number(total)}) = a** | | | **{number(float(layer.outputs[unit]))}** |")
    return _table([f"{what[:-1]}", "weight w", f"{what[:-1]} {symbol}", f"w · {symbol}"], rows)


def logit_table(layer: LinearLayer, digit: int) -> str:
    """An output of a fully connected network: `sum(w a) + b`, its logit."""
    written = write_sum(layer.weight[digit], layer.inputs, float(layer.bias[digit]), float(layer.sums[digit]))
    rows = [
        *_terms(written, _unit),
        _others(written, "units"),
        *_ending(written, "w·a", f"logit of the {digit}"),
    ]
    return _table(["hidden unit", "weight w", "activation a", "w · a"], rows)


def readout_table(readout: Readout, digit: int) -> str:
    """An output of a convolutional network: what each map gives to its logit."""
    parts = readout.by_map(digit)
    written = write_sum(
        torch.ones_like(parts), parts, float(readout.bias[digit]), float(readout.logits[digit])
    )
    places = readout.inputs[0].numel()
    rows = [f"| map {term.index} | {number(term.product)} |" for term in written.terms]
    rows.append(f"| {written.others_count} other maps | {number(written.others)} |")
    rows.append(f"| **sum** | **{number(written.weighted)}** |")
    rows.append(f"| + bias b | {number(written.bias)} |")
    rows.append(f"| **= logit of the {digit}** | **{number(written.total)}** |")
    return _table(["from", f"its {places} places: sum of w · a"], rows)


def place_table(block: ConvolutionBlock, index: int, row: int, column: int, before: int = 0) -> str:
    """One place of a feature map, step by step from its sum.

    Args:
        block: the map's block.
        index: the map's number, from 0.
        row: of the place, from 0.
        column: of the place, from 0.
        before: the number of the block that it reads, from 1; 0 for the image.
    """
    under, kernel = block.under_kernel(row, column), block.kernels[index]
    bias = 0.0 if block.layer.bias is None else float(block.layer.bias[index])
    parts = (kernel.double() * under.double()).sum((1, 2))  # (channels,)
    written = write_sum(torch.ones_like(parts), parts, bias, float(block.steps[0][1][index, row, column]), 4)
    products = kernel[0].numel()
    rows = []
    if before:
        rows = [
            f"| {products} products with map {term.index} | {number(term.product)} |"
            for term in written.terms
        ]
        rows.append(f"| those with {written.others_count} other maps | {number(written.others)} |")
    rows.append(f"| **sum of {products * len(parts)} products** | **{number(written.weighted)}** |")
    if block.layer.bias is not None:
        rows.append(f"| + bias | {number(bias)} |")
    rows += [
        f"| after {name} | {number(float(made[index, row, column]))} |" for name, made in block.steps[1:]
    ]
    return _table(["step", f"row {row}, column {column}"], rows)


def describe_silence(layer: LinearLayer, digit: int) -> str:
    """How many units are 0, and which one contributes most to a digit."""
    silent, contributions = int(layer.silent().sum()), layer.contributions(digit)
    best = int(contributions.argmax())
    silence = (
        f"**{silent} of {layer.units}** hidden units {'is' if silent == 1 else 'are'} silent for this drawing: {'its' if silent == 1 else 'their'} activation is 0."
        if silent
        else f"None of the {layer.units} hidden units is exactly 0 for this drawing."
    )
    return f"{silence} Unit **{best}** does most for the {digit}: {number(float(contributions[best]), 2)}."


def _pixel(index: int) -> str:
    row, column = divmod(index, SIZE)
    return f"row {row}, col. {column}"


def _unit(index: int) -> str:
    return f"unit {index}"


def _terms(written: Sum, name: Callable[[int], str]) -> list[str]:
    return [
        f"| {name(term.index)} | {number(term.weight)} | {number(term.value)} | {number(term.product)} |"
        for term in written.terms
    ]


def _others(written: Sum, what: str) -> str:
    return f"| {written.others_count} other {what}, {written.zeros} give 0 | | | {number(written.others)} |"


def _ending(written: Sum, products: str, result: str) -> list[str]:
    return [
        f"| **sum of {products}** | | | **{number(written.weighted)}** |",
        f"| + bias b | | | {number(written.bias)} |",
        f"| **= {result}** | | | **{number(written.total)}** |",
    ]


def _table(names: Sequence[str], rows: Sequence[str]) -> str:
    ruler = "|".join([":---", *["---:"] * (len(names) - 1)])
    return "\n".join([f"| {' | '.join(names)} |", f"|{ruler}|", *rows])
