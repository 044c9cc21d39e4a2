"""What to notice about a sweep, with the numbers of this moment."""

from collections.abc import Mapping, Sequence

from playground.digits.datasets import dataset_classes
from playground.digits.training.config import FIELDS
from playground.digits.training.variations import describe_settings
from playground.formatting import counted, format_accuracy, format_points, listed
from playground.markdown import literal
from playground.notices.changes import describe_changed
from playground.notices.class_names import pictures
from playground.runs.measures import accuracy_by, common_measure
from playground.runs.run import Run

NAMED = 3
"""So many equally good runs are named."""


def describe_sweep(axes: Sequence[str], runs: Sequence[Run]) -> str:
    """Two or three sentences in Markdown: the best combination, how much each setting matters, and what is missing.

    Nothing is concluded before all runs are done: the rest may turn it round.

    Args:
        axes: names of the settings that vary.
        runs: all runs of the sweep.
    """
    measure = common_measure(runs)
    missing = _about_missing(runs)
    if missing:
        return f"{missing} {_about_diverged(runs)}".strip()
    tested = finished_runs(runs)
    if not tested:
        return _about_diverged(runs)
    sentences = [
        _about_the_best(axes, tested, measure),
        _about_effects(axes, runs, measure),
        _about_diverged(runs),
        _about_the_test_images(measure, tested),
        describe_changed(runs),
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def finished_runs(runs: Sequence[Run]) -> list[Run]:
    """Those that trained to their end and were tested: these can be compared."""
    return [run for run in runs if run.state == "finished" and run.test_accuracy is not None]


def best_of(runs: Sequence[Run]) -> list[Run]:
    """The runs with the best accuracy: several when they are equal, none before all runs of a sweep are done."""
    tested, measure = finished_runs(runs), common_measure(runs)
    if _about_missing(runs) or not tested:
        return []
    highest = max(accuracy_by(run, measure) or 0.0 for run in tested)
    return [run for run in tested if accuracy_by(run, measure) == highest]


def _about_missing(runs: Sequence[Run]) -> str:
    """How many runs are done, while some are not; "" when all are."""
    missing = [run for run in runs if run.state not in ("finished", "diverged")]
    if not missing:
        return ""
    count = len(runs) - len(missing)
    done = f"**{count} of {counted(len(runs), 'run')} {'is' if count == 1 else 'are'} done.**"
    if any(run.active for run in missing):
        return f"{done} Which is best, and which setting matters more, can be said when all are: the rest may turn it round."
    ended = f"{len(missing)} ended early"
    return f"{done} {ended}, so nothing can be concluded: press **Resume**, and look again when all are done."


def _about_the_best(axes: Sequence[str], tested: Sequence[Run], measure: str) -> str:
    highest = max(accuracy_by(run, measure) or 0.0 for run in tested)
    best = [run for run in tested if accuracy_by(run, measure) == highest]
    what = _what(best[0], measure)
    if len(best) == len(tested) > 1:
        return f"All {len(tested)} finished runs are equally good: each reads **{format_accuracy(highest)}** of {what}."
    if len(best) > 1:
        names = [f"**{literal(describe_settings(run.config, axes))}**" for run in best[:NAMED]]
        more = [f"{len(best) - NAMED} more"] if len(best) > NAMED else []
        return f"{len(best)} are best, equally: {listed([*names, *more])} read **{format_accuracy(highest)}** of {what}."
    run = best[0]
    test = f", and {format_accuracy(run.test_accuracy)} of the test images" if measure == "validation" else ""
    return f"Best: **{literal(describe_settings(run.config, axes))}** reads **{format_accuracy(highest)}** of {what}{test} (run {run.number})."


def _what(run: Run, measure: str) -> str:
    if measure == "validation":
        return "the validation images"
    return f"the {pictures(dataset_classes(run.dataset))} that it never saw"


def _about_effects(axes: Sequence[str], runs: Sequence[Run], measure: str) -> str:
    """How far each setting alone moves the accuracy, as far as there are runs that differ in it alone."""
    tested = finished_runs(runs)
    effects = {name: effect for name in axes if (effect := _effect(name, axes, tested, measure)) is not None}
    diverged = any(run.state == "diverged" for run in runs)
    among = "Among the runs that did not diverge, " if diverged else ""
    sentence = (
        _compared(effects) if len(effects) == 2 else " ".join(_alone(name, effects[name]) for name in effects)
    )
    luck = "".join(
        f" What the {_word(name)} does is luck: a setting that moves it no farther may do nothing."
        for name in effects
        if FIELDS[name].only_luck
    )
    return f"{among}{sentence[:1].lower() + sentence[1:] if among else sentence}{luck}" if sentence else ""


def _compared(effects: Mapping[str, float]) -> str:
    """Which of two settings matters more; `effects` are shares, how far each alone moves the accuracy at most."""
    strong, weak = sorted(effects, key=lambda name: -effects[name])
    most, least = (format_points(effects[name]) for name in (strong, weak))
    if not effects[strong]:
        return f"Neither the {_word(strong)} nor the {_word(weak)} moves the accuracy."
    if most == least:
        return (
            f"The {_word(strong)} and the {_word(weak)} matter equally: changing either alone moves the accuracy "
            f"by up to {most}."
        )
    other = f"by up to {least}" if effects[weak] else "not at all"
    return (
        f"The {_word(strong)} matters more: changing it alone moves the accuracy by up to {most}, the {_word(weak)} "
        f"alone {other}."
    )


def _alone(name: str, effect: float) -> str:
    if not effect:
        return f"Changing the {_word(name)} alone does not move the accuracy."
    return f"Changing the {_word(name)} alone moves the accuracy by up to {format_points(effect)}."


def _about_diverged(runs: Sequence[Run]) -> str:
    diverged = sum(run.state == "diverged" for run in runs)
    whose = "its" if diverged == 1 else "their"
    return (
        f"{diverged} of {counted(len(runs), 'run')} diverged: {whose} steps were too long."
        if diverged
        else ""
    )


def _about_the_test_images(measure: str, tested: Sequence[Run]) -> str:
    if measure == "validation" or len(tested) < 2:
        return ""
    return (
        "Without a validation part the test images were the judge: whoever chooses by them has used them up, and the "
        "best number is a little too good."
    )


def _effect(name: str, axes: Sequence[str], runs: Sequence[Run], measure: str) -> float | None:
    """The largest difference in accuracy between runs that differ in this setting alone; None without such runs."""
    groups: dict[tuple, list[float]] = {}
    for run in runs:
        others = tuple(getattr(run.config, other) for other in axes if other != name)
        groups.setdefault(others, []).append(accuracy_by(run, measure) or 0.0)
    return max((max(group) - min(group) for group in groups.values() if len(group) > 1), default=None)


def _word(name: str) -> str:
    return FIELDS[name].label.lower()
