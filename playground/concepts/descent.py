"""Gradient descent, recorded step by step, and its closed form where there is one."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from playground.concepts.optimizers import OptimizerConfig, build_optimizer
from playground.concepts.surfaces import Surface
from playground.errors import ConfigurationError

MAX_STEPS = 100_000


@dataclass(frozen=True)
class Trajectory:
    """Where a descent went. Row t belongs to the point after t steps; row 0 is the start.

    Attributes:
        points: `(steps + 1, d)`, in the start's dtype.
        losses: `(steps + 1,)`, the loss at each point.
        gradients: `(steps + 1, d)`, the gradient at each point.
    """

    points: Tensor
    losses: Tensor
    gradients: Tensor

    @property
    def steps(self) -> int:
        """How many steps were taken."""
        return len(self.losses) - 1

    @property
    def diverged_at(self) -> int | None:
        """The first step whose loss or point is not a finite number, or None when all are."""
        broken = ~(self.losses.isfinite() & self.points.isfinite().all(dim=1))
        return int(broken.int().argmax()) if bool(broken.any()) else None


def descend(
    surface: Surface,
    optimizer: OptimizerConfig,
    start: Tensor | Sequence[float] | None = None,
    steps: int = 1000,
) -> Trajectory:
    """Take `steps` steps of `optimizer` down `surface` and record all of them.

    The numbers are exactly those of a plain `torch.optim` loop. A descent that leaves the finite numbers
    goes on, with infinity and NaN as PyTorch computes them; see `Trajectory.diverged_at`.

    Args:
        surface: the function to descend.
        optimizer: which optimizer, with which numbers.
        start: the first point `(d,)`, finite; the surface's own start if None. A floating-point tensor keeps
            its dtype, everything else becomes PyTorch's default dtype (float32).
        steps: how many steps, 1 to `MAX_STEPS`.

    Raises:
        ConfigurationError: the steps or the start are out of range.
    """
    if isinstance(steps, bool) or not isinstance(steps, int) or not 1 <= steps <= MAX_STEPS:
        raise ConfigurationError(
            f"Expected a whole number of steps from 1 to {MAX_STEPS:,}, but got {steps!r}."
        )
    point = _start_point(surface, start).requires_grad_()
    position = point.detach()  # shares its memory with `point`: copying it needs no autograd
    points = position.new_empty(steps + 1, len(position))
    losses = position.new_empty(steps + 1)
    gradients = torch.empty_like(points)
    stepper = build_optimizer(optimizer, [point])
    rows = zip(points.unbind(), losses.unbind(), gradients.unbind(), strict=True)
    with torch.enable_grad():
        for step, (point_row, loss_row, gradient_row) in enumerate(rows):
            point.grad = None
            loss = surface(point)
            loss.backward()
            assert point.grad is not None
            point_row.copy_(position)
            loss_row.copy_(loss.detach())
            gradient_row.copy_(point.grad)
            if step < steps:
                stepper.step()
    return Trajectory(points, losses, gradients)


def closed_form(
    surface: Surface,
    optimizer: OptimizerConfig,
    start: Tensor | Sequence[float] | None = None,
    steps: int = 1000,
) -> Trajectory | None:
    """The same descent without a loop, in float64, or None where no closed form is known.

    Known for the article's surface under SGD without momentum and weight decay: each step multiplies the
    error by `error_factor`, so `x_t = y + (x_0 - y) * factor^t` and `loss_t = loss_0 * factor^(2t)`.
    """
    if surface.name != "article" or not _is_plain_sgd(optimizer):
        return None
    target = torch.tensor(surface.minimum, dtype=torch.float64)
    error = _start_point(surface, start).double() - target
    # Powers of a Python float, so that 0 ** 0 is 1 and no rounding of the factor builds up.
    powers = error_factor(optimizer.learning_rate) ** torch.arange(steps + 1, dtype=torch.float64)
    errors = powers[:, None] * error
    return Trajectory(target + errors, powers**2 * error.square().mean(), 2 / 3 * errors)


def error_factor(learning_rate: float) -> float:
    """What one plain SGD step multiplies the article's error by: `1 - 2 * learning_rate / 3`.

    Above 0 the error shrinks steadily, at 0 it is gone at once, below 0 it changes sign at every step, and
    below -1 it grows without end.
    """
    return 1 - 2 * learning_rate / 3


def _start_point(surface: Surface, start: Tensor | Sequence[float] | None) -> Tensor:
    """A fresh finite point `(d,)` of a floating dtype."""
    if isinstance(start, Tensor) and start.is_floating_point():
        point = start.detach().clone()
    else:
        given = surface.start if start is None else start
        point = torch.as_tensor(given).detach().to(torch.get_default_dtype(), copy=True)
    expected = (len(surface.start),)
    if tuple(point.shape) != expected:
        raise ConfigurationError(
            f"Expected a start point of shape {expected} for {surface.label!r}, but got shape {tuple(point.shape)}."
        )
    if not bool(point.isfinite().all()):
        raise ConfigurationError(
            f"Expected a start point of finite numbers that fit {point.dtype}, but got {point.tolist()}."
        )
    return point


def _is_plain_sgd(optimizer: OptimizerConfig) -> bool:
    return (
        optimizer.name in ("sgd", "momentum")
        and not optimizer.value("momentum")
        and not optimizer.value("weight_decay")
    )
