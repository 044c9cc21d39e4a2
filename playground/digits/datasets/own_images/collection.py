"""Images with the names of their classes, as they were read from a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from playground.digits.datasets.entry import DIGITS
from playground.digits.drawing.preprocessing import SIZE
from playground.digits.models import CLASSES as MAX_CLASSES
from playground.errors import DatasetError
from playground.formatting import listed, on_one_line

MAX_IMAGES = 20_000
MIN_CLASSES = 2
MIN_IMAGES = 2
"""The fewest of a class: one to learn from, one to test with."""

MAX_NAME = 30
"""The most characters of a class's name."""


@dataclass(frozen=True)
class ImageCollection:
    """Labelled images before they are divided.

    Attributes:
        images: `(N, 28, 28)` uint8, as bright as in the files.
        labels: `(N,)` int64, each an index into `classes`.
        classes: the name of each class, as the file has it: 2 to 10.
        skipped: what was left out, a text with the file's name each.
        notes: what else happened to the images, a sentence each.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.int64]
    classes: tuple[str, ...]
    skipped: Sequence[str] = field(default=())
    notes: Sequence[str] = field(default=())

    @property
    def counts(self) -> list[int]:
        """How many images of each class."""
        return np.bincount(self.labels, minlength=len(self.classes)).tolist()

    @property
    def could_be_digits(self) -> bool:
        """Whether the file names its classes by digits alone, which may be handwritten digits or mere numbers."""
        return set(self.classes) <= set(DIGITS)

    @property
    def bright_background(self) -> bool:
        """Whether most images are dark on a bright background, which MNIST's are not."""
        borders = [self.images[:, 0], self.images[:, -1], self.images[:, :, 0], self.images[:, :, -1]]
        return float(np.median(np.median(np.concatenate(borders, axis=1), axis=1))) > 127

    def inverted(self) -> "ImageCollection":
        """The same with dark and bright exchanged."""
        return replace(self, images=255 - self.images)

    def as_digits(self) -> "ImageCollection":
        """The same where the classes are handwritten digits: each label is its digit."""
        digits = np.array([int(name) for name in self.classes], dtype=np.int64)
        return replace(self, labels=digits[self.labels], classes=DIGITS)

    def renamed(self, names: Sequence[str]) -> "ImageCollection":
        """The same with other names of the classes.

        Raises:
            DatasetError: another number of names, an empty one, or the same one twice.
        """
        cleaned = [clean_name(name) for name in names]
        if len(cleaned) != len(self.classes) or not all(cleaned) or len(set(cleaned)) < len(cleaned):
            raise DatasetError(
                f"Expected {len(self.classes)} different names of classes, separated by commas, but got "
                f"{len(cleaned)}: {listed([name or 'an empty one' for name in cleaned])}."
            )
        return replace(self, classes=tuple(cleaned))

    def proposed_names(self) -> list[str]:
        """Names that can stand in sentences; bare digits become 'class 7', since nobody has said what they count."""
        names: list[str] = []
        for name in self.classes:
            cleaned = clean_name(f"class {name}" if self.could_be_digits else name) or "class"
            numbered = (f"{cleaned[: MAX_NAME - 5]} ({number})" for number in range(2, MAX_CLASSES + 2))
            names.append(next(each for each in (cleaned, *numbered) if each not in names))
        return names


def collect(
    images: Sequence[NDArray[np.uint8]] | NDArray[np.uint8],
    names: Sequence[str],
    skipped: Iterable[str] = (),
    notes: Iterable[str] = (),
) -> ImageCollection:
    """A collection of images `(28, 28)` uint8 and the name of each one's class; of equal images the first is kept.

    Raises:
        DatasetError: there are too many images, too few or too many classes, or too few images of a class.
    """
    skipped, notes = list(skipped), list(notes)
    reason = f" The first file that was left out: {skipped[0]}." if skipped else ""
    if not len(images):
        raise DatasetError(f"Expected images in folders named after their classes, but found none.{reason}")
    check_number(len(images))
    first, conflicts = _first_of_equal(images, names)
    if len(first) < len(images):
        notes.append(f"{len(images) - len(first):,} images were there twice; one of each is kept.")
    if conflicts:
        notes.append(f"{conflicts:,} of these stood in two classes; the first one counts.")
    kept = [names[index] for index in first]
    classes = check_classes(kept, reason)
    order = {name: label for label, name in enumerate(classes)}
    return ImageCollection(
        np.stack([images[index] for index in first]).astype(np.uint8).reshape(-1, SIZE, SIZE),
        np.array([order[name] for name in kept], dtype=np.int64),
        classes,
        skipped,
        notes,
    )


def check_number(images: int) -> None:
    """Raise `DatasetError` for more images than fit."""
    if images > MAX_IMAGES:
        raise DatasetError(
            f"Expected at most {MAX_IMAGES:,} images, but there are more: {images:,}. Choose fewer of each class."
        )


def check_classes(names: Sequence[str], reason: str = "") -> tuple[str, ...]:
    """The classes out of the name of each image's class, sorted, numbers by size; `reason` is added to an error.

    Raises:
        DatasetError: there are too few or too many, or too few images of one.
    """
    counts = {name: 0 for name in sorted(set(names), key=_natural)}
    for name in names:
        counts[name] += 1
    shown = [clean_name(name) for name in counts]
    more = f" and {len(shown) - 12} more" if len(shown) > 12 else ""
    if not MIN_CLASSES <= len(counts) <= MAX_CLASSES:
        raise DatasetError(
            f"Expected {MIN_CLASSES} to {MAX_CLASSES} classes, a folder each, but found {len(counts)}: "
            f"{', '.join(shown[:12])}{more}. The networks have {MAX_CLASSES} outputs.{reason}"
        )
    few = [clean_name(name) for name, count in counts.items() if count < MIN_IMAGES]
    if few:
        raise DatasetError(
            f"Expected at least {MIN_IMAGES} different images of each class, one to learn from and one to test with, "
            f"but there is only one of {listed(few)}.{reason}"
        )
    return tuple(counts)


def clean_name(name: str) -> str:
    """A class's name on one line, without the comma that separates names where they are typed; it may be empty."""
    return on_one_line(name[: 8 * MAX_NAME].replace("_", " ").replace(",", " "))[:MAX_NAME].strip()


def _first_of_equal(
    images: Sequence[NDArray[np.uint8]] | NDArray[np.uint8], names: Sequence[str]
) -> tuple[list[int], int]:
    """The index of the first of equal images, and how many later ones have another class."""
    seen: dict[bytes, str] = {}
    first, conflicts = [], 0
    for index, (image, name) in enumerate(zip(images, names, strict=True)):
        content = image.tobytes()
        if content not in seen:
            seen[content] = name
            first.append(index)
        else:
            conflicts += seen[content] != name
    return first, conflicts


def _natural(name: str) -> tuple[float, str]:
    return (float(name), name) if name.isdecimal() and len(name) < 16 else (float("inf"), name.casefold())
