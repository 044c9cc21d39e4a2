import math

import pytest
import torch

from playground.concepts.losses.slow_start import COMPARED, REACHED, gradients, train


@pytest.mark.parametrize("loss", COMPARED)
def test_a_training_is_the_loop_written_out(loss):
    training = train(2.0, 1.5, 0.3, 40)[loss]
    weight, bias = 2.0, 1.5
    for epoch in range(41):
        a = 1 / (1 + math.exp(-(weight + bias)))
        slope = 2 * a * a * (1 - a) if loss == "mse" else a
        value = a**2 if loss == "mse" else -math.log(1 - a)
        row = [float(part[epoch]) for part in (training.outputs, training.losses, training.gradients)]
        assert row == pytest.approx([a, value, slope], rel=1e-9)
        weight, bias = weight - 0.3 * slope, bias - 0.3 * slope


def test_the_gradients_are_the_closed_forms():
    z = torch.linspace(-8, 8, 33, dtype=torch.float64)
    a = torch.sigmoid(z)
    torch.testing.assert_close(gradients("mse", z), 2 * a * a * (1 - a))
    torch.testing.assert_close(gradients("bce", z), a)


def test_a_neuron_that_is_sure_and_wrong_learns_later_under_squared_error():
    slow, fast = train(2.0, 2.0, 0.15, 300).values()
    assert slow.learnt_at > 4 * fast.learnt_at
    assert slow.outputs[slow.learnt_at] <= REACHED < slow.outputs[slow.learnt_at - 1]


def test_a_neuron_that_never_arrives_says_so():
    assert train(5.0, 5.0, 0.01, 50)["mse"].learnt_at is None
