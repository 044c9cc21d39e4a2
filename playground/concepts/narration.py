"""What happened in a descent, said in words with its own numbers."""

import math

from playground.concepts.descent import Trajectory


def describe_descent(trajectory: Trajectory, factor: float | None) -> str:
    """Two or three sentences in Markdown.

    Args:
        trajectory: the descent on the article's example.
        factor: what a step multiplies the error by, when one number says it (plain SGD); else None.
    """
    steps = len(trajectory.losses) - 1
    if trajectory.diverged_at is not None:
        left = f"The descent leaves the finite numbers at step {trajectory.diverged_at}"
        reason = (
            f": each step multiplies the error by {factor:.4g}, whose size is above 1." if factor else "."
        )
        return (
            f"{left}{reason} The curves are drawn as far as they are finite; choose a smaller learning rate."
        )
    end = ", ".join(f"{value:.4f}" for value in trajectory.points[-1].tolist())
    first, last = float(trajectory.losses[0]), float(trajectory.losses[-1])
    result = f"In {steps:,} steps the loss goes from {first:.5g} to {last:.3g}, and x ends at [{end}]."
    return result if factor is None else f"{result} {_regime(factor)}"


def _regime(factor: float) -> str:
    if math.isclose(factor, 0, abs_tol=1e-9):
        return "The learning rate is exactly right: the error is multiplied by 0, so the first step arrives."
    size = f"Each step multiplies the error by {factor:.4g}"
    if factor > 0:
        return f"{size}: x creeps towards its target from one side."
    if factor > -1:
        return f"{size}: each step overshoots, the error changes sign and shrinks."
    return f"{size}: each step overshoots by more than it corrects, so the error grows and will leave all bounds."
