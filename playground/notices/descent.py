"""What to notice about a descent, with the numbers of this trajectory."""

import math
from collections.abc import Sequence

from playground.concepts.descent import Trajectory
from playground.concepts.descent.stability import Stability
from playground.concepts.optimizers import OptimizerConfig
from playground.concepts.surfaces import Surface
from playground.formatting import counted

LEVEL = 1e-3
"""A slope below this at the end is level ground."""
APART = 1e-2
"""A loss this far above the least one is another minimum's, or a plateau's."""


def describe_descent(
    trajectory: Trajectory,
    surface: Surface,
    optimizer: OptimizerConfig,
    stability: Stability | None,
    batch_size: int | None = None,
) -> str:
    """Two or three sentences in Markdown: where it went, and why.

    Args:
        trajectory: the descent.
        surface: what was descended.
        optimizer: by what.
        stability: what the learning rate does near the minimum, where that is known.
        batch_size: how many examples a step saw; None: all.
    """
    law = stability if batch_size is None else None  # it holds for all examples at once
    sentences = [_end(trajectory, surface), _reason(trajectory, surface, optimizer, law)]
    if batch_size is not None:
        sentences.append(_noise(surface, batch_size, stability))
    minimum = surface.nearest_minimum(trajectory.points[trajectory.last_finite])
    elsewhere = minimum is None or bool(minimum.any())  # than 0, to which weight decay pulls
    if elsewhere and optimizer.number("weight_decay"):
        sentences.append("Weight decay pulls towards 0 all the while, so it comes to rest elsewhere.")
    return " ".join(sentence for sentence in sentences if sentence)


def _end(trajectory: Trajectory, surface: Surface) -> str:
    first, last = float(trajectory.losses[0]), trajectory.last_finite
    if trajectory.diverged_at == 0:
        return (
            f"Already step 0 left the finite numbers of {str(trajectory.points.dtype).removeprefix('torch.')}: the loss "
            f"at the start is {first:g}. Choose a start where the function has a value."
        )
    if trajectory.diverged_at is not None:
        way = (
            f"from {first:.4g} to {float(trajectory.losses[last]):.3g} at step {last:,}"
            if last
            else "nowhere"
        )
        return (
            f"The descent **diverged**: step {trajectory.diverged_at:,} left the finite numbers of "
            f"{str(trajectory.points.dtype).removeprefix('torch.')}. The loss went {way}, then was no number any more."
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
        if at and float(trajectory.losses[at]) < float(trajectory.losses[0]):
            return _lost_downhill(trajectory)
        slope = float(trajectory.gradients[at].norm())
        return (
            f"At step {at:,} the slope was {slope:.3g}: at learning rate {optimizer.learning_rate:g} such a step leaps over "
            "everything, to where the slope is steeper still. A smaller learning rate stays."
        )
    return _ground(trajectory, surface) or _fall(trajectory, surface)


def _lost_downhill(trajectory: Trajectory) -> str:
    """It left the numbers though the loss had fallen."""
    assert trajectory.diverged_at is not None
    if bool(trajectory.losses[trajectory.diverged_at].isnan()):
        return "It had come down, and then stepped to a place where the function has no value."
    return "It had only come down: this function has no lowest place, and no learning rate changes that."


def _noise(surface: Surface, batch_size: int, stability: Stability | None) -> str:
    assert surface.examples is not None
    words = (
        f"Each step saw {batch_size} of {len(surface.examples)} examples, so its gradient is not quite that of the loss: "
        "the path trembles"
    )
    if stability is not None:
        words += ", and what the strip says of a learning rate holds for all examples at once"
    return f"{words}."


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
    """How far the steps led down, and whether they led down at all."""
    first, last = float(trajectory.losses[0]), float(trajectory.losses[-1])
    least = float(trajectory.losses.min()) if surface.least_loss is None else surface.least_loss
    if float(trajectory.losses.max()) == float(trajectory.losses.min()):
        return "The loss is the same wherever it went: without a slope there is nothing to follow."
    if last > first + 1e-5 * abs(first):
        return "It ends higher than it began: a smaller learning rate would keep it on the way down."
    share = (first - last) / (first - least) if first > least else 0.0
    if trajectory.first_within(least + 0.1 * (first - least)) is not None:
        return _spent(trajectory, least)
    if share < 0.1:
        return "It has hardly come down: more steps or a larger learning rate would take it farther."
    return (
        f"That is {share:.0%} of the way to the least loss: the rest takes more steps, or lies behind a hill."
    )


def _spent(trajectory: Trajectory, least: float) -> str:
    """How the steps were spent on a fall of at least nine tenths."""
    fall = float(trajectory.losses[0]) - least
    most, rest = (trajectory.first_within(least + share * fall) for share in (0.1, 0.01))
    if float(trajectory.losses[-1]) > least + 0.1 * fall:
        return f"Nine tenths of the fall took {_steps(most)}, but it did not stay: a smaller learning rate would settle."
    if rest is None:
        return f"Nine tenths of the fall took {_steps(most)}; of the last tenth the others made only a part."
    return f"Nine tenths of the fall took {_steps(most)}; up to 99 % it took {_steps(rest)}."


def _regime(rate: float, stability: Stability) -> str:
    factor = stability.factor(rate)
    each = f"In the long run each step multiplies the error by **{_factor(factor)}**"
    flat, steep = (1 - rate * curvature for curvature in (stability.curvatures[0], stability.curvatures[-1]))
    if not stability.momentum and flat == steep:
        each = f"Each step multiplies the error by 1 − {rate:g} × {stability.curvatures[0]:.4g} = **{_factor(steep)}**"
    elif not stability.momentum:
        each = (
            f"Each step multiplies the error by **{_factor(flat)}** in the flattest direction "
            f"and by **{_factor(steep)}** in the steepest"
        )
    if factor < 1e-6:
        # With a buffer both roots are 0, and a matrix of that kind is 0 after its second power.
        return f"{each}: at this learning rate {'two steps reach' if stability.momentum else 'one step reaches'} the target."
    if math.isclose(rate, stability.limit, rel_tol=1e-6):
        return f"{each}: it jumps from side to side and neither shrinks nor grows."
    region = stability.region_at(rate).name
    if (
        region == "sign_alternating" and not stability.momentum and steep > -1e-6
    ):  # on the border: nothing flips yet
        region = "overdamped"
    if region == "diverging":
        return (
            f"{each}: every step overshoots by more than it mends, so the error grows without end. "
            f"The limit is {stability.limit:.4g}."
        )
    if region == "sign_alternating" and not stability.momentum and flat > 0:
        return f"{each}: it jumps from side to side of the valley, and creeps along it."
    return f"{each}: {_MANNER[region if factor <= 0.9 or region != 'overdamped' else 'slow']}"


def _factor(factor: float) -> str:
    """Four digits, or as many as it takes to tell it from 1."""
    return f"{factor:.4g}" if f"{factor:.4g}" != "1" else f"{factor:.10g}"


_MANNER = {
    "slow": "sure, but slow.",
    "overdamped": "it comes closer with every step and never overshoots.",
    "oscillatory": "it overshoots, comes back, and swings ever less around the target.",
    "sign_alternating": "every step overshoots, so the error changes sign, and still it shrinks.",
}


def _place(values: Sequence[float], form: str = ".4f") -> str:
    return "[" + ", ".join(f"{round(value, 4) + 0.0:{form}}" for value in values) + "]"  # + 0.0: no -0.0000


def _steps(count: int | None) -> str:
    assert count is not None
    return counted(count, "step")
