"""One neuron against closed forms and a plain PyTorch loop."""

import math

import pytest
import torch
from torch import nn

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.plane.exercises import EXERCISES
from playground.concepts.plane.one_neuron import Neuron, asked_for, learn, middle
from playground.errors import ConfigurationError

POINTS = torch.tensor([[0.0, 0], [2, -1], [-3, 3]])


def test_sum_and_output_by_hand():
    z, a = Neuron((-0.6, 1.0), 1.5, "sigmoid").outputs(POINTS)
    torch.testing.assert_close(z, torch.tensor([1.5, -0.7, 6.3]))
    torch.testing.assert_close(a, torch.tensor([1 / (1 + math.exp(-value)) for value in (1.5, -0.7, 6.3)]))


@pytest.mark.parametrize("name", NETWORK_ACTIVATIONS)
def test_the_output_is_above_its_middle_exactly_where_z_is_positive(name):
    z = torch.linspace(-50, 50, 20_001, dtype=torch.float64)
    assert torch.equal(NETWORK_ACTIVATIONS[name].value(z) > middle(name), z > 0)


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("sigmoid", 0, 1),
        ("tanh", -1, 1),
        ("relu", 0, 1),
        ("linear", -1, 1),
        ("softplus", 0, 1 + round(math.log(2), 3)),
    ],
)
def test_what_is_asked_for_lies_around_the_middle_within_reach(name, low, high):
    assert asked_for(name) == pytest.approx((low, high))


@pytest.mark.parametrize("name", NETWORK_ACTIVATIONS)
@pytest.mark.parametrize("exercise", ["and", "clusters"])
def test_learning_is_a_plain_loop_of_pytorch(name, exercise):
    points, classes = EXERCISES[exercise].points()
    path = learn(Neuron((-0.6, 1.0), 1.5, name), points, classes, 0.03, 30)
    layer, activation = nn.Linear(2, 1), NETWORK_ACTIVATIONS[name].build()
    with torch.no_grad():
        layer.weight[:] = torch.tensor([[-0.6, 1.0]])
        layer.bias[:] = 1.5
    low, high = asked_for(name)
    targets = torch.tensor([high if target else low for target in classes.tolist()])
    optimizer = torch.optim.SGD(layer.parameters(), lr=0.03)
    for step in range(31):
        z = layer(points)[:, 0]
        loss = (
            nn.BCEWithLogitsLoss()(z, targets) if name == "sigmoid" else nn.MSELoss()(activation(z), targets)
        )
        assert path.losses[step] == pytest.approx(loss.item(), rel=1e-4, abs=1e-6)
        present = torch.cat([layer.weight.detach()[0], layer.bias.detach()])
        torch.testing.assert_close(path.weights[step], present, rtol=1e-4, atol=1e-5)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def test_a_linear_neuron_finds_the_least_squares_line():
    points, classes = EXERCISES["or"].points()
    path = learn(Neuron((-0.6, 1.0), 1.5, "linear"), points, classes, 0.03, 200)
    inputs = torch.cat([points, torch.ones(4, 1)], dim=1)
    best = torch.linalg.lstsq(inputs, 2.0 * classes[:, None] - 1).solution.flatten()
    torch.testing.assert_close(path.weights[-1], best, rtol=1e-3, atol=1e-3)


def test_a_rate_that_is_too_large_ends_the_path_where_numbers_are_still_finite():
    points, classes = EXERCISES["or"].points()
    path = learn(Neuron((-0.6, 1.0), 1.5, "linear"), points, classes, 1.0, 200)
    assert path.diverged
    assert len(path.weights) == len(path.losses) < 201
    assert torch.isfinite(path.weights).all()


def test_what_cannot_be_is_said():
    with pytest.raises(ConfigurationError, match="Expected points to learn from"):
        learn(Neuron((1.0, 1.0), 0.0), torch.zeros(0, 2), torch.zeros(0), 0.1, 10)
    with pytest.raises(ConfigurationError, match="Expected weights and a bias from −1000 to 1000"):
        Neuron((math.nan, 1.0), 0.0)
    with pytest.raises(ConfigurationError, match="Expected an activation out of"):
        Neuron((1.0, 1.0), 0.0, "step")
