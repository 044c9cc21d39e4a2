"""Networks of a text beside the same layers in plain PyTorch."""

import pytest
import torch
from torch import nn

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.digits.interpretability.ablation import ablate_layer, ablate_units
from playground.digits.interpretability.attribution import Question, attribute
from playground.digits.interpretability.feature_maps import trace_maps
from playground.digits.interpretability.features import features
from playground.digits.interpretability.hidden_units import trace_layers
from playground.digits.interpretability.weighted_layers import hidden_layers, weighted_layers
from playground.digits.model_source import definitions_for, network_as_code
from playground.digits.models import NETWORKS, ModelConfig, build_model
from playground.digits.models.entry import FEATURE_MAPS, FEATURES, GRAD_CAM, HIDDEN_UNITS
from playground.errors import ConfigurationError

IMAGES = torch.rand(3, 28, 28, generator=torch.Generator().manual_seed(0))
IMAGE = (IMAGES[0] * 255).to(torch.uint8)

STACKS = {
    "softmax regression": ("linear 10, softmax", lambda: [nn.Flatten(), nn.Linear(784, 10)], {HIDDEN_UNITS, FEATURES}),
    "mlp": (
        "flatten, linear 40 nobias, dropout 0.3, tanh, linear 20, gelu_tanh, linear 10",
        lambda: [
            nn.Flatten(), nn.Linear(784, 40, bias=False), nn.Dropout(0.3), nn.Tanh(), nn.Linear(40, 20),
            nn.GELU("tanh"), nn.Linear(20, 10),
        ],
        {HIDDEN_UNITS, FEATURES},
    ),
    "normalised mlp": (
        "linear 40, batchnorm, sigmoid, linear 10",
        lambda: [nn.Flatten(), nn.Linear(784, 40), nn.BatchNorm1d(40), nn.Sigmoid(), nn.Linear(40, 10)],
        {FEATURES},
    ),
    "pytorch/examples": (
        "conv 32 3, relu, conv 64 3, relu, maxpool 2, dropout 0.25, flatten, linear 128, relu, dropout 0.5, linear 10",
        lambda: [
            nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.25),
            nn.Flatten(), nn.Linear(9216, 128), nn.ReLU(), nn.Dropout(0.5), nn.Linear(128, 10),
        ],
        {FEATURE_MAPS, GRAD_CAM, FEATURES},
    ),
    "LeNet-5": (
        "conv 6 5 padding 2, sigmoid, avgpool 2, conv 16 5, sigmoid, avgpool 2, conv 120 5, tanh, flatten, linear 84, "
        "tanh, linear 10",
        lambda: [
            nn.Conv2d(1, 6, 5, padding=2), nn.Sigmoid(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.Sigmoid(),
            nn.AvgPool2d(2), nn.Conv2d(16, 120, 5), nn.Tanh(), nn.Flatten(), nn.Linear(120, 84), nn.Tanh(),
            nn.Linear(84, 10),
        ],
        {FEATURE_MAPS, GRAD_CAM, FEATURES},
    ),
    "of everything": (
        "resize 32, conv 8 3 stride 2 padding 1 nobias, batchnorm, squareplus, conv 8 3 groups 8 padding same, silu, pad 1, "
        "maxpool 3 stride 2 padding 1, conv 10 1, globalavgpool",
        lambda: [
            nn.Upsample((32, 32), mode="bilinear"), nn.Conv2d(1, 8, 3, 2, 1, bias=False), nn.BatchNorm2d(8),
            NETWORK_ACTIVATIONS["squareplus"].build(), nn.Conv2d(8, 8, 3, padding="same", groups=8), nn.SiLU(),
            nn.ZeroPad2d(1), nn.MaxPool2d(3, 2, 1), nn.Conv2d(8, 10, 1), nn.AdaptiveAvgPool2d(1), nn.Flatten(),
        ],
        {GRAD_CAM},
    ),
}  # fmt: skip


@pytest.fixture(params=STACKS, scope="module")
def stack(request):
    """The network, its equal in plain PyTorch, and what it should explain."""
    text, make, explains = STACKS[request.param]
    torch.manual_seed(0)
    plain = nn.Sequential(*make())
    for part in plain.modules():
        if isinstance(part, nn.BatchNorm1d | nn.BatchNorm2d):
            part.running_mean.normal_()
            part.running_var.uniform_(0.5, 2)
    model = build_model(ModelConfig("layers", layers=text), seed=1).eval()
    model.load_state_dict(plain.state_dict())
    return model, plain.eval(), explains


def test_it_computes_what_plain_pytorch_does(stack):
    model, plain, _ = stack
    assert list(model.state_dict()) == list(plain.state_dict())
    torch.testing.assert_close(model(IMAGES), plain(IMAGES[:, None]))


def test_its_program_computes_the_same(stack):
    model, plain, _ = stack
    names = {"torch": torch, "nn": nn}
    exec(definitions_for(model), names)
    copy = eval(network_as_code(model), names).eval()
    copy.load_state_dict(plain.state_dict())
    torch.testing.assert_close(copy(IMAGES[:, None]), plain(IMAGES[:, None]))


def test_it_explains_what_it_says_and_refuses_the_rest(stack):
    model, _, explains = stack
    assert model.explains == explains
    ways = {
        HIDDEN_UNITS: lambda: trace_layers(model, IMAGE),
        FEATURE_MAPS: lambda: trace_maps(model, IMAGE, 3),
        GRAD_CAM: lambda: attribute(model, IMAGE, Question(3), "grad_cam"),
        FEATURES: lambda: features(model, IMAGE[None]),
    }
    for way, trace in ways.items():
        if way in explains:
            trace()
        elif way != HIDDEN_UNITS or "batchnorm" not in model.words:
            with pytest.raises(ConfigurationError):
                trace()


def test_it_can_be_damaged(stack):
    model, _, _ = stack
    for layer in weighted_layers(model):
        assert ablate_layer(model, layer)(IMAGES).isfinite().all()
    for layer in hidden_layers(model):
        changed = ablate_units(model, layer, range(layer.units))(IMAGES)
        torch.testing.assert_close(changed[0], changed[1])  # nothing of the image is left


def test_hidden_units_know_their_own_activations():
    model = build_model(ModelConfig("layers", layers=STACKS["mlp"][0]))
    assert [model.activation_at(index) for index in range(3)] == ["tanh", "gelu_tanh", "linear"]


def test_a_rim_before_the_first_layer_is_black_as_the_network_sees_black():
    from playground.digits.models.preparation import USUAL

    text = "pad 2, conv 6 5, tanh, avgpool 2, linear 10"
    model = build_model(ModelConfig("layers", layers=text, preparation=USUAL["mnist"]), seed=0).eval()
    padded = nn.functional.pad(IMAGES, (2, 2, 2, 2))
    plain = nn.Sequential(*model.layers()[1:])
    torch.testing.assert_close(
        model(IMAGES), plain((padded[:, None] - 0.1307) / 0.3081), atol=1e-5, rtol=1e-5
    )


@pytest.mark.parametrize("activation", NETWORK_ACTIVATIONS)
def test_every_activation_of_the_catalogue_can_be_named(activation):
    text = "linear 10" if activation == "linear" else f"linear 12, {activation}, linear 10"
    assert build_model(ModelConfig("layers", layers=text))(IMAGES).shape == (3, 10)


def test_names():
    entry, config = NETWORKS["layers"], ModelConfig("layers", layers=STACKS["pytorch/examples"][0])
    assert entry.short_name(config) == "conv 32-64, linear 128-10"
    assert entry.describe(config) == "layers conv 32-64, linear 128-10"
