"""What to notice about several runs, with the numbers of this moment."""

from collections.abc import Mapping, Sequence

from playground.digits.datasets import dataset_name
from playground.digits.training import TrainingConfig
from playground.digits.training.config import FIELDS
from playground.digits.training.variations import describe_settings, differing
from playground.runs.run import Run

_UNFINISHED = {
    "queued": "waits for its turn",
    "running": "is training",
    "paused": "is paused",
    "stopped": "was stopped early",
    "diverged": "diverged",
    "interrupted": "was interrupted",
    "failed": "failed",
}


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
    """Two or three sentences in Markdown: which is best, by how much, and what can be concluded."""
    tested = sorted((run for run in runs if run.best_accuracy is not None), key=lambda run: -_accuracy(run))
    sentences = []
    if len(tested) == 1:
        best = tested[0]
        sentences.append(
            f"**{_in_sentence(labels[best.id])}** reads {_accuracy(best):.2%} of the digits that it never saw."
        )
    elif tested:
        sentences.append(_about_the_best(tested, labels))
    sentences += [_conclusion(runs), _unfinished(runs)]
    return " ".join(sentence for sentence in sentences if sentence)


def _about_the_best(tested: Sequence[Run], labels: Mapping[str, str]) -> str:
    """`tested`: two or more, the best first."""
    best, worst = tested[0], tested[-1]
    points = 100 * (_accuracy(best) - _accuracy(worst))
    if points == 0:
        return f"They all read {_accuracy(best):.2%} of the digits that they never saw."
    return (
        f"**{_in_sentence(labels[best.id])}** is best: it reads {_accuracy(best):.2%} of the digits that it never saw, "
        f"**{points:.2f} points** more than {_lower(_in_sentence(labels[worst.id]))}."
    )


def _conclusion(runs: Sequence[Run]) -> str:
    if len(runs) < 2:
        return "One curve alone says little: tick a second run, or copy this one with one change."
    if len({run.dataset for run in runs}) > 1:
        return "They learnt from different data, so their accuracies are no fair comparison."
    names = differing([run.config for run in runs])
    if not names:
        return "Their settings and their seed are the same, so their numbers are the same, step for step."
    if len(names) > 1:
        listed = ", ".join(_lower(FIELDS[name].label) for name in names)
        return (
            f"They differ in {len(names)} settings at once ({listed}), so nobody can say which one did it: copy a "
            "run and change one thing."
        )
    return _about_one_change(names[0], [run.config for run in runs])


def _about_one_change(name: str, configs: Sequence[TrainingConfig]) -> str:
    what = _lower(FIELDS[name].label)
    if FIELDS[name].only_luck:
        return (
            f"Only the {what} differs: this much is luck, and a smaller difference between settings means "
            "nothing."
        )
    start = "begin with the same weights and " if _same_weights(configs) else ""
    return f"They {start}differ in the {what} alone, so the difference is its doing."


def _same_weights(configs: Sequence[TrainingConfig]) -> bool:
    names = [entry.name for entry in FIELDS.values() if entry.sets_weights]
    return not set(names) & set(differing(configs))


def _unfinished(runs: Sequence[Run]) -> str:
    unfinished = [run for run in runs if run.state in _UNFINISHED]
    return " ".join(f"Run {run.number} {_UNFINISHED[run.state]}." for run in unfinished[:3])


def _accuracy(run: Run) -> float:
    return run.best_accuracy or 0.0


def _in_sentence(label: str) -> str:
    number, _, what = label.partition(": ")
    return f"{number} ({what})"


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
