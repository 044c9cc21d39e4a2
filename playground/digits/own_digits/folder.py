"""The digits that somebody drew and labelled: one small PNG a drawing, so that nothing but a deletion loses one.

A file's name says everything but the pixels: `7-20261125T101530-0123456789ab.png` is a 7, when it was saved, and the
beginning of the SHA-256 of its 784 bytes. So two tabs or two servers that save the same drawing at once write the same
file, and different drawings never write to the same one. Where two files hold one drawing all the same, written within
two seconds or with two labels, the one that was saved last counts.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from playground.digits.drawing.preprocessing import SIZE
from playground.digits.models import CLASSES
from playground.digits.own_digits.file_name import (
    EXAMPLE,
    digest_in,
    is_name,
    label_in,
    name_of,
    newest_by_digest,
)
from playground.digits.own_digits.png import digest_of, encode_png, read_png
from playground.errors import BlankDrawingError, ConfigurationError, DatasetError
from playground.files import write_atomically
from playground.settings import home_directory

FOLDER = "own_digits"
"""The folder's name in the playground's home."""

MAX_DRAWINGS = 2000


@dataclass(frozen=True)
class UserTestSet:
    """What a folder held at one moment, sorted by label, then by the time of saving.

    Attributes:
        names: of the N files.
        images: `(N, 28, 28)` uint8, white ink on black.
        labels: `(N,)` int64, 0..9.
        skipped: a text that says which files are no drawings of this playground or cannot be read.
    """

    names: tuple[str, ...]
    images: NDArray[np.uint8]
    labels: NDArray[np.int64]
    skipped: tuple[str, ...] = ()

    def __len__(self) -> int:
        """How many drawings."""
        return len(self.names)

    @property
    def counts(self) -> list[int]:
        """How many drawings of each digit."""
        return np.bincount(self.labels, minlength=CLASSES).tolist()

    @property
    def digest(self) -> str:
        """The same for the same images and labels, whatever their files are called."""
        return hashlib.sha256(self.images.tobytes() + self.labels.tobytes()).hexdigest()


@dataclass(frozen=True)
class AddResult:
    """What became of several drawings: how many are new, were there already, and have no ink."""

    new: int = 0
    known: int = 0
    blank: int = 0


class UserTestSetFolder:
    """The drawings in a folder, which is made with the first one.

    Several processes may use it at once: a file appears as a whole or not at all.

    Args:
        folder: None means `own_digits` in `settings.home_directory()`.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or home_directory() / FOLDER

    def names(self) -> list[str]:
        """The drawings' file names, sorted by label, then by the time of saving; their contents are not looked at.

        Raises:
            DatasetError: the folder cannot be read.
        """
        return sorted(newest_by_digest(self._files()).values())

    def load(self) -> UserTestSet:
        """Read all drawings; only files that are new or have changed since are opened.

        Raises:
            DatasetError: the folder cannot be read; a single file that cannot be read is skipped and named.
        """
        names, images, skipped = [], [], []
        files = self._files()
        # A file whose name begins with a dot is half of a drawing whose process was killed.
        foreign = [name for name in files if not name.startswith(".") and not is_name(name)]
        for name in sorted(newest_by_digest(files).values()):
            try:
                images.append(self._image(name))
                names.append(name)
            except FileNotFoundError:
                continue  # deleted by another tab a moment ago
            except (OSError, ValueError) as error:
                skipped.append(f"{name}: {error}")
        skipped += [f"{name}: expected a name such as {EXAMPLE}" for name in sorted(foreign)]
        return UserTestSet(
            tuple(names),
            np.stack(images) if images else np.zeros((0, SIZE, SIZE), np.uint8),
            np.array([label_in(name) for name in names], dtype=np.int64),
            tuple(skipped),
        )

    def find(self, image: NDArray[np.uint8]) -> str | None:
        """The name under which this very drawing, `(28, 28)` uint8, is saved; None when it is not."""
        return newest_by_digest(self.names()).get(digest_of(image))

    def add(self, image: NDArray[np.uint8], label: int) -> str:
        """Save a drawing, or give a saved one another label.

        Args:
            image: `(28, 28)` uint8, white ink on black.
            label: the digit that it is, 0..9.

        Returns:
            Its file's name; the one that it has already, when it is saved with this label.

        Raises:
            BlankDrawingError: it has no ink.
            ConfigurationError: the label is no digit.
            DatasetError: the image has another shape, the folder is full, or the disk does not take it.
        """
        _check(image, label)
        names = self.names()
        known = newest_by_digest(names).get(digest_of(image))
        if known is not None and label_in(known) == label:
            return known
        if known is None:
            self._check_room(len(names), 1)
        name = self._write(image, label)
        if known is not None:  # after the new one, so that being killed between the two loses nothing
            self._unlink(known)
        return name

    def add_all(self, images: NDArray[np.uint8], labels: Iterable[int]) -> AddResult:
        """Save several drawings, those that are here already and those without ink left aside.

        Args:
            images: `(N, 28, 28)` uint8.
            labels: N digits.

        Raises:
            ConfigurationError: a label is no digit; nothing was saved.
            DatasetError: there is no room for all, and nothing was saved; or the disk does not take them.
        """
        names = self.names()
        known, blank = set(newest_by_digest(names)), 0
        new: dict[str, tuple[NDArray[np.uint8], int]] = {}
        pairs = list(zip(images, map(int, labels), strict=True))
        for image, label in pairs:
            try:
                _check(image, label)
                new.setdefault(digest_of(image), (image, label))
            except BlankDrawingError:
                blank += 1
        new = {digest: pair for digest, pair in new.items() if digest not in known}
        self._check_room(len(names), len(new))
        for image, label in new.values():
            self._write(image, label)
        return AddResult(len(new), len(pairs) - len(new) - blank, blank)

    def remove(self, name: str) -> None:
        """Delete the drawing of that name; nothing happens when there is none.

        Raises:
            ConfigurationError: it is no name of a drawing.
            DatasetError: the folder does not allow it.
        """
        if not is_name(name):  # never a path to somewhere else
            raise ConfigurationError(f"Expected the name of a drawing, but got {name[:60]!r}.")
        for other in self._files():
            if is_name(other) and digest_in(other) == digest_in(name):
                self._unlink(other)

    def _unlink(self, name: str) -> None:
        try:
            (self.folder / name).unlink(missing_ok=True)
        except OSError as error:
            raise DatasetError(
                f"The drawing {self.folder / name} cannot be deleted: {error.strerror}. Check the folder's rights."
            ) from error

    def clear(self) -> int:
        """Delete all drawings and say how many they were; other files stay.

        Raises:
            DatasetError: the folder does not allow it.
        """
        names = self.names()
        for name in self._files():
            if is_name(name):
                self._unlink(name)
        return len(names)

    def _files(self) -> list[str]:
        try:
            return [path.name for path in self.folder.iterdir()]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise DatasetError(
                f"The folder of your drawings, {self.folder}, cannot be read: {error.strerror}. Check its rights."
            ) from error

    def _image(self, name: str) -> NDArray[np.uint8]:
        status = (self.folder / name).stat()
        return read_png(str(self.folder / name), status.st_mtime_ns, status.st_size)

    def _check_room(self, there: int, more: int) -> None:
        if there + more > MAX_DRAWINGS:
            raise DatasetError(
                f"Expected at most {MAX_DRAWINGS:,} drawings, but {there:,} are here and {more:,} more were to come. "
                "Delete some first."
            )

    def _write(self, image: NDArray[np.uint8], label: int) -> str:
        name = name_of(image, label, datetime.now())
        write_atomically(self.folder / name, encode_png(image), what="drawing", error=DatasetError)
        return name


def _check(image: NDArray[np.uint8], label: int) -> None:
    if not isinstance(label, int) or isinstance(label, bool) or not 0 <= label < CLASSES:
        raise ConfigurationError(f"Expected a digit from 0 to {CLASSES - 1}, but got {label!r}.")
    if image.shape != (SIZE, SIZE) or image.dtype != np.uint8:
        raise DatasetError(
            f"Expected a drawing ({SIZE}, {SIZE}) uint8, but got {image.shape} {image.dtype}. "
            "Prepare it with digits.drawing.to_mnist first."
        )
    if not image.any():
        raise BlankDrawingError("Expected a drawing with some ink, but it is blank. Draw a digit first.")
