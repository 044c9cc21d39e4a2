"""Which network a run keeps, and why, in words."""

from playground.formatting import format_accuracy
from playground.runs.run import Run


def describe_kept(run: Run) -> str:
    """One or two sentences in Markdown below the test accuracy of a run that ended; "" for an imported network."""
    if run.test_accuracy is None or run.state == "imported":
        return ""
    if run.validation_accuracy is None:
        return (
            f"Of its last network{_in_epoch(run)}, which the run keeps. Without a validation part it cannot choose a "
            "better epoch: to choose by the test images would make them part of training."
        )
    return (
        f"Of the network {'' if _within_epoch(run) else 'after epoch '}**{_epoch(run)}**, which the run keeps: none "
        f"reads more of the validation images ({format_accuracy(run.validation_accuracy)}). The test images chose "
        "nothing, so this is what to expect of images that it never saw."
    )


def _within_epoch(run: Run) -> bool:
    """Whether the kept network is of a run that ended between two epochs."""
    return run.kept_epoch * run.steps_per_epoch > run.step


def _epoch(run: Run) -> str:
    return f"as it ended, in epoch {run.kept_epoch}" if _within_epoch(run) else f"{run.kept_epoch}"


def _in_epoch(run: Run) -> str:
    return f" (epoch {run.kept_epoch})" if run.kept_epoch else ""
