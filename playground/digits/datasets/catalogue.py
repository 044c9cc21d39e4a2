"""The catalogue of data sets. Adding one is one entry here: pages, runs and programs follow."""

from collections.abc import Iterator
from pathlib import Path

from playground.digits.datasets.embedded import EMBEDDED
from playground.digits.datasets.entry import DatasetEntry, DigitDataset, data_root
from playground.digits.datasets.mnist import MNIST
from playground.errors import ConfigurationError

DATASETS: dict[str, DatasetEntry] = {entry.key: entry for entry in (MNIST, EMBEDDED)}
"""By key; `"auto"` takes the first one on disk, so that the embedded digits, which always are, stand last."""

AUTO = "auto"


def load_digits(name: str = AUTO, root: str | Path | None = None) -> DigitDataset:
    """Load a data set from disk; the network is never asked.

    Args:
        name: a key of `DATASETS`, such as `"mnist"` or `"embedded"`, or `"auto"`: see `usual_dataset`.
        root: the folder of all data sets, MNIST in `MNIST/raw` below it; None means `settings.data_directory()`.

    Raises:
        DatasetError: it is missing, half-downloaded or corrupt; the text names the file.
        ConfigurationError: another name.
    """
    entry = dataset_entry(usual_dataset(root) if name == AUTO else name)
    return entry.load(data_root(root))


def dataset_entry(key: str) -> DatasetEntry:
    """The entry of `key`.

    Raises:
        ConfigurationError: there is none.
    """
    if key not in DATASETS:
        raise ConfigurationError(
            f"Expected a data set out of {AUTO}, {', '.join(DATASETS)}, but got {key!r}."
        )
    return DATASETS[key]


def usual_dataset(root: str | Path | None = None) -> str:
    """What `"auto"` means below `root`: the first data set of digits whose files are all on disk."""
    return next(entry.key for entry in datasets_on_disk(root) if entry.digits)


def datasets_on_disk(root: str | Path | None = None) -> Iterator[DatasetEntry]:
    """The entries whose files all exist below `root`, whole or not, in the catalogue's order."""
    return (entry for entry in DATASETS.values() if entry.on_disk(root))


def dataset_name(key: str) -> str:
    """What a data set is called within a sentence; the key itself where the catalogue has no such entry any more."""
    return DATASETS[key].in_text if key in DATASETS else key
