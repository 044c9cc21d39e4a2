"""What every entry of the catalogue does, whatever its formula."""

from dataclasses import replace

import pytest
import torch

from playground.concepts.activations import ACTIVATIONS
from playground.concepts.module_definition import definitions_source
from tests.concepts.activations.formulas import cases


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("shape", [(), (5,), (2, 3)])
def test_shape_and_dtype_are_those_of_the_input(activation, shape, dtype):
    x = torch.ones(shape, dtype=dtype)
    for result in (activation.value(x), activation.derivative(x)):
        assert result.shape == x.shape
        assert result.dtype == dtype
        assert not result.requires_grad


def test_the_derivative_works_under_no_grad_and_leaves_its_input_alone(activation):
    x = torch.ones(3)
    with torch.no_grad():
        activation.derivative(x)
    assert x.grad is None
    assert not x.requires_grad


@pytest.mark.parametrize(("entry", "numbers"), cases(ACTIVATIONS))
def test_its_source_computes_the_same(entry, numbers):
    x = torch.linspace(-3, 3, 13)
    names = {"torch": torch, "nn": torch.nn}
    exec(definitions_source([entry.definition]), names)
    module = eval(entry.source_call(**numbers), names)
    torch.testing.assert_close(module(x).detach(), entry.value(x, **numbers))


@pytest.mark.parametrize(("entry", "numbers"), cases(ACTIVATIONS))
def test_the_derivative_is_the_slope_of_the_value(entry, numbers):
    # Places between two tenths: none of them is a kink.
    x, width = torch.linspace(-7.95, 7.95, 160, dtype=torch.float64) + 0.013, 1e-6
    rise = entry.value(x + width, **numbers) - entry.value(x - width, **numbers)
    torch.testing.assert_close(entry.derivative(x, **numbers), rise / (2 * width), rtol=1e-5, atol=1e-7)


def test_a_module_has_the_catalogues_defaults_and_the_asked_dtype():
    squareplus, prelu = ACTIVATIONS["squareplus"], ACTIVATIONS["prelu"]
    assert squareplus.build().b == squareplus.parameters[0].default == 4
    assert squareplus.build(b=2.0).b == 2
    assert prelu.build(torch.float64, init=0.15).weight.item() == 0.15  # not float32's 0.15


def test_the_source_says_what_the_class_would_not_assume():
    assert ACTIVATIONS["elu"].source_call(alpha=2.0) == "torch.nn.ELU(alpha=2.0)"
    assert ACTIVATIONS["gelu_tanh"].source_call("nn") == "nn.GELU(approximate='tanh')"
    assert ACTIVATIONS["squareplus"].source_call("nn", b=2.0) == "Squareplus(b=2.0)"
    assert replace(ACTIVATIONS["elu"], parameters=()).source_call() == "torch.nn.ELU()"


def test_a_default_of_the_catalogue_that_is_not_the_classs_is_written():
    elu = ACTIVATIONS["elu"]
    steep = replace(elu, parameters=(replace(elu.parameters[0], default=3.0),))
    assert steep.source_call() == "torch.nn.ELU(alpha=3.0)"
    assert steep.build().alpha == 3
