"""The data sets that users brought: one `.npz` each in the playground's home, with its test set in it.

A file's name is the data set's key. It ends in the beginning of the SHA-256 of what the file holds, so the same images
give the same key again, and runs, links and programs that name it mean the same images for ever.
"""

import hashlib
import io
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from playground.digits.datasets.own_images.collection import ImageCollection
from playground.errors import DatasetError
from playground.files import write_atomically
from playground.formatting import on_one_line
from playground.settings import home_directory

FOLDER, PREFIX = "own_images", "own_"
TEST_SHARE, SPLIT_SEED = 0.2, 0
"""The share of each class's images that is kept for the test, and what they are drawn with."""

MAX_TITLE = 40
_KEY = re.compile(r"own_[a-z0-9_]{1,27}_[0-9a-f]{8}", re.ASCII)
ARRAYS = ("train_images", "train_labels", "test_images", "test_labels")


def own_folder() -> Path:
    """Where the files are."""
    return home_directory() / FOLDER


def own_file(key: str) -> Path:
    """The file of a data set."""
    return own_folder() / f"{key}.npz"


def is_own(key: str) -> bool:
    """Whether a key is that of a data set that somebody brought; it may have been deleted."""
    return _KEY.fullmatch(key) is not None


def own_keys() -> Iterator[str]:
    """The keys of the files, in the order of their names; whether they are whole is not looked at."""
    try:
        names = sorted(path.stem for path in own_folder().glob(f"{PREFIX}*.npz"))
    except OSError:
        return
    yield from filter(is_own, names)


def keep(collection: ImageCollection, title: str) -> str:
    """Divide a collection into a training and a test set, write it, and return the new data set's key.

    The test set has `TEST_SHARE` of each class, at least one image, always the same ones for the same collection.

    Raises:
        DatasetError: the title is empty, or the disk does not take the file.
    """
    title = on_one_line(title[: 8 * MAX_TITLE])[:MAX_TITLE].strip()
    if not title:
        raise DatasetError(
            "Expected a name for your images, but it is empty. Write one, such as 'my leaves'."
        )
    arrays = _divided(collection)
    digest = hashlib.sha256(repr((title, collection.classes)).encode())
    for name in ARRAYS:
        digest.update(np.ascontiguousarray(arrays[name]).tobytes())
    slug = re.sub(r"[^a-z0-9]+", "_", title.casefold()).strip("_")[:24].strip("_") or "images"
    key = f"{PREFIX}{slug}_{digest.hexdigest()[:8]}"
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer, title=np.array(title), classes=np.array(collection.classes), allow_pickle=False, **arrays
    )
    write_atomically(own_file(key), buffer.getvalue(), what="file of your images", error=DatasetError)
    return key


def delete(key: str) -> None:
    """Delete a data set's file for good; nothing happens when there is none.

    Raises:
        DatasetError: the folder does not allow it.
    """
    if not is_own(key):  # never a path to somewhere else
        raise DatasetError(f"Expected the key of images of your own, but got {key[:60]!r}.")
    try:
        own_file(key).unlink(missing_ok=True)
    except OSError as error:
        raise DatasetError(
            f"{own_file(key)} cannot be deleted: {error.strerror}. Check its rights."
        ) from error


def _divided(collection: ImageCollection) -> dict[str, NDArray]:
    generator = np.random.default_rng(SPLIT_SEED)
    is_test = np.zeros(len(collection.labels), dtype=bool)
    for label in np.unique(collection.labels):
        members = np.flatnonzero(collection.labels == label)
        is_test[generator.permutation(members)[: max(1, round(TEST_SHARE * len(members)))]] = True
    return {
        "train_images": collection.images[~is_test],
        "train_labels": collection.labels[~is_test],
        "test_images": collection.images[is_test],
        "test_labels": collection.labels[is_test],
    }
