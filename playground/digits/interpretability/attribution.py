"""Attribution of a network's answer to the pixels of an image, by the methods of the Captum library.

Every method attributes one number, the *score* of a question: a digit's logit, or by how much it exceeds another's.
The networks are shared by visitors: nothing here changes one, not even for a moment.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from playground.digits.drawing.preprocessing import SIZE
from playground.digits.models import to_input
from playground.errors import ConfigurationError

STEPS = 48
"""Images between a blank one and the drawing: the pretrained CNN's sums then miss by about 0.5 %."""

Score = Callable[[Tensor], Tensor]
"""Images `(N, 28, 28)` float32 to scores `(N,)`."""


@dataclass(frozen=True)
class Question:
    """'Why `digit`?', or, with `other`, 'why `digit` and not `other`?'; both 0..9."""

    digit: int
    other: int | None = None

    def __post_init__(self) -> None:
        digits = [self.digit] if self.other is None else [self.digit, self.other]
        if not all(0 <= digit <= 9 for digit in digits) or len(set(digits)) < len(digits):
            raise ConfigurationError(
                f"Expected one digit from 0 to 9, or two different ones, but got {digits}. Choose others."
            )

    def score(self, logits: Tensor) -> Tensor:
        """The attributed number, `(N,)`, of logits `(N, 10)`."""
        return logits[:, self.digit] if self.other is None else logits[:, self.digit] - logits[:, self.other]


@dataclass(frozen=True)
class Attribution:
    """How much each pixel contributes to a score.

    Attributes:
        method: a key of `METHODS`.
        question: what was asked.
        values: `(28, 28)` float32; above 0 raises the score, below 0 lowers it.
        score: the question's score of the image.
        blank_score: the same of a blank image.
    """

    method: str
    question: Question
    values: Tensor
    score: float
    blank_score: float

    @property
    def total(self) -> float:
        """All values added; for integrated gradients nearly `score - blank_score`, their completeness."""
        return float(self.values.double().sum())


def integrated_gradients(model: nn.Module, inputs: Tensor, question: Question) -> Tensor:
    """The pixel times the mean of its gradient on the straight line from a blank image.

    `x * mean_k df/dx(alpha_k x)`, `alpha_k = (k + 1/2) / STEPS`: the midpoint rule for the integral of Sundararajan,
    Taly and Yan (2017), https://arxiv.org/abs/1703.01365, equation 1.

    Args:
        model: in eval mode, maps `(N, 28, 28)` to logits `(N, 10)`.
        inputs: `(1, 28, 28)` float32 in 0..1.
        question: what is attributed.
    """
    from captum.attr import IntegratedGradients  # 1 s to import

    method = IntegratedGradients(lambda images: question.score(model(images)))
    return method.attribute(inputs, n_steps=STEPS, method="riemann_middle")[0]


def gradient_times_input(model: nn.Module, inputs: Tensor, question: Question) -> Tensor:
    """The pixel times the score's gradient at this very image; arguments as in `integrated_gradients`."""
    from captum.attr import InputXGradient

    method = InputXGradient(lambda images: question.score(model(images)))
    return method.attribute(inputs.clone().requires_grad_())[0]


def grad_cam(model: nn.Module, inputs: Tensor, question: Question) -> Tensor:
    """The last convolution's maps, each weighted by the mean of its gradient, added, cut at 0 and enlarged.

    Selvaraju et al. (2017), https://arxiv.org/abs/1610.02391, equations 1 and 2; enlarged bilinearly to 28 x 28.
    Arguments as in `integrated_gradients`.

    Raises:
        ConfigurationError: the network has no convolution.
    """
    from captum.attr import LayerGradCam

    own = copy.deepcopy(model)  # Captum hooks into the layer, and others are using the model
    layer = last_convolution(own)
    if layer is None:
        raise ConfigurationError(
            "Grad-CAM expects a network with a convolution, but this one has none. Choose integrated gradients."
        )
    method = LayerGradCam(lambda images: question.score(own(images)), layer)
    coarse = method.attribute(inputs, relu_attributions=True)  # (1, 1, h, w)
    return F.interpolate(coarse, (SIZE, SIZE), mode="bilinear", align_corners=False)[0, 0]


METHODS: dict[str, Callable[[nn.Module, Tensor, Question], Tensor]] = {
    "integrated_gradients": integrated_gradients,
    "gradient_times_input": gradient_times_input,
    "grad_cam": grad_cam,
}
"""Those that need nothing but a question; `digits/occlusion.py` has one with settings of its own."""


def attribute(
    model: nn.Module, image: NDArray[np.uint8] | Tensor, question: Question, method: str
) -> Attribution:
    """Attribute a question's score to the pixels.

    Args:
        model: maps `(N, 28, 28)` float32 in 0..1 to logits `(N, 10)`; it is read in eval mode and stays as it is.
        image: `(28, 28)` uint8, white ink on black.
        question: what is asked.
        method: a key of `METHODS`.

    Raises:
        ConfigurationError: an unknown method, or one that the network does not allow.
    """
    if method not in METHODS:
        raise ConfigurationError(
            f"Expected a method out of {', '.join(METHODS)}, but got {method!r}. Choose one of these."
        )
    model, inputs = in_eval_mode(model), to_inputs(image)
    score, blank_score = scores(model, inputs, question)
    values = METHODS[method](model, inputs, question).detach().float()
    return Attribution(method, question, values, score, blank_score)


def scores(model: nn.Module, inputs: Tensor, question: Question) -> tuple[float, float]:
    """The score of an image `(1, 28, 28)` and of a blank one, by a model in eval mode."""
    with torch.no_grad():
        score, blank_score = question.score(model(torch.cat([inputs, torch.zeros_like(inputs)]))).tolist()
    return score, blank_score


def in_eval_mode(model: nn.Module) -> nn.Module:
    """The model itself where it is in eval mode, else a copy that is."""
    return copy.deepcopy(model).eval() if model.training else model


def to_inputs(image: NDArray[np.uint8] | Tensor) -> Tensor:
    """An image `(28, 28)` uint8 as `(1, 28, 28)` float32 in 0..1."""
    pixels = torch.from_numpy(image.copy()) if isinstance(image, np.ndarray) else image
    return to_input(pixels.unsqueeze(0))


def last_convolution(model: nn.Module) -> nn.Conv2d | None:
    """The last `nn.Conv2d` in the order of definition; None without one."""
    return next((part for part in reversed(list(model.modules())) if isinstance(part, nn.Conv2d)), None)
