"""The forward pass in LaTeX, in numbers and in PyTorch."""

import re

import pytest
import torch
from torch import nn

from playground.concepts.forward_pass import forward_pass
from playground.concepts.plane.network import PlaneNetwork
from playground.formatting import format_number, read_number
from playground.notices.forward_pass import (
    describe_numbers,
    largest_terms,
    shapes,
    written_code,
    written_entry,
    written_layer,
)

NETWORK = PlaneNetwork(hidden=(2,), activations=("relu",))
LAYERS = NETWORK.with_weights(torch.tensor([1.0, 2.0, -3.0, 0.5, 0.25, -1.0, 2.0, -0.5, 0.125]))


def test_one_point():
    hidden, output = forward_pass(LAYERS, ["relu"], torch.tensor([[2.0, -1.0]]))
    assert shapes(hidden) == "(1, 2) · (2, 2) + (2,) → (1, 2)"
    assert (
        written_entry(hidden, 0, 0) == "z = 1 · 2 + 2 · (−1) + 0.25 = **0.25**, and a = ReLU(0.25) = **0.25**"
    )
    assert written_entry(hidden, 0, 1) == "z = −3 · 2 + 0.5 · (−1) − 1 = **−7.5**, and a = ReLU(−7.5) = **0**"
    assert written_entry(output, 0, 0) == "z = 2 · 0.25 − 0.5 · 0 + 0.125 = **0.625**"
    latex = written_layer(hidden, 1)
    assert r"\begin{bmatrix} 1 & 2 \\ −3 & 0.5 \end{bmatrix}" in latex
    assert r"\text{ReLU}" in latex
    assert latex.count("_{x}") == 1
    assert "ReLU" not in written_layer(output, 2)
    assert r"_{a^{(1)}}" in written_layer(output, 2)
    assert "_{x}" not in written_layer(output, 2)


def test_a_batch_is_a_matrix():
    hidden, output = forward_pass(LAYERS, ["relu"], torch.tensor([[2.0, -1.0], [0.0, 1.0], [1.0, 1.0]]))
    assert shapes(hidden) == "(3, 2) · (2, 2) + (2,) → (3, 2)"
    latex = written_layer(hidden, 1)
    assert r"\begin{bmatrix} 2 & −1 \\ 0 & 1 \\ 1 & 1 \end{bmatrix}" in latex
    assert latex.count("{") == latex.count("}")
    assert "_{X}" in latex
    assert r"_{A^{(1)}}" in written_layer(output, 2)


@pytest.fixture(scope="module")
def plain():
    """The article's network with weights of its own, of all sizes."""
    torch.manual_seed(5)
    model = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
    with torch.no_grad():
        model[0].weight.mul_(torch.rand(128, 784) ** 4 * 40)
    return model


@pytest.fixture(scope="module")
def images():
    return (torch.rand(3, 784) - 0.6).clamp(min=0).div(0.4)  # most pixels are black


def test_a_long_matrix_is_shortened_to_its_corners(plain, images):
    hidden, output = forward_pass(list(plain), ["relu"], images[:1])
    assert shapes(hidden) == "(1, 784) · (784, 128) + (128,) → (1, 128)"
    latex = written_layer(hidden, 1)
    weight = plain[0].weight
    corners = [weight[row, column].item() for row in (0, 1, -1) for column in (0, 1, -1)]
    assert all(format_number(corner) in latex for corner in corners)
    assert latex.count(r"\vdots & \vdots & \vdots & \vdots") == 1
    assert latex.count(r"\cdots") == 3
    assert latex.count("{") == latex.count("}")
    logits = plain(images)[0].tolist()
    assert r" \\ ".join(map(format_number, logits)) in written_layer(output, 2)  # ten are written in full


