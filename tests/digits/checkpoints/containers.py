"""One network in every kind of file that people have."""

import argparse
import io
import pathlib
import sys
import types
from contextlib import contextmanager
from unittest import mock

import numpy as np
import torch
from safetensors.torch import save as save_safetensors
from torch import nn


def torch_bytes(saved, **options):
    buffer = io.BytesIO()
    torch.save(saved, buffer, **options)
    return buffer.getvalue()


def npz_bytes(*arrays, **named):
    buffer = io.BytesIO()
    np.savez(buffer, *arrays, **named)
    return buffer.getvalue()


@contextmanager
def foreign_class(path, *bases):
    """A class at `path`, which can be imported, and so saved, within the block alone."""
    module_name, _, name = path.rpartition(".")
    module = types.ModuleType(module_name)
    setattr(module, name, type(name, bases or (object,), {"__module__": module_name}))
    parts = module_name.split(".")
    modules = {".".join(parts[:end]): module for end in range(1, len(parts) + 1)}
    with mock.patch.dict(sys.modules, modules):
        yield getattr(module, name)


def foreign_bytes(path):
    """A file with an object of a class that is not there when it is read."""
    with foreign_class(path) as made:
        return torch_bytes(made())


def lightning_bytes(net, prefix="model."):
    """As Lightning's `save_checkpoint` writes it: settings, callbacks, optimizer, and the state of a loss."""
    optimizer = torch.optim.Adam(net.parameters())
    with foreign_class("lightning.fabric.utilities.data.AttributeDict", dict) as settings:
        return torch_bytes(
            {
                "epoch": 3,
                "global_step": 1200,
                "pytorch-lightning_version": "2.5.0",
                "state_dict": {
                    **{f"{prefix}{name}": value for name, value in net.state_dict().items()},
                    "loss.weight": torch.ones(10),
                    "accuracy.correct": torch.tensor(3),
                },
                "loops": {"fit_loop": {"state_dict": {}, "epoch_progress": {"total": {"ready": 3}}}},
                "callbacks": {
                    "ModelCheckpoint": {"best_model_score": torch.tensor(0.1), "dirpath": pathlib.Path("x")}
                },
                "optimizer_states": [optimizer.state_dict()],
                "hyper_parameters": settings(lr=0.001),
                "namespace": argparse.Namespace(lr=0.1),
            }
        )


def plain(state):
    return {name: tensor.contiguous() for name, tensor in state.items()}


def arrays(state):
    return {name: tensor.numpy() for name, tensor in state.items()}


CONTAINERS = {
    "state_dict": lambda net: torch_bytes(net.state_dict()),
    "before 1.6": lambda net: torch_bytes(net.state_dict(), _use_new_zipfile_serialization=False),
    "training state": lambda net: torch_bytes(
        {
            "epoch": 4,
            "model_state_dict": net.state_dict(),
            "optimizer_state_dict": torch.optim.SGD(net.parameters(), 0.1, momentum=0.9).state_dict(),
            "loss": np.float64(0.3),
        }
    ),
    **{
        key: lambda net, key=key: torch_bytes({key: net.state_dict(), "acc": 0.97})
        for key in ("state_dict", "model", "net", "weights", "anything")
    },
    "nested": lambda net: torch_bytes({"checkpoint": {"best": {"model": net.state_dict()}}, "args": None}),
    "ema": lambda net: torch_bytes({"ema": nn.Linear(784, 10).state_dict(), "model": net.state_dict()}),
    "beside numbers": lambda net: torch_bytes({**net.state_dict(), "epoch": 3, "name": "mine"}),
    "DataParallel": lambda net: torch_bytes(nn.DataParallel(net).state_dict()),
    "torch.compile": lambda net: torch_bytes({f"_orig_mod.{n}": t for n, t in net.state_dict().items()}),
    "both": lambda net: torch_bytes({f"module._orig_mod.{n}": t for n, t in net.state_dict().items()}),
    "parameters": lambda net: torch_bytes(dict(net.named_parameters())),
    "list": lambda net: torch_bytes(list(net.parameters())),
    "float64": lambda net: torch_bytes({n: t.double() for n, t in net.state_dict().items()}),
    "lightning": lightning_bytes,
    "lightning, net": lambda net: lightning_bytes(net, "net."),
    "safetensors": lambda net: save_safetensors(plain(net.state_dict())),
    "safetensors, prefixed": lambda net: save_safetensors(
        {f"model.{n}": t for n, t in plain(net.state_dict()).items()}
    ),
    "npz": lambda net: npz_bytes(**arrays(net.state_dict())),
    "npz without names": lambda net: npz_bytes(*arrays(net.state_dict()).values()),
}
"""What a file holds, to a function that writes it for a network of linear layers."""
