"""The same network in every container and order reads as it does in its own program."""

import io
import itertools
import zipfile

import numpy as np
import pytest
import torch
from safetensors.torch import save as save_safetensors
from torch import nn

from playground.digits.checkpoints import read_checkpoint
from playground.digits.checkpoints.containers import read_tensors
from playground.digits.models import ModelConfig
from playground.errors import CheckpointError
from tests.digits.checkpoints.containers import (
    CONTAINERS,
    foreign_bytes,
    lightning_bytes,
    npz_bytes,
    torch_bytes,
)

IMAGES = torch.rand(5, 28, 28, generator=torch.Generator().manual_seed(1))


class Net(nn.Module):
    """The article's, as a student writes it; two hidden layers of one size cannot be told apart by shape."""

    def __init__(self, hidden=(64, 64)):
        super().__init__()
        sizes = (784, *hidden, 10)
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in itertools.pairwise(sizes))

    def forward(self, images):
        signal = images.flatten(1)
        for layer in self.layers[:-1]:
            signal = torch.relu(layer(signal))
        return self.layers[-1](signal)


@pytest.fixture(scope="module")
def net():
    torch.manual_seed(0)
    return Net().eval()


def same(content, net):
    loaded = read_checkpoint(content)
    torch.testing.assert_close(loaded.model(IMAGES), net(IMAGES), atol=1e-5, rtol=1e-5)
    return loaded


@pytest.mark.parametrize("name", CONTAINERS)
def test_every_container_is_unwrapped(name, net):
    assert same(CONTAINERS[name](net), net).model.config == ModelConfig("mlp", (64, 64))


def weights_first(state):
    return sorted(state, key=lambda name: (not name.endswith("weight"), name))


ORDERS = {
    "sorted": sorted,
    "reversed": lambda state: list(state)[::-1],
    "weights first": weights_first,
    "biases first": lambda state: weights_first(state)[::-1],
    "shuffled": lambda state: [list(state)[place] for place in torch.randperm(len(state)).tolist()],
}
NAMES = {
    "sequential": lambda place: f"{2 * place}",
    "ten and more": lambda place: f"net.{place + 8}",
    "fc": lambda place: f"fc{place + 1}",
    "underscore": lambda place: f"dense_{place}",
    "nested": lambda place: f"encoder.blocks.{place}.linear",
}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("names", NAMES)
def test_every_order_and_every_layer_name(order, names, net):
    state = {
        f"{NAMES[names](place)}.{part}": getattr(layer, part).detach()
        for place, layer in enumerate(net.layers)
        for part in ("weight", "bias")
    }
    ordered = {name: state[name] for name in ORDERS[order](state)}
    same(torch_bytes(ordered), net)
    same(npz_bytes(**{name.replace(".", "_"): value.numpy() for name, value in ordered.items()}), net)


@pytest.mark.parametrize(
    "spell",
    [
        lambda place, part: f"{part[0]}{place + 1}",
        lambda place, part: f"{part[0].upper()}{place}",
        lambda place, part: f"{'coefs' if part == 'weight' else 'intercepts'}_{place}",
        lambda place, part: f"{part}es_{place}" if part == "bias" else f"weights_{place}",
        lambda place, part: f"dense_{place}/{'kernel' if part == 'weight' else 'bias'}:0",
    ],
)
@pytest.mark.parametrize("transposed", [False, True])
def test_arrays_of_ones_own_in_both_layouts(spell, transposed, net):
    arrays = {
        spell(place, part): getattr(layer, part).detach().numpy()
        for part in ("bias", "weight")
        for place, layer in enumerate(net.layers)
    }
    if transposed:
        arrays = {name: value.T for name, value in arrays.items()}
    same(npz_bytes(**{name.replace("/", "_"): value for name, value in arrays.items()}), net)


def test_flax_nests_a_dictionary_for_each_layer(net):
    layers = {
        f"Dense_{place}": {"kernel": layer.weight.detach().T, "bias": layer.bias.detach()}
        for place, layer in enumerate(net.layers)
    }
    same(torch_bytes({"params": layers}), net)


def test_the_articles_own_network_from_safetensors():
    torch.manual_seed(1)
    article = nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
    same(save_safetensors({f"fc{n[0]}.{n[2:]}": t for n, t in article.state_dict().items()}), article)


def test_a_lightning_file_is_read_without_its_classes(net):
    tensors, metadata = read_tensors(lightning_bytes(net))
    assert set(tensors) == set(net.state_dict())
    assert metadata == {}


