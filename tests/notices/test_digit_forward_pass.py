"""What is said of a digit in the article's network is what plain PyTorch computes."""

import re

import pytest
import torch
from torch import nn

from playground.concepts.forward_pass import forward_pass
from playground.formatting import read_number
from playground.notices.digit_forward_pass import (
    describe_input,
    describe_neurons,
    describe_outputs,
    describe_pixels,
    describe_reading,
    describe_template,
    neurons_in_order,
)


@pytest.fixture(scope="module")
def plain():
    torch.manual_seed(2)
    return nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))


@pytest.fixture(scope="module")
def images():
    torch.manual_seed(3)
    return (torch.rand(3, 784) - 0.7).clamp(min=0).div(0.3)


@pytest.fixture(scope="module")
def passes(plain, images):
    return forward_pass(list(plain), ["relu"], images)


def test_the_neurons_in_order_adds_most(plain, images, passes):
    active = plain[:2](images)[0]
    for digit in (0, 9):
        silenced = []
        for neuron in range(128):
            without = active.clone()
            without[neuron] = 0
            silenced.append(plain[2](without)[digit].item())
        assert neurons_in_order(*passes, digit) == sorted(range(128), key=silenced.__getitem__)


def test_black_pixels_and_silent_neurons_are_counted(plain, images, passes):
    image = torch.zeros(28, 28, dtype=torch.uint8)
    image[3, 4:9] = 255
    assert "779 of them are 0" in describe_input(image)
    silent = (plain[:2](images) == 0).sum(1).tolist()
    assert f"{silent[0]}, {silent[1]} and {silent[2]} of 128 are 0" in describe_outputs(passes[0])
    alone, _ = forward_pass(list(plain), ["relu"], images[:1])
    assert f"{silent[0]} of 128 are 0" in describe_outputs(alone)
    brightest = plain[:2](images[:1]).max().item()
    assert read_number(re.search(r"brightest is (.+?)\. ", describe_outputs(alone))[1]) == pytest.approx(
        brightest, rel=5e-3
    )


def test_what_raises_and_what_lowers_a_sum_makes_it(plain, images, passes):
    raised, lowered = map(
        read_number, re.findall(r"by ([\d.]+)(?: in all|\.$)", describe_template(passes[0], 7))
    )
    assert raised - lowered + plain[0].bias[7].item() == pytest.approx(
        plain[0](images)[0, 7].item(), abs=2e-2
    )


def test_the_largest_terms_are_named(plain, images, passes):
    products = (plain[0].weight[7] * images[0]).abs().reshape(28, 28)
    row, column = map(int, re.search(r"row (\d+), column (\d+)", describe_pixels(passes[0], 7)).groups())
    assert products[row, column] == products.max()
    neurons = list(map(int, re.findall(r"\d+", describe_neurons(passes[1], 4))))
    terms = (plain[2].weight[4] * plain[:2](images)[0]).abs()
    assert neurons == terms.argsort(descending=True)[:5].tolist()


def test_a_black_picture_and_a_silent_layer_have_no_largest_terms(plain):
    hidden, output = forward_pass(list(plain), ["relu"], torch.zeros(1, 784))
    assert "no pixel" in describe_pixels(hidden, 0)
    assert "bias alone" in describe_neurons(forward_pass([plain[2]], [], torch.zeros(1, 128))[0], 0)
    assert "hidden neurons" in describe_neurons(output, 0)


def test_what_is_read_is_said_of_each_digit(plain, images, passes):
    said = describe_reading(*passes, torch.tensor([8, 1, 0]))
    read = plain(images).argmax(1).tolist()
    probabilities = plain(images).softmax(1).max(1).values.tolist()
    for true, answer, probability in zip((8, 1, 0), read, probabilities, strict=True):
        assert re.search(rf"[tT]he {true} is read as an? \*\*{answer}\*\* with {100 * probability:.1f}", said)
    strongest = neurons_in_order(*passes, read[0])[0]
    share = (plain[2].weight[read[0], strongest] * plain[:2](images)[0, strongest]).item()
    told = re.search(rf"neuron {strongest} does most for the {read[0]}: (\S+) of its logit of (\S+)\. ", said)
    assert read_number(told[1]) == pytest.approx(share, rel=5e-3)
    assert read_number(told[2]) == pytest.approx(plain(images)[0, read[0]].item(), rel=5e-3)
    assert f"{int((plain[:2](images)[0] != 0).sum())} of 128 hidden neurons are not 0 for the 8" in said


def test_a_very_sure_answer_is_not_said_to_be_certain(plain, images):
    sure = nn.Linear(128, 10)
    with torch.no_grad():
        sure.weight.zero_()
        sure.bias.zero_()[4] = 25.0  # e to the power of −25 is beyond float32's 1
    hidden, output = forward_pass([plain[0], plain[1], sure], ["relu"], images[:1])
    assert "with >\u00a099.9\u00a0%" in describe_reading(hidden, output, torch.tensor([4]))
