"""Networks of the plane: their first weights, their vector, and what is refused."""

import pytest
import torch
from torch import nn

from playground.concepts.plane.network import INITIALIZATION_LABELS, PlaneNetwork, in_one_vector
from playground.errors import ConfigurationError


def test_it_is_the_network_that_it_says():
    network = PlaneNetwork(hidden=(4, 2), activations=("tanh", "relu"), outputs=3)
    kinds = [type(module) for module in network.build()]
    assert kinds == [nn.Linear, nn.Tanh, nn.Linear, nn.ReLU, nn.Linear]
    assert network.sizes == (2, 4, 2, 3)
    assert network.parameters == sum(parameter.numel() for parameter in network.build().parameters()) == 31


def test_its_first_weights_are_those_of_pytorch_after_the_seed():
    torch.manual_seed(7)
    expected = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 2), nn.Tanh(), nn.Linear(2, 1))
    for own, theirs in zip(PlaneNetwork(seed=7).build().parameters(), expected.parameters(), strict=True):
        assert torch.allclose(own, theirs, atol=1e-7)


@pytest.mark.parametrize("name", INITIALIZATION_LABELS)
def test_every_initialisation_follows_the_seed(name):
    first, again, other = (
        in_one_vector(PlaneNetwork(initialization=name, seed=seed).build()) for seed in (1, 1, 2)
    )
    assert torch.equal(first, again)
    assert torch.equal(first, other) == (name == "zeros")


def test_the_vector_and_the_parameters_are_one():
    model = PlaneNetwork().build()
    vector = in_one_vector(model)
    with torch.no_grad():
        vector.fill_(0.5)
    assert all((parameter == 0.5).all() for parameter in model.parameters())
    model[0].weight.grad.fill_(2.0)
    assert vector.grad.sum() == 2.0 * model[0].weight.numel()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"features": ()}, "different features"),
        ({"features": ("x1", "x1")}, "different features"),
        ({"features": ("x3",)}, "different features"),
        ({"hidden": (9,), "activations": ("tanh",)}, "hidden layers"),
        ({"hidden": (1,) * 7, "activations": ("tanh",) * 7}, "hidden layers"),
        ({"hidden": (0,), "activations": ("tanh",)}, "hidden layers"),
        ({"activations": ("tanh",)}, "activation"),
        ({"activations": ("tanh", "step")}, "activation"),
        ({"initialization": "none"}, "initialisation"),
    ],
)
def test_what_it_cannot_be_is_refused(wrong, told):
    with pytest.raises(ConfigurationError, match=told):
        PlaneNetwork(**wrong)
