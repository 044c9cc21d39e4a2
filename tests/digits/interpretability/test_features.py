"""The input of the last linear layer, by a copy."""

import pytest
import torch
from torch import nn

from playground.digits.interpretability.features import features, fingerprint
from playground.digits.models import ModelConfig, build_model, to_input
from playground.errors import ConfigurationError

IMAGES = torch.randint(256, (7, 28, 28), generator=torch.Generator().manual_seed(0), dtype=torch.uint8)


@pytest.mark.parametrize(
    ("config", "last", "size"),
    [
        (ModelConfig("mlp", (12,)), "fc2", 12),
        (ModelConfig("mlp", (16, 9), "tanh"), "fc3", 9),
        (ModelConfig("cnn"), "classifier", 576),
    ],
)
def test_the_last_layer_makes_the_logits_of_the_features(config, last, size):
    model = build_model(config, seed=1).eval()
    found = features(model, IMAGES)
    assert found.shape == (7, size)
    with torch.no_grad():
        torch.testing.assert_close(model.get_submodule(last)(found), model(to_input(IMAGES)))


def test_batches_do_not_matter(monkeypatch):
    model = build_model(ModelConfig("mlp", (12,)), seed=1).eval()
    whole = features(model, IMAGES)
    monkeypatch.setattr("playground.digits.interpretability.features.BATCH", 2)
    torch.testing.assert_close(features(model, IMAGES), whole)


def test_the_shared_model_keeps_its_mode_its_weights_and_gets_no_hooks():
    model = build_model(ModelConfig("cnn"), seed=1).train()
    before = fingerprint(model)
    features(model, IMAGES)
    assert model.training
    assert fingerprint(model) == before
    assert not any(part._forward_pre_hooks or part._forward_hooks for part in model.modules())


def test_a_network_without_a_last_linear_layer_is_said():
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 11))
    with pytest.raises(
        ConfigurationError, match="ends in a linear layer with 10 outputs, but this Sequential"
    ):
        features(model, IMAGES)


def test_fingerprints_tell_networks_apart():
    model = build_model(ModelConfig("mlp", (8,)), seed=0)
    same, other = build_model(ModelConfig("mlp", (8,)), seed=0), build_model(ModelConfig("mlp", (8,)), seed=1)
    bent = build_model(ModelConfig("mlp", (8,), "tanh"), seed=0)
    assert fingerprint(model) == fingerprint(same)
    assert len({fingerprint(each) for each in (model, other, bent)}) == 3
