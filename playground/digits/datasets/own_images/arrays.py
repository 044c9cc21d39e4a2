"""Images and labels as NumPy arrays: one `.npz`, or two `.npy`. Nothing is unpickled."""

import io
import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from playground.archives import Archive, Limits, read_array
from playground.digits.datasets.own_images.collection import (
    ImageCollection,
    check_number,
    collect,
)
from playground.digits.drawing.picture_decoding import brightness_factor, fit, over_background, to_bytes
from playground.digits.drawing.preprocessing import SIZE
from playground.errors import ArchiveError, DatasetError
from playground.formatting import on_one_line

MAX_ARRAY_BYTES = 130_000_000
"""Of all arrays of a file together: 20,000 images of 28 x 28 pixels as float64."""
MAX_ARRAYS = 100
MAX_LABEL_BYTES = 4096
"""Of one label that is a text, in memory."""
MAX_VALUES = 2_000_000
"""Of one image, its channels among them."""
CHUNK_VALUES = 4_000_000
"""Of the images that are converted at once, which bounds the memory for it."""
EXAMPLE = 'np.savez("images.npz", images=images, labels=labels)'

_LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)  # ITU-R BT.601
_IMAGES, _LABELS = ("images", "x", "data"), ("labels", "y", "targets", "target")
_PARTS = ("train", "test")


def read_npz(content: bytes) -> ImageCollection:
    """The images of an `.npz` with `images` and `labels`, or `x_train`, `y_train`, `x_test` and `y_test`, and the like.

    Raises:
        DatasetError: it is damaged, too large, or holds other arrays.
    """
    try:
        with Archive(content, Limits(MAX_ARRAYS, MAX_ARRAY_BYTES, MAX_ARRAY_BYTES)) as archive:
            archive.check_names()
            names = [entry.filename for entry in archive.files() if entry.filename.endswith(".npy")]
            arrays = {name.removesuffix(".npy"): _member(archive, name) for name in names}
    except ArchiveError as error:
        raise DatasetError(
            f"Expected an .npz file, but it cannot be read ({error}). Save it again with {EXAMPLE}."
        ) from error
    pairs = _pairs(arrays)
    if not pairs:
        raise DatasetError(
            f"Expected arrays called images and labels, but the file has {on_one_line(', '.join(arrays), 200) or 'none'}. Save them with "
            f"{EXAMPLE}."
        )
    collections = [_images_and_names(arrays[images], arrays[labels], images) for images, labels in pairs]
    names_of_classes = arrays.get("classes")
    names = [name for _, some in collections for name in some]
    if names_of_classes is not None and names_of_classes.dtype.kind == "U" and names_of_classes.ndim == 1:
        _check_texts(names_of_classes)
        titles = names_of_classes[:1000].tolist()
        names = [
            titles[int(name)] if name.isdecimal() and int(name) < len(titles) else name for name in names
        ]
    return collect(np.concatenate([images for images, _ in collections]), names)


def read_npy_pair(files: Mapping[str, bytes]) -> ImageCollection:
    """The images of two `.npy` files, by their names: the one with one number each is the labels'.

    Raises:
        DatasetError: it is not two, or they do not hold images and labels.
    """
    arrays = {name: read_npy(content, name) for name, content in files.items()}
    labels = [name for name, array in arrays.items() if array.ndim == 1 or array.shape[1:] == (1,)]
    images = [name for name in arrays if name not in labels]
    if len(images) != 1 or len(labels) != 1:
        came = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
        raise DatasetError(
            f"Expected two .npy files, one of images (N, 28, 28) and one of labels (N,), but got {came}. Choose both "
            f"together, or save one file with {EXAMPLE}."
        )
    return collect(*_images_and_names(arrays[images[0]], arrays[labels[0]], images[0]))


def read_npy(content: bytes, name: str) -> NDArray:
    """One array; `name` is said in errors.

    Raises:
        DatasetError: it is damaged, or holds Python objects.
    """
    try:
        return read_array(io.BytesIO(content), MAX_ARRAY_BYTES)
    except ArchiveError as error:
        raise DatasetError(
            f"Expected an array of numbers in {name}, but it cannot be read ({error}). Save it again with {EXAMPLE}."
        ) from error


def _member(archive: Archive, name: str) -> NDArray:
    try:
        return archive.read_array(name)
    except ArchiveError as error:
        raise DatasetError(
            f"Expected an array of numbers in {on_one_line(name, 60)}, but it cannot be read ({error}). Choose fewer images, "
            f"or save them again with {EXAMPLE}."
        ) from error


def _pairs(arrays: Mapping[str, NDArray]) -> Sequence[tuple[str, str]]:
    """The names of the arrays of images and of their labels: one pair, or those of the parts of a divided data set."""
    by_name = {name.casefold(): name for name in arrays}

    def find(words: Sequence[str], part: str) -> str | None:
        forms = [f"{word}_{part}" for word in words] + [f"{part}_{word}" for word in words] if part else words
        return next((by_name[form] for form in forms if form in by_name), None)

    for parts in (("",), _PARTS):
        found = [(find(_IMAGES, part), find(_LABELS, part)) for part in parts]
        pairs = [(images, labels) for images, labels in found if images is not None and labels is not None]
        if pairs:
            return pairs
    return ()


