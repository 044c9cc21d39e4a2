"""The line of the least mean loss through points: squared, absolute and Huber."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import torch
from torch import Tensor


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
