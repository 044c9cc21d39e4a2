"""The compared gradients against plain PyTorch, and what is said of them."""

import pytest
import torch
from torch import nn

from playground.digits.datasets import load_digits
from playground.digits.models import ModelConfig, build_model, to_input
from playground.digits.training import gradient_comparison
from playground.digits.training.gradient_comparison import (
    WAYS,
    ComparedGradient,
    compare_gradients,
    time_gradients,
)
from playground.errors import ConfigurationError


@pytest.fixture(scope="module")
def batch():
    digits = load_digits("embedded")
    return to_input(digits.test_images[:64]), digits.test_labels[:64]


def plain_gradients(network, images, labels):
    """The same network as anybody would write it."""
    plain = nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
    plain.load_state_dict(dict(zip(plain.state_dict(), network.state_dict().values(), strict=True)))
    return torch.autograd.grad(nn.CrossEntropyLoss()(plain(images), labels), list(plain.parameters()))


def test_every_way_gives_the_gradients_of_plain_pytorch(batch):
    network = build_model(ModelConfig(), 3)
    compared = compare_gradients(network, *batch)
    assert [one.name for one in compared] == ["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"]
    for one, expected in zip(compared, plain_gradients(network, *batch), strict=True):
        assert torch.equal(one.of["autograd"], expected)
        assert one.identical("loop")
        assert one.difference("loop") == 0
        torch.testing.assert_close(one.of["textbook"], expected, rtol=1e-4, atol=1e-7)
        assert one.steepest == expected.abs().max()


def test_a_difference_in_the_last_bit_is_found():
    autograd = torch.tensor([1.0, -3.0])
    near = torch.nextafter(autograd, torch.tensor([2.0, -3.0]))
    one = ComparedGradient("b", {"autograd": autograd, "loop": near, "textbook": autograd.clone()})
    assert not one.identical("loop")
    assert one.difference("loop") == 2**-23
    assert one.identical("textbook")
    zeros = ComparedGradient("b", {"autograd": torch.zeros(1), "loop": -torch.zeros(1)})
    assert not zeros.identical("loop")


def test_all_are_timed_in_turn(batch, monkeypatch):
    now, asked = iter(range(1000)), []

    class Clock:
        perf_counter = staticmethod(lambda: next(now))

    def way(name):
        return lambda network: lambda images, labels: asked.append(name)

    monkeypatch.setattr(gradient_comparison, "time", Clock)
    monkeypatch.setattr(gradient_comparison, "WAYS", {name: way(name) for name in WAYS})
    assert time_gradients(build_model(ModelConfig(), 0), *batch, rounds=2) == dict.fromkeys(WAYS, 1)
    assert asked == [*WAYS, *WAYS]


@pytest.mark.parametrize(
    "config", [ModelConfig("cnn"), ModelConfig(hidden=(8, 8)), ModelConfig(activation="tanh")], ids=str
)
def test_another_network_is_refused(config, batch):
    with pytest.raises(ConfigurationError, match="one hidden layer with ReLU"):
        compare_gradients(build_model(config, 0), *batch)
