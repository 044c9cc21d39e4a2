"""A thinned line as a graph: its branches between ends and crossings, mended where thinning went astray."""

import math
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from playground.digits.drawing.strokes import Stroke

SPUR, BRIDGE = 1.15, 1.5
"""Branches up to so many half widths of the ink are artefacts of thinning: loose ones, ones between two forks."""
STRAIGHT = math.cos(math.radians(65))
"""Two branches are one stroke where the pen turns by less than this."""
DIRECTION_PIXELS = 9
"""Fine pixels over which the direction of a branch's end is taken."""

Pixel = tuple[int, int]  # row, column
Branch = list[Pixel]  # neighbouring pixels; one that closes has the same first and last


def length(points: Branch | Stroke) -> float:
    """The length of a path in its own unit."""
    steps = np.diff(np.asarray(points, dtype=np.float64), axis=0)
    return float(np.hypot(steps[:, 0], steps[:, 1]).sum())


def follow(pixels: set[Pixel]) -> list[Branch]:
    """The paths between pixels with one, three or more neighbours, and the rings without any such."""
    near = {pixel: _neighbours(pixel, pixels) for pixel in sorted(pixels)}
    nodes = [pixel for pixel in near if len(near[pixel]) != 2]
    branches: list[Branch] = [[pixel] for pixel in nodes if not near[pixel]]
    walked: set[tuple[Pixel, Pixel]] = set()
    seen = set(nodes)
    for start in nodes + list(near):
        if start in seen and len(near[start]) == 2:
            continue
        for second in near[start]:
            if (start, second) in walked:
                continue
            path = [start, second]
            while len(near[path[-1]]) == 2 and path[-1] != start:
                one, other = near[path[-1]]
                path.append(other if one == path[-2] else one)
            walked |= {(path[0], path[1]), (path[-1], path[-2])}
            seen.update(path)
            branches.append(path)
    return branches


def _neighbours(pixel: Pixel, pixels: set[Pixel]) -> list[Pixel]:
    """The set pixels around one, less those at a corner to which a set pixel at a side also leads."""
    row, column = pixel
    sides = [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]
    near = [side for side in sides if side in pixels]
    for down, right in ((-1, -1), (-1, 1), (1, -1), (1, 1)):
        corner = (row + down, column + right)
        if corner in pixels and not {(row + down, column), (row, column + right)} & pixels:
            near.append(corner)
    return near


def _ends(branches: list[Branch]) -> dict[Pixel, int]:
    """How many ends of branches meet at each pixel."""
    ends: dict[Pixel, int] = {}
    for branch in branches:
        for pixel in (branch[0], branch[-1]):
            ends[pixel] = ends.get(pixel, 0) + 1
    return ends


def prune(branches: list[Branch], half_width: NDArray[np.float64]) -> list[Branch]:
    """Without the short loose branches that thinning grows where the ink's border is uneven."""
    while True:
        ends = _ends(branches)
        spurs = []
        for branch in branches:
            for free, fork in ((branch[0], branch[-1]), (branch[-1], branch[0])):
                if ends[free] == 1 and ends[fork] > 2 and length(branch) <= SPUR * half_width[fork]:
                    spurs.append(branch)
        if not spurs:
            return branches
        # One at a time, the shortest first: once it is gone, the other one at its fork is the stroke's end.
        spur = min(spurs, key=length)
        branches = _mend([branch for branch in branches if branch is not spur])


def _mend(branches: list[Branch]) -> list[Branch]:
    """Join the branches at each pixel where only two ends are left."""
    for pixel, count in _ends(branches).items():
        meeting = [branch for branch in branches if pixel in (branch[0], branch[-1])]
        if count == 2 and len(meeting) == 2:
            one, other = meeting
            branches = [branch for branch in branches if branch is not one and branch is not other]
            head = one if one[-1] == pixel else one[::-1]
            branches.append(head + (other if other[0] == pixel else other[::-1])[1:])
    return branches


def close_bridges(branches: list[Branch], half_width: NDArray[np.float64]) -> list[Branch]:
    """Where lines cross at a slant, thinning makes two forks with a bridge between them: make it one crossing."""
    while True:
        ends = _ends(branches)
        bridges = [
            branch
            for branch in branches
            if branch[0] != branch[-1]
            and min(ends[branch[0]], ends[branch[-1]]) > 2
            and length(branch) <= BRIDGE * half_width[branch[len(branch) // 2]]
        ]
        if not bridges:
            return branches
        bridge = min(bridges, key=length)
        middle = bridge[len(bridge) // 2]
        for fork in (bridge[0], bridge[-1]):
            rest = [branch for branch in branches if branch is not bridge]
            branches = [_lead(_lead(branch, fork, middle)[::-1], fork, middle)[::-1] for branch in rest]


def _lead(branch: Branch, fork: Pixel, middle: Pixel) -> Branch:
    """The branch, starting at `middle` instead of `fork` where it does that; its first pixels give way."""
    if branch[0] != fork or len(branch) < 2:
        return branch
    return [middle, *branch[min(1 + round(math.dist(fork, middle)), len(branch) - 1) :]]


def join(branches: list[Branch]) -> list[Branch]:
    """Make one path of the branches that run straight on through a crossing, the straightest pairs first."""
    ends = [(at, last) for at in range(len(branches)) for last in (False, True) if len(branches[at]) > 1]
    inward = {(at, last): _direction(branches[at], last) for at, last in ends}
    pairs = [
        (float(inward[one] @ inward[other]), one, other)
        for one, other in combinations(ends, 2)
        if branches[one[0]][-one[1]] == branches[other[0]][-other[1]]
    ]
    partner: dict[tuple[int, bool], tuple[int, bool]] = {}
    for turn, one, other in sorted(pairs):
        if turn < -STRAIGHT and one not in partner and other not in partner:
            partner |= {one: other, other: one}
    paths, used = [], set()
    # Chains start at ends without a partner; what is left after those closes upon itself.
    for start in sorted(ends, key=lambda end: end in partner) + [(at, False) for at in range(len(branches))]:
        at, last = start
        path: Branch = []
        while at not in used:
            used.add(at)
            path += (branches[at][::-1] if last else branches[at])[bool(path) :]
            at, last = partner.get((at, not last), (at, last))
        if path:
            paths.append(path)
    return paths


def _direction(branch: Branch, last: bool) -> NDArray[np.float64]:
    """The unit vector `(2,)` from an end into the branch."""
    path = branch[::-1] if last else branch
    step = np.subtract(path[min(DIRECTION_PIXELS, len(path) - 1)], path[0]).astype(np.float64)
    return step / max(float(np.hypot(*step)), 1e-9)
