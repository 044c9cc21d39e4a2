"""What can be measured of an activation function: is it monotone, zero-centred, and where does it saturate?"""

from dataclasses import dataclass

import numpy as np
import torch

from playground.concepts.activations.entry import Activation

SATURATED_SLOPE = 0.01
"""Where the slope's size is below this, a neuron hardly learns."""
LIMIT = 10.0
"""How far from 0 is looked, and the number of places."""
PLACES = 4001
NARROWEST = 0.15
"""A narrower flat part is the bottom of a dip, through which an input hardly ever comes."""
CENTRED = 0.01
"""A mean output within this of 0 counts as zero-centred."""


@dataclass(frozen=True)
class Facts:
    """Measured on `PLACES` places from `-LIMIT` to `LIMIT`.

    Attributes:
        monotone: it never falls.
        mean: of its output for standard normal inputs.
        steepest: the largest slope.
        saturated: the parts of the axis where the slope's size is below `SATURATED_SLOPE`, as (from, to).
    """

    monotone: bool
    mean: float
    steepest: float
    saturated: tuple[tuple[float, float], ...]

    @property
    def zero_centred(self) -> bool:
        """Whether outputs average to 0 when inputs do."""
        return abs(self.mean) < CENTRED


def facts(activation: Activation, **parameters: float) -> Facts:
    """Measure an activation with the given parameters."""
    x = torch.linspace(-LIMIT, LIMIT, PLACES, dtype=torch.float64)
    values, slopes = activation.value(x, **parameters), activation.derivative(x, **parameters)
    return Facts(
        monotone=bool((values.diff() >= -1e-12).all()),
        mean=_mean(activation, **parameters),
        steepest=float(slopes.max()),
        saturated=_parts(x.numpy(), (slopes.abs() < SATURATED_SLOPE).numpy()),
    )


def _mean(activation: Activation, **parameters: float) -> float:
    """The integral over the normal density within eight standard deviations, by the trapezoidal rule."""
    x = torch.linspace(-8, 8, 16001, dtype=torch.float64)
    density = torch.exp(-(x**2) / 2) / (2 * torch.pi) ** 0.5
    return float(torch.trapezoid(activation.value(x, **parameters) * density, x))


def _parts(x: np.ndarray, inside: np.ndarray) -> tuple[tuple[float, float], ...]:
    """The runs of places that are inside, at least `NARROWEST` wide."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], inside, [False]]).astype(int)))
    runs = zip(edges[::2], edges[1::2] - 1, strict=True)
    return tuple((float(x[first]), float(x[last])) for first, last in runs if x[last] - x[first] >= NARROWEST)
