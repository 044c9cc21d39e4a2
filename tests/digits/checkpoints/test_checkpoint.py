"""Round trips, and every kind of file that is no checkpoint."""

import io
import json
import os
import pickle
import stat
import warnings
import zipfile

import pytest
import torch
from safetensors.torch import save as save_safetensors
from torch import nn

from playground.digits.checkpoints import (
    export_safetensors,
    export_state_dict,
    load_checkpoint,
    load_pretrained,
    read_checkpoint,
    save_checkpoint,
)
from playground.digits.models import ModelConfig, build_model
from playground.errors import CheckpointError

MODEL = build_model(ModelConfig(), seed=0)
IMAGES = torch.rand(3, 28, 28)


def torch_file(content, **options):
    buffer = io.BytesIO()
    torch.save(content, buffer, **options)
    return buffer.getvalue()


def header(text, tail=b""):
    return len(text).to_bytes(8, "little") + text + tail


@pytest.mark.parametrize(
    "config",
    [
        ModelConfig(),
        ModelConfig("mlp", (32, 16), "tanh"),
        ModelConfig("mlp", (9, 8), "elu, squareplus"),
        ModelConfig("cnn"),
        ModelConfig("cnn", activation="relu, tanh, relu"),
    ],
)
def test_round_trip(tmp_path, config):
    model = build_model(config, seed=4).eval()
    path = save_checkpoint(tmp_path / "new" / "net.safetensors", model, dataset="mnist", test_accuracy=0.5)
    loaded = load_checkpoint(path)
    assert not loaded.model.training
    assert loaded.model.config == config
    assert torch.equal(loaded.model(IMAGES), model(IMAGES))
    assert (loaded.metadata["dataset"], loaded.metadata["test_accuracy"]) == ("mnist", 0.5)
    assert loaded.metadata["hidden"] == list(config.hidden)


def test_headers_of_every_length_are_told_from_a_pickle():
    # A header whose length ends in 0x80 begins with the same byte as a pickle.
    for extra in range(0, 600, 8):
        content = export_safetensors(MODEL, {"note": "x" * extra})
        assert read_checkpoint(content).metadata["note"] == "x" * extra


def test_the_articles_file_comes_and_goes():
    content = export_state_dict(MODEL)
    state = torch.load(io.BytesIO(content), weights_only=True)
    assert list(state) == ["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"]
    assert torch.equal(read_checkpoint(content).model(IMAGES), MODEL.eval()(IMAGES))
    assert read_checkpoint(content).metadata["dataset"] == "unknown"


@pytest.mark.parametrize("options", [{}, {"_use_new_zipfile_serialization": False}])
def test_a_students_net_with_other_layer_names_is_imported(options):
    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.flatten = nn.Flatten()
            self.input_layer = nn.Linear(784, 64)
            self.output_layer = nn.Linear(64, 10)

        def forward(self, x):
            return self.output_layer(torch.relu(self.input_layer(self.flatten(x))))

    net = Net()
    loaded = read_checkpoint(torch_file(net.state_dict(), **options))
    assert loaded.model.config == ModelConfig("mlp", (64,))
    torch.testing.assert_close(loaded.model(IMAGES), net(IMAGES))


class Attack:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (str(self.path),)


@pytest.mark.parametrize(
    "pack",
    [
        pickle.dumps,
        lambda attack: torch_file({"fc1.weight": attack}),
        lambda attack: torch_file(attack, _use_new_zipfile_serialization=False),
    ],
)
def test_a_pickle_with_code_is_refused_and_does_not_run(tmp_path, pack):
    trap = tmp_path / "code-was-run"
    content = pack(Attack(trap))
    with pytest.raises(CheckpointError, match=r"could run code: it was not opened|cannot be read"):
        read_checkpoint(content)
    assert not trap.exists()
    pickle.loads(pickle.dumps(Attack(trap)))  # the trap itself works
    assert trap.exists()


def nan_model():
    model = build_model(ModelConfig(), seed=0)
    with torch.no_grad():
        model.get_submodule("fc2").bias[3] = float("nan")
    return model


def torchscript():
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        torch.jit.save(torch.jit.script(nn.Linear(2, 2)), buffer)
    return buffer.getvalue()


def zip_bomb():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data.pkl", bytes(50 * 2**20))
    return buffer.getvalue()


def described(**description):
    tensors = {name: tensor.contiguous() for name, tensor in MODEL.state_dict().items()}
    return save_safetensors(tensors, {"playground": json.dumps(description)})


