"""Both data sets: shapes, the fixed split, and damaged files."""

from dataclasses import replace

import pytest
import torch
from sklearn import datasets

from playground.digits.datasets import DATASETS, catalogue, embedded, load_digits, usual_dataset
from playground.digits.datasets.mnist import MNIST_FILES
from playground.errors import ConfigurationError, DatasetError
from tests.digits.mnist import needs_mnist


def test_embedded_shapes_and_counts():
    data = load_digits("embedded")
    assert data.train_images.shape == (1437, 28, 28)
    assert data.test_images.shape == (360, 28, 28)
    assert data.train_images.dtype == data.test_images.dtype == torch.uint8
    assert data.train_labels.dtype == data.test_labels.dtype == torch.int64
    assert set(data.train_labels.tolist()) == set(data.test_labels.tolist()) == set(range(10))
    assert data.name == "embedded"


def test_the_embedded_digits_are_those_of_as_many_people_as_scikit_learn_says():
    words = " ".join(datasets.load_digits().DESCR.split())
    assert "copy of the test set" in words
    assert "different 13 to the test set" in words
    assert "13 people" in DATASETS["embedded"].source


def test_embedded_split_is_disjoint_and_stable():
    data = load_digits("embedded")
    train = {image.numpy().tobytes() for image in data.train_images}
    test = {image.numpy().tobytes() for image in data.test_images}
    assert not train & test
    embedded._embedded.cache_clear()
    again = load_digits("embedded")
    assert torch.equal(again.train_images, data.train_images)
    assert torch.equal(again.test_labels, data.test_labels)


def test_auto_falls_back_without_mnist(tmp_path):
    with pytest.warns(UserWarning, match=r"so the embedded digits are used\. In .* there is nothing"):
        assert load_digits("auto", tmp_path).name == "embedded"


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DatasetError, match="train-images-idx3-ubyte, but it is missing"):
        load_digits("mnist", tmp_path)


@pytest.mark.parametrize(
    ("size", "text"), [(1000, "it has 1,000 bytes"), (47_040_016, "it has other contents")]
)
def test_half_or_corrupt_files_are_named(tmp_path, size, text):
    folder = MNIST_FILES.raw_folder(tmp_path)
    folder.mkdir(parents=True)
    for file in MNIST_FILES.files:
        with open(folder / file, "wb") as target:
            target.truncate(size)
    with pytest.raises(DatasetError, match="train-images-idx3-ubyte") as caught:
        load_digits("auto", tmp_path)
    assert text in str(caught.value)
    assert "Delete that file" in str(caught.value)


def test_an_unknown_name_is_refused():
    with pytest.raises(ConfigurationError, match=f"out of auto, {', '.join(DATASETS)}, but got 'cifar'"):
        load_digits("cifar")


@needs_mnist
def test_the_real_mnist():
    MNIST_FILES.read()
    data = load_digits("auto")
    assert data.name == "mnist"
    assert data.train_images.shape == (60_000, 28, 28)
    assert data.test_images.shape == (10_000, 28, 28)
    assert data.train_images.dtype == torch.uint8
    assert data.train_labels[:5].tolist() == [5, 0, 4, 1, 9]


@pytest.mark.parametrize("key", DATASETS)
def test_an_entry_says_what_its_images_are(key):
    entry = DATASETS[key]
    assert entry.key == key
    if not entry.on_disk():
        pytest.skip(f"{entry.label} is not in PLAYGROUND_DATA_DIR or the cache directory")
    data = load_digits(key)
    assert (data.name, data.source, data.classes) == (key, entry.source, entry.classes)
    for images, labels, size in (
        (data.train_images, data.train_labels, entry.train_size),
        (data.test_images, data.test_labels, entry.test_size),
    ):
        assert images.shape == (size, 28, 28)
        assert images.dtype == torch.uint8
        assert labels.dtype == torch.int64
        assert labels.unique().tolist() == list(range(len(entry.classes)))


def test_auto_takes_the_first_data_set_of_digits_on_disk(tmp_path, monkeypatch):
    clothes = replace(DATASETS["embedded"], key="clothes", classes=("shirt", "shoe"))
    more = replace(DATASETS["embedded"], key="more", files=lambda root: [root / "more.npz"])
    monkeypatch.setattr(catalogue, "DATASETS", {"clothes": clothes, "more": more, **DATASETS})
    assert usual_dataset(tmp_path) == "embedded"
    (tmp_path / "more.npz").touch()
    assert usual_dataset(tmp_path) == "more"
