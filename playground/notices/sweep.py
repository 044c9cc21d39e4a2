"""What to notice about a sweep, with the numbers of this moment."""

from collections.abc import Sequence

from playground.digits.training.config import FIELDS
from playground.digits.training.variations import describe_settings
from playground.runs.run import Run


def describe_sweep(axes: Sequence[str], runs: Sequence[Run]) -> str:
    """Two or three sentences in Markdown: the best combination, how much each setting matters, and what is missing.

    Args:
        axes: names of the settings that vary.
        runs: all runs of the sweep.
    """
    tested = [run for run in runs if run.best_accuracy is not None]
    if not tested:
        return f"None of the {len(runs)} runs has been tested yet: a point appears here as soon as one epoch is over."
    so_far = any(run.active for run in runs)
    sentences = [_about_the_best(axes, tested, so_far), _about_effects(axes, tested), _about_diverged(runs)]
    return " ".join(sentence for sentence in sentences if sentence)


def _about_the_best(axes: Sequence[str], tested: Sequence[Run], so_far: bool) -> str:
    best = best_of(tested)
    sentence = (
        f"Best{' so far' if so_far else ''}: **{describe_settings(best.config, axes)}** reads "
        f"**{best.best_accuracy:.2%}** of the digits that it never saw (run {best.number})."
    )
    equals = sum(run.best_accuracy == best.best_accuracy for run in tested) - 1
    if equals:
        sentence += f" {equals} other{'s read' if equals > 1 else ' reads'} as many, but not sooner."
    return sentence


def _about_effects(axes: Sequence[str], tested: Sequence[Run]) -> str:
    """How far each setting alone moves the accuracy, as far as there are runs that differ in it alone."""
    effects = {name: effect for name in axes if (effect := _effect(name, axes, tested)) is not None}
    points = {name: f"{100 * effect:.1f}" for name, effect in effects.items()}
    if len(effects) == 2:
        strong, weak = sorted(effects, key=lambda name: -effects[name])
        return (
            f"The {_word(strong)} matters more: changing it alone moves the accuracy by up to "
            f"{points[strong]} points, the {_word(weak)} alone by up to {points[weak]}."
        )
    for name in effects:
        return f"Changing the {_word(name)} alone moves the accuracy by up to {points[name]} points."
    return ""


def _about_diverged(runs: Sequence[Run]) -> str:
    diverged = sum(run.state == "diverged" for run in runs)
    return f"{diverged} of {len(runs)} runs diverged: their steps were too long." if diverged else ""


def best_of(runs: Sequence[Run]) -> Run:
    """The run with the best accuracy; of equals the one that needed less time."""
    return max(runs, key=lambda run: (run.best_accuracy or 0.0, -run.seconds))


def _effect(name: str, axes: Sequence[str], runs: Sequence[Run]) -> float | None:
    """The largest difference in accuracy between runs that differ in this setting alone; None without such runs."""
    groups: dict[tuple, list[float]] = {}
    for run in runs:
        others = tuple(getattr(run.config, other) for other in axes if other != name)
        groups.setdefault(others, []).append(run.best_accuracy or 0.0)
    return max((max(group) - min(group) for group in groups.values() if len(group) > 1), default=None)


def _word(name: str) -> str:
    return FIELDS[name].label.lower()
