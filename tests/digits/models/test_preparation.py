"""What is done to the pixels: inside every network of the catalogue, in files, in programs and in explanations."""

import numpy as np
import pytest
import torch
from torch import nn

from playground.digits.checkpoints import export_safetensors, read_checkpoint
from playground.digits.interpretability.feature_maps import trace_maps
from playground.digits.interpretability.features import fingerprint
from playground.digits.interpretability.hidden_units import trace_layers
from playground.digits.model_source import definitions_for, network_as_code
from playground.digits.models import NETWORKS, ModelConfig, build_model, to_input
from playground.digits.models.preparation import USUAL, Preparation
from playground.errors import CheckpointError, ConfigurationError
from tests.digits.checkpoints.containers import plain

PIXELS = torch.randint(0, 256, (4, 28, 28), dtype=torch.uint8, generator=torch.Generator().manual_seed(0))
EXPECTED = {
    "plain": lambda pixels: pixels.float() / 255,
    "mnist": lambda pixels: (pixels.float() / 255).sub(0.1307).div(0.3081),
    "halves": lambda pixels: pixels.float() / 127.5 - 1,
    "bytes": lambda pixels: pixels.float(),
    "inverted": lambda pixels: (255 - pixels.float()) / 255,
}


@pytest.mark.parametrize("network", NETWORKS)
@pytest.mark.parametrize("name", USUAL)
def test_every_network_sees_what_its_own_program_showed_it(name, network):
    bare = build_model(ModelConfig(network), seed=1).eval()
    prepared = build_model(ModelConfig(network, preparation=USUAL[name]), seed=1).eval()
    assert list(prepared.state_dict()) == list(bare.state_dict())
    torch.testing.assert_close(prepared(to_input(PIXELS)), bare(EXPECTED[name](PIXELS)), atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("network", NETWORKS)
def test_it_is_kept_in_a_file_and_printed_in_programs(network):
    config = ModelConfig(network, preparation=Preparation(255.0, 33.0, 78.5, inverted=True))
    model = build_model(config, seed=1).eval()
    loaded = read_checkpoint(export_safetensors(model, {})).model
    assert loaded.config == config
    assert torch.equal(loaded(to_input(PIXELS)), model(to_input(PIXELS)))
    names = {"torch": torch, "nn": nn}
    exec(definitions_for(model), names)
    assert "Prepare(scale=255.0, mean=33.0, deviation=78.5, inverted=True)" in definitions_for(model)
    copy = eval(network_as_code(model), names).eval()
    copy.load_state_dict(model.state_dict())
    torch.testing.assert_close(copy(to_input(PIXELS)[:, None]), model(to_input(PIXELS)))


def test_hidden_units_add_up_prepared_pixels():
    model = build_model(ModelConfig(preparation=USUAL["mnist"]), seed=0).eval()
    first = trace_layers(model, PIXELS[0])[0]
    pixels = (PIXELS[0].double().flatten() / 255 - 0.1307) / 0.3081
    weight, bias = model.fc1.weight.detach().double(), model.fc1.bias.detach().double()
    torch.testing.assert_close(first.sums.double(), weight @ pixels + bias, atol=1e-5, rtol=1e-5)
    assert float(first.products(3).sum() + first.bias[3]) == pytest.approx(float(first.sums[3]), abs=1e-4)


def test_feature_maps_read_prepared_pixels():
    model = build_model(ModelConfig("cnn", preparation=USUAL["halves"]), seed=0).eval()
    block = trace_maps(model, PIXELS[0], 3).blocks[0]
    torch.testing.assert_close(block.inputs[0], PIXELS[0].float() / 127.5 - 1)


def test_the_same_weights_with_another_preparation_are_another_network():
    one, other = (build_model(ModelConfig(preparation=USUAL[name]), seed=0) for name in ("plain", "mnist"))
    assert fingerprint(one) != fingerprint(other)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"scale": 0}, "Expected a scale above 0"),
        ({"deviation": 0.0}, "Expected a deviation above 0"),
        ({"deviation": -1.0}, "Expected a deviation above 0"),
        ({"mean": float("nan")}, "Expected a mean"),
        ({"mean": float("inf")}, "Expected a mean"),
        ({"mean": "0.5"}, "Expected a mean"),
        ({"inverted": 1}, "inverted to be true or false"),
    ],
)
def test_impossible_numbers_are_refused(arguments, text):
    with pytest.raises(ConfigurationError, match=text):
        Preparation(**arguments)


@pytest.mark.parametrize("preparation", [3, {"scale": 0}, {"magic": 1}, [1], {"mean": None}])
def test_a_damaged_description_is_refused_in_words(preparation):
    import json

    from safetensors.torch import save

    model = build_model(ModelConfig(), seed=0)
    content = save(
        plain(model.state_dict()), {"playground": json.dumps({"model": "mlp", "preparation": preparation})}
    )
    with pytest.raises(CheckpointError, match="cannot be built"):
        read_checkpoint(content)


def test_words():
    assert USUAL["mnist"].describe() == "pixels 0 to 1, minus 0.1307, divided by 0.3081"
    assert USUAL["bytes"].describe() == "pixels 0 to 255"
    assert Preparation().describe_range() == "from 0 (black) to 1 (white)"
    assert USUAL["inverted"].describe_range() == "from 1 (black) to 0 (white)"
    assert np.isclose(USUAL["mnist"].black, -0.1307 / 0.3081)
