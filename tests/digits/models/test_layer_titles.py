"""What layers are called for people, beside PyTorch's own names."""

import pytest
from torch import nn

from playground.digits.interpretability.weighted_layers import weighted_layers
from playground.digits.models import ModelConfig, build_model
from playground.digits.models.layer_titles import layer_titles, short_title, titles_of

LENET = "conv 6 5 padding 2, tanh, avgpool 2, conv 16 5, tanh, avgpool 2, flatten, linear 120, tanh, linear 84, tanh, linear 10"


def test_convolutions_and_the_output():
    assert list(titles_of(ModelConfig("cnn")).values()) == [
        "convolution 1 (32 filters, 5×5)",
        "convolution 2 (64 filters, 3×3)",
        "convolution 3 (64 filters, 3×3)",
        "output layer (10 outputs)",
    ]


def test_hidden_layers_are_counted():
    assert list(titles_of(ModelConfig("mlp", hidden=(12, 7))).values()) == [
        "hidden layer 1 (12 units)",
        "hidden layer 2 (7 units)",
        "output layer (10 outputs)",
    ]


def test_a_network_without_a_hidden_layer_is_its_output():
    assert list(titles_of(ModelConfig("layers", layers="linear 10")).values()) == [
        "output layer (10 outputs)"
    ]


def test_layers_that_were_written():
    assert list(titles_of(ModelConfig("layers", layers=LENET)).values()) == [
        "convolution 1 (6 filters, 5×5)",
        "convolution 2 (16 filters, 5×5)",
        "hidden layer 1 (120 units)",
        "hidden layer 2 (84 units)",
        "output layer (10 outputs)",
    ]


@pytest.mark.parametrize("config", [ModelConfig(), ModelConfig("cnn"), ModelConfig("layers", layers=LENET)])
def test_the_keys_are_pytorchs_names(config):
    model = build_model(config, seed=0)
    titles = layer_titles(model)
    assert set(titles) == {
        name for name, part in model.named_modules() if isinstance(part, nn.Linear | nn.Conv2d)
    }
    assert [layer.name for layer in weighted_layers(model)] == list(titles)


def test_the_short_title_leaves_the_size_out():
    assert short_title("convolution 1 (8 filters, 3×3)") == "convolution 1"
