"""The networks and their limits."""

import pytest
import torch
from torch import nn

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.digits.models import NETWORKS, ModelConfig, build_model, count_parameters, to_input
from playground.errors import ConfigurationError


@pytest.mark.parametrize("activation", NETWORK_ACTIVATIONS)
@pytest.mark.parametrize("name", NETWORKS)
def test_every_model_with_every_activation_gives_ten_logits(name, activation):
    logits = build_model(ModelConfig(name, activation=activation), seed=0)(torch.rand(3, 28, 28))
    assert logits.shape == (3, 10)


def test_the_articles_network_has_101_770_weights():
    model = build_model(ModelConfig())
    assert sum(p.numel() for p in model.parameters()) == count_parameters((784, 128, 10)) == 101_770
    assert list(model.state_dict()) == ["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"]


def test_the_mlp_equals_a_plain_sequential():
    model = build_model(ModelConfig("mlp", (30, 20), "tanh"), seed=1)
    plain = nn.Sequential(
        nn.Flatten(), nn.Linear(784, 30), nn.Tanh(), nn.Linear(30, 20), nn.Tanh(), nn.Linear(20, 10)
    )
    plain.load_state_dict(dict(zip(plain.state_dict(), model.state_dict().values(), strict=True)))
    images = torch.rand(4, 28, 28)
    assert torch.equal(model(images), plain(images))


def test_a_seed_repeats_the_weights_and_leaves_the_global_state():
    before = torch.random.get_rng_state()
    first, second = build_model(ModelConfig(), seed=7), build_model(ModelConfig(), seed=7)
    assert torch.equal(torch.random.get_rng_state(), before)
    assert torch.equal(first.get_submodule("fc1").weight, second.get_submodule("fc1").weight)


def test_to_input_scales_as_to_tensor_does():
    pixels = torch.arange(256, dtype=torch.uint8).reshape(1, 16, 16)
    assert torch.equal(to_input(pixels), pixels.float() / 255)
    assert pixels[0, 15, 15] == 255  # the data in memory is not changed


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"model": "vit"}, f"Expected a model out of {', '.join(NETWORKS)}, but got 'vit'"),
        ({"activation": "magic"}, "Expected an activation out of"),
        ({"hidden": (10**9,)}, "at most 2,000,000 weights"),
        ({"hidden": (True,)}, "1 to 8 hidden sizes"),
        ({"hidden": (8,) * 9}, "1 to 8 hidden sizes"),
    ],
)
def test_impossible_networks_are_refused(arguments, text):
    with pytest.raises(ConfigurationError, match=text):
        ModelConfig(**arguments)
