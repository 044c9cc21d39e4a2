import pytest
import torch

from playground.concepts.activations import ACTIVATIONS

RANGES = {"relu": (0.0, float("inf")), "sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0)}


@pytest.fixture(params=ACTIVATIONS.values(), ids=list(ACTIVATIONS))
def activation(request):
    return request.param


def test_the_derivative_is_the_slope_of_the_value(activation):
    # Half-way points: none of them is a kink.
    x = torch.linspace(-7.95, 7.95, 160, dtype=torch.float64)
    width = 1e-6
    slope = (activation.value(x + width) - activation.value(x - width)) / (2 * width)
    torch.testing.assert_close(activation.derivative(x), slope, rtol=1e-6, atol=1e-8)


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


@pytest.mark.parametrize("name", RANGES)
def test_values_stay_in_the_stated_range(name):
    low, high = RANGES[name]
    values = ACTIVATIONS[name].value(torch.linspace(-100, 100, 2001))
    assert values.min() >= low
    assert values.max() <= high


def test_relu_has_slope_0_at_its_kink():
    assert ACTIVATIONS["relu"].derivative(torch.tensor(0.0)) == 0.0
    assert ACTIVATIONS["relu"].value(torch.tensor([-2.0, 0.0, 3.0])).tolist() == [0.0, 0.0, 3.0]


def test_entries_are_complete(activation):
    assert ACTIVATIONS[activation.name] is activation
    assert activation.name.isidentifier()
    assert activation.name.islower()
    assert activation.source.startswith("https://")
    assert all(
        (
            activation.label,
            activation.formula,
            activation.derivative_formula,
            activation.range,
            activation.notice,
        )
    )
