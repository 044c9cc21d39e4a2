"""A text with one activation for all layers or one for each, against networks in plain PyTorch."""

import pytest
import torch
from torch import nn

from playground.digits.models import ModelConfig, build_model
from playground.digits.training import TrainingConfig
from playground.digits.training.config import FIELDS, from_stored
from playground.digits.training.variations import changed, differing
from playground.errors import ConfigurationError
from playground.runs.run import describe

ACTIVATION = FIELDS["activation"]


def with_weights_of(model, plain):
    plain.load_state_dict(dict(zip(plain.state_dict(), model.state_dict().values(), strict=True)))
    return plain.eval()


def test_each_hidden_layer_of_the_mlp_has_its_own():
    model = build_model(ModelConfig("mlp", (30, 20, 8), "relu, tanh,gelu_tanh"), seed=1)
    plain = nn.Sequential(
        nn.Flatten(),
        *(nn.Linear(784, 30), nn.ReLU(), nn.Linear(30, 20), nn.Tanh()),
        *(nn.Linear(20, 8), nn.GELU(approximate="tanh"), nn.Linear(8, 10)),
    )
    images = torch.rand(4, 28, 28)
    assert torch.equal(model(images), with_weights_of(model, plain)(images))
    assert [model.activation_at(index) for index in range(4)] == ["relu", "tanh", "gelu_tanh", "linear"]


def test_each_convolution_of_the_cnn_has_its_own():
    model = build_model(ModelConfig("cnn", activation="sigmoid, relu, tanh"), seed=1).eval()
    layers = []
    for (inputs, outputs, kernel), activation in zip(
        [(1, 32, 5), (32, 64, 3), (64, 64, 3)], [nn.Sigmoid(), nn.ReLU(), nn.Tanh()], strict=True
    ):
        convolution = nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2, bias=False)
        layers += [convolution, nn.BatchNorm2d(outputs), activation, nn.MaxPool2d(2)]
    plain = with_weights_of(model, nn.Sequential(*layers, nn.Flatten(), nn.Linear(576, 10)))
    images = torch.rand(4, 28, 28)
    assert torch.equal(model(images), plain(images.unsqueeze(1)))


def test_its_first_weights_and_their_names_are_those_of_one_for_all():
    one = build_model(ModelConfig("mlp", (6, 5), "relu"), seed=2).state_dict()
    each = build_model(ModelConfig("mlp", (6, 5), "relu, squareplus"), seed=2).state_dict()
    assert list(one) == list(each)
    assert all(torch.equal(one[name], each[name]) for name in one)


def test_equal_ones_are_the_one_for_all_so_that_equal_networks_are_equal():
    same = TrainingConfig(hidden=(8, 8), activation="tanh,  tanh")
    assert same == TrainingConfig(hidden=(8, 8), activation="tanh")
    assert differing([same, TrainingConfig(hidden=(8, 8), activation="tanh, relu")]) == ["activation"]
    assert ModelConfig("cnn", activation="elu,elu,elu") == ModelConfig("cnn", activation="elu")
    with pytest.raises(ConfigurationError, match="another activation than Tanh"):
        changed(same, "activation", "tanh, tanh")


def test_older_runs_and_networks_that_have_none_are_as_they_were():
    assert from_stored({"activation": "sigmoid"}).activation == "sigmoid"
    stack = TrainingConfig("layers", activation="relu, tanh")  # chosen before, for another network
    assert build_model(stack.model_config).activation_at(0) == "relu"
    assert from_stored(stack.to_dict()) == stack


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (
            {"hidden": (8, 8), "activation": "relu, tanh, elu"},
            "Expected one activation for all layers, or 2: one for each of hidden layer 1 and hidden layer 2, but got 3: "
            "relu, tanh, elu. Name one or 2.",
        ),
        (
            {"hidden": (8,), "activation": "relu, tanh"},
            "Expected one activation for all layers, but got 2: relu, tanh. Name one.",
        ),
        ({"hidden": (8,), "activation": "relu, relu"}, "but got 2: relu, relu. Name one."),
        (
            {"model": "cnn", "activation": "relu, tanh"},
            "of convolution 1, convolution 2 and convolution 3, but",
        ),
        (
            {"hidden": (8, 8), "activation": "relu, swoosh"},
            "Expected an activation out of .*, but got 'swoosh'",
        ),
        ({"hidden": (8, 8), "activation": "relu,"}, "Expected an activation out of .*, but got ''"),
        ({"activation": None}, "Expected an activation out of .*, but got None"),
        ({"activation": ["relu"]}, "Expected an activation out of .*, but got "),
    ],
)
@pytest.mark.parametrize("config", [ModelConfig, TrainingConfig])
def test_what_makes_no_network_is_refused_in_words(config, arguments, text):
    with pytest.raises(ConfigurationError, match=text):
        config(**arguments)


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("ReLU", "relu"),
        ("relu-tanh", "relu, tanh"),
        ("ReLU - GELU (tanh)", "relu, gelu_tanh"),
        ("GELU-GELU (tanh)-Tanh", "gelu, gelu_tanh, tanh"),
        ("Leaky ReLU, relu6", "leaky_relu, relu6"),
    ],
)
def test_what_a_person_types_is_read_and_shown_so_that_it_is_read_again(typed, value):
    assert ACTIVATION.parse(typed) == value
    assert ACTIVATION.parse(ACTIVATION.format(value)) == value


def test_in_a_list_of_values_a_comma_separates_runs_and_a_hyphen_layers():
    assert ACTIVATION.parse_values("relu-tanh, Sigmoid") == ("relu, tanh", "sigmoid")
    assert ACTIVATION.describe("relu, leaky_relu") == "ReLU-Leaky ReLU"


def test_an_unknown_one_is_named_with_both_ways_to_write():
    with pytest.raises(
        ConfigurationError, match=r"one of .* or several such as .*-.*, a layer each, but got 'ReLU-Foo'"
    ):
        ACTIVATION.parse("ReLU-Foo")


def test_the_name_of_a_run_has_all_of_them():
    config = TrainingConfig(hidden=(64, 32), activation="relu, tanh")
    assert describe(config) == "784-64-32-10 relu-tanh, adam 0.001, batch 64"
