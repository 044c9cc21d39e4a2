"""ONNX files, run by onnxruntime, against PyTorch's own logits."""

import functools

import onnxruntime
import pytest
import torch
from torch import nn

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.digits.checkpoints import load_pretrained
from playground.digits.checkpoints.onnx_conversion import to_onnx
from playground.digits.models import ModelConfig, build_model
from playground.digits.models.preparation import USUAL, Preparation

IMAGES = torch.rand(7, 1, 28, 28, generator=torch.Generator().manual_seed(0))
WORDS = [
    name for name in NETWORK_ACTIVATIONS if name != "linear"
]  # in a text, linear is a layer with weights


def lively(network):
    """With statistics of its own in every normalisation, so that signals have deviation 1 everywhere."""
    norms = [part for part in network.modules() if isinstance(part, nn.BatchNorm1d | nn.BatchNorm2d)]
    for norm in norms:
        norm.momentum = 1.0
    with torch.no_grad():
        network.train()(torch.rand(200, 28, 28, generator=torch.Generator().manual_seed(1)))
    return network.eval()


def stack_of(words):
    layers = "".join(f"{word}, linear 32, batchnorm, " for word in words)
    return build_model(ModelConfig("layers", layers=f"linear 32, batchnorm, {layers}linear 10"), 3)


NETWORKS = {
    "article": lambda: load_pretrained("mlp").model,
    "cnn": lambda: load_pretrained("cnn").model,
    "inverted_mlp": lambda: build_model(
        ModelConfig("mlp", (12, 8), "tanh", preparation=Preparation(255.0, 33.0, 78.5, inverted=True)), 1
    ),
    "activations": lambda: build_model(ModelConfig("mlp", (12, 8, 9), "tanh, squareplus, gelu_tanh"), 1),
    "cnn_activations": lambda: build_model(ModelConfig("cnn", activation="squareplus, silu, sigmoid"), 1),
    "layers": lambda: build_model(
        ModelConfig(
            "layers",
            layers="pad 2, conv 6 5 nobias, batchnorm, relu, maxpool 2, resize 12, conv 8 3 padding same, tanh, avgpool 2, "
            "dropout 0.3, conv 8 3 groups 2 stride 2, gelu_tanh, globalavgpool, linear 16, batchnorm, relu, linear 10",
            preparation=USUAL["mnist"],
        ),
        2,
    ),
}

# One activation after the other, few enough for the logits to notice each.
STACKS = {", ".join(WORDS[start : start + 5]): WORDS[start : start + 5] for start in range(0, len(WORDS), 5)}
NETWORKS |= {name: functools.partial(stack_of, words) for name, words in STACKS.items()}


@pytest.fixture(scope="module", params=NETWORKS)
def converted(request):
    network = NETWORKS[request.param]().eval()
    if request.param in ("layers", *STACKS):
        lively(network)
    return network, to_onnx(network)


def test_it_gives_the_logits_of_pytorch_for_any_number_of_images(converted):
    network, content = converted
    session = onnxruntime.InferenceSession(content)
    for count in (1, 2, len(IMAGES)):
        images = IMAGES[:count]
        (logits,) = session.run(["logits"], {"images": images.numpy()})
        with torch.inference_mode():
            expected = network(images[:, 0])
        # Logits here reach 77, and PyTorch's own float32 is 2e-5 away from its float64.
        rounding = max(1e-5, 1e-6 * float(expected.abs().max()))
        torch.testing.assert_close(torch.from_numpy(logits), expected, atol=rounding, rtol=1e-5)


def test_a_stranger_finds_in_it_what_goes_in_and_nothing_of_this_machine(converted):
    network, content = converted
    session = onnxruntime.InferenceSession(content)
    (image,), (logits,) = session.get_inputs(), session.get_outputs()
    assert (image.name, image.shape, image.type) == ("images", ["N", 1, 28, 28], "tensor(float)")
    assert (logits.name, logits.shape) == ("logits", ["N", 10])
    assert "white ink on black" in session.get_modelmeta().description
    *_, weight, bias = network.state_dict()  # of the last layer, which nothing is folded into
    assert weight.encode() in content
    assert bias.encode() in content
    assert b".py" not in content


@pytest.mark.parametrize("name", STACKS)
def test_a_stack_notices_each_of_its_activations(name):
    network = lively(NETWORKS[name]())
    logits = network(IMAGES[:, 0])
    for word in STACKS[name]:
        place = str(network.words.index(word))
        activation = network.get_submodule(place)
        setattr(network, place, nn.Identity())
        assert (network(IMAGES[:, 0]) - logits).abs().max() > 1e-3
        setattr(network, place, activation)