def keras_zip():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in ("metadata.json", "config.json", "model.weights.h5"):
            archive.writestr(name, "{}")
    return buffer.getvalue()


def zipped(name):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, b"x")
    return buffer.getvalue()


def npy_bytes(array):
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=True)
    return buffer.getvalue()


SGD = torch.optim.SGD(nn.Linear(784, 10).parameters(), 0.1, momentum=0.9)
TOLD = {
    "a png": (b"\x89PNG\r\n\x1a\n" + bytes(90), "neither: it is a PNG image"),
    "a jpeg": (b"\xff\xd8\xff\xe0" + bytes(90), "a JPEG image"),
    "a web page": (b"\n<!DOCTYPE html><html>404</html>", "a web page. Download the file itself"),
    "a text": (b"not a network", "it is a text"),
    "a program": (b"import torch\nprint(1)\n", "a Python program, which is never run here"),
    "a notebook": (b'{"cells": [], "nbformat": 4}', "it is a notebook"),
    "json": (b'{"a": {"b": 1}}', "it is a JSON text"),
    "nothing": (b"", "an empty file"),
    "gzip": (b"\x1f\x8b" + bytes(30), "a gzip archive. Unpack it first"),
    "git lfs": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "git lfs pull"),
    "h5": (
        b"\x89HDF\r\n\x1a\n" + bytes(90),
        r"HDF5 file.*np\.savez\(\"weights\.npz\", \*model\.get_weights\(\)\)",
    ),
    "keras": (keras_zip(), r"a \.keras model.*get_weights"),
    "onnx": (b"\x08\x0a\x12\x07pytorch\x1a\x052.1.0" + bytes(90), "an ONNX model"),
    "tflite": (b"\x1c\x00\x00\x00TFL3" + bytes(90), "a TensorFlow Lite model"),
    "a zip of a model": (zipped("lenet/model.pth"), "lenet/model.pth in it. Unpack it"),
    "a zip of a text": (zipped("a.txt"), "a zip archive with a.txt"),
    "an office document": (zipped("[Content_Types].xml"), "an Office document"),
    "scikit-learn": (b"\x80\x04\x95csklearn.neural_network MLPClassifier", "scikit-learn.*coefs_"),
    "an optimizer": (torch_bytes(SGD.state_dict()), "the state of an optimizer alone"),
    "a whole model": (
        torch_bytes(nn.Sequential(nn.Linear(2, 2))),
        r"a whole model, an object of torch\.nn\.modules\.container\.Sequential.*torch\.save\(model\.state_dict\(\)",
    ),
    "a class of one's own": (foreign_bytes("mynet.LeNet"), r"objects of mynet\.LeNet"),
    "a class of main": (foreign_bytes("__main__.Net"), r"an object of __main__\.Net"),
    "two networks": (
        torch_bytes({"generator": Net().state_dict(), "discriminator": Net().state_dict()}),
        r"holds 2: generator, discriminator.*saved\[\"generator\"\]",
    ),
    "nothing but numbers": (torch_bytes({"epoch": 3}), "a dict with epoch"),
    "python objects in npz": (npz_bytes(a=np.array([{}], dtype=object)), "holds Python objects"),
    "texts in npz": (npz_bytes(a=np.array(["x"])), "it holds <U1"),
    "python objects in npy": (npy_bytes(np.array([{}], dtype=object)), "holds Python objects"),
    "npz cut short": (npz_bytes(a=np.zeros((784, 10)))[:2000], "cut short|cannot be read"),
    "an npy that claims more": (npy_bytes(np.zeros((784, 10)))[:500], "but is shorter"),
}


@pytest.mark.parametrize("name", TOLD)
def test_what_is_no_network_is_told_precisely(name):
    content, text = TOLD[name]
    with pytest.raises(CheckpointError, match=text):
        read_checkpoint(content)


class Trap:
    def __reduce__(self):
        return exec, ("raise SystemExit('code was run')",)


@pytest.mark.parametrize(
    "saved",
    [
        {"model_state_dict": Net().state_dict(), "evil": Trap()},
        {"fc1.weight": Trap(), **Net().state_dict()},
        Trap(),
    ],
)
def test_a_trap_beside_good_weights_is_not_opened(saved):
    with pytest.raises(CheckpointError, match=r"objects of builtins\.exec|could run code"):
        read_checkpoint(torch_bytes(saved))


def test_stand_ins_are_taken_back(net):
    before = set(torch.serialization.get_safe_globals())
    read_checkpoint(lightning_bytes(net))
    assert set(torch.serialization.get_safe_globals()) == before
