"""The line that each loss finds best for the same points, and how far one outlier drags it away."""

from collections.abc import Mapping, Sequence

import torch

from playground.concepts.losses.best_line import Line
from playground.concepts.losses.catalogue import LOSSES
from playground.errors import ConfigurationError

POINTS: tuple[tuple[float, float], ...] = (
    (0.0, 1.1),
    (1.0, 1.4),
    (2.0, 2.1),
    (3.0, 2.4),
    (4.0, 3.2),
    (5.0, 3.4),
    (6.0, 4.1),
    (7.0, 4.4),
)
"""Near `y = 0.5 x + 1`."""
LIMIT = 100.0
"""How far out a point may lie."""
MAX_POINTS = 20


def fits(
    points: Sequence[tuple[float, float]], parameters: Mapping[str, Mapping[str, float]] | None = None
) -> dict[str, Line]:
    """The best line of each loss that has one, by the losses' keys.

    Args:
        points: 2 to `MAX_POINTS`, not all above one another.
        parameters: by the loss's key, such as `{"huber": {"delta": 0.5}}`; what is not given has its default.

    Raises:
        ConfigurationError: points through which no single line is best, or too many.
    """
    if len({x for x, _ in points}) < 2 or len(points) > MAX_POINTS:
        raise ConfigurationError(
            f"Expected 2 to {MAX_POINTS} points with at least two different x, but got {len(points)} with "
            f"{len({x for x, _ in points})}. Add a point, or change an x."
        )
    x, y = torch.tensor(points, dtype=torch.float64).unbind(dim=1)
    lines = {}
    for name, entry in LOSSES.items():
        if entry.best_line is not None:
            numbers = {parameter.name: parameter.default for parameter in entry.parameters}
            lines[name] = entry.best_line(x, y, **{**numbers, **(parameters or {}).get(name, {})})
    return lines
