"""Measure the learning rates in `playground/concepts/surfaces/learning_rates.py`: python -m benchmarks.learning_rates."""

from playground.concepts.descent import descend
from playground.concepts.optimizers import OPTIMIZERS, OptimizerConfig
from playground.concepts.surfaces import SURFACES, Surface

GRID = [digit * 10.0**power for power in range(-5, 1) for digit in (1, 2, 5)]
STEPS = 1000
TOLERANCE = 1e-3


def rate(surface: Surface, optimizer: str) -> float:
    """The best rate of the grid: fewest steps to the tolerance, else the lowest end; the smaller one of equals.

    A descent that climbs above its start is out: it finds a minimum by luck, and shows little.
    """

    def order(learning_rate: float) -> tuple[float, float, float]:
        trajectory = descend(surface, OptimizerConfig(optimizer, learning_rate), steps=STEPS)
        if not bool((trajectory.losses <= trajectory.losses[0]).all()):  # NaN fails the comparison too
            return float("inf"), 0.0, 0.0
        reached = trajectory.first_within(TOLERANCE)
        if reached is not None:
            return reached, 0.0, 0.0
        end = round(float(trajectory.losses[-1]), 3)
        return STEPS + 1, end, trajectory.first_within(end + TOLERANCE) or 0.0

    return min(GRID, key=order)


def main() -> None:
    """Print the table as it stands in the module."""
    for surface in SURFACES.values():
        rates = {name: float(f"{rate(surface, name):g}") for name in OPTIMIZERS}
        if surface.name == "article":
            rates["sgd"] = 0.01  # the article's own
        print(f'    "{surface.name}": {rates},', flush=True)


if __name__ == "__main__":
    main()
