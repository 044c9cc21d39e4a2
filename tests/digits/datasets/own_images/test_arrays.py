"""NumPy files in the forms that people save."""

import io
import zipfile

import numpy as np
import pytest

from playground.digits.datasets.own_images import arrays
from playground.digits.datasets.own_images.arrays import read_npy_pair, read_npz
from playground.errors import DatasetError
from tests.digits.datasets.own_images.files import noise, npy, npz

IMAGES = noise(1, (12, 28, 28))
LABELS = np.arange(12) % 3


@pytest.mark.parametrize(
    "names",
    [("images", "labels"), ("x", "y"), ("X", "Y"), ("data", "targets"), ("images", "target")],
)
def test_one_pair_of_arrays(names):
    collection = read_npz(npz(**dict(zip(names, (IMAGES, LABELS), strict=True))))
    assert np.array_equal(collection.images, IMAGES)
    assert collection.labels.tolist() == LABELS.tolist()
    assert collection.classes == ("0", "1", "2")


@pytest.mark.parametrize("form", ["{word}_{part}", "{part}_{word}"])
@pytest.mark.parametrize("words", [("x", "y"), ("images", "labels")])
def test_a_divided_data_set_is_put_together(form, words):
    named = {}
    for part, rows in (("train", slice(0, 8)), ("test", slice(8, 12))):
        for word, array in zip(words, (IMAGES, LABELS), strict=True):
            named[form.format(word=word, part=part)] = array[rows]
    collection = read_npz(npz(**named))
    assert np.array_equal(collection.images, IMAGES)
    assert collection.counts == [4, 4, 4]


