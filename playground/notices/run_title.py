"""What a run or a network is called in every list: 'Run 12 · my first · MNIST · 97.8 %'."""

from collections.abc import Sequence

from playground.digits.datasets import DATASETS
from playground.digits.datasets.catalogue import dataset_entry
from playground.digits.datasets.own_images.folder import is_own
from playground.formatting import format_percent
from playground.runs.run import Run

SEPARATOR = " · "


def run_title(run: Run, epoch: int | None = None) -> str:
    """Number, name, data and test accuracy, in plain text.

    Args:
        run: while it waits or trains its title has no accuracy: in a list it must stay the same while it is shown.
        epoch: of one network of the run, whose accuracy is not the run's.
    """
    number = f"Run {run.number}" if epoch is None else f"Run {run.number}, epoch {epoch}"
    accuracy = None if run.active or epoch is not None else run.test_accuracy
    return network_title(f"{number}{SEPARATOR}{run.name}", run.dataset, accuracy)


def network_title(name: str, dataset: str, accuracy: float | None) -> str:
    """Name, the label of the data set that it learnt from, and the accuracy on its test images, 0..1, where it is known."""
    known = dataset in DATASETS or is_own(dataset)
    parts = [name, dataset_entry(dataset).label if known else dataset]
    if accuracy is not None:
        parts.append(format_percent(100 * accuracy))
    return SEPARATOR.join(part for part in parts if part)


def short_titles(titles: Sequence[str]) -> list[str]:
    """What a sentence calls networks whose titles stand near it: 'Run 12', 'Pretrained CNN'; the whole title of those that
    would be called alike."""
    heads = [title.partition(SEPARATOR)[0] for title in titles]
    return [head if heads.count(head) == 1 else title for head, title in zip(heads, titles, strict=True)]
