"""What to notice about several runs, with the numbers of this moment."""

from collections.abc import Mapping, Sequence

from playground.digits.datasets import dataset_classes, dataset_name
from playground.digits.training import TrainingConfig
from playground.digits.training.config import FIELDS
from playground.digits.training.variations import describe_settings, differing
from playground.formatting import format_accuracy, format_points, listed
from playground.markdown import literal
from playground.notices.changes import describe_changed
from playground.notices.class_names import pictures
from playground.runs.measures import accuracy_by, common_measure
from playground.runs.run import Run

_UNFINISHED = {
    "queued": "waits for its turn",
    "running": "is training",
    "paused": "is paused",
    "stopped": "was stopped early",
    "interrupted": "was interrupted",
    "failed": "failed",
}
_TRAINED = ("finished", "imported")
"""States of runs whose networks can be compared."""


def run_labels(runs: Sequence[Run]) -> dict[str, str]:
    """Id to a short name that distinguishes the runs: their number and what differs, such as 'Run 3: seed 1'."""
    names = differing([run.config for run in runs])
    datasets = len({run.dataset for run in runs}) > 1
    labels = {}
    for run in runs:
        parts = [describe_settings(run.config, names)] if names else []
        if datasets:
            parts.append(f"on {dataset_name(run.dataset)}")
        labels[run.id] = f"Run {run.number}: {', '.join(parts) or run.name}"
    return labels


def describe_comparison(runs: Sequence[Run], labels: Mapping[str, str]) -> str:
    """Two or three sentences in Markdown: which is best, by how much, and what can be concluded.

    Nothing is concluded before all of them are done: the rest may turn it round.
    """
    unfinished = [run for run in runs if run.state in _UNFINISHED]
    tested = [run for run in runs if run.state in _TRAINED and run.test_accuracy is not None]
    sentences = []
    if not unfinished and len(tested) == 1:
        sentences.append(_about_one(tested[0], labels))
    elif not unfinished and tested:
        sentences.append(_about_the_best(tested, labels))
    sentences.append(describe_changed(runs))
    sentences += [_conclusion(runs), _about_length(tested) if not unfinished else _missing(runs, unfinished)]
    sentences += [f"Run {run.number} diverged." for run in runs if run.state == "diverged"][:3]
    return " ".join(sentence for sentence in sentences if sentence)


def _about_one(run: Run, labels: Mapping[str, str]) -> str:
    """Its test accuracy, the same number as on every page."""
    return (
        f"**{_in_sentence(labels[run.id])}** reads {format_accuracy(run.test_accuracy)} of the "
        f"{_test_images([run], 'it')}."
    )


def _about_the_best(tested: Sequence[Run], labels: Mapping[str, str]) -> str:
    """`tested`: two or more."""
    measure = common_measure(tested)
    accuracies = {run.id: accuracy_by(run, measure) or 0.0 for run in tested}
    highest, lowest = max(accuracies.values()), min(accuracies.values())
    if highest == lowest:
        return f"They all read {format_accuracy(highest)} of the {_judges(tested, measure, 'they')}."
    best = [run for run in tested if accuracies[run.id] == highest]
    worst = [run for run in tested if accuracies[run.id] == lowest]
    they = "it reads" if len(best) == 1 else "each reads"
    sentence = (
        f"{_best_names(best, tested, labels)}: {they} {format_accuracy(highest)} of the "
        f"{_judges(tested, measure, 'it')}, **{format_points(highest - lowest)}** more than {_names(worst, labels)}."
    )
    if measure == "validation" and len(best) == 1:
        sentence += (
            f" Of the test images, which chose nothing, it reads {format_accuracy(best[0].test_accuracy)}."
        )
    return sentence


def _best_names(best: Sequence[Run], tested: Sequence[Run], labels: Mapping[str, str]) -> str:
    """The best ones with their predicate; nothing is best of what was tested with different images."""
    names = listed([f"**{_in_sentence(labels[run.id])}**" for run in best])
    if len({run.dataset for run in tested}) > 1:
        return f"{names} {'has' if len(best) == 1 else 'have'} the highest accuracy"
    return f"{names} {'is best' if len(best) == 1 else 'are best, equally'}"


