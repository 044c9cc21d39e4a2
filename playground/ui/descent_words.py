"""What to notice about a descent, in words with the numbers of this moment."""

from playground.concepts.descent import Trajectory, error_factor
from playground.concepts.optimizers import OPTIMIZERS, OptimizerConfig
from playground.concepts.surfaces import Surface


def describe_descent(
    trajectory: Trajectory, surface: Surface, optimizer: OptimizerConfig, closed_form: Trajectory | None
) -> str:
    """Two or three sentences in Markdown; the regime of the learning rate where a closed form knows it."""
    first = float(trajectory.losses[0])
    sentences = []
    if trajectory.diverged_at is not None:
        last = max(trajectory.diverged_at - 1, 0)
        sentences.append(
            f"The descent **diverged**: step {trajectory.diverged_at} left the finite numbers of "
            f"{str(trajectory.points.dtype).removeprefix('torch.')}. The loss rose from {first:.4f} to "
            f"{float(trajectory.losses[last]):.3g} at step {last}, then became infinite. Lower the learning rate."
        )
    else:
        place = ", ".join(f"{value:.4f}" for value in trajectory.points[-1].tolist())
        target = ", ".join(f"{value:g}" for value in surface.minimum)
        sentences.append(
            f"After {trajectory.steps:,} steps x = [{place}], its target is [{target}]; "
            f"the loss went from {first:.4f} to {float(trajectory.losses[-1]):.3g}."
        )
    if closed_form is not None:
        sentences.append(_regime(optimizer.learning_rate))
    else:
        sentences.append(f"{OPTIMIZERS[optimizer.name].label}: {OPTIMIZERS[optimizer.name].notice}")
    return " ".join(sentences)


def _regime(learning_rate: float) -> str:
    factor = error_factor(learning_rate)
    each = f"Each step multiplies the error by 1 - 2 × {learning_rate:g} / 3 = **{factor:.4g}**"
    if abs(factor) < 1e-9:
        return f"{each}: at this learning rate one step reaches the target."
    if factor > 0.9:
        return f"{each}: sure, but slow."
    if factor > 0:
        return f"{each}: it comes closer with every step and never overshoots."
    if factor > -1:
        return f"{each}: every step overshoots, so the error changes sign, and still it shrinks."
    if factor == -1:
        return f"{each}: it jumps from side to side and neither shrinks nor grows."
    return f"{each}: every step overshoots by more than it mends, so the error grows without end. The limit is 3."
