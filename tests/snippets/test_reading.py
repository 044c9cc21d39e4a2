"""The programs that read an image, executed beside a file of the network, against the package's own numbers."""

import contextlib
import io
import re

import pytest
import torch

from playground.digits.checkpoints import export_state_dict
from playground.digits.datasets import load_digits
from playground.digits.model_source import definitions_for, network_as_code
from playground.digits.models import ModelConfig, build_model
from playground.digits.prediction import predict
from playground.snippets.reading import attribution_program, fgsm_program, pack_image, prediction_program

FILE = "model.pth"


@pytest.fixture(
    params=[("mlp", "tanh"), ("mlp", "squareplus"), ("cnn", "squareplus"), ("cnn", "tanh, squareplus, elu")],
    ids="-".join,
)
def network(request, tmp_path, monkeypatch):
    """An untrained network with its file in the working directory."""
    name, activation = request.param
    model = build_model(ModelConfig(name, (12,), activation), seed=3).eval()
    monkeypatch.chdir(tmp_path)
    (tmp_path / FILE).write_bytes(export_state_dict(model))
    return model


@pytest.fixture(scope="module")
def image():
    return load_digits("embedded").test_images[4]


def printed(program, model):
    assert program.count("class Squareplus(nn.Module):") == ("squareplus" in model.config.activation)
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(compile(program, "<program>", "exec"), {})
    return output.getvalue().splitlines()


def test_the_prediction_is_that_of_the_package(network, image):
    program = prediction_program(
        FILE, network_as_code(network), pack_image(image.numpy().tobytes()), definitions_for(network)
    )
    *lines, last = printed(program, network)
    probabilities = predict(network, image).probabilities
    assert lines == [f"{digit} {float(share):.2%}" for digit, share in enumerate(probabilities)]
    assert last == f"prediction: {int(torch.as_tensor(probabilities).argmax())}"


@pytest.mark.parametrize("other", [None, 7])
def test_the_attributed_shares_add_up_to_the_difference(network, image, other):
    program = attribution_program(
        FILE,
        network_as_code(network),
        pack_image(image.numpy().tobytes()),
        digit=3,
        other=other,
        steps=64,
        definitions=definitions_for(network),
    )
    _, shares, sides = printed(program, network)
    together = float(shares.split(": ")[1])
    drawing, blank, difference = map(float, re.findall(r"-?\d+\.\d+", sides))
    with torch.inference_mode():
        logits = network(torch.stack([image, 0 * image]) / 255)
    score = logits[:, 3] - (logits[:, other] if other is not None else 0)
    assert (drawing, blank) == pytest.approx(score.tolist(), abs=0.006)
    assert together == pytest.approx(difference, abs=0.03)


@pytest.mark.parametrize("target", [None, 2])
def test_the_perturbation_moves_the_probability_as_the_package_computes_it(network, image, target):
    with torch.inference_mode():
        digit = int(network(image[None] / 255).argmax())
    program = fgsm_program(
        FILE,
        network_as_code(network),
        pack_image(image.numpy().tobytes()),
        digit,
        epsilon=0.05,
        target=target,
        definitions=definitions_for(network),
    )
    lines = printed(program, network)
    double = build_model(network.config, seed=3).double().eval()
    pixels = (image.double()[None] / 255).requires_grad_()
    label, sign = (digit, 1) if target is None else (target, -1)
    torch.nn.functional.cross_entropy(double(pixels), torch.tensor([label])).backward()
    perturbed = (pixels + sign * 0.05 * pixels.grad.sign()).clamp(0, 1)
    with torch.inference_mode():
        before, after = double(torch.cat([pixels, perturbed])).softmax(1)
    expected = [f"{number} before {before[number]:.2%}, after {after[number]:.2%}" for number in range(10)]
    assert lines[:-1] == expected
    assert lines[-1] == f"prediction: {int(before.argmax())} -> {int(after.argmax())}"
