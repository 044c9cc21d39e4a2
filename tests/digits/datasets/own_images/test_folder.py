"""Kept data sets: the split stays, the catalogue has them, and deleted or damaged ones are said."""

from collections import Counter

import numpy as np
import pytest

from playground.digits.datasets import (
    DATASETS,
    dataset_entry,
    dataset_name,
    datasets_on_disk,
    load_digits,
    shows_digits,
    usual_dataset,
)
from playground.digits.datasets.own_images.collection import collect
from playground.digits.datasets.own_images.folder import delete, keep, own_file, own_folder, own_keys
from playground.digits.training import TrainingConfig
from playground.digits.training.program import program_of
from playground.errors import ConfigurationError, DatasetError
from tests.digits.datasets.own_images.files import noise
from tests.digits.training.test_program import check, run_in_a_process

NAMES = ["oak"] * 40 + ["elm"] * 20 + ["fir"] * 3


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PLAYGROUND_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def leaves():
    return collect(noise(1, (len(NAMES), 28, 28)), NAMES)


def test_a_kept_collection_is_a_data_set_of_the_catalogue(leaves):
    key = keep(leaves, "My leaves, 2026!")
    assert key.startswith("own_my_leaves_2026_")
    assert list(DATASETS)[-1] == key
    assert key in [entry.key for entry in datasets_on_disk()]
    assert usual_dataset() == "embedded"
    entry, data = DATASETS[key], load_digits(key)
    assert entry.classes == data.classes == ("elm", "fir", "oak")
    assert (len(data.train_images), len(data.test_images)) == (entry.train_size, entry.test_size)
    assert data.name == key
    assert not shows_digits(key)
    assert dataset_name(key) == "your images “My leaves, 2026!”"


def test_the_test_set_has_a_fifth_of_each_class_and_no_image_of_the_training_set(leaves):
    data = load_digits(keep(leaves, "leaves"))
    assert Counter(data.classes[label] for label in data.test_labels) == {"oak": 8, "elm": 4, "fir": 1}
    train = {image.numpy().tobytes() for image in data.train_images}
    test = {image.numpy().tobytes() for image in data.test_images}
    assert not train & test
    whole = dict(zip((image.tobytes() for image in leaves.images), leaves.labels.tolist(), strict=True))
    for images, labels in ((data.train_images, data.train_labels), (data.test_images, data.test_labels)):
        assert [whole[image.numpy().tobytes()] for image in images] == labels.tolist()
    assert train | test == set(whole)


def test_the_same_images_are_the_same_data_set_for_ever(leaves):
    key = keep(leaves, "leaves")
    before = load_digits(key)
    delete(key)
    assert keep(leaves, "leaves") == key
    again = load_digits(key)
    assert (again.test_images == before.test_images).all()
    assert keep(leaves, "other") != key
    assert keep(leaves.inverted(), "leaves") != key
    assert keep(leaves.renamed(["a", "b", "c"]), "leaves") != key
    assert len(list(own_keys())) == 4


def test_digits_are_digits_and_can_be_read_on_the_draw_page():
    collection = collect(noise(2, (6, 28, 28)), ["7", "7", "7", "3", "3", "3"]).as_digits()
    key = keep(collection, "digits of mine")
    assert shows_digits(key)
    assert set(load_digits(key).test_labels.tolist()) == {3, 7}


@pytest.mark.parametrize("title", ["", "   ", "\x00\n"])
def test_a_data_set_needs_a_name(leaves, title):
    with pytest.raises(DatasetError, match="Expected a name for your images"):
        keep(leaves, title)


@pytest.mark.parametrize("title", ["猫", "a" * 200, "../../etc/passwd", "con", "ß"])
def test_any_name_gives_a_key_that_is_safe(leaves, title):
    key = keep(leaves, title)
    assert len(key) <= 40
    assert own_file(key).parent == own_folder()
    assert own_file(key).is_file()
    assert key in DATASETS


def test_a_deleted_data_set_is_said_and_its_runs_keep_their_program(leaves):
    key = keep(leaves, "leaves")
    program = program_of(TrainingConfig(), key)
    delete(key)
    assert key not in DATASETS
    assert dataset_name(key) == "images of your own that were deleted"
    assert not shows_digits(key)
    with pytest.raises(DatasetError, match=r"was deleted or is damaged\. Bring the same images again"):
        load_digits(key)
    assert program_of(TrainingConfig(), key) == program
    assert "len(train_images)" in program_of(TrainingConfig(schedule="one_cycle"), key)
    with pytest.raises(ConfigurationError, match="but got 'own_x'"):
        dataset_entry("own_x")


@pytest.mark.parametrize("key", ["mnist", "own_../x_00000000", "own_x_0000000g", "../own_x_00000000", ""])
def test_nothing_else_is_deleted(key):
    with pytest.raises(DatasetError, match="Expected the key of images of your own"):
        delete(key)


@pytest.mark.parametrize("content", [b"", b"PK", b"no archive at all"])
def test_a_damaged_file_is_no_data_set(leaves, content):
    key = keep(leaves, "leaves")
    own_file(key).write_bytes(content)
    assert list(own_keys()) == [key]
    assert key not in DATASETS
    with pytest.raises(DatasetError, match="was deleted or is damaged"):
        load_digits(key)


@pytest.mark.parametrize(
    "change",
    [
        {"test_labels": np.array([9] * 13)},
        {"test_labels": np.array([0] * 12)},
        {"test_images": np.zeros((13, 8, 8), np.uint8)},
        {"train_images": np.zeros((50, 28, 28), np.float32)},
    ],
)
def test_a_file_that_somebody_changed_is_checked(leaves, change):
    key = keep(leaves, "leaves")
    with np.load(own_file(key)) as file:
        arrays = {**file, **change}
    np.savez(own_file(key), **arrays)
    with pytest.raises(DatasetError, match=r"cannot be read.*Delete them on the Train page"):
        load_digits(key)


def test_a_full_disk_is_said(leaves, monkeypatch):
    own_folder().parent.mkdir(parents=True)
    own_folder().write_text("a file where the folder should be")
    with pytest.raises(DatasetError, match=r"The file of your images .* cannot be written"):
        keep(leaves, "leaves")
    assert list(own_keys()) == []


def test_its_program_repeats_its_run(leaves, tmp_path):
    key, config = (
        keep(leaves, "leaves"),
        TrainingConfig(hidden=(8,), batch_size=16, epochs=2, schedule="one_cycle"),
    )
    folder = tmp_path / "programs" / "leaves"
    (tmp_path / "programs").mkdir()
    program = program_of(config, key).replace(f'"{key}.npz"', repr(str(own_file(key))))
    results = run_in_a_process(folder.parent, {"leaves": program})
    lines = check(*results["leaves"], config, key, 1)
    assert [line.split()[0] for line in lines] == ["epoch", "epoch", "test"]