def _names(runs: Sequence[Run], labels: Mapping[str, str]) -> str:
    return listed([_lower(_in_sentence(labels[run.id])) for run in runs])


def _judges(runs: Sequence[Run], measure: str, who: str) -> str:
    return "validation images" if measure == "validation" else _test_images(runs, who)


def _test_images(runs: Sequence[Run], who: str) -> str:
    """'digits that it never saw'; of an imported network nobody knows what it saw."""
    if any(run.state == "imported" for run in runs):
        return "test images"
    return f"{_pictures(runs)} that {who} never saw"


def _about_length(runs: Sequence[Run]) -> str:
    """Runs that a stop condition ended after fewer epochs than they might have had."""
    shorter = [run for run in runs if run.total_steps and run.step < run.total_steps]
    return " ".join(
        f"Run {run.number} ended by itself in epoch {run.epoch} of {run.config.epochs}."
        for run in shorter[:3]
    )


def _missing(runs: Sequence[Run], unfinished: Sequence[Run]) -> str:
    """What has to happen before a conclusion; `unfinished` is not empty."""
    done = len(runs) - len(unfinished)
    states = " ".join(f"Run {run.number} {_UNFINISHED[run.state]}." for run in unfinished[:3])
    if len(runs) == 1:
        return states
    if any(run.active for run in unfinished):
        return f"**{done} of {len(runs)} runs {'is' if done == 1 else 'are'} done**; which is best can be said when all are. {states}"
    return f"{states} So nobody can say which is best: resume what ended early, or untick it."


def _pictures(runs: Sequence[Run]) -> str:
    """'digits', or 'images' where any run has learnt others."""
    kinds = {pictures(dataset_classes(run.dataset)) for run in runs}
    return kinds.pop() if len(kinds) == 1 else "images"


def _conclusion(runs: Sequence[Run]) -> str:
    if len(runs) < 2:
        return "One curve alone says little: tick a second run, or copy this one with one change."
    if len({run.dataset for run in runs}) > 1:
        return "They learnt from different data, so their accuracies are no fair comparison."
    if describe_changed(runs):
        return "So they do not differ in the settings alone that they began with."
    names = differing([run.config for run in runs])
    if any(run.state == "imported" for run in runs):
        return "What an imported network was trained with is only what its file says."
    if len(names) > 1:
        settings = ", ".join(_lower(FIELDS[name].label) for name in names)
        return (
            f"They differ in {len(names)} settings at once ({settings}), so nobody can say which one did it: copy a "
            "run and change one thing."
        )
    done = not any(run.state in _UNFINISHED for run in runs)
    return _about_one_change(names[0], [run.config for run in runs], done) if names else _about_the_same(runs)


def _about_the_same(runs: Sequence[Run]) -> str:
    """The same settings and seed: the numbers are the same, unless something else was not."""
    ended = {(run.test_accuracy, run.validation_accuracy) for run in runs if run.state in _TRAINED}
    if len(ended) > 1:
        return (
            "Their settings and their seed are the same, and yet their numbers are not: another number of threads, or "
            "drawings of your own that came since, change them."
        )
    return "Their settings and their seed are the same, so their numbers are the same, step for step."


def _about_one_change(name: str, configs: Sequence[TrainingConfig], done: bool) -> str:
    what = _lower(FIELDS[name].label)
    if FIELDS[name].only_luck:
        if not done:
            return f"Only the {what} differs: what they differ in at the end is luck."
        return (
            f"Only the {what} differs: this much is luck, and a smaller difference between settings means "
            "nothing."
        )
    start = "begin with the same weights and " if _same_weights(configs) else ""
    so = (
        "so what their curves differ in is its doing"
        if done
        else "so a difference at the end will be its doing"
    )
    return f"They {start}differ in the {what} alone, {so}."


def _same_weights(configs: Sequence[TrainingConfig]) -> bool:
    names = [entry.name for entry in FIELDS.values() if entry.sets_weights]
    return not set(names) & set(differing(configs))


def _in_sentence(label: str) -> str:
    number, _, what = label.partition(": ")
    return f"{number} ({literal(what)})"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
