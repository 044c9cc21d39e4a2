"""Gradient descent, recorded step by step."""

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from playground.concepts.descent.bare_loop import bare_backward, bare_step
from playground.concepts.optimizers import OptimizerConfig, build_optimizer
from playground.concepts.optimizers.schedules import SCHEDULES, scheduled_rates
from playground.concepts.surfaces import Surface
from playground.errors import ConfigurationError
from playground.formatting import as_given

MAX_STEPS = 100_000
CLOCK_STEPS = 50
"""How many steps pass between two readings of the clock."""


@dataclass(frozen=True)
class Trajectory:
    """Where a descent went. Row t belongs to the point after t steps; row 0 is the start.

    Attributes:
        points: `(steps + 1, d)`, in the start's dtype.
        losses: `(steps + 1,)`, the loss at each point, of all examples where there are examples.
        gradients: `(steps + 1, d)`, the gradient at each point; of the step's own examples where it has fewer.
        states: the optimizer's own memory, `(steps, d)` for each name that `torch.optim` gives it; row t is what
            the step from point t to point t + 1 left. Empty unless asked for.
        rates: `(steps,)` float64, the learning rate of each step; None where it stays the same.
    """

    points: Tensor
    losses: Tensor
    gradients: Tensor
    states: dict[str, Tensor] = field(default_factory=dict)
    rates: Tensor | None = None

    @property
    def steps(self) -> int:
        """How many steps were taken."""
        return len(self.losses) - 1

    @property
    def diverged_at(self) -> int | None:
        """The first step whose loss or point is not a finite number, or None when all are."""
        broken = ~(self.losses.isfinite() & self.points.isfinite().all(dim=1))
        return int(broken.int().argmax()) if bool(broken.any()) else None

    @property
    def last_finite(self) -> int:
        """The last step before the descent left the finite numbers; 0 when even the start is outside."""
        return self.steps if self.diverged_at is None else max(self.diverged_at - 1, 0)

    def first_within(self, loss: float) -> int | None:
        """The first step with a finite loss of at most `loss`, or None when no step gets there."""
        reached = (self.losses <= loss) & self.losses.isfinite()
        return int(reached.int().argmax()) if bool(reached.any()) else None


