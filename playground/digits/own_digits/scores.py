"""Accuracy of networks on a user test set, with the uncertainty of a small sample."""

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Score:
    """One network's answers to N drawings.

    Attributes:
        predicted: `(N,)` int64, the digit that each is read as.
        right: `(N,)` bool.
        learnt: `(N,)` bool, whether the network was trained on this very drawing.
    """

    predicted: NDArray[np.int64]
    right: NDArray[np.bool_]
    learnt: NDArray[np.bool_]

    @property
    def interval(self) -> tuple[float, float]:
        """`wilson_interval` of the share that is read right."""
        return wilson_interval(int(self.right.sum()), len(self.right))

    @property
    def unseen(self) -> tuple[int, int]:
        """Right answers and drawings among those that it was not trained on."""
        return int(self.right[~self.learnt].sum()), int((~self.learnt).sum())


def wilson_interval(right: int, of: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    r"""The shares, 0..1, in keeping with `right` hits out of `of`; (0, 1) where nothing was tried.

    With $\hat p = k / n$ and $z$ the normal quantile of $(1 + c) / 2$, the ends are
    $\frac{\hat p + z^2 / 2n \pm z \sqrt{\hat p (1 - \hat p) / n + z^2 / 4n^2}}{1 + z^2 / n}$: Wilson (1927),
    Journal of the American Statistical Association 22, page 209. Unlike the interval of mean plus or minus deviation it
    stays inside 0..1 and is honest for a handful of trials.

    Args:
        right: hits, 0 to `of`.
        of: trials, at least 0.
        confidence: the share of such intervals that hold the truth, inside 0..1.

    Raises:
        ValueError: a number outside its range.
    """
    if not 0 <= right <= of or not 0 < confidence < 1:
        raise ValueError(
            f"Expected 0 to {of} hits and a confidence inside 0..1, but got {right} and {confidence}."
        )
    if of == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    middle = (right + z * z / 2) / (of + z * z)
    half = z / (of + z * z) * math.sqrt(right * (of - right) / of + z * z / 4)
    # Rounding must not push an end that is 0 or 1 exactly.
    return (0.0 if right == 0 else middle - half), (1.0 if right == of else middle + half)


@dataclass(frozen=True)
class ScoredNetwork:
    """One network beside others.

    Attributes:
        name: for people; not trusted, as people choose it.
        score: its answers.
        chosen: whether it is the one that the page uses.
        note: a sentence about what it has learnt from, or "".
    """

    name: str
    score: Score
    chosen: bool = False
    note: str = ""
