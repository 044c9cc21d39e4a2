"""Files that are meant to do harm end in words, soon, and take little memory: every one of them in every reader."""

import contextlib
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from playground.digits.checkpoints import read_checkpoint
from playground.digits.datasets.own_images.archive import read_archive
from playground.digits.datasets.own_images.arrays import read_npy_pair, read_npz
from playground.digits.datasets.own_images.picture import read_picture
from playground.digits.drawing.photograph_file import open_photograph
from playground.digits.own_digits.archive import unpack
from playground.errors import PlaygroundError
from tests.digits.datasets.own_images.files import archive, png, result_of
from tests.hostile.archives import ARCHIVES
from tests.hostile.checkpoints import CHECKPOINTS
from tests.hostile.measured import MOST_MEGABYTES, MOST_SECONDS, measured
from tests.hostile.pictures import PICTURES, encoded


def both_arrays(content: bytes) -> None:
    read_npy_pair({"images.npy": content, "labels.npy": content})


def often(content: bytes, times: int = 60) -> bytes:
    """An archive with the picture many times, and a good one."""
    good = png(np.arange(784, dtype=np.uint8).reshape(28, 28))
    return archive({**{f"a/{n}.png": content for n in range(times)}, "b/1.png": good})


READERS: dict[str, Callable[[bytes], object]] = {
    "own images": lambda content: result_of(read_archive(content)),
    "own arrays": read_npz,
    "two arrays": both_arrays,
    "own digits": unpack,
    "checkpoint": read_checkpoint,
    "photograph": open_photograph,
    "picture": read_picture,
}


@pytest.fixture(scope="module", autouse=True)
def started():
    """What is imported once is no file's fault."""
    for reader in READERS.values():
        with contextlib.suppress(PlaygroundError):
            reader(encoded(Image.new("L", (28, 28)), "PNG"))
    with contextlib.suppress(PlaygroundError):
        read_checkpoint(CHECKPOINTS["names that are no texts"]())


def assert_harmless(content: bytes, readers: tuple[str, ...]) -> None:
    for name in readers:
        said = ""
        with measured() as took:
            try:
                READERS[name](content)
            except (PlaygroundError, ValueError) as error:
                said = str(error)
        assert took.seconds < MOST_SECONDS, (name, took)
        assert took.megabytes < MOST_MEGABYTES, (name, took)
        assert not said or "xpected" in said or "cannot be" in said, (name, said[:500])
        assert len(said) < 3000, (name, said[:500])


@pytest.mark.parametrize("name", ARCHIVES)
def test_archives(name):
    assert_harmless(ARCHIVES[name](), ("own images", "own arrays", "two arrays", "own digits", "checkpoint"))


@pytest.mark.parametrize("name", PICTURES)
def test_pictures(name):
    assert_harmless(PICTURES[name](), ("photograph", "picture"))


@pytest.mark.parametrize("name", ["JPEG of 2,000 scans", "PNG with 500 texts"])
def test_many_pictures(name):
    content = PICTURES[name]()
    assert_harmless(often(content, 60 if len(content) < 500_000 else 4), ("own images",))


@pytest.mark.parametrize("name", CHECKPOINTS)
def test_checkpoints(name):
    assert_harmless(CHECKPOINTS[name](), ("checkpoint",))


@pytest.mark.parametrize(
    ("content", "readers"),
    [
        (PICTURES["JPEG of 2,000 scans"], ("checkpoint", "own arrays", "own digits")),
        (CHECKPOINTS["a pickle of 100 MB, packed"], ("own images", "own arrays", "own digits", "photograph")),
        (CHECKPOINTS["a text of 20 MB"], ("own images", "own arrays", "own digits", "photograph", "picture")),
    ],
    ids=["picture", "archive", "text"],
)
def test_a_file_in_a_place_for_others(content, readers):
    assert_harmless(content(), readers)
