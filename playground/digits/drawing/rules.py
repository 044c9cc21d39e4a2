"""The lines of ruled and squared paper, found and taken out of a photograph's contrast.

A rule is thin, hardly bent, and goes across much of the picture, though it may lean and ink may lie on it. It is the
longest path from one side to the other that climbs by at most one pixel in `BLOCK`: a path opening
(Talbot and Appleton, "Efficient complete and incomplete path openings and closings", 2007).
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from playground.digits.drawing.contrast import STRONGEST, Contrast

BLOCK = 8
"""Pixels along a line that are looked at together: a rule leans by one in 8 at most, 7 degrees."""
GAP = 1
"""What a block without the line costs a path, in blocks with it."""
WHOLE, MANY = 0.8, 0.35
"""A line is a rule when it is this share of the picture long, or this share where there are at least `SEVERAL`."""
SEVERAL = 3
THICKEST = 0.008
"""The thickest rule, as a share of the picture's longer side."""
INK_ON_RULE = 1.4
"""Ink on a rule stands out by this many times what the rule does."""
FAINTEST = 0.025
"""A rule's least contrast."""

Float = NDArray[np.float32]
Mask = NDArray[np.bool_]


def without_rules(contrast: Contrast) -> Contrast:
    """`contrast` with nothing where there is a rule and no ink on it."""
    values = contrast.values
    found = [find_rules(contrast, axis) for axis in (0, 1)]
    if not any(rules.any() for rules in found):
        return contrast
    # Where two rules cross, both have taken their share of the light.
    expected = sum(_level(values, rules, axis) * rules for axis, rules in enumerate(found))
    bare = (found[0] | found[1]) & (values < INK_ON_RULE * expected)
    left = np.where(bare, 0, values)
    reach = 1 + 2 * max(2, round(THICKEST * max(values.shape)))
    for axis, rules in enumerate(found):
        # Ink that goes on at both sides of a rule goes on over it.
        across = (reach, 1) if axis == 1 else (1, reach)
        ink = ndimage.grey_closing(np.where(left > _level(values, rules, axis), left, 0), size=across)
        left = np.where(bare & rules, np.maximum(ink, left), left)
    return replace(contrast, values=left.astype(np.float32), peak=float(np.percentile(left, 100 - STRONGEST)))


def _level(values: Float, rules: Mask, axis: int) -> float:
    """The contrast in the middle of the rules along `axis`, 0..1; 0 without rules."""
    if not rules.any():
        return 0.0
    return float(np.median(ndimage.maximum_filter1d(values, 5, axis=1 - axis)[rules]))


def find_rules(contrast: Contrast, axis: int) -> Mask:
    """Where the rules along `axis` (1: from left to right) of `(H, W)` are."""
    values = contrast.values if axis == 1 else contrast.values.T
    height, width = values.shape
    blocks = width // BLOCK
    thickest = max(3, round(THICKEST * max(values.shape))) | 1
    if blocks < 4 or height < 4:
        return np.zeros(contrast.values.shape, dtype=bool)
    means = values[:, : blocks * BLOCK].reshape(height, blocks, BLOCK).mean(axis=2)
    # Rules are thin: what is left when all that is thicker has gone.
    thin = means - ndimage.grey_opening(means, size=(thickest, 1))
    present = thin > max(FAINTEST, 3 * contrast.noise / np.sqrt(BLOCK))
    lengths = _path_lengths(present)
    whole, many = lengths >= WHOLE * blocks, lengths >= MANY * blocks
    rules = many if _count(many) >= SEVERAL else whole
    # A pixel to each side: a line that leans lies between two rows, and is blurred.
    rules = ndimage.maximum_filter(rules, (3, 3)) & (means > FAINTEST)
    wide = np.repeat(rules, BLOCK, axis=1)
    wide = np.pad(wide, ((0, 0), (0, width - wide.shape[1])), mode="edge")
    wide = ndimage.maximum_filter1d(wide, 3, axis=0)
    return wide if axis == 1 else wide.T


def _path_lengths(present: Mask) -> NDArray[np.int32]:
    """The length of the best path through each block of `(H, B)`, from left to right; 0 where nothing is present."""
    there = _walk(present)
    back = _walk(present[:, ::-1])[:, ::-1]
    return np.where(present, there + back - 1, 0)


def _walk(present: Mask) -> NDArray[np.int32]:
    lengths = np.zeros(present.shape, dtype=np.int32)
    before = np.zeros(len(present), dtype=np.int32)
    for column in range(present.shape[1]):
        best = ndimage.maximum_filter1d(before, 3, mode="constant")
        before = np.where(present[:, column], best + 1, np.maximum(best - GAP, 0))
        lengths[:, column] = before
    return lengths


def _count(lines: Mask) -> int:
    """How many lines, one below the other, there are in most of the columns where there are any."""
    starts = lines & ~np.roll(lines, 1, axis=0)
    counts = starts.sum(axis=0)
    return int(np.median(counts[counts > 0])) if counts.any() else 0
