"""Dropout as a setting of the MLP and the CNN: where it acts, that it has no weights, and that it is off in tests."""

import io

import pytest
import torch
from torch import nn

from playground.digits.checkpoints import read_checkpoint
from playground.digits.checkpoints.export import export_safetensors
from playground.digits.checkpoints.measuring import activation_of
from playground.digits.interpretability.weighted_layers import hidden_layers
from playground.digits.models import ModelConfig, build_model, recognise_networks

IMAGES = torch.rand(5, 28, 28, generator=torch.Generator().manual_seed(0))
KINDS = [{"model": "mlp", "hidden": (40, 30)}, {"model": "cnn"}]


def networks(settings, share=0.4):
    return build_model(ModelConfig(**settings), 1), build_model(ModelConfig(**settings, dropout=share), 1)


@pytest.mark.parametrize("settings", KINDS)
def test_weights_and_answers_in_eval_mode_are_those_without_it(settings):
    plain, dropping = networks(settings)
    assert list(plain.state_dict()) == list(dropping.state_dict())
    assert all(
        torch.equal(tensor, dropping.state_dict()[name]) for name, tensor in plain.state_dict().items()
    )
    assert torch.equal(plain.eval()(IMAGES), dropping.eval()(IMAGES))
    assert [layer.name for layer in hidden_layers(plain)] == [layer.name for layer in hidden_layers(dropping)]


def test_in_training_it_is_plain_pytorchs_behind_each_activation():
    _, ours = networks(KINDS[0])
    theirs = nn.Sequential(
        nn.Flatten(), ours.fc1, nn.ReLU(), nn.Dropout(0.4), ours.fc2, nn.ReLU(), nn.Dropout(0.4), ours.fc3
    )
    torch.manual_seed(3)
    logits = ours.train()(IMAGES)
    torch.manual_seed(3)
    assert torch.equal(logits, theirs.train()(IMAGES))
    assert not torch.equal(logits, ours.eval()(IMAGES))


@pytest.mark.parametrize("settings", KINDS)
def test_the_layers_in_a_row_are_the_network(settings):
    _, network = networks(settings)
    torch.manual_seed(3)
    logits = network.train()(IMAGES)
    torch.manual_seed(3)
    assert torch.equal(logits, nn.Sequential(*network.layers()).train()(IMAGES[:, None]))


@pytest.mark.parametrize("settings", KINDS)
def test_a_checkpoint_keeps_it_and_predicts_without(settings):
    _, network = networks(settings)
    loaded = read_checkpoint(export_safetensors(network, {}))
    assert loaded.model.config.dropout == 0.4
    assert not loaded.model.training
    assert torch.equal(loaded.model(IMAGES), network.eval()(IMAGES))


@pytest.mark.parametrize("settings", KINDS)
def test_its_plain_weights_are_recognised_as_those_of_any_other(settings):
    plain, network = networks(settings)
    file = io.BytesIO()
    torch.save(network.state_dict(), file)
    loaded = read_checkpoint(file.getvalue()).model
    assert loaded.config == plain.config
    assert [config for config, _ in recognise_networks(network.state_dict())] == [plain.config]
    assert activation_of(loaded.config) == "relu"


def test_it_can_be_set_and_taken_away():
    _, network = networks(KINDS[0])
    network.set_dropout(0.0)
    assert network.config.dropout == 0
    assert torch.equal(network.train()(IMAGES), network.eval()(IMAGES))
    network.set_dropout(0.9)
    assert network.config.dropout == 0.9
    assert not torch.equal(network.train()(IMAGES), network.eval()(IMAGES))
