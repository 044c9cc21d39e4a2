"""A network's predictions on the test set, cached beside its checkpoint so that they are computed once."""

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load as load_safetensors
from safetensors.torch import save as save_safetensors
from torch import Tensor

from playground.digits.evaluation.metrics import Evaluation
from playground.errors import CheckpointError
from playground.files import write_atomically


@dataclass(frozen=True)
class CachedPredictions:
    """One prediction a test image, in the data set's order.

    Attributes:
        predicted: `(N,)` int64, 0..9.
        confidence: `(N,)` float32, the probability that the network gives to `predicted`, 0..1.
    """

    predicted: Tensor
    confidence: Tensor


def save_predictions(path: str | Path, evaluation: Evaluation) -> None:
    """Write the predictions of an evaluation; 5 bytes an image.

    Raises:
        CheckpointError: the file cannot be written.
    """
    tensors = {"predicted": evaluation.predicted.to(torch.uint8), "confidence": evaluation.confidence}
    content = save_safetensors({name: tensor.contiguous() for name, tensor in tensors.items()})
    write_atomically(path, content, what="file of predictions", error=CheckpointError)


def load_predictions(path: str | Path, images: int) -> CachedPredictions:
    """Read the predictions for `images` test images.

    Raises:
        CheckpointError: the file is missing, damaged, or holds predictions for another number of images.
    """
    try:
        tensors = load_safetensors(Path(path).read_bytes())
        predictions = CachedPredictions(tensors["predicted"].long(), tensors["confidence"].float())
    except (OSError, SafetensorError, KeyError) as error:
        raise CheckpointError(
            f"Expected the answers of a network in {path}, but they cannot be read ({error}). Choose another epoch."
        ) from error
    if not predictions.predicted.shape == predictions.confidence.shape == (images,):
        raise CheckpointError(
            f"Expected answers to {images:,} test images in {path}, but it has {predictions.predicted.numel():,}: the "
            "run was tested on other data. Choose another run."
        )
    return predictions
