"""What to notice about a descent, with the numbers of this trajectory."""

import math
from collections.abc import Sequence

from playground.concepts.descent import Trajectory
from playground.concepts.descent.stability import Stability
from playground.concepts.optimizers import OptimizerConfig
from playground.concepts.surfaces import Surface
from playground.formatting import counted, format_number, format_percent
from playground.notices.non_finite import Ending, describe_ending

LEVEL = 1e-3
"""A slope below this at the end is level ground."""
APART = 1e-2
"""A loss this far above the least one is another minimum's, or a plateau's."""
TO_AND_FRO = 0.3
"""So large a share of steps that lead up is no way down."""


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
    ending = describe_ending(trajectory, surface, optimizer)
    one_law = batch_size is None and trajectory.rates is None
    law = stability if one_law else None  # it holds for all examples at once, and for one rate
    sentences = [_end(trajectory, surface, ending), _reason(trajectory, surface, optimizer, law, ending)]
    if trajectory.rates is not None:
        sentences.append(_schedule(trajectory, optimizer, stability if batch_size is None else None))
    if batch_size is not None:
        sentences.append(_noise(surface, batch_size, stability))
    minimum = surface.nearest_minimum(trajectory.points[trajectory.last_finite])
    elsewhere = minimum is None or bool(minimum.any())  # than 0, to which weight decay pulls
    if elsewhere and optimizer.number("weight_decay") and trajectory.diverged_at is None:
        sentences.append("Weight decay pulls towards 0 all the while, so it comes to rest elsewhere.")
    return " ".join(sentence for sentence in sentences if sentence)


def _end(trajectory: Trajectory, surface: Surface, ending: Ending | None) -> str:
    first, last = float(trajectory.losses[0]), trajectory.last_finite
    if trajectory.diverged_at == 0:
        return (
            f"Already step 0 left the finite numbers of {str(trajectory.points.dtype).removeprefix('torch.')}: the loss "
            f"at the start is {format_number(first)}. Choose a start where the function has a finite value."
        )
    if trajectory.diverged_at is not None:
        way = (
            f"from {format_number(first, 4)} to {format_number(float(trajectory.losses[last]))} at step {last:,}"
            if last
            else "nowhere"
        )
        return (
            f"The descent **{'diverged' if ending is None or ending.ran_away else 'broke off'}**: step {trajectory.diverged_at:,} left the finite numbers of "
            f"{str(trajectory.points.dtype).removeprefix('torch.')}. The loss went {way}, then was no number any more."
        )
    place = _place(trajectory.points[-1].tolist())
    names = "x" if len(surface.coordinates) > 2 else f"({', '.join(surface.coordinates)})"
    target = surface.nearest_minimum(trajectory.points[-1])
    goal = (
        ""
        if target is None
        else f", {'its target' if len(surface.minima) == 1 else 'the nearest minimum'} is {_place(target.tolist())}"
    )
    return (
        f"After {_steps(trajectory.steps)} {names} = {place}{goal}; "
        f"the loss went from {format_number(first, 4)} to {format_number(float(trajectory.losses[-1]))}."
    )


def _reason(
    trajectory: Trajectory,
    surface: Surface,
    optimizer: OptimizerConfig,
    stability: Stability | None,
    ending: Ending | None,
) -> str:
    if ending is not None and ending.words:
        return ending.words
    if trajectory.diverged_at == 0:
        return ""
    if stability is not None and surface.quadratic:
        return _regime(optimizer.learning_rate, stability)
    if trajectory.diverged_at is not None:
        at = trajectory.last_finite
        if at and float(trajectory.losses[at]) < float(trajectory.losses[0]):
            return (
                "It had only come down: this function has no lowest place, and no learning rate changes that."
            )
        slope = float(trajectory.gradients[at].double().norm())
        rate = optimizer.learning_rate if trajectory.rates is None else float(trajectory.rates[at])
        return (
            f"At step {at:,} the slope was {format_number(slope)}: at learning rate {format_number(rate)} such a step leaps over "
            "everything, to where the slope is steeper still. A smaller learning rate stays."
        )
    return _ground(trajectory, surface) or _fall(trajectory, surface, optimizer)


def _noise(surface: Surface, batch_size: int, stability: Stability | None) -> str:
    assert surface.examples is not None
    words = (
        f"Each step saw {batch_size} of {len(surface.examples)} examples, so its gradient is not quite that of the loss: "
        "the path trembles"
    )
    if stability is not None:
        words += ", and what the strip says of a learning rate holds for all examples at once"
    return f"{words}."


def _schedule(trajectory: Trajectory, optimizer: OptimizerConfig, stability: Stability | None) -> str:
    """Where the schedule moved the rate, and whether it came through rates at which no descent stays."""
    assert trajectory.rates is not None
    first, last = float(trajectory.rates[0]), float(trajectory.rates[-1])
    highest = float(trajectory.rates.max())
    over = "" if highest in (first, last) else f" over {format_number(highest)}"
    words = f"The schedule took the learning rate from {format_number(first)}{over} to {format_number(last)}"
    if stability is None or not bool((trajectory.rates >= stability.limit).any()):
        return f"{words}."
    beyond = int((trajectory.rates >= stability.limit).sum())
    return f"{words}; {_steps(beyond)} had one of {format_number(stability.limit)} or more, at which the error near the minimum grows."


