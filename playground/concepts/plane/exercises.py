"""What one neuron is asked to tell apart: the catalogue. Adding an exercise is one entry."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from playground.concepts.plane.datasets import Labelled, clusters

NO, YES = -3.0, 3.0
"""The inputs of a logical function: they lie in the middles of the plane's quarters."""
CLOUDS = 40
"""Points of the two clusters together."""


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One entry of the catalogue.

    Attributes:
        label: for people.
        task: what is to be done, in a sentence.
        points: gives float32 `(N, 2)` within the plane, and their classes, int64 `(N,)`, 0 or 1.
        why_not: why no line has all of them right; empty where one has.
    """

    label: str
    task: str
    points: Callable[[], Labelled]
    why_not: str = ""


def truth_table(function: Callable[[bool, bool], bool]) -> Labelled:
    """The four inputs of a logical function, and what it makes of them."""
    inputs = [(first, second) for first in (False, True) for second in (False, True)]
    points = torch.tensor([[YES if value else NO for value in pair] for pair in inputs])
    return points, torch.tensor([int(function(*pair)) for pair in inputs])


def two_clusters() -> Labelled:
    """Two clouds that a line divides, not just any line."""
    return clusters(CLOUDS, 0.1, torch.Generator().manual_seed(3))


def no_points() -> Labelled:
    """None, for whoever just wants to look."""
    return torch.zeros(0, 2), torch.zeros(0, dtype=torch.int64)


def most_right(points: Tensor, classes: Tensor) -> int:
    """How many points a straight line can have right at best, class 1 on one side of it and class 0 on the other.

    However a line divides points, one through two of them, turned or moved by as little as one likes, divides them in the
    same way. So these lines are all there is to try: those beside a line keep their sides, and those on it are divided
    at any place along it by the turn.

    Args:
        points: `(N, 2)`.
        classes: `(N,)`, 0 or 1.
    """
    points, wanted = points.double(), classes.bool()
    best = max(int(wanted.sum()), int((~wanted).sum()))  # all on one side
    for first, second in torch.combinations(torch.arange(len(points)), 2).tolist():
        if best == len(points):
            break
        along = points[second] - points[first]
        from_first = points - points[first]
        sides = along[0] * from_first[:, 1] - along[1] * from_first[:, 0]
        on_line = sides.abs() < 1e-9
        order = (from_first @ along)[on_line].argsort()
        ones = wanted[on_line][order].long()
        before = torch.cat([torch.zeros(1, dtype=torch.int64), ones.cumsum(0)])  # ones of the first k
        zeros_before = torch.arange(len(before)) - before
        divided = torch.cat(
            [before + zeros_before[-1] - zeros_before, zeros_before + before[-1] - before]  # either way round
        )
        above = ((sides > 0) == wanted)[~on_line].sum()
        below = ((sides < 0) == wanted)[~on_line].sum()
        best = max(best, int(torch.maximum(above, below) + divided.max()))
    return best


EXERCISES: dict[str, Exercise] = {
    "and": Exercise(
        label="AND",
        task="Only where **both** inputs are yes (3, not −3) should the neuron say yes.",
        points=lambda: truth_table(lambda first, second: first and second),
    ),
    "or": Exercise(
        label="OR",
        task="Where **at least one** input is yes (3, not −3) the neuron should say yes.",
        points=lambda: truth_table(lambda first, second: first or second),
    ),
    "xor": Exercise(
        label="XOR",
        task="Where **exactly one** input is yes (3, not −3) the neuron should say yes.",
        points=lambda: truth_table(lambda first, second: first != second),
        why_not=(
            "Halfway between the two yes points lies the middle of the plane, so it would have to be on their side; but it "
            "lies halfway between the two no points too. Two neurons draw two lines: see 'A network learns'."
        ),
    ),
    "clusters": Exercise(
        label="Two clusters",
        task="The neuron should say yes to one cloud and no to the other.",
        points=two_clusters,
    ),
    "none": Exercise(
        label="No points", task="Just look at what the three numbers do to the picture.", points=no_points
    ),
}
