"""A descent without a loop, where the curvature is the same everywhere and the optimizer is SGD."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from playground.concepts.descent.trajectory import Trajectory, start_point
from playground.concepts.optimizers import OptimizerConfig
from playground.concepts.surfaces import Surface

NO_EXPONENT = -(2**30)
"""Below the exponent of every number that is not 0."""


def closed_form(
    surface: Surface,
    optimizer: OptimizerConfig,
    start: Tensor | Sequence[float] | None = None,
    steps: int = 1000,
    schedule: str = "constant",
) -> Trajectory | None:
    """The same descent without a loop, in float64, or None where no closed form is known.

    Known for every quadratic surface under SGD, plain, with momentum or with Nesterov's, without weight decay
    and dampening, where the learning rate stays the same. Along each eigenvector of the Hessian a step multiplies the error and the buffer by a matrix
    2 x 2 (`playground.concepts.descent.stability`), so t steps multiply them by its t-th power. On the article's surface
    with plain SGD that is the formula of the page: `x_t = y + (x_0 - y) * factor^t` and `loss_t = loss_0 *
    factor^(2t)` with the factor 1 - 2 * learning_rate / 3.

    A number beyond float64 is infinity with its sign, never NaN: the powers keep their exponents apart, so that
    nothing overflows before the directions are added up.
    """
    if not surface.quadratic or not _is_known(optimizer) or schedule != "constant":
        return None
    minimum = torch.tensor(surface.minimum, dtype=torch.float64)
    curvatures, directions = torch.linalg.eigh(torch.autograd.functional.hessian(surface.function, minimum))
    first, exponent = torch.frexp(directions.T @ (start_point(surface, start).double() - minimum))
    powers, exponents = _powers(_step_matrices(curvatures, optimizer), steps + 1)
    # The buffer is empty at the start, so that each matrix's corner is all that the first error meets.
    errors, exponents = (powers[:, :, 0, 0] * first)[:, None], (exponents + exponent)[:, None]
    return Trajectory(
        minimum + _summed(errors * directions, exponents),
        surface(minimum) + _summed(errors.square() * curvatures / 2, 2 * exponents)[:, 0],
        _summed(errors * curvatures * directions, exponents),
    )


def _is_known(optimizer: OptimizerConfig) -> bool:
    if optimizer.optimizer.linear_update is None or optimizer.number("weight_decay"):
        return False
    # PyTorch dampens only what it keeps, and Nesterov's momentum not at all.
    return not (optimizer.number("momentum") and optimizer.number("dampening"))


def _step_matrices(curvatures: Tensor, optimizer: OptimizerConfig) -> Tensor:
    """`(d, 2, 2)`: what a step does to (e, u), for each curvature `(d,)`; see `playground.concepts.descent.stability`."""
    rates = optimizer.learning_rate * curvatures
    beta = torch.full_like(rates, optimizer.number("momentum"))
    buffer = torch.stack([rates, beta], dim=1)
    if optimizer.optimizer.linear_update == "nesterov":
        error = torch.stack([1 - rates, torch.zeros_like(rates)], dim=1) - beta[:, None] * buffer
    else:
        error = torch.tensor([1.0, 0.0], dtype=torch.float64) - buffer
    return torch.stack([error, buffer], dim=1)


def _powers(matrices: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """The powers 0 to count - 1 of `matrices` `(d, 2, 2)`, without a loop over them.

    Each round doubles how many there are: the powers n to 2n - 1 are the first n times the n-th. The n-th power is
    `powers[n] * 2**exponents[n]`, so that none is too large or too small for float64.

    Returns:
        powers `(count, d, 2, 2)` with entries of at most 1, and exponents `(count, d)`, int32.
    """
    powers = torch.eye(2, dtype=torch.float64).expand(1, len(matrices), 2, 2)
    exponents = torch.zeros(1, len(matrices), dtype=torch.int32)
    highest, exponent = _normalised(matrices, exponents[0])
    while len(powers) < count:
        further = _normalised(powers @ highest, exponents + exponent)
        powers, exponents = torch.cat([powers, further[0]]), torch.cat([exponents, further[1]])
        highest, exponent = _normalised(highest @ highest, 2 * exponent)
    return powers[:count], exponents[:count]


def _normalised(matrices: Tensor, exponents: Tensor) -> tuple[Tensor, Tensor]:
    """The same `matrices * 2**exponents`, `(..., 2, 2)` and `(...)`, with entries of at most 1."""
    further = torch.frexp(matrices.abs().amax(dim=(-2, -1))).exponent
    return _shifted(matrices, -further[..., None, None]), exponents + further


def _summed(terms: Tensor, exponents: Tensor) -> Tensor:
    """The sums over the last dimension of `terms * 2**exponents`: infinite only where the sum is too large."""
    largest = torch.where(terms == 0, NO_EXPONENT, exponents).amax(dim=-1, keepdim=True)
    return _shifted(_shifted(terms, exponents - largest).sum(dim=-1, keepdim=True), largest)[..., 0]


def _shifted(values: Tensor, exponents: Tensor) -> Tensor:
    """`values * 2**exponents`, elementwise; unlike `torch.ldexp` right where the power alone is no float64."""
    with np.errstate(over="ignore"):
        return torch.from_numpy(np.ldexp(values.numpy(), exponents.numpy()))
