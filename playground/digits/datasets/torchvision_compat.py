"""Makes `import torchvision` work beside a CPU-only torch; can go once PyPI's torchvision loads there.

The torchvision wheel of the package index is built for CUDA. Beside a CPU-only torch its compiled operators do
not load, and the import fails with "operator torchvision::nms does not exist". Nothing here needs these
operators, so declaring their schemas is enough.
"""

import importlib
from types import ModuleType

import torch

_SCHEMA = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
_libraries: list[torch.library.Library] = []  # a collected library takes its schemas with it


def torchvision_datasets() -> ModuleType:
    """The module `torchvision.datasets`, imported at the first call (about 1.5 s)."""
    try:
        return importlib.import_module("torchvision.datasets")
    except RuntimeError as error:
        if "torchvision::" not in str(error):
            raise
        library = torch.library.Library("torchvision", "DEF")
        for operator in ("nms", "qnms"):
            library.define(operator + _SCHEMA)
        _libraries.append(library)
        return importlib.import_module("torchvision.datasets")
