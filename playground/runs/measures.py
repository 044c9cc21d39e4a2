"""By which accuracy runs are compared: by the validation part where all of them have one, else by the test images."""

from collections.abc import Sequence

from playground.runs.run import Run

MEASURES: dict[str, str] = {"validation": "validation accuracy", "test": "test accuracy"}
"""Each accuracy with its display name."""


def common_measure(runs: Sequence[Run]) -> str:
    """The key of `MEASURES` that all these runs have, or will have."""
    tested = [run for run in runs if run.test_accuracy is not None]
    validated = all(run.validation_accuracy is not None for run in tested)
    return "validation" if validated and all(run.config.validation_share for run in runs) else "test"


def accuracy_by(run: Run, measure: str) -> float | None:
    """This accuracy of the network that the run keeps, 0..1; None before the first test."""
    return run.validation_accuracy if measure == "validation" else run.test_accuracy