def _ground(trajectory: Trajectory, surface: Surface) -> str:
    """Level ground that is not the lowest; empty elsewhere."""
    least = surface.least_loss
    slope, loss = float(trajectory.gradients[-1].double().norm()), float(trajectory.losses[-1])
    if least is None or slope >= LEVEL or loss <= least + APART:
        return ""
    return (
        f"The ground is level there (slope {format_number(slope, 2)}), and yet it is not the lowest place, whose loss is {format_number(least)}: "
        "an optimizer feels only the slope under its feet. Another start may do better."
    )


def _fall(trajectory: Trajectory, surface: Surface, optimizer: OptimizerConfig) -> str:
    """How far the steps led down, and whether they led down at all."""
    least = float(trajectory.losses.min()) if surface.least_loss is None else surface.least_loss
    return _no_fall(trajectory, least, optimizer) or _way_down(trajectory, least)


def _no_fall(trajectory: Trajectory, least: float, optimizer: OptimizerConfig) -> str:
    """The loss stayed, or ended higher; empty where it fell."""
    first, last = float(trajectory.losses[0]), float(trajectory.losses[-1])
    if float(trajectory.losses.max()) == float(trajectory.losses.min()):
        if not bool(trajectory.gradients.any()):
            return "The loss is the same wherever it went: without a slope there is nothing to follow."
        return (
            "It leaps between places of the same loss: a smaller learning rate would come down between them."
        )
    if last <= first + 1e-5 * abs(first):
        return ""
    if first <= least:
        return "It began at the lowest place: whatever moved it from there led up."
    if optimizer.number("weight_decay"):
        return "It ends higher than it began."
    return "It ends higher than it began: a smaller learning rate would keep it on the way down."


def _way_down(trajectory: Trajectory, least: float) -> str:
    """Which share of the way to the least loss it went, and what the rest takes."""
    first, last = float(trajectory.losses[0]), float(trajectory.losses[-1])
    share = (first - last) / (first - least) if first > least else 0.0
    if trajectory.first_within(least + 0.1 * (first - least)) is not None:
        return _spent(trajectory, least)
    if share < 0.1 and _rises(trajectory) > TO_AND_FRO:
        return "It has hardly come down, and leaps to and fro instead: a smaller learning rate leaps less."
    if share < 0.1:
        return "It has hardly come down: more steps or a larger learning rate would take it farther."
    return f"That is {format_percent(100 * share)} of the way to the least loss: the rest takes more steps, or lies behind a hill."


def _rises(trajectory: Trajectory) -> float:
    """The share of the steps that led up, 0..1."""
    return float((trajectory.losses.diff() > 0).double().mean()) if trajectory.steps else 0.0


def _spent(trajectory: Trajectory, least: float) -> str:
    """How the steps were spent on a fall of at least nine tenths."""
    fall = float(trajectory.losses[0]) - least
    most, rest = (trajectory.first_within(least + share * fall) for share in (0.1, 0.01))
    if float(trajectory.losses[-1]) > least + 0.1 * fall:
        return f"Nine tenths of the fall took {_steps(most)}, but it did not stay: a smaller learning rate would settle."
    if rest is None:
        if most == trajectory.steps:
            return f"Nine tenths of the fall took all of its {_steps(most)}."
        return f"Nine tenths of the fall took {_steps(most)}; of the last tenth the others made only a part."
    if most == rest:
        return f"99\u00a0% of the fall took {_steps(rest)}."
    return f"Nine tenths of the fall took {_steps(most)}; up to 99\u00a0% it took {_steps(rest)}."


def _regime(rate: float, stability: Stability) -> str:
    factor = stability.factor(rate)
    each = f"In the long run each step multiplies the error by **{_factor(factor)}**"
    flat, steep = (1 - rate * curvature for curvature in (stability.curvatures[0], stability.curvatures[-1]))
    if not stability.momentum and flat == steep:
        each = f"Each step multiplies the error by 1 − {format_number(rate, 6)} × {format_number(stability.curvatures[0], 4)} = **{_factor(steep)}**"
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
            f"The limit is {format_number(stability.limit, 4)}."
        )
    if region == "sign_alternating" and not stability.momentum and flat > 0:
        return f"{each}: it jumps from side to side of the valley, and creeps along it."
    return f"{each}: {_MANNER[region if factor <= 0.9 or region != 'overdamped' else 'slow']}"


def _factor(factor: float) -> str:
    """Four digits, or as many as it takes to tell it from 1."""
    return format_number(factor, 10 if f"{factor:.4g}" == "1" else 4)


_MANNER = {
    "slow": "sure, but slow.",
    "overdamped": "it comes closer with every step and never overshoots.",
    "oscillatory": "it overshoots, comes back, and swings ever less around the target.",
    "sign_alternating": "every step overshoots, so the error changes sign, and still it shrinks.",
}


def _place(values: Sequence[float]) -> str:
    return f"[{', '.join(format_number(value, 5) for value in values)}]"


def _steps(count: int | None) -> str:
    assert count is not None
    return counted(count, "step")
