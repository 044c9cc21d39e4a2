"""What to notice about a descent or a race, in words with the numbers of this moment."""

from collections.abc import Sequence

from playground.concepts.descent import Trajectory
from playground.concepts.optimizers import OptimizerConfig
from playground.concepts.race import Standing
from playground.concepts.stability import Stability
from playground.concepts.surface import Surface

LEVEL = 1e-3
"""A slope below this at the end is level ground."""
APART = 1e-2
"""A loss this far above the least one is another minimum's, or a plateau's."""


def describe_descent(
    trajectory: Trajectory, surface: Surface, optimizer: OptimizerConfig, stability: Stability | None
) -> str:
    """Two or three sentences in Markdown: where it went, and why; `stability` where the learning rate's is known."""
    sentences = [_end(trajectory, surface), _reason(trajectory, surface, optimizer, stability)]
    return " ".join(sentence for sentence in sentences if sentence)


def describe_race(standings: Sequence[Standing], labels: dict[str, str], tolerance: float, steps: int) -> str:
    """Who came first, who did not arrive, and who left; `labels` are the display names."""
    arrived = [row for row in standings if row.reached is not None]
    lost = [labels[row.name] for row in standings if row.diverged_at is not None]
    late = [labels[row.name] for row in standings if row.reached is None and row.diverged_at is None]
    if arrived:
        first = arrived[0]
        text = f"**{labels[first.name]}** comes within {tolerance:g} of the least loss first, after {_steps(first.reached)}."
        if len(arrived) > 1:
            second = arrived[1]
            text += f" {labels[second.name]} follows after {_steps(second.reached)}."
    else:
        text = f"Nobody comes within {tolerance:g} of the least loss in {_steps(steps)}."
        if late:
            best = next(row for row in standings if row.diverged_at is None)
            text += f" Nearest is **{labels[best.name]}** with a loss of {best.final_loss:.3g}."
    if late and arrived:
        text += f" Still on the way: {', '.join(late)}."
    if lost:
        text += f" {', '.join(lost)} diverged: a smaller learning rate may bring it back."
    return text


def _end(trajectory: Trajectory, surface: Surface) -> str:
    first, last = float(trajectory.losses[0]), trajectory.last_finite
    if trajectory.diverged_at == 0:
        return (
            f"Already step 0 left the finite numbers of {str(trajectory.points.dtype).removeprefix('torch.')}: the loss "
            f"at the start is {first:g}. Choose a start where the function has a value."
        )
    if trajectory.diverged_at is not None:
        return (
            f"The descent **diverged**: step {trajectory.diverged_at:,} left the finite numbers of "
            f"{str(trajectory.points.dtype).removeprefix('torch.')}. The loss went from {first:.4g} to "
            f"{float(trajectory.losses[last]):.3g} at step {last:,}, then became infinite."
        )
    place = _place(trajectory.points[-1].tolist())
    names = "x" if len(surface.coordinates) > 2 else f"({', '.join(surface.coordinates)})"
    target = surface.nearest_minimum(trajectory.points[-1])
    goal = (
        ""
        if target is None
        else f", {'its target' if len(surface.minima) == 1 else 'the nearest minimum'} is {_place(target.tolist(), 'g')}"
    )
    return (
        f"After {_steps(trajectory.steps)} {names} = {place}{goal}; "
        f"the loss went from {first:.4f} to {float(trajectory.losses[-1]):.3g}."
    )


def _reason(
    trajectory: Trajectory, surface: Surface, optimizer: OptimizerConfig, stability: Stability | None
) -> str:
    if trajectory.diverged_at == 0:
        return ""
    if stability is not None and surface.quadratic:
        return _regime(optimizer.learning_rate, stability)
    if trajectory.diverged_at is not None:
        at = trajectory.last_finite
        slope = float(trajectory.gradients[at].norm())
        return (
            f"At step {at:,} the slope was {slope:.3g}: at learning rate {optimizer.learning_rate:g} such a step leaps over "
            "everything, to where the slope is steeper still. A smaller learning rate stays."
        )
    return _ground(trajectory, surface) or _fall(trajectory, surface)


def _ground(trajectory: Trajectory, surface: Surface) -> str:
    """Level ground that is not the lowest; empty elsewhere."""
    least = surface.least_loss
    slope, loss = float(trajectory.gradients[-1].norm()), float(trajectory.losses[-1])
    if least is None or slope >= LEVEL or loss <= least + APART:
        return ""
    return (
        f"The ground is level there (slope {slope:.2g}), and yet it is not the lowest place, whose loss is {least:.3g}: "
        "an optimizer feels only the slope under its feet. Another start may do better."
    )


def _fall(trajectory: Trajectory, surface: Surface) -> str:
    """How the steps were spent on the way down."""
    least = float(trajectory.losses.min()) if surface.least_loss is None else surface.least_loss
    fall = float(trajectory.losses[0]) - least
    most = trajectory.first_within(least + 0.1 * fall) if fall > 0 else None
    if most is None:
        return "It has hardly come down: more steps or a larger learning rate would take it farther."
    rest = trajectory.first_within(least + 0.01 * fall)
    if rest is None:
        return f"Nine tenths of the fall took {_steps(most)}; of the last tenth the others made only a part."
    return f"Nine tenths of the fall took {_steps(most)}; up to 99 % it took {_steps(rest)}."


def _regime(rate: float, stability: Stability) -> str:
    factor = stability.factor(rate)
    each = f"In the long run each step multiplies the error by **{factor:.4g}**"
    flat, steep = (1 - rate * curvature for curvature in (stability.curvatures[0], stability.curvatures[-1]))
    if not stability.momentum and flat == steep:
        each = f"Each step multiplies the error by 1 − {rate:g} × {stability.curvatures[0]:.4g} = **{steep:.4g}**"
    elif not stability.momentum:
        each = (
            f"Each step multiplies the error by **{flat:.4g}** in the flattest direction "
            f"and by **{steep:.4g}** in the steepest"
        )
    if factor < 1e-6:
        return f"{each}: at this learning rate one step reaches the target."
    if abs(factor - 1) < 1e-6:
        return f"{each}: it jumps from side to side and neither shrinks nor grows."
    region = stability.region_at(rate).name
    if region == "flipping" and not stability.momentum and steep > -1e-6:  # on the border: nothing flips yet
        region = "steady"
    if region == "diverging":
        return (
            f"{each}: every step overshoots by more than it mends, so the error grows without end. "
            f"The limit is {stability.limit:.4g}."
        )
    if region == "flipping" and not stability.momentum and flat > 0:
        return f"{each}: it jumps from side to side of the valley, and creeps along it."
    return f"{each}: {_MANNER[region if factor <= 0.9 or region != 'steady' else 'slow']}"


_MANNER = {
    "slow": "sure, but slow.",
    "steady": "it comes closer with every step and never overshoots.",
    "ringing": "it overshoots, comes back, and swings ever less around the target.",
    "flipping": "every step overshoots, so the error changes sign, and still it shrinks.",
}


def _place(values: Sequence[float], form: str = ".4f") -> str:
    return "[" + ", ".join(f"{round(value, 4) + 0.0:{form}}" for value in values) + "]"  # + 0.0: no -0.0000


def _steps(count: int | None) -> str:
    return "1 step" if count == 1 else f"{count:,} steps"
