"""The arithmetic of fully connected networks against plain PyTorch."""

import copy
import itertools
import re

import pytest
import torch
from torch import nn

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.digits.checkpoints import load_pretrained
from playground.digits.datasets import load_digits
from playground.digits.interpretability.arithmetic import number, write_sum
from playground.digits.interpretability.hidden_units import order_units, strongest, trace_layers
from playground.digits.models import ModelConfig, build_model
from playground.errors import ConfigurationError
from playground.notices.arithmetic import describe_silence, logit_table, unit_table


@pytest.fixture(scope="module")
def image():
    return load_digits("embedded").test_images[7]


def network(hidden, activation):
    return build_model(ModelConfig("mlp", hidden, activation), seed=3).eval()


def recorded(model, image):
    """What enters and leaves each linear layer, by forward hooks."""
    own, seen = copy.deepcopy(model), []
    for part in own.modules():
        if isinstance(part, nn.Linear):
            part.register_forward_hook(lambda _, given, made: seen.append((given[0][0], made[0])))
    with torch.no_grad():
        own(image.unsqueeze(0) / 255)
    return seen


@pytest.mark.parametrize("activation", NETWORK_ACTIVATIONS)
@pytest.mark.parametrize("hidden", [(5,), (40, 12), (9, 8, 7)])
def test_every_layer_holds_what_hooks_record_and_its_sums_hold(hidden, activation, image):
    model = network(hidden, activation)
    layers = trace_layers(model, image)
    seen = recorded(model, image)
    assert [layer.units for layer in layers] == [*hidden, 10]
    for layer, (given, made) in zip(layers, seen, strict=True):
        assert torch.equal(layer.inputs, given)
        assert torch.equal(layer.sums, made)
        for unit in range(layer.units):
            total = layer.products(unit).sum() + layer.bias[unit]
            assert total.item() == pytest.approx(made[unit].item(), abs=1e-5)
    for layer, following in itertools.pairwise(layers):
        assert torch.equal(layer.outputs, following.inputs)
        torch.testing.assert_close(layer.outputs, NETWORK_ACTIVATIONS[activation].value(layer.sums))
    assert torch.equal(layers[-1].outputs, layers[-1].sums)


def test_layers_with_an_activation_each_hold_its_outputs(image):
    model = network((9, 8, 7), "tanh, relu, squareplus")
    first, second, third, _ = trace_layers(model, image)
    torch.testing.assert_close(first.outputs, torch.tanh(first.sums))
    assert torch.equal(second.outputs, second.sums.clamp(min=0))
    torch.testing.assert_close(third.outputs, (third.sums + (third.sums**2 + 4).sqrt()) / 2)


def test_contributions_of_the_last_hidden_layer_are_the_terms_of_the_logit(image):
    *_, hidden, output = trace_layers(network((20, 15), "tanh"), image)
    for digit in range(10):
        torch.testing.assert_close(hidden.contributions(digit), output.products(digit), atol=1e-7, rtol=1e-5)


def test_slopes_of_an_earlier_layer_are_finite_differences(image):
    model = network((6, 5), "tanh").double()
    first, *_ = trace_layers(network((6, 5), "tanh"), image)
    for unit in range(6):
        shifted = []
        for step in (-1e-5, 1e-5):
            signal = first.outputs.double().clone()
            signal[unit] += step
            with torch.no_grad():
                shifted.append(model.fc3(torch.tanh(model.fc2(signal))))
        slope = (shifted[1] - shifted[0]) / 2e-5
        torch.testing.assert_close(first.gradients[:, unit].double(), slope, atol=1e-5, rtol=1e-4)


def test_the_shared_network_stays_as_it_is(image):
    model = load_pretrained("mlp").model
    trace_layers(model, image)
    assert all(parameter.requires_grad and parameter.grad is None for parameter in model.parameters())
    assert not model.training
    assert not any(part._forward_hooks for part in model.modules())


def test_units_stand_by_contribution_or_by_number_and_a_wide_layer_shows_its_strongest(image):
    layer = trace_layers(network((300,), "tanh"), image)[0]
    contributions = layer.contributions(4)
    shown = order_units(layer, 4)
    assert len(set(shown)) == 128
    assert shown[0] == strongest(layer, 4) == int(contributions.argmax())
    assert contributions[shown].tolist() == sorted(contributions[shown].tolist(), reverse=True)
    left_out = sorted(set(range(300)) - set(shown))
    assert contributions[left_out].abs().max() <= contributions[shown].abs().min()
    by_number = order_units(layer, None)
    assert by_number == sorted(by_number)
    assert int(layer.outputs.abs().argmax()) in by_number
    assert order_units(layer, None, 1000) == list(range(300))


def column(table):
    """The last numbers of a table's rows, by the row's first cell."""
    rows = [[cell.strip(" *") for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
    return [(row[0], round(1000 * float(row[-1].replace("−", "-")))) for row in rows]


@pytest.mark.parametrize("digit", range(10))
def test_the_printed_sums_hold_to_the_last_digit(digit, image):
    hidden, output = trace_layers(load_pretrained("mlp").model, image)
    for table, size, unit_sum in (
        (unit_table(hidden, digit, "ReLU"), 784, hidden.sums[digit]),
        (logit_table(output, digit), 128, output.sums[digit]),
    ):
        rows = column(table)
        ending = next(index for index, (name, _) in enumerate(rows) if name.startswith("sum of"))
        assert sum(value for _, value in rows[:ending]) == rows[ending][1]
        assert rows[ending][1] + rows[ending + 1][1] == rows[ending + 2][1]
        assert rows[ending + 2][1] == pytest.approx(1000 * unit_sum.item(), abs=0.51)
        others = int(re.match(r"(\d+) other", rows[ending - 1][0])[1])
        assert others + ending - 1 == size
    name, value = column(unit_table(hidden, digit, "ReLU"))[-1]
    assert name == f"ReLU({number(float(hidden.sums[digit]))}) = a"
    assert value == pytest.approx(1000 * max(hidden.sums[digit].item(), 0), abs=0.51)


def test_the_named_terms_are_the_largest_and_the_rest_is_their_true_sum():
    generator = torch.Generator().manual_seed(0)
    weights, values = torch.randn(50, generator=generator), torch.rand(50, generator=generator)
    values[:20] = 0
    products = (weights * values).double()
    written = write_sum(weights, values, 0.5, float(products.sum() + 0.5), terms=4)
    expected = products.abs().argsort(descending=True)[:4].tolist()
    assert [term.index for term in written.terms] == expected
    assert (written.zeros, written.others_count) == (20, 46)
    rest = products.sum() - products[expected].sum()
    assert written.others == pytest.approx(rest.item(), abs=0.0035)


def test_a_sum_of_zeros_names_no_term():
    written = write_sum(torch.ones(5), torch.zeros(5), -0.0001, -0.0001)
    assert (written.terms, written.others, written.others_count, written.zeros) == ((), 0.0, 5, 5)
    assert number(written.total) == "0.000"
    assert number(-1.5) == "−1.500"


def test_silent_units_are_counted(image):
    hidden, _ = trace_layers(load_pretrained("mlp").model, image)
    assert f"**{int((hidden.sums <= 0).sum())} of 128**" in describe_silence(hidden, 3)
    smooth, _ = trace_layers(network((12,), "sigmoid"), image)
    assert describe_silence(smooth, 3).startswith("None of the 12 hidden units")


def test_a_network_of_another_kind_is_refused_in_words(image):
    with pytest.raises(ConfigurationError, match="built differently"):
        trace_layers(build_model(ModelConfig("cnn"), seed=0), image)
