import math

import pytest
import torch

from playground.concepts.activations import ACTIVATIONS
from playground.concepts.activations.initialization import INITIALIZATIONS
from playground.concepts.activations.signal_propagation import (
    BATCH,
    WIDTH,
    Stack,
    propagate,
    sigmoid_bound,
)
from playground.errors import ConfigurationError


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("initialization", INITIALIZATIONS)
def test_every_combination_is_a_plain_loop(activation, initialization):
    stack = Stack(activation, initialization, 4, 0.15, seed=2)
    measured = propagate(stack)
    generator = torch.Generator().manual_seed(2)
    signal = torch.randn(BATCH, WIDTH, generator=generator, dtype=torch.float64)
    weights, sums = [], []
    for layer in range(4):
        weight = torch.empty(WIDTH, WIDTH, dtype=torch.float64)
        INITIALIZATIONS[initialization].fill(weight, 0.15, generator)
        weights.append(weight)
        sums.append(signal @ weight.T)
        signal = ACTIVATIONS[activation].value(sums[-1])
        torch.testing.assert_close(measured.outputs[layer], signal)
    gradient = torch.randn(BATCH, WIDTH, generator=generator, dtype=torch.float64)
    gradient /= gradient.square().mean().sqrt()
    for layer in (3, 2, 1, 0):  # the chain rule by hand
        assert measured.gradients[layer].item() == pytest.approx(
            gradient.square().mean().sqrt().item(), rel=1e-9
        )
        slopes = ACTIVATIONS[activation].derivative(sums[layer])
        assert measured.dead[layer].item() == pytest.approx((slopes == 0).all(dim=0).double().mean().item())
        gradient = (gradient * slopes) @ weights[layer]


def test_a_linear_stack_multiplies_the_variance_by_fan_in_times_the_weights():
    deviations = propagate(Stack("linear", "plain", 6, 0.2)).deviations
    ratios = deviations[1:] / deviations[:-1]
    assert ratios.mean().item() == pytest.approx(0.2 * math.sqrt(WIDTH), rel=0.05)


def test_kaiming_keeps_relus_signal_and_xavier_halves_its_variance():
    kept, halved = (
        propagate(Stack("relu", name, 20)).deviations[-1].item() for name in ("kaiming", "xavier")
    )
    assert 0.3 < kept < 3
    assert halved < kept * 2**-7


def test_sigmoids_gradient_fades_as_its_slopes_say():
    depth = 12
    measured = propagate(Stack("sigmoid", "xavier", depth)).gradients
    bound = torch.tensor(sigmoid_bound(depth))
    assert bound.tolist() == pytest.approx([0.25**k for k in range(depth - 1, -1, -1)])
    assert measured[0] < 1.5 * bound[0]
    assert measured[0] > 0.1 * bound[0]


def test_a_step_passes_nothing_back():
    measured = propagate(Stack("step", "xavier", 3))
    assert measured.gradients[:2].tolist() == [0, 0]
    assert measured.dead.tolist() == [1, 1, 1]


@pytest.mark.parametrize(
    "settings",
    [
        {"activation": "swoosh"},
        {"initialization": "lucky"},
        {"depth": 0},
        {"depth": 51},
        {"deviation": 0},
        {"deviation": math.nan},
    ],
)
def test_a_stack_that_cannot_be_is_refused(settings):
    with pytest.raises(ConfigurationError, match="Expected"):
        Stack(**settings)
