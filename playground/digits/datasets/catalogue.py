"""The catalogue of data sets. Adding one is one entry here: pages, runs and programs follow."""

import warnings
from collections.abc import Iterable, Iterator, MutableMapping
from dataclasses import replace
from pathlib import Path

from playground.digits.datasets.embedded import EMBEDDED
from playground.digits.datasets.entry import DIGITS, DatasetEntry, DigitDataset, data_root
from playground.digits.datasets.fashion_mnist import FASHION_MNIST
from playground.digits.datasets.idx_search import describe_folder
from playground.digits.datasets.mnist import MNIST
from playground.digits.datasets.own_images.entries import deleted_entry, own_entry
from playground.digits.datasets.own_images.folder import is_own, own_keys
from playground.errors import ConfigurationError
from playground.settings import data_directory_is_chosen


class DatasetCatalogue(MutableMapping[str, DatasetEntry]):
    """Data sets by key: those that the playground knows, then those that users brought, as they are on disk now.

    Args:
        entries: those that the playground knows.
    """

    def __init__(self, entries: Iterable[DatasetEntry]) -> None:
        self._known = {entry.key: entry for entry in entries}

    def __getitem__(self, key: str) -> DatasetEntry:
        entry = self._known.get(key) or own_entry(key)
        if entry is None:
            raise KeyError(key)
        return entry

    def __setitem__(self, key: str, entry: DatasetEntry) -> None:
        self._known[key] = entry

    def __delitem__(self, key: str) -> None:
        del self._known[key]

    def __iter__(self) -> Iterator[str]:
        yield from list(self._known)
        yield from (key for key in own_keys() if own_entry(key) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


DATASETS: MutableMapping[str, DatasetEntry] = DatasetCatalogue((MNIST, EMBEDDED, FASHION_MNIST))
"""`"auto"` takes the first one of digits on disk: the embedded digits, which always are, stand last of those known."""

AUTO = "auto"


def load_digits(name: str = AUTO, root: str | Path | None = None) -> DigitDataset:
    """Load a data set from disk; the network is never asked.

    Args:
        name: a key of `DATASETS`, such as `"mnist"` or `"embedded"`, or `"auto"`: see `usual_dataset`.
        root: the folder of all data sets, MNIST in `MNIST/raw` or elsewhere below it; None means
            `settings.data_directory()`.

    Warns:
        UserWarning: `name` is `"auto"`, and the folder that was asked for holds nothing that can be learnt from.

    Raises:
        DatasetError: it is missing, half-downloaded or corrupt; the text names the file.
        ConfigurationError: another name.
    """
    entry = dataset_entry(usual_dataset(root) if name == AUTO else name)
    if name == AUTO and (text := describe_fallback(root)):
        warnings.warn(text, stacklevel=2)
    data = entry.load(data_root(root))
    return data if data.classes == entry.classes else replace(data, classes=entry.classes)


def dataset_entry(key: str) -> DatasetEntry:
    """The entry of `key`; of images that somebody brought and deleted, one that says so when it is loaded.

    Raises:
        ConfigurationError: there is none.
    """
    if key not in DATASETS and is_own(key):
        return deleted_entry(key)
    if key not in DATASETS:
        raise ConfigurationError(
            f"Expected a data set out of {AUTO}, {', '.join(DATASETS)}, but got {key!r}."
        )
    return DATASETS[key]


def usual_dataset(root: str | Path | None = None) -> str:
    """What `"auto"` means below `root`: the first data set of digits of which any file is there.

    One that is not whole is chosen too: loading it says what is missing, in place of another that comes without a word.
    """
    return next(entry.key for entry in DATASETS.values() if entry.digits and entry.begun(root))


def describe_fallback(root: str | Path | None = None) -> str:
    """That `"auto"` found nothing in a folder that somebody chose, and what is in it; else an empty text."""
    entry = DATASETS[usual_dataset(root)]
    if entry.files(data_root(root)) or (root is None and not data_directory_is_chosen()):
        return ""
    return f"No data set of digits was found, so {entry.in_text} are used. {describe_folder(data_root(root))}"


def datasets_on_disk(root: str | Path | None = None) -> Iterator[DatasetEntry]:
    """The entries whose files all exist below `root`, whole or not, in the catalogue's order."""
    return (entry for entry in DATASETS.values() if entry.on_disk(root))


def dataset_name(key: str) -> str:
    """What a data set is called within a sentence; the key itself where the catalogue has no such entry any more."""
    return dataset_entry(key).in_text if key in DATASETS or is_own(key) else key


def dataset_classes(key: str) -> tuple[str, ...]:
    """The names of a data set's classes; the digits where the catalogue has no such entry any more."""
    return dataset_entry(key).classes if key in DATASETS or is_own(key) else DIGITS


def shows_digits(key: str) -> bool:
    """Whether the images of a data set show digits; one that is not known is taken for digits."""
    return dataset_classes(key) == DIGITS
