"""What a network makes of one image."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from playground.digits.drawing.preprocessing import SIZE
from playground.digits.models import CLASSES, to_input
from playground.digits.rejection import judge


@dataclass(frozen=True)
class Prediction:
    """The answer for one image.

    Attributes:
        label: the most probable digit, 0..9; None where the image does not look like one digit, or has no ink.
        probabilities: `(10,)` float32 on the CPU. They sum to 1 where there is a label, and else to how likely the
            image is one digit at all, below 0.5; all 0 without ink.
        confidence: the label's probability, 0..1; 0 where `label` is None.
        looks_like: a key of `playground.digits.rejection.KINDS`, "digit" where there is a label; "" without ink.
    """

    label: int | None
    probabilities: Tensor
    confidence: float
    looks_like: str = "digit"


def predict(model: nn.Module, image: NDArray[np.uint8] | Tensor, *, abstain: bool = True) -> Prediction:
    """Read one digit, in eval mode; the model's mode is restored.

    Args:
        model: maps `(N, 28, 28)` float32 in 0..1 to logits `(N, 10)`.
        image: `(28, 28)` uint8, white ink on black.
        abstain: give no label to what does not look like one digit; False: the model's own answer to any ink.

    Raises:
        ValueError: another shape or dtype.
    """
    pixels = torch.from_numpy(np.ascontiguousarray(image)) if isinstance(image, np.ndarray) else image
    if tuple(pixels.shape) != (SIZE, SIZE) or pixels.dtype != torch.uint8:
        raise ValueError(
            f"Expected an image (28, 28) uint8, but got {tuple(pixels.shape)} {pixels.dtype}. "
            "Prepare a drawing with digits.drawing.to_mnist first."
        )
    if not pixels.any():
        return Prediction(None, torch.zeros(CLASSES), 0.0, "")
    probabilities = _probabilities(model, pixels)
    if abstain:
        judgement = judge(pixels.cpu())
        if not judgement.accepted:
            return Prediction(None, judgement.digit * probabilities, 0.0, judgement.kind)
    label = int(probabilities.argmax())
    return Prediction(label, probabilities, probabilities[label].item())


def _probabilities(model: nn.Module, pixels: Tensor) -> Tensor:
    was_training = model.training
    device = next((parameter.device for parameter in model.parameters()), pixels.device)
    model.eval()
    try:
        with torch.inference_mode():
            logits = model(to_input(pixels.unsqueeze(0).to(device)))[0]  # (10,)
            return logits.float().softmax(0).cpu()
    finally:
        if was_training:  # a model that others share is not touched when it need not be
            model.train()
