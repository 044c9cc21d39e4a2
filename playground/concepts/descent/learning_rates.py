"""A learning rate that suits an optimizer on a function, so that a race is fair: each begins with a good one."""

from functools import lru_cache

from playground.concepts.descent.trajectory import descend
from playground.concepts.optimizers import OPTIMIZERS, Optimizer, OptimizerConfig
from playground.concepts.surfaces import Surface

GRID = tuple(float(f"{digit}e{power}") for power in range(-5, 1) for digit in (1, 2, 5))
TOLERANCE = 1e-3
MEASURED_STEPS = 100
"""How many steps a rate may take while a page waits for the measurement, at most."""


def suggested_learning_rate(surface: Surface, optimizer: str) -> float:
    """The rate that the function's entry states, else one measured now, else the optimizer's cautious one.

    Args:
        surface: what is descended.
        optimizer: a key of `OPTIMIZERS`.
    """
    stated = surface.learning_rates.get(optimizer)
    return _measured(surface, OPTIMIZERS[optimizer]) if stated is None else stated


def measured_learning_rate(surface: Surface, optimizer: str, steps: int) -> float | None:
    """The best rate of `GRID`: fewest steps to within `TOLERANCE` of the least loss, else the lowest end.

    Of equals it is the smaller one. A descent that climbs above its start is out: it finds a minimum by luck, and
    shows little. None where all of them do.

    Args:
        surface: what is descended, from its own start; the least loss counts as 0 where it is not known.
        optimizer: a key of `OPTIMIZERS`, with its default numbers.
        steps: how many steps each rate takes.
    """
    ranks = {rate: _rank(surface, OptimizerConfig(optimizer, rate), steps) for rate in GRID}
    usable = {rate: rank for rate, rank in ranks.items() if rank is not None}
    return min(usable, key=lambda rate: usable[rate]) if usable else None


def _rank(surface: Surface, config: OptimizerConfig, steps: int) -> tuple[float, float, float] | None:
    """Sorts rates, the best first; None for one that climbs above its start."""
    trajectory = descend(surface, config, steps=steps)
    if not bool((trajectory.losses <= trajectory.losses[0]).all()):  # NaN fails the comparison too
        return None
    reached = trajectory.first_within((surface.least_loss or 0.0) + TOLERANCE)
    if reached is not None:
        return reached, 0.0, 0.0
    end = round(float(trajectory.losses[-1]), 3)
    return steps + 1, end, trajectory.first_within(end + TOLERANCE) or 0.0


@lru_cache(maxsize=1024)
def _measured(surface: Surface, optimizer: Optimizer) -> float:
    measured = measured_learning_rate(surface, optimizer.name, min(surface.steps, MEASURED_STEPS))
    return optimizer.surface_learning_rate if measured is None else measured