def descend(
    surface: Surface,
    optimizer: OptimizerConfig,
    start: Tensor | Sequence[float] | None = None,
    steps: int = 1000,
    *,
    schedule: str = "constant",
    record_states: bool = False,
    batch_size: int | None = None,
    seed: int = 0,
    time_limit: float | None = None,
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
        schedule: how the learning rate moves over the steps, a key of `SCHEDULES`.
        record_states: record the optimizer's memory too.
        batch_size: how many of the surface's examples each step sees, drawn anew for each step; None: all of them.
        seed: determines which examples a step sees.
        time_limit: seconds after which the descent is given up; None: never.

    Raises:
        ConfigurationError: the steps, the start, the schedule or the batch size are out of range, or the time limit is
            over.
    """
    _check_steps(steps)
    rates = _rates(schedule, optimizer, steps)
    batches = _Batches(surface, batch_size, seed)
    point = start_point(surface, start).requires_grad_()
    stepper = build_optimizer(optimizer, [point])
    states = _States(stepper, point, steps) if record_states else None
    losses = point.new_empty(steps + 1)
    points, gradients = losses.new_empty(steps + 1, len(point)), losses.new_empty(steps + 1, len(point))
    trajectory = Trajectory(points, losses, gradients, {} if states is None else states.tensors, rates)
    _run_within(_record(trajectory, point, stepper, batches, states), steps, time_limit)
    return trajectory


def start_point(surface: Surface, start: Tensor | Sequence[float] | None) -> Tensor:
    """A fresh finite point `(d,)` of a floating dtype; see `descend`."""
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


def _check_steps(steps: object) -> None:
    if isinstance(steps, bool) or not isinstance(steps, int) or not 1 <= steps <= MAX_STEPS:
        raise ConfigurationError(
            f"Expected a whole number of steps from 1 to {MAX_STEPS:,}, but got {as_given(steps)}."
        )


def _rates(schedule: str, optimizer: OptimizerConfig, steps: int) -> Tensor | None:
    if schedule not in SCHEDULES:
        raise ConfigurationError(
            f"Expected a schedule out of {', '.join(SCHEDULES)}, but got {schedule!r}. Choose one of these."
        )
    rates = scheduled_rates(schedule, optimizer.learning_rate, steps)
    return None if rates is None else torch.tensor(rates, dtype=torch.float64)


def _run_within(recorded: Iterator[int], steps: int, time_limit: float | None) -> None:
    """Exhaust `recorded`, which counts up to `steps`; see `descend`."""
    deadline = math.inf if time_limit is None else time.perf_counter() + time_limit
    for step in recorded:
        if step % CLOCK_STEPS == 0 and time.perf_counter() > deadline:
            raise ConfigurationError(
                f"Expected {steps:,} steps within {as_given(time_limit)} seconds, but only {step:,} were done by then. "
                "Take fewer steps, or a shorter function."
            )


def _record(
    trajectory: Trajectory,
    point: Tensor,
    stepper: torch.optim.Optimizer,
    batches: "_Batches",
    states: "_States | None",
) -> Iterator[int]:
    """Fill the rows of `trajectory` while `stepper` moves `point`; gives the number of each row that is filled."""
    position = point.detach()  # shares its memory with `point`: copying it needs no autograd
    step_once, one = bare_step(stepper), torch.ones_like(trajectory.losses[0])
    rates = None if trajectory.rates is None else trajectory.rates.tolist()
    rows = zip(
        trajectory.points.unbind(), trajectory.losses.unbind(), trajectory.gradients.unbind(), strict=True
    )
    for step, (point_row, loss_row, gradient_row) in enumerate(rows):
        with torch.enable_grad():
            point.grad = None
            loss = batches.loss(point)
            bare_backward(loss, one)
        assert point.grad is not None
        point_row.copy_(position)
        loss_row.copy_(loss.detach() if batches.whole else batches.surface(position))
        gradient_row.copy_(point.grad)
        if step < trajectory.steps:
            if rates is not None:  # as `scheduler.step()` would, without its bookkeeping
                stepper.param_groups[0]["lr"] = rates[step]
            step_once()
            if states is not None:
                states.record(step)
        yield step


class _Batches:
    """The loss that each step sees."""

    def __init__(self, surface: Surface, batch_size: int | None, seed: int) -> None:
        self.surface, self.batch_size = surface, batch_size
        self.whole = batch_size is None
        self.generator = torch.Generator().manual_seed(seed)
        if batch_size is None:
            return
        count = 0 if surface.examples is None else len(surface.examples)
        if isinstance(batch_size, bool) or not isinstance(batch_size, int) or not 1 <= batch_size <= count:
            raise ConfigurationError(
                f"Expected a batch size from 1 to {count} for {surface.label!r}, but got {batch_size!r}."
                if count
                else f"{surface.label!r} has no examples to draw from. Leave the batch size out."
            )

    def loss(self, point: Tensor) -> Tensor:
        if self.batch_size is None:
            return self.surface(point)
        assert self.surface.examples is not None
        chosen = torch.randperm(len(self.surface.examples), generator=self.generator)[: self.batch_size]
        return self.surface.examples.loss(point, chosen)


class _States:
    """The optimizer's state after each step. It has none before its first, and then keeps its tensors."""

    def __init__(self, stepper: torch.optim.Optimizer, point: Tensor, steps: int) -> None:
        self.stepper, self.point, self.steps = stepper, point, steps
        self.tensors: dict[str, Tensor] = {}
        self._kept: list[tuple[Tensor, tuple[Tensor, ...]]] = []

    def record(self, step: int) -> None:
        if step == 0:
            for name, value in self.stepper.state[self.point].items():
                if isinstance(value, Tensor) and value.shape == self.point.shape:
                    self.tensors[name] = value.new_empty(self.steps, *value.shape)
                    self._kept.append((value, self.tensors[name].unbind()))
        for value, rows in self._kept:
            rows[step].copy_(value)
