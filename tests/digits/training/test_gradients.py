"""Gradients by hand against autograd's, to the last bit, in single batches and in whole runs."""

import pytest
import torch

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.digits.datasets import load_digits
from playground.digits.models import ModelConfig, build_model, to_input
from playground.digits.models.preparation import Preparation
from playground.digits.training import TrainingConfig
from playground.digits.training.gradients import gradients_by_autograd, gradients_by_hand
from playground.digits.training.loop import StepFinished, Training
from playground.digits.training.trainer import Trainer

FULLY_CONNECTED = [
    *(ModelConfig(hidden=(16,), activation=name) for name in NETWORK_ACTIVATIONS),
    ModelConfig(hidden=(12, 8, 6), activation="tanh, relu, sigmoid"),
    ModelConfig(hidden=(12, 8), dropout=0.4),
    ModelConfig("layers", layers="flatten, linear 16, relu, linear 8, tanh, linear 10"),
]
OTHERS = [
    ModelConfig("cnn"),
    ModelConfig("layers", layers="flatten, linear 16, relu, dropout 0.5, linear 8, tanh, linear 10"),
    ModelConfig("layers", layers="flatten, linear 16, linear 10"),
    ModelConfig(preparation=Preparation(mean=0.1307, deviation=0.3081)),
]


@pytest.fixture(scope="module")
def batch():
    digits = load_digits("embedded")
    return to_input(digits.train_images[:50]), digits.train_labels[:50]


@pytest.mark.parametrize("config", FULLY_CONNECTED, ids=lambda config: f"{config.model} {config.activation}")
def test_a_fully_connected_network_has_autograds_gradients(config, batch):
    network = build_model(config, 0).train()
    by_hand = gradients_by_hand(network)
    assert by_hand is not None
    found = []
    for gradients in (by_hand, gradients_by_autograd(network), by_hand):
        torch.manual_seed(1)  # of dropout
        loss, logits = gradients(*batch)
        found.append([loss, logits, *(parameter.grad.clone() for parameter in network.parameters())])
    for hand, autograd, again in zip(*found, strict=True):
        assert torch.equal(hand, autograd)
        assert torch.equal(hand, again)


@pytest.mark.parametrize(
    "config", OTHERS, ids=lambda config: config.layers if config.model == "layers" else config.model
)
def test_other_networks_are_left_to_autograd(config):
    assert gradients_by_hand(build_model(config, 0)) is None


@pytest.mark.parametrize("settings", [{}, {"dropout": 0.3}, {"optimizer": "sgd"}, {"schedule": "cosine"}])
def test_a_whole_run_is_that_of_autograd(settings, monkeypatch):
    config = TrainingConfig(hidden=(16,), epochs=2, **settings)

    def losses():
        training = Training(config, load_digits("embedded"), "cpu")
        return [event.loss for event in training.events() if isinstance(event, StepFinished)]

    by_hand = losses()
    with monkeypatch.context() as patched:
        patched.setattr("playground.digits.training.trainer.gradients_by_hand", lambda network: None)
        patched.setattr("playground.digits.training.trainer.direct_step", lambda optimizer: optimizer.step)
        assert losses() == by_hand
    assert len(by_hand) > 20


def test_the_articles_network_is_trained_by_hand():
    assert Trainer(TrainingConfig(), "cpu", 10)._by_hand is not None
