"""A network as an ONNX file, made in this process: PyTorch's exporter traces it.

The exporter takes seconds to import, and changes how modules are called while it traces. So the app runs it in a process
of its own, `python -m playground.digits.checkpoints.onnx_conversion NETWORK FILE`, which `onnx_file` starts.
"""

import sys
import warnings
from pathlib import Path
from typing import Any

import torch
from torch import nn

from playground.digits.checkpoints.checkpoint import load_checkpoint
from playground.digits.models import NETWORKS, DigitNetwork

OPSET = 20
"""The exporter's own choice; onnxruntime 1.17 of January 2024 and every later one runs it."""
INPUT, OUTPUT = "images", "logits"


def to_onnx(network: DigitNetwork) -> bytes:
    """The network in eval mode, its preparation of the pixels included.

    The file's input is `images`, `(N, 1, 28, 28)` float32 in 0..1, white ink on black, for any N of at least 1; its
    output is `logits`, `(N, 10)`. Normalisations may be folded into the layers before them.
    """
    from onnx_ir import to_proto

    preparation = network.config.preparation
    before = [] if preparation.changes_nothing else [preparation.build()]
    layers = nn.Sequential(*before, *network.layers()).eval()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter uses parts of Python and PyTorch that will go
        program = torch.onnx.export(
            layers,
            (torch.zeros(2, 1, 28, 28),),  # a batch of one would be taken for a fixed size
            input_names=[INPUT],
            output_names=[OUTPUT],
            opset_version=OPSET,
            dynamic_shapes=({0: torch.export.Dim("N")},),
            dynamo=True,
            verbose=False,
        )
    assert program is not None  # without a file's name it is returned
    return to_proto(_described(program.model, layers, network)).SerializeToString()


def _described(model: Any, layers: nn.Module, network: DigitNetwork) -> Any:
    """Without the exporter's notes, which name files of this machine, and with what the network is."""
    from onnx_ir.passes.common import ClearMetadataAndDocStringPass

    ClearMetadataAndDocStringPass()(model)
    own = {id(tensor): name for name, tensor in network.state_dict(keep_vars=True).items()}
    names = {name: own[id(tensor)] for name, tensor in layers.state_dict(keep_vars=True).items()}
    before = dict(model.graph.initializers)
    for name, value in before.items():  # all first, because "0.weight" may be a name in both
        value.name = f"constant_{name}"
    for name in before.keys() & names.keys():
        before[name].name = names[name]
    model.doc_string = (
        f"{NETWORKS[network.config.model].describe(network.config)}. Input: (N, 1, 28, 28) float32 in 0..1, white ink on "
        "black. Output: ten logits an image; the largest is the answer."
    )
    return model


def main(network: str, file: str) -> None:
    """Read a network from one file and write the other."""
    torch.set_num_threads(1)
    Path(file).write_bytes(to_onnx(load_checkpoint(network).model))


if __name__ == "__main__":
    main(*sys.argv[1:])