STATE = MODEL.state_dict()
BAD = {
    "empty": (b"", "neither"),
    "text": (b"hello, I am not a network at all", "neither"),
    "image": (b"\x89PNG\r\n\x1a\n" + bytes(100), "neither"),
    "absurd header length": ((2**63).to_bytes(8, "little") + b"{}", "neither"),
    "header longer than the file": ((10**6).to_bytes(8, "little") + b"{}", "neither"),
    "header is a list": (header(b"[1, 2]  "), "neither"),
    "header is deep": (header(b"{" + b'"a":{' * 40_000 + b"}" * 40_001), "neither"),
    "description is a list": (save_safetensors(STATE, {"playground": "[1]"}), "not an object"),
    "description is deep": (save_safetensors(STATE, {"playground": "[" * 100_000}), "neither"),
    "description is no JSON": (save_safetensors(STATE, {"playground": "{"}), "neither"),
    "no tensors": (header(b"{}      "), "got no tensors"),
    "model is a list": (described(model=["mlp"]), "cannot be built"),
    "model is unknown": (described(model="gpt"), "Expected a model out of"),
    "hidden is null": (described(model="mlp", hidden=None), "cannot be built"),
    "hidden is text": (described(model="mlp", hidden="128"), "cannot be built"),
    "hidden is vast": (described(model="mlp", hidden=[10**3000] * 2), "cannot be built"),
    "activation is a number": (described(model="mlp", activation=3), "Expected an activation"),
    "activation is an object": (described(model="mlp", activation={}), "cannot be built"),
    "other shapes": (
        described(model="mlp", hidden=[64]),
        r"Expected fc1.bias of shape \(64,\), but got \(128,\)",
    ),
    "NaN": (export_safetensors(nan_model(), {}), "Expected finite weights, but fc2.bias holds NaN"),
    "NaN in a state_dict": (export_state_dict(nan_model()), "holds NaN"),
    "another network": (torch_file({"w": torch.zeros(3, 3)}), r"but got w \(3, 3\)"),
    "vast network": (
        torch_file(
            {
                "a": torch.zeros(1).expand(9000, 784),
                "b": torch.zeros(9000),
                "c": torch.zeros(10, 9000),
                "d": torch.zeros(10),
            }
        ),
        "cannot be built",
    ),
    "sparse": (torch_file({"w": torch.zeros(3, 3).to_sparse()}), "plain dense weights|cannot be read"),
    "complex": (torch_file({"w": torch.zeros(3, 3, dtype=torch.complex64)}), "plain dense weights"),
    "a number": (torch_file(3), "holds a int"),
    "keys that are no names": (torch_file({1: torch.zeros(2), "a": torch.zeros(2)}), "holds a dict"),
    "a whole model": (torch_file(nn.Linear(2, 2)), "could run code"),
    "torchscript": (torchscript(), "TorchScript archive, which holds code"),
    "cut short": (export_state_dict(MODEL)[:100_000], "cut short"),
    "safetensors cut short": (export_safetensors(MODEL, {})[:100_000], "neither"),
    "zip without a network": (b"PK\x05\x06" + bytes(18), "it was not opened"),
    "zip bomb": (zip_bomb(), "at most 32 MB, but this file has 50 MB"),
    "a bare pickle cut short": (b"\x80\x04\x95", "cannot be read|could run code"),
    "100 MB": (bytes(100 * 2**20), "at most 32 MB, but this file has 100 MB"),
}


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused_in_words(name):
    content, text = BAD[name]
    with pytest.raises(CheckpointError, match=text):
        read_checkpoint(content)


def test_a_missing_file_and_a_folder_are_named(tmp_path):
    for path in (tmp_path / "none.safetensors", tmp_path):
        with pytest.raises(CheckpointError, match=f"{path} cannot be read"):
            load_checkpoint(path)


def test_a_large_file_is_not_read(tmp_path):
    path = tmp_path / "large.pt"
    with open(path, "wb") as file:
        file.truncate(100 * 2**20)
    with pytest.raises(CheckpointError, match="at most 32 MB"):
        load_checkpoint(path)


def test_an_unknown_pretrained_network():
    with pytest.raises(CheckpointError, match="out of cnn, mlp, but got 'vit'"):
        load_pretrained("vit")


def test_files_respect_the_umask(tmp_path):
    # They came out private (0600), so that another user of the same class server could not read them.
    before = os.umask(0o022)
    try:
        path = save_checkpoint(tmp_path / "net.safetensors", MODEL)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_a_failed_write_keeps_the_old_file_and_leaves_nothing(tmp_path, monkeypatch):
    path = save_checkpoint(tmp_path / "net.safetensors", MODEL, note="old")

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(CheckpointError, match=r"No space left on device\. Free some space"):
        save_checkpoint(path, MODEL, note="new")
    assert load_checkpoint(path).metadata["note"] == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(CheckpointError, match="cannot be written"):
        save_checkpoint(tmp_path / "file" / "net.safetensors", MODEL)


@pytest.mark.parametrize("config", [ModelConfig("cnn"), ModelConfig(), ModelConfig("mlp", (32, 16))])
def test_a_file_of_a_sequential_such_as_older_programs_wrote_is_recognised_by_its_shapes(config):
    model = build_model(config, seed=1).eval()
    sequential = nn.Sequential(*model.layers())
    assert not sequential.state_dict().keys() & model.state_dict().keys()
    loaded = read_checkpoint(torch_file(sequential.state_dict())).model
    assert loaded.config == config
    images = torch.rand(4, 28, 28)
    assert torch.equal(loaded(images), sequential(images.unsqueeze(1)))
