"""Several optimizers from one start with one budget: who came how near, and how soon."""

from collections.abc import Mapping
from dataclasses import dataclass

from playground.concepts.descent.trajectory import Trajectory
from playground.concepts.surfaces import Surface


@dataclass(frozen=True)
class Standing:
    """How one contestant did.

    Attributes:
        name: the contestant.
        reached: the first step whose loss is within the tolerance, or None.
        final_loss: the loss at the last finite step.
        lowest_loss: the least loss on the way.
        diverged_at: the step that left the finite numbers, or None.
    """

    name: str
    reached: int | None
    final_loss: float
    lowest_loss: float
    diverged_at: int | None


def least_loss(surface: Surface, trajectories: Mapping[str, Trajectory]) -> float:
    """What a contestant has to come near: the loss at the minimum, or the least that any met where none is known."""
    known = surface.least_loss
    return min(_lowest(trajectory) for trajectory in trajectories.values()) if known is None else known


def standings(surface: Surface, trajectories: Mapping[str, Trajectory], tolerance: float) -> list[Standing]:
    """The contestants, the fastest to come within `tolerance` of the least loss first, then by their final loss."""
    least = least_loss(surface, trajectories)
    table = [
        Standing(
            name,
            trajectory.first_within(least + tolerance),
            float(trajectory.losses[trajectory.last_finite]),
            _lowest(trajectory),
            trajectory.diverged_at,
        )
        for name, trajectory in trajectories.items()
    ]
    late = float("inf")
    return sorted(
        table,
        key=lambda row: (
            late if row.reached is None else row.reached,
            row.diverged_at is not None,
            row.final_loss,
        ),
    )


def _lowest(trajectory: Trajectory) -> float:
    return float(trajectory.losses[: trajectory.last_finite + 1].min())