def _images_and_names(images: NDArray, labels: NDArray, name: str) -> tuple[NDArray[np.uint8], list[str]]:
    """`(N, 28, 28)` uint8, and the name of each one's class."""
    check_number(max(len(images) if images.ndim else 0, len(labels) if labels.ndim else 0))
    names = _names(labels)
    if images.ndim < 2 or len(images) != len(names):
        raise DatasetError(
            f"Expected one label for each image, but {name} has shape {images.shape} and the labels {labels.shape}."
        )
    try:
        return _to_grays(images), names
    except ValueError as error:
        raise DatasetError(f"The images in {name} cannot be used: {error}.") from error


def _names(labels: NDArray) -> list[str]:
    """The name of each image's class: texts as they are, whole numbers, or the place of the 1 in one-hot rows."""
    if labels.ndim == 2 and labels.shape[1] > 1 and labels.dtype.kind in "iufb":
        labels = labels.argmax(axis=1)
    if labels.ndim == 2 and labels.shape[1] == 1:
        labels = labels[:, 0]
    _check_texts(labels)
    if labels.ndim == 1 and labels.dtype.kind == "U":
        return labels.tolist()
    if labels.ndim == 1 and labels.dtype.kind == "S":
        return [text.decode("utf-8", "replace") for text in labels.tolist()]
    if labels.ndim == 1 and labels.dtype.kind in "iufb" and _are_whole(labels):
        return [str(int(label)) for label in labels.tolist()]
    raise DatasetError(
        f"Expected labels (N,) of whole numbers or texts, but got {labels.shape} {labels.dtype}."
    )


def _check_texts(texts: NDArray) -> None:
    if texts.dtype.itemsize > MAX_LABEL_BYTES:
        raise DatasetError(
            f"Expected labels of at most {MAX_LABEL_BYTES // 4:,} characters, but they have room for "
            f"{texts.dtype.itemsize // (4 if texts.dtype.kind == 'U' else 1):,}. Use shorter names."
        )


def _are_whole(numbers: NDArray) -> bool:
    return bool(np.isfinite(numbers).all()) and np.array_equal(numbers, np.rint(numbers))


def _to_grays(images: NDArray) -> NDArray[np.uint8]:
    """Rows of pixels, squares, gray or colour images of any size as `(N, 28, 28)` uint8."""
    if images.dtype.kind not in "iufb":
        raise ValueError(f"expected numbers, but they are {images.dtype}")
    values = math.prod(images.shape[1:])
    if values > MAX_VALUES:
        raise ValueError(f"expected at most {MAX_VALUES:,} numbers for an image, but got {values:,}")
    factor, step = brightness_factor(images), max(1, CHUNK_VALUES // max(1, values))
    grays = np.empty((len(images), SIZE, SIZE), np.uint8)
    for start in range(0, max(1, len(images)), step):
        some = to_bytes(images[start : start + step], None if images.dtype == np.uint8 else factor)
        grays[start : start + step] = _chunk_to_grays(some, images.shape)
    return grays


def _chunk_to_grays(pixels: NDArray[np.uint8], shape: tuple[int, ...]) -> NDArray[np.uint8]:
    if pixels.ndim == 2:
        side = math.isqrt(pixels.shape[1])
        if side**2 != pixels.shape[1]:
            raise ValueError(f"expected rows of a square's pixels, such as 784, but got {pixels.shape[1]}")
        pixels = pixels.reshape(len(pixels), side, side)
    if pixels.ndim == 4:
        pixels = _without_channels(pixels)
    if pixels.ndim != 3 or 0 in pixels.shape:
        raise ValueError(f"expected shape (N, H, W) or (N, H, W, 3), but got {shape}")
    if pixels.shape[1:] == (SIZE, SIZE):
        return pixels
    return np.stack([fit(image) for image in pixels])


def _without_channels(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """`(N, H, W, C)` or `(N, C, H, W)` with 1, 3 or 4 channels as `(N, H, W)`."""
    if pixels.shape[3] not in (1, 3, 4) and pixels.shape[1] in (1, 3, 4):
        pixels = np.moveaxis(pixels, 1, -1)
    channels = pixels.shape[3]
    if channels == 1:
        return pixels[..., 0]
    if channels not in (3, 4):
        raise ValueError(f"expected 1, 3 or 4 channels of colour, but got {channels}")
    gray = np.stack([image[..., :3].astype(np.float32) @ _LUMA for image in pixels])
    if channels == 4:
        return np.stack([over_background(*pair) for pair in zip(gray, pixels[..., 3], strict=True)])
    return np.rint(gray).astype(np.uint8)
