"""An image changed a little, in the one direction that misleads a network most: the fast gradient sign method."""

import copy
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from playground.errors import ConfigurationError

MAX_EPSILON = 0.5
SCAN_STEPS = 50
BISECTIONS = 10
"""Halvings of a step of the scan: the smallest epsilon is then known to 0.5 / 50 / 2**10, about 0.00001."""


@dataclass(frozen=True)
class Perturbation:
    """A direction in which the pixels of an image are changed.

    Attributes:
        image: `(28, 28)` float32 in 0..1.
        signs: `(28, 28)` float32, each -1, 0 or 1.
    """

    image: Tensor
    signs: Tensor

    def at(self, epsilon: float) -> Tensor:
        """`(28, 28)` float32: every pixel changed by `epsilon` of the range 0..1, and cut off at 0 and 1.

        It is not rounded to 256 levels.
        """
        return self.at_each(torch.tensor([epsilon]))[0]

    def at_each(self, epsilons: Tensor) -> Tensor:
        """The same for epsilons `(N,)`: `(N, 28, 28)`."""
        return (self.image + epsilons.float()[:, None, None] * self.signs).clamp(0, 1)


def fast_gradient_sign(
    model: nn.Module, image: Tensor, digit: int, target: int | None = None
) -> Perturbation:
    """The direction of Goodfellow, Shlens and Szegedy (2014), https://arxiv.org/abs/1412.6572, section 4.

    `sign(d/dx cross_entropy(model(x), digit))`: away from `digit`; with a target, minus the same for the target:
    towards it. It is computed in float64, since a network that is sure has slopes that float32 rounds to 0.

    Args:
        model: maps `(N, 28, 28)` in 0..1 to logits `(N, 10)`; it stays as it is.
        image: `(28, 28)` uint8.
        digit: the network's answer, 0..9.
        target: another digit; None for 'any but `digit`'.

    Raises:
        ConfigurationError: the target is the digit, or none.
    """
    if target == digit or target not in (None, *range(10)):
        raise ConfigurationError(
            f"Expected a target digit from 0 to 9 other than {digit}, but got {target}. Choose another."
        )
    own = copy.deepcopy(model).double().eval().requires_grad_(False)
    x = (image.double() / 255)[None].requires_grad_()
    loss = F.cross_entropy(own(x), torch.tensor([digit if target is None else target]))
    (gradient,) = torch.autograd.grad(loss, x)
    signs = gradient[0].sign() if target is None else -gradient[0].sign()
    return Perturbation(image.float() / 255, signs.float())


def random_sign_perturbation(image: Tensor, seed: int) -> Perturbation:
    """Each pixel of `(28, 28)` uint8 up or down at random: the baseline of random signs, noise of the same size."""
    generator = torch.Generator().manual_seed(seed)
    signs = torch.randint(2, tuple(image.shape), generator=generator).float() * 2 - 1
    return Perturbation(image.float() / 255, signs)


@torch.inference_mode()
def predict_probabilities(model: nn.Module, images: Tensor) -> Tensor:
    """Probabilities `(N, 10)` of images `(N, 28, 28)` float32 in 0..1, by a model in eval mode."""
    return model(images).softmax(1)


@dataclass(frozen=True)
class Scan:
    """What a network predicts as a perturbation grows.

    Attributes:
        epsilons: `(SCAN_STEPS + 1,)`, 0 to `MAX_EPSILON`.
        probabilities: `(SCAN_STEPS + 1, 10)`.
        smallest: the least epsilon whose answer is another one, or the target if there is one, to 0.00001; None
            where none up to `MAX_EPSILON` is.
    """

    epsilons: Tensor
    probabilities: Tensor
    smallest: float | None


def scan(model: nn.Module, perturbation: Perturbation, digit: int, target: int | None = None) -> Scan:
    """Read the image at every epsilon, and find the smallest that succeeds by halving the step in which it lies.

        Args:
            model: in eval mode; it stays as it is.
    perturbation: the direction.
            digit: the answer at epsilon 0.
            target: the digit that counts as success; None: any but `digit`.
    """
    epsilons = torch.linspace(0, MAX_EPSILON, SCAN_STEPS + 1)
    probabilities = predict_probabilities(model, perturbation.at_each(epsilons))
    answers = probabilities.argmax(1)
    succeeded = (answers != digit) if target is None else (answers == target)
    if not succeeded.any():
        return Scan(epsilons, probabilities, None)
    first = int(succeeded.nonzero()[0])
    if first == 0:
        return Scan(epsilons, probabilities, 0.0)
    low, high = float(epsilons[first - 1]), float(epsilons[first])
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        answer = int(predict_probabilities(model, perturbation.at(middle)[None]).argmax())
        low, high = (
            (low, middle) if (answer != digit if target is None else answer == target) else (middle, high)
        )
    return Scan(epsilons, probabilities, high)