def test_a_batch_of_a_long_layer_fits_a_window(plain, images):
    hidden, output = forward_pass(list(plain), ["relu"], images)
    for number, layer in enumerate((hidden, output), 1):
        latex = written_layer(layer, number)
        assert latex.count("{") == latex.count("}")
        for line in latex.split(r"\\[3em]"):
            widths = [
                rows.split(r"\\")[0].count("&") + 1 for rows in re.findall(r"bmatrix} (.*?) \\end", line)
            ]
            assert sum(widths) <= 12
    assert format_number(plain(images)[2, 9].item()) in written_layer(output, 2)


def _numbers(entry):
    """The products, the rest with its number of terms, the bias and the result of a shortened sum, as printed."""
    line = entry.removeprefix("z = ").split(", and a")[0].replace(",", "").replace(" − ", " + −")
    summed, result = line.split(" = ")
    *products, others, bias = summed.split(" + ")
    count = int(re.search(r"the other (\d+) term", others)[1])
    factors = [[read_number(part) for part in product.split(" · ")] for product in products]
    return (
        factors,
        read_number(others.split(" (")[0]),
        count,
        read_number(bias.split(" (")[0]),
        read_number(result.strip("*")),
    )


@pytest.mark.parametrize("neuron", [0, 17, 127])
@pytest.mark.parametrize("example", [0, 2])
def test_a_shortened_sum_adds_up_as_printed_and_is_true(plain, images, example, neuron):
    hidden, _ = forward_pass(list(plain), ["relu"], images)
    entry = written_entry(hidden, example, neuron)
    factors, others, count, bias, result = _numbers(entry)
    assert sum(weight * value for weight, value in factors) + others + bias == pytest.approx(
        result, abs=5.1e-4
    )
    products = (plain[0].weight[neuron] * images[example]).detach().double()
    largest = products[products.abs().argsort(descending=True)]
    assert [weight * value for weight, value in factors] == pytest.approx(largest[:5].tolist(), abs=2e-2)
    assert len(factors) + count == 784
    assert others == pytest.approx(largest[5:].sum().item(), abs=2e-2)
    assert bias == pytest.approx(plain[0].bias[neuron].item(), abs=5.1e-4)
    z = plain[0](images)[example, neuron].item()
    assert result == pytest.approx(z, abs=5.1e-4)
    assert f"{int((products == 0).sum())} of them 0" in entry
    assert read_number(entry.split(" = ")[-1].strip("*")) == pytest.approx(max(z, 0), abs=5.1e-4)
    places = [term.index for term in largest_terms(hidden, example, neuron)]
    assert products[places].tolist() == pytest.approx(largest[:5].tolist())


def test_a_sum_of_nothing_but_zeros_is_its_bias(plain):
    hidden, _ = forward_pass(list(plain), ["relu"], torch.zeros(1, 784))
    bias = format_number(abs(round(plain[0].bias[3].item(), 3)), 12)
    assert (
        f"0 (the other 784 terms, 784 of them 0) {'−' if plain[0].bias[3] < 0 else '+'} {bias} (the bias)"
        in written_entry(hidden, 0, 3)
    )
    assert largest_terms(hidden, 0, 3) == ()


def test_the_lines_of_pytorch_do_it(plain, images):
    passes = forward_pass(list(plain), ["relu"], images)
    program = "\n".join(written_code(layer, number) for number, layer in enumerate(passes, 1))
    names = {"torch": torch, "x": images}
    for number, layer in enumerate((plain[0], plain[2]), 1):
        names |= {f"W{number}": layer.weight, f"b{number}": layer.bias}
    exec(program, names)
    assert torch.equal(names["logits"], plain(images))


def test_how_many_numbers_there_are_is_said(plain, images):
    assert "101,770 numbers" in describe_numbers(forward_pass(list(plain), ["relu"], images))
    said = describe_numbers(forward_pass(LAYERS, ["relu"], torch.tensor([[2.0, -1.0]])))
    assert "9 numbers decide that the first example comes out as 0.625" in said
