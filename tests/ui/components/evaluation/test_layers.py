"""The browser's layers give what PyTorch's give: they run in Node on the networks that PyTorch runs."""

from pathlib import Path

import pytest
import torch
from torch import nn

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.digits import layer_description
from playground.digits.checkpoints import load_pretrained
from playground.digits.layer_description import ACTIVATION_NAMES, pack_network
from playground.digits.models import DigitNetwork, ModelConfig, build_model, to_input
from playground.digits.models.preparation import Preparation
from playground.digits.rejection import load_rejection_network
from playground.errors import UnknownLayerError
from tests.node import needs_node, run_node

SCRIPT = Path(__file__).with_name("evaluate.mjs")

STACKS = (
    "conv 6 3 stride 2 padding 1, batchnorm, relu, conv 8 3 groups 2, gelu, maxpool 3 stride 2 padding 1, flatten, linear 10",
    "conv 4 5 padding same nobias, tanh, avgpool 2, conv 6 3 dilation 2, silu, avgpool 3 stride 2 padding 1, flatten, linear 20, batchnorm, mish, linear 10",
    "pad 2, conv 5 4, leaky_relu, maxpool 2, conv 10 3, globalavgpool, flatten, dropout 0.4, linear 10 nobias",
    "resize 32, conv 3 3 stride 3, elu, flatten, linear 10",
    "conv 5 28, flatten, linear 10",
    "flatten, linear 40, gelu_tanh, linear 30, softplus, linear 10",
)
PREPARATIONS = (
    Preparation(),
    Preparation(mean=0.1307, deviation=0.3081),
    Preparation(scale=255, inverted=True),
)


def filled(network: DigitNetwork, seed: int) -> DigitNetwork:
    """With running statistics as after some training, in eval mode."""
    generator = torch.Generator().manual_seed(seed)
    for module in network.modules():
        if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d):
            module.running_mean = torch.randn(module.num_features, generator=generator)
            module.running_var = torch.rand(module.num_features, generator=generator) + 0.2
            module.weight.data = torch.randn(module.num_features, generator=generator)
    return network.eval()


def cases() -> list[nn.Module]:
    configs = [
        ModelConfig("layers", layers=layers, preparation=PREPARATIONS[number % 3])
        for number, layers in enumerate(STACKS)
    ]
    configs += [ModelConfig("mlp", (16,), name) for name in NETWORK_ACTIVATIONS]
    configs += [
        ModelConfig("mlp", (20, 15), "relu, tanh", dropout=0.3),
        ModelConfig("cnn", activation="gelu", dropout=0.2, preparation=PREPARATIONS[1]),
        ModelConfig("cnn", activation="elu, selu, hardswish"),
    ]
    built = [filled(build_model(config, seed=number), number) for number, config in enumerate(configs)]
    return [*built, *(load_pretrained(name).model for name in ("cnn", "mlp"))]


@needs_node
def test_every_layer_and_activation_gives_what_pytorch_gives(tmp_path: Path) -> None:
    images = torch.randint(0, 256, (3, 28, 28), dtype=torch.uint8, generator=torch.Generator().manual_seed(5))
    (tmp_path / "images").write_bytes(images.numpy().tobytes())
    networks = cases()
    asked = []
    for number, network in enumerate([*networks, load_rejection_network()]):
        (tmp_path / str(number)).write_bytes(pack_network(network, "any"))
        asked.append({"network": str(tmp_path / str(number)), "images": str(tmp_path / "images")})
    answers = run_node(SCRIPT, {"outputs": asked})["outputs"]
    with torch.no_grad():
        expected = [network(to_input(images)) for network in networks]
        expected.append(load_rejection_network().class_logits(to_input(images)))
    for network, answer, wanted in zip([*networks, "rejection"], answers, expected, strict=True):
        torch.testing.assert_close(
            torch.tensor(answer), wanted, rtol=1e-4, atol=1e-5, msg=lambda text, of=network: f"{of}: {text}"
        )


@needs_node
def test_python_knows_which_activations_the_browser_has() -> None:
    assert set(run_node(SCRIPT, {})["activations"]) == ACTIVATION_NAMES


def test_what_the_browser_does_not_know_is_said() -> None:
    network = build_model(ModelConfig("cnn"), seed=0)
    network.features[2] = nn.PReLU()
    with pytest.raises(UnknownLayerError, match=r"does not know the layer PReLU"):
        pack_network(network, "any")
    network.features[2] = nn.MaxPool2d(2, ceil_mode=True)
    with pytest.raises(UnknownLayerError, match=r"MaxPool2d.*ceil_mode=True"):
        pack_network(network, "any")


def test_a_vast_network_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layer_description, "LARGEST", 100_000)
    with pytest.raises(UnknownLayerError, match=r"has 101,770 weights, and at most 100,000"):
        pack_network(build_model(ModelConfig(), seed=0), "any")
