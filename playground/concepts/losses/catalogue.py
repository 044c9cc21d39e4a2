"""The catalogue of loss functions. Adding one is one entry in one of its files: widgets, tests and pages follow."""

from dataclasses import dataclass

from playground.concepts.losses import probabilities, regression, scores
from playground.concepts.losses.entry import Loss


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What the x axis of a loss is.

    Attributes:
        label: for people.
        axis: the axis' name.
        low: where the axis begins.
        high: where it ends.
        edge: a slider stays this far from both ends, where a logarithm has none.
        prediction_step: between two predictions on a slider.
        allowed: the predictions that can be typed, lowest and highest.
        targets: the targets that can be chosen, lowest and highest.
        step: between two of them.
        usual: a prediction and a target to begin with.
        meaning: what such a prediction is.
    """

    label: str
    axis: str
    low: float
    high: float
    targets: tuple[float, float]
    step: float
    usual: tuple[float, float]
    meaning: str
    edge: float = 0.0
    prediction_step: float = 0.1
    allowed: tuple[float, float] = (-1000.0, 1000.0)


KINDS: dict[str, Kind] = {
    "number": Kind(
        label="Number",
        axis="prediction ŷ",
        low=-4.0,
        high=4.0,
        targets=(-3.0, 3.0),
        step=0.1,
        usual=(2.0, 0.0),
        meaning="The network answers with a number, such as a price; the target is a number too.",
    ),
    "score": Kind(
        label="Score",
        axis="score z",
        low=-6.0,
        high=6.0,
        targets=(0.0, 1.0),
        step=1.0,
        usual=(-2.0, 1.0),
        meaning="The network answers with a score, or logit: above 0 means yes. The target is 1 for yes and 0 for no.",
    ),
    "probability": Kind(
        label="Probability",
        axis="probability p",
        low=0.0,
        high=1.0,
        targets=(0.0, 1.0),
        step=0.1,
        usual=(0.2, 0.8),
        meaning="The network answers with a probability; the target is the true one: 1 for yes, 0 for no, or between.",
        edge=0.01,
        prediction_step=0.01,
        allowed=(0.001, 0.999),
    ),
}


LOSSES: dict[str, Loss] = {
    entry.name: entry
    for entry in (
        *regression.REGRESSION_LOSSES,
        *scores.SCORE_LOSSES,
        *probabilities.PROBABILITY_LOSSES,
    )
}


def losses_of(kind: str) -> dict[str, Loss]:
    """The losses that share an axis."""
    return {name: entry for name, entry in LOSSES.items() if entry.kind == kind}
