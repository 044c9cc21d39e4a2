"""The networks that everybody has, recognised from their state dicts alone, beside plain PyTorch."""

import pytest
import torch
from torch import nn

from playground.digits.checkpoints import read_checkpoint
from playground.digits.models import ModelConfig, build_model, recognise_networks
from playground.digits.models.stack_fitting import fit_layers
from playground.digits.models.stack_recognition import recognise_stacks, with_activation
from playground.errors import CheckpointError, LayerSyntaxError
from tests.digits.checkpoints.containers import npz_bytes, torch_bytes

IMAGES = torch.rand(4, 28, 28, generator=torch.Generator().manual_seed(0))


def stack(*layers):
    torch.manual_seed(0)
    net = nn.Sequential(*layers)
    for part in net.modules():
        if isinstance(part, nn.BatchNorm1d | nn.BatchNorm2d):
            part.running_mean.normal_()
            part.running_var.uniform_(0.5, 2)
    return net.eval()


def conv_block(inputs, outputs, norm=True):
    norms = [nn.BatchNorm2d(outputs)] if norm else []
    return [nn.Conv2d(inputs, outputs, 3, padding=1, bias=not norm), *norms, nn.ReLU()]


NETS = {
    "pytorch/examples": lambda: stack(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Dropout(0.25),
        nn.Flatten(), nn.Linear(9216, 128), nn.ReLU(), nn.Dropout(0.5), nn.Linear(128, 10),
    ),
    "its old version": lambda: stack(
        nn.Conv2d(1, 10, 5), nn.MaxPool2d(2), nn.ReLU(), nn.Conv2d(10, 20, 5), nn.Dropout2d(), nn.MaxPool2d(2),
        nn.ReLU(), nn.Flatten(), nn.Linear(320, 50), nn.ReLU(), nn.Linear(50, 10),
    ),
    "LeNet-5, padded": lambda: stack(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
    ),
    "LeNet-5, averages": lambda: stack(
        nn.Conv2d(1, 6, 5), nn.ReLU(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.AvgPool2d(2),
        nn.Flatten(), nn.Linear(256, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
    ),
    "LeNet-5, C5 a convolution": lambda: stack(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.AvgPool2d(2),
        nn.Conv2d(16, 120, 5), nn.ReLU(), nn.Flatten(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
    ),
    "LeNet-5, resized": lambda: stack(
        nn.Upsample((32, 32), mode="bilinear"), nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5),
        nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(),
        nn.Linear(84, 10),
    ),
    "softmax regression": lambda: stack(nn.Flatten(), nn.Linear(784, 10)),
    "softmax regression without bias": lambda: stack(nn.Flatten(), nn.Linear(784, 10, bias=False)),
    "MLP without bias": lambda: stack(
        nn.Flatten(), nn.Linear(784, 32, bias=False), nn.ReLU(), nn.Linear(32, 10, bias=False)
    ),
    "MLP, normalised": lambda: stack(
        nn.Flatten(), nn.Linear(784, 32), nn.BatchNorm1d(32), nn.ReLU(), nn.Dropout(), nn.Linear(32, 32),
        nn.BatchNorm1d(32), nn.ReLU(), nn.Linear(32, 10),
    ),
    "MLP, normalised late, not affine": lambda: stack(
        nn.Flatten(), nn.Linear(784, 32), nn.ReLU(), nn.BatchNorm1d(32, affine=False), nn.Linear(32, 10)
    ),
    "VGG": lambda: stack(
        *conv_block(1, 8), *conv_block(8, 8), nn.MaxPool2d(2), *conv_block(8, 16), *conv_block(16, 16), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(784, 10),
    ),
    "all convolutions": lambda: stack(
        *conv_block(1, 8), nn.MaxPool2d(2), *conv_block(8, 12), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(12, 10)
    ),
    "strides": lambda: stack(
        nn.Conv2d(1, 8, 3, stride=2, padding=1), nn.ReLU(), nn.Conv2d(8, 16, 3, stride=2, padding=1), nn.ReLU(),
        nn.Flatten(), nn.Linear(784, 10),
    ),
    "depthwise": lambda: stack(
        nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(8, 8, 3, padding=1, groups=8), nn.ReLU(),
        nn.Conv2d(8, 12, 1), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(588, 10),
    ),
}  # fmt: skip


def computes(recognised, net):
    config, state = recognised
    model = build_model(config).eval()
    model.load_state_dict(state)
    return torch.allclose(model(IMAGES), net(IMAGES[:, None]), atol=1e-5)


@pytest.mark.parametrize("name", NETS)
def test_the_true_layers_are_among_the_proposals(name):
    net = NETS[name]()
    found = recognise_networks(net.state_dict())
    assert 1 <= len(found) <= 20
    assert sum(computes(one, net) for one in found) >= 1, [config.layers for config, _ in found]


@pytest.mark.parametrize("name", ["pytorch/examples", "MLP, normalised", "VGG", "LeNet-5, averages"])
@pytest.mark.parametrize("order", [sorted, lambda state: sorted(state)[::-1]])
def test_names_and_order_make_no_difference(name, order):
    net = NETS[name]()
    names = {}
    for index, (key, part) in enumerate(net.named_children()):
        kind = {nn.Conv2d: "conv", nn.Linear: "fc"}.get(type(part), "bn")
        names[key] = f"{kind}{index // 3}"  # a normalisation has its layer's number
    state = net.state_dict()
    renamed = {f"{names[key.split('.')[0]]}.{key.split('.')[1]}": value for key, value in state.items()}
    found = recognise_networks({key: renamed[key] for key in order(renamed)})
    if len(renamed) == len(state):
        assert any(computes(one, net) for one in found)


def test_keras_layout_is_turned_round():
    net = NETS["pytorch/examples"]()
    first, second, third, fourth = (part for part in net if isinstance(part, nn.Conv2d | nn.Linear))
    flat = third.weight.detach().reshape(128, 64, 12, 12).permute(2, 3, 1, 0).reshape(9216, 128)
    arrays = [
        first.weight.detach().permute(2, 3, 1, 0), first.bias.detach(),
        second.weight.detach().permute(2, 3, 1, 0), second.bias.detach(),
        flat, third.bias.detach(), fourth.weight.detach().T, fourth.bias.detach(),
    ]  # fmt: skip
    model = read_checkpoint(npz_bytes(*(value.numpy() for value in arrays))).model
    torch.testing.assert_close(model(IMAGES), net(IMAGES[:, None]), atol=1e-5, rtol=1e-5)


def test_activations_are_exchanged_everywhere():
    config = ModelConfig("layers", layers="conv 4 3, relu, flatten, linear 8, relu, linear 10")
    assert with_activation(config, "tanh").layers == "conv 4 3, tanh, flatten, linear 8, tanh, linear 10"
    assert with_activation(ModelConfig(), "tanh") == ModelConfig(activation="tanh")


def test_layers_that_a_person_writes_take_the_files_tensors_in_any_order():
    net = NETS["MLP without bias"]()
    state = dict(reversed(net.state_dict().items()))
    fitted = fit_layers(ModelConfig("layers", layers="linear 32, relu, linear 10"), state)
    assert fitted[0].layers == "linear 32 nobias, relu, linear 10 nobias"
    assert computes(fitted, net)


@pytest.mark.parametrize(
    ("text", "word", "message"),
    [
        ("linear 64, relu, linear 10", "linear 64", r"'linear 64' here needs weights of shape \(64, 784\)"),
        ("linear 32, batchnorm, relu, linear 10", "batchnorm", "needs weights of shape"),
        ("linear 10", "linear 10", r"needs weights of shape \(10, 784\), but the file has 1 \(32, 784\)"),
    ],
)
def test_errors_point_at_the_layer_without_weights(text, word, message):
    state = NETS["MLP without bias"]().state_dict()
    with pytest.raises(LayerSyntaxError, match=message) as caught:
        fit_layers(ModelConfig("layers", layers=text), state)
    assert caught.value.position == text.index(word)


def test_weights_that_no_layer_takes_are_named():
    state = {**NETS["MLP without bias"]().state_dict(), "more.weight": torch.zeros(5, 5)}
    with pytest.raises(LayerSyntaxError, match=r"also has more \(5, 5\)"):
        fit_layers(ModelConfig("layers", layers="linear 32, relu, linear 10"), state)


@pytest.mark.parametrize(
    ("net", "message"),
    [
        (
            lambda: nn.Sequential(nn.Linear(3072, 10)),
            "reads up to 3,072 numbers, an image of a digit has 784",
        ),
        (lambda: nn.Sequential(nn.Conv2d(3, 8, 3), nn.Linear(8, 10)), "images have 3 channels"),
        (lambda: nn.Sequential(nn.Linear(784, 47)), "None of its layers has 10 outputs"),
        (lambda: nn.LSTM(28, 64), "belongs to a recurrent layer"),
        (lambda: nn.Sequential(nn.Conv1d(1, 8, 3), nn.Linear(8, 10)), "has 3 dimensions"),
        (lambda: nn.MultiheadAttention(16, 2), "belongs to attention"),
        (lambda: nn.Sequential(nn.Linear(784, 32), nn.Linear(64, 10)), "do not follow each other"),
    ],
)
def test_what_cannot_be_built_is_told(net, message):
    with pytest.raises(CheckpointError, match=message):
        read_checkpoint(torch_bytes(net().state_dict()))


def test_nothing_is_recognised_in_nothing():
    assert list(recognise_stacks({})) == []