FORMS = {
    "fractions": IMAGES / 255,
    "float32": (IMAGES / 255).astype(np.float32),
    "whole_floats": IMAGES.astype(float),
    "int64": IMAGES.astype(np.int64),
    "16_bits": IMAGES.astype(np.uint16) * 257,
    "rows": IMAGES.reshape(12, 784),
    "one_channel": IMAGES[..., None],
    "first_channel": IMAGES[:, None],
    "three_channels": np.stack([IMAGES] * 3, axis=-1),
    "channels_first": np.stack([IMAGES] * 3, axis=1),
    "opaque": np.stack([IMAGES, IMAGES, IMAGES, np.full_like(IMAGES, 255)], axis=-1),
    "fortran_order": np.asfortranarray(IMAGES),
    "big_endian": IMAGES.astype(">i4"),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_images_is_the_same(form):
    collection = read_npz(npz(images=FORMS[form], labels=LABELS))
    assert np.abs(collection.images.astype(int) - IMAGES).max() <= (
        1 if "channel" in form or form == "opaque" else 0
    )


def test_yes_and_no_are_black_and_white():
    collection = read_npz(npz(images=IMAGES > 99, labels=LABELS))
    assert np.array_equal(collection.images, np.where(IMAGES > 99, 255, 0))


@pytest.mark.parametrize("shape", [(12, 56, 56), (12, 32, 20), (12, 3136), (12, 8, 8, 3)])
def test_other_sizes_become_28_by_28(shape):
    assert read_npz(npz(images=noise(2, shape), labels=LABELS)).images.shape == (12, 28, 28)


@pytest.mark.parametrize(
    ("labels", "classes"),
    [
        (np.array(["ant", "bee", "fly"])[LABELS], ("ant", "bee", "fly")),
        (np.array([b"ant", b"bee", b"fly"])[LABELS], ("ant", "bee", "fly")),
        (np.eye(3)[LABELS], ("0", "1", "2")),
        (np.eye(3, dtype=bool)[LABELS], ("0", "1", "2")),
        (LABELS[:, None], ("0", "1", "2")),
        (LABELS.astype(float), ("0", "1", "2")),
        (LABELS + 100, ("100", "101", "102")),
        (LABELS - 1, ("0", "1", "-1")),
        (LABELS.astype(np.uint8), ("0", "1", "2")),
    ],
)
def test_every_form_of_labels(labels, classes):
    collection = read_npz(npz(images=IMAGES, labels=labels))
    assert collection.classes == classes
    by_name = [classes.index(collection.classes[label]) for label in collection.labels]
    order = [classes.index(name) for name in ("-1", "0", "1")] if "-1" in classes else [0, 1, 2]
    assert by_name == [order[label] for label in LABELS]


def test_two_files_in_either_order():
    for files in (
        {"pictures.npy": npy(IMAGES), "answers.npy": npy(LABELS)},
        {"a.npy": npy(LABELS), "b.npy": npy(IMAGES)},
    ):
        collection = read_npy_pair(files)
        assert np.array_equal(collection.images, IMAGES)
        assert collection.counts == [4, 4, 4]


def test_a_file_of_this_playground_keeps_its_names():
    content = npz(
        train_images=IMAGES[:8],
        train_labels=LABELS[:8],
        test_images=IMAGES[8:],
        test_labels=LABELS[8:],
        classes=np.array(["ant", "bee", "fly"]),
        title=np.array("insects"),
    )
    assert read_npz(content).classes == ("ant", "bee", "fly")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Expected an .npz file"),
        (npz(images=IMAGES, labels=LABELS)[:700], "Expected an .npz file"),
        (npz(w1=IMAGES, b1=LABELS), "called images and labels, but the file has w1, b1"),
        (npz(images=IMAGES), "the file has images"),
        (
            npz(images=IMAGES, labels=LABELS[:5]),
            r"one label for each image, but images has shape \(12, 28, 28\)",
        ),
        (
            npz(images=IMAGES - 300.0, labels=LABELS),
            "brightness from 0 to 255, 65,535 or 1, but it goes from −",
        ),
        (npz(images=IMAGES * np.nan, labels=LABELS), "but some of it is no number"),
        (npz(images=noise(1, (12, 785)), labels=LABELS), "a square's pixels, such as 784, but got 785"),
        (npz(images=noise(1, (12, 8, 8, 2)), labels=LABELS), "1, 3 or 4 channels of colour, but got 2"),
        (npz(images=noise(1, (12, 2, 8, 8, 2)), labels=LABELS), r"expected shape \(N, H, W\)"),
        (npz(images=IMAGES.astype(str), labels=LABELS), "expected numbers"),
        (npz(images=IMAGES, labels=LABELS + 0.5), "labels .* whole numbers or texts"),
        (npz(images=IMAGES, labels=np.arange(12)), "Expected 2 to 10 classes, a folder each, but found 12"),
        (npz(images=IMAGES, labels=np.zeros(12, int)), "found 1: 0"),
        (npz(images=np.zeros((12, 28, 28), np.uint8), labels=LABELS), "found 1|only one of"),
        (npz(images=IMAGES.astype(object), labels=LABELS), "Python objects"),
        (npz(images=np.uint8(3), labels=LABELS), "one label for each image|shape"),
    ],
)
def test_what_cannot_be_used_is_said(content, words):
    with pytest.raises(DatasetError, match=words):
        read_npz(content)


def test_one_npy_alone_asks_for_the_other():
    with pytest.raises(DatasetError, match=r"Expected two \.npy files.*but got a\.npy \(12, 28, 28\)"):
        read_npy_pair({"a.npy": npy(IMAGES)})


def test_a_short_file_that_claims_a_huge_array_takes_no_memory():
    content = npy(IMAGES[:1]).replace(b"(1, 28, 28)", b"(9999999999,)")
    with pytest.raises(DatasetError, match="cannot be read"):
        read_npy_pair({"a.npy": content, "b.npy": npy(LABELS)})


def test_an_array_that_unpacks_to_much_more_is_refused(monkeypatch):
    monkeypatch.setattr(arrays, "MAX_ARRAY_BYTES", 10_000)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, images=np.zeros((100, 28, 28), np.uint8), labels=np.arange(100) % 3)
    with pytest.raises(DatasetError, match=r"images\.npy.*but it unpacks to 78,528 bytes"):
        read_npz(buffer.getvalue())


def test_other_compressions_are_not_unpacked():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as file:
        file.writestr("images.npy", npy(IMAGES))
        file.writestr("labels.npy", npy(LABELS))
    with pytest.raises(DatasetError, match="compressed in another way"):
        read_npz(buffer.getvalue())
