"""The line that each loss finds best for the same points, and how far one outlier drags it away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import torch
from torch import Tensor

from playground.errors import ConfigurationError

POINTS: tuple[tuple[float, float], ...] = (
    (0.0, 1.1), (1.0, 1.4), (2.0, 2.1), (3.0, 2.4), (4.0, 3.2), (5.0, 3.4), (6.0, 4.1), (7.0, 4.4),
)  # fmt: skip
"""Near `y = 0.5 x + 1`."""
LIMIT = 100.0
"""How far out a point may lie."""
MAX_POINTS = 20


@dataclass(frozen=True)
class Line:
    """`y = slope * x + intercept`."""

    slope: float
    intercept: float

    def at(self, x: Tensor) -> Tensor:
        """Its heights, of x's shape."""
        return self.slope * x + self.intercept


def least_squares(x: Tensor, y: Tensor) -> Line:
    """The line of the least mean squared error, by `torch.linalg.lstsq`; x and y are `(N,)`, float64."""
    system = torch.stack([x, torch.ones_like(x)], dim=1)
    return Line(*torch.linalg.lstsq(system, y[:, None]).solution[:, 0].tolist())


def least_absolute(x: Tensor, y: Tensor) -> Line:
    """The line of the least mean absolute error.

    Some best line goes through two of the points (P. Bloomfield and W. Steiger, *Least Absolute Deviations*, 1983,
    chapter 1), so all pairs are tried.
    """
    best, least = Line(0.0, float(y.median())), float("inf")
    for first, second in combinations(range(len(x)), 2):
        run = float(x[second] - x[first])
        if run == 0:
            continue
        slope = float(y[second] - y[first]) / run
        line = Line(slope, float(y[first]) - slope * float(x[first]))
        error = float((line.at(x) - y).abs().sum())
        if error < least - 1e-12:
            best, least = line, error
    return best


def least_huber(x: Tensor, y: Tensor, delta: float) -> Line:
    """The line of the least mean Huber loss, by SciPy's BFGS with the exact gradient.

    Source: P. J. Huber, *Robust Estimation of a Location Parameter*, https://doi.org/10.1214/aoms/1177703732
    """
    from scipy.optimize import minimize

    places, heights = x.numpy(), y.numpy()

    def cost(line: np.ndarray) -> tuple[float, np.ndarray]:
        residuals = line[0] * places + line[1] - heights
        pulls = np.clip(residuals, -delta, delta)
        return float((pulls * (residuals - pulls / 2)).sum()), np.array([pulls @ places, pulls.sum()])

    begin = least_squares(x, y)
    found = minimize(cost, [begin.slope, begin.intercept], jac=True, method="BFGS", options={"gtol": 1e-9})
    return Line(*found.x.tolist())


def fits(points: Sequence[tuple[float, float]], delta: float) -> dict[str, Line]:
    """The best line of each loss, by the keys of `playground.concepts.losses.catalogue.LOSSES`.

    Args:
        points: 2 to `MAX_POINTS`, not all above one another.
        delta: of Huber.

    Raises:
        ConfigurationError: points through which no single line is best, or too many.
    """
    if len({x for x, _ in points}) < 2 or len(points) > MAX_POINTS:
        raise ConfigurationError(
            f"Expected 2 to {MAX_POINTS} points with at least two different x, but got {len(points)} with "
            f"{len({x for x, _ in points})}. Add a point, or change an x."
        )
    x, y = torch.tensor(points, dtype=torch.float64).unbind(dim=1)
    ways: dict[str, Callable[[], Line]] = {
        "mse": lambda: least_squares(x, y),
        "l1": lambda: least_absolute(x, y),
        "huber": lambda: least_huber(x, y, delta),
    }
    return {name: way() for name, way in ways.items()}
