"""What the plane of one neuron draws."""

from collections.abc import Sequence
from typing import Any

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.plane.datasets import EXTENT, Labelled
from playground.concepts.plane.exercises import Exercise
from playground.concepts.plane.one_neuron import LearningPath
from playground.figures.encoded_arrays import encoded


def neuron_data(
    state: str, activation: str, exercise: Exercise, labelled: Labelled, best: int
) -> dict[str, Any]:
    """The neuron, its points and its exercise.

    Args:
        state: both weights, the bias and the point that is read, as text with commas.
        activation: a key of `NETWORK_ACTIVATIONS`.
        exercise: what is to be told apart.
        labelled: its points and classes.
        best: how many of them a line has right at best.
    """
    points, classes = labelled
    entry = NETWORK_ACTIVATIONS[activation]
    return {
        "state": state,
        "extent": EXTENT,
        "activation": {
            "name": activation,
            "label": entry.label,
            "parameters": {each.name: each.default for each in entry.parameters},
        },
        "points": points.tolist(),
        "classes": classes.tolist(),
        "exercise": exercise.label,
        "best": best,
        "whyNot": exercise.why_not,
    }


def path_data(number: int, path: LearningPath) -> dict[str, Any]:
    """A path of learning; `number` tells it from the one before."""
    return {
        "number": number,
        "weights": encoded(path.weights),
        "losses": list(path.losses),
        "diverged": path.diverged,
    }


def state_text(values: Sequence[float]) -> str:
    """Both weights, the bias and the point, as they stand in a URL."""
    return ",".join(f"{value:.6g}" for value in values)
