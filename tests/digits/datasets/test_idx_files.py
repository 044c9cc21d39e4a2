"""Files as people have them: packed, renamed, elsewhere, half, foreign; what can be used is used, the rest is named."""

import gzip
import os
import shutil

import numpy as np
import pytest

from playground.digits.datasets import DATASETS, idx_content, idx_search, load_digits, usual_dataset
from playground.digits.datasets.torchvision_compat import torchvision_datasets
from playground.errors import DatasetError
from tests.digits.datasets.idx import entry_of, images_file, knowing, labels_file, small_files, write

FILES = small_files()
TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS = FILES
MNIST = knowing("mnist", FILES)
FASHION = knowing("fashion_mnist", FILES)


@pytest.fixture(autouse=True)
def small_mnist(monkeypatch):
    for key in ("mnist", "fashion_mnist"):
        monkeypatch.setitem(DATASETS, key, entry_of(key, FILES))


def packed(contents):
    return {f"{name}.gz": gzip.compress(content, 1) for name, content in contents.items()}


def with_dots(contents):
    return {name.replace("-idx", ".idx"): content for name, content in contents.items()}


def folders_of_their_own(root):  # as one archive of MNIST unpacks
    for name, content in FILES.items():
        write(root / name, {name: content})


def links(root):
    write(root / "elsewhere" / "deep", FILES)
    (root / "MNIST").mkdir()
    (root / "MNIST" / "raw").symlink_to(root / "elsewhere" / "deep")


def packed_names_but_unpacked(root):  # some browsers unpack what they download and keep its name
    write(root, {f"{name}.gz": content for name, content in FILES.items()})


def unpacked_names_but_packed(root):
    write(root, {name: gzip.compress(content) for name, content in FILES.items()})


def half_of_one_beside_its_archive(root):
    write(root / "MNIST" / "raw", {**FILES, TRAIN_IMAGES: FILES[TRAIN_IMAGES][:1000]})
    write(root / "MNIST" / "raw", packed({TRAIN_IMAGES: FILES[TRAIN_IMAGES]}))


def a_broken_link_beside_a_file(root):
    write(root, FILES)
    (root / "MNIST" / "raw").mkdir(parents=True)
    for name in FILES:
        (root / "MNIST" / "raw" / name).symlink_to(root / "gone" / name)


def npz_of_keras(root, name="mnist.npz"):
    arrays = {}
    for key, file, offset in (
        ("x_train", TRAIN_IMAGES, 16),
        ("y_train", TRAIN_LABELS, 8),
        ("x_test", TEST_IMAGES, 16),
        ("y_test", TEST_LABELS, 8),
    ):
        array = np.frombuffer(FILES[file], np.uint8, offset=offset)
        arrays[key] = array.reshape(-1, 28, 28) if key.startswith("x") else array
    root.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(root / name, **arrays)


PLACES = {
    "keras": npz_of_keras,
    "keras_deeper": lambda root: npz_of_keras(root / "datasets", "mnist-1.npz"),
    "torchvision": lambda root: write(root / "MNIST" / "raw", FILES),
    "packed": lambda root: write(root / "MNIST" / "raw", packed(FILES)),
    "dots": lambda root: write(root / "MNIST" / "raw", with_dots(FILES)),
    "dots_packed": lambda root: write(root, packed(with_dots(FILES))),
    "beside": lambda root: write(root, FILES),
    "in_mnist": lambda root: write(root / "MNIST", FILES),
    "other_folder": lambda root: write(root / "archive", packed(FILES)),
    "of_the_article": lambda root: write(root / "data" / "MNIST" / "raw", FILES),
    "downloaded_twice": lambda root: write(
        root, {name + " (1).gz": gzip.compress(content) for name, content in FILES.items()}
    ),
    "capitals": lambda root: write(
        root / "mnist", {name.upper(): content for name, content in FILES.items()}
    ),
    "test_for_t10k": lambda root: write(
        root, {name.replace("t10k", "test"): content for name, content in FILES.items()}
    ),
    "folders_of_their_own": folders_of_their_own,
    "links": links,
    "packed_names_but_unpacked": packed_names_but_unpacked,
    "unpacked_names_but_packed": unpacked_names_but_packed,
    "half_of_one_beside_its_archive": half_of_one_beside_its_archive,
    "a_broken_link_beside_a_file": a_broken_link_beside_a_file,
}


@pytest.mark.parametrize("place", PLACES)
def test_what_can_be_used_is_used(tmp_path, place):
    PLACES[place](tmp_path)
    assert usual_dataset(tmp_path) == "mnist"
    assert DATASETS["mnist"].on_disk(tmp_path)
    assert not DATASETS["fashion_mnist"].begun(tmp_path)
    data = load_digits("auto", tmp_path)
    assert data.name == "mnist"
    for images, name in ((data.train_images, TRAIN_IMAGES), (data.test_images, TEST_IMAGES)):
        assert images.numpy().tobytes() == FILES[name][16:]
    for labels, name in ((data.train_labels, TRAIN_LABELS), (data.test_labels, TEST_LABELS)):
        assert labels.tolist() == list(FILES[name][8:])


@pytest.mark.parametrize("inner", ["MNIST/raw", "MNIST", ""])
def test_the_data_folder_may_be_any_folder_above_the_files(tmp_path, inner):
    write(tmp_path / "MNIST" / "raw", FILES)
    assert load_digits("auto", tmp_path / inner).name == "mnist"


def test_torchvision_reads_the_same(tmp_path):
    write(tmp_path / "FashionMNIST" / "raw", FILES)
    theirs = torchvision_datasets().FashionMNIST(tmp_path, train=True)
    ours = load_digits("fashion_mnist", tmp_path)
    assert (ours.train_images == theirs.data).all()
    assert (ours.train_labels == theirs.targets).all()
    assert list(ours.classes) == theirs.classes


@pytest.mark.parametrize("folder", ["FashionMNIST/raw", "fashion-mnist", "data/fashion", "Fashion_MNIST/raw"])
def test_clothes_are_not_taken_for_digits(tmp_path, folder):
    write(tmp_path / folder, packed(FILES))
    assert usual_dataset(tmp_path) == "embedded"
    assert DATASETS["fashion_mnist"].on_disk(tmp_path)
    assert not DATASETS["mnist"].begun(tmp_path)


@pytest.mark.parametrize("folder", ["KMNIST/raw", "EMNIST/raw", "qmnist", "k-mnist"])
def test_other_data_sets_with_the_same_names_are_left_alone(tmp_path, folder):
    write(tmp_path / folder, FILES)
    with pytest.warns(
        UserWarning, match=r"No data set of digits was found, so the embedded digits are used\. In "
    ):
        assert load_digits("auto", tmp_path).name == "embedded"


def one_missing(root):
    write(root / "MNIST" / "raw", {name: FILES[name] for name in (TRAIN_LABELS, TEST_IMAGES, TEST_LABELS)})


def two_missing(root):
    write(root, packed({name: FILES[name] for name in (TRAIN_LABELS, TEST_IMAGES)}))


def broken_link(root):
    PLACES["torchvision"](root)
    (root / "MNIST" / "raw" / TRAIN_IMAGES).unlink()
    (root / "MNIST" / "raw" / TRAIN_IMAGES).symlink_to("/gone/there")


def instead(content):
    return lambda root: write(root / "MNIST" / "raw", {**FILES, TRAIN_IMAGES: content})


def damaged_npz(root):
    (root / "mnist.npz").write_bytes(b"PK\3\4 half of it")


def other_npz(root):
    np.savez(root / "my_mnist.npz", weights=np.zeros(3))


COMPLAINTS = {
    "damaged_npz": (damaged_npz, "has no array x_train that can be read", "mnist.npz"),
    "other_npz": (other_npz, "has no array x_train that can be read", "Delete that file"),
    "one_missing": (
        one_missing,
        f"{TRAIN_IMAGES}, but it is missing",
        f"Found whole: {TRAIN_LABELS}, {TEST_IMAGES} and {TEST_LABELS}",
    ),
    "two_missing": (
        two_missing,
        f"{TRAIN_IMAGES}, but it is missing, and so is {TEST_LABELS}",
        "Found whole",
    ),
    "broken_link": (broken_link, f"{TRAIN_IMAGES}, but it is a link to /gone/there", "where nothing is"),
    "half": (instead(FILES[TRAIN_IMAGES][:1000]), "it has 1,000 bytes instead of", "half-downloaded"),
    "more": (instead(FILES[TRAIN_IMAGES] + b"more"), "it has more than", "corrupt"),
    "empty": (instead(b""), "it has 0 bytes", "Delete that file"),
    "half_an_archive": (
        instead(gzip.compress(FILES[TRAIN_IMAGES])[:5000]),
        "is cut short or damaged",
        "unpacked",
    ),
    "other_pictures": (instead(small_files(1)[TRAIN_IMAGES]), "60 images of 28 x 28 pixels", "MD5"),
    "labels": (instead(FILES[TRAIN_LABELS].ljust(len(FILES[TRAIN_IMAGES]))), "it holds 60 labels", "MD5"),
    "web_page": (instead(b"<html>404".ljust(len(FILES[TRAIN_IMAGES]))), "it is a web page", "MD5"),
    "zip": (instead(b"PK\3\4".ljust(len(FILES[TRAIN_IMAGES]))), "it is a ZIP archive: unpack it", "MD5"),
    "text": (instead(b"7, 2, 1".ljust(len(FILES[TRAIN_IMAGES]))), "it is no IDX file", "MD5"),
}


@pytest.mark.parametrize("case", COMPLAINTS)
def test_what_cannot_be_used_is_named_and_never_replaced_in_silence(tmp_path, case):
    make, *texts = COMPLAINTS[case]
    make(tmp_path)
    for name in ("mnist", "auto"):
        with pytest.raises(DatasetError) as caught:
            load_digits(name, tmp_path)
        for text in (*texts, "Train page"):
            assert text in str(caught.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_rights_is_named(tmp_path):
    PLACES["beside"](tmp_path)
    (tmp_path / TRAIN_IMAGES).chmod(0)
    with pytest.raises(DatasetError, match=r"Permission denied\. Check its rights"):
        load_digits("auto", tmp_path)


def test_files_of_two_kinds_do_not_go_together(tmp_path):
    labels = {TRAIN_LABELS: labels_file([1, 2, 3])}
    write(tmp_path / "FashionMNIST" / "raw", {**FILES, **labels})
    with pytest.raises(DatasetError, match=r"60 images and its labels are 3: they do not belong together"):
        load_digits("fashion_mnist", tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        (TRAIN_IMAGES, images_file(np.zeros((60, 14, 14), np.uint8)), "60 images of 14 x 14 pixels"),
        (TRAIN_IMAGES, FILES[TRAIN_IMAGES][:-1], "half-downloaded"),
        (TRAIN_IMAGES, images_file(np.zeros((0, 28, 28), np.uint8)), "corrupt"),
        (TRAIN_LABELS, labels_file([3] * 59 + [26]), "a label 26"),
        (TRAIN_LABELS, FILES[TRAIN_IMAGES][: len(FILES[TRAIN_LABELS])], "60 images of 28 x 28"),
        (TRAIN_IMAGES, b"\0\0\x08\3" + b"\xff" * 12, "other contents"),  # it promises 2**96 pixels
        (TRAIN_IMAGES, b"\0\0\x08\3\0", "no IDX file"),
    ],
)
def test_a_file_whose_md5_is_not_known_is_read_with_care(tmp_path, name, content, text):
    write(tmp_path / "FashionMNIST" / "raw", {**FILES, name: content})
    with pytest.raises(DatasetError, match=text):
        load_digits("fashion_mnist", tmp_path)


def test_an_archive_that_unpacks_to_much_more_is_not_unpacked(tmp_path, monkeypatch):
    write(tmp_path, packed({**FILES, TRAIN_IMAGES: bytes(50_000_000)}))
    read = []
    gzip_open = gzip.open

    def watched(path):
        file = gzip_open(path)
        inner = file.read
        file.read = lambda size: read.append(size) or inner(size)
        return file

    monkeypatch.setattr(idx_content.gzip, "open", watched)
    with pytest.raises(DatasetError, match="more than"):
        load_digits("mnist", tmp_path)
    assert max(read) <= len(FILES[TRAIN_IMAGES]) + 1


@pytest.mark.parametrize("there", ["nothing", "no folder", "a file", "foreign files"])
def test_a_chosen_folder_without_any_data_says_so(tmp_path, there):
    root = tmp_path / "data"
    if there != "no folder":
        root.mkdir()
    if there == "foreign files":
        write(root, {"holiday.jpg": b"", "mnist.pkl.gz": b""})
    if there == "a file":
        shutil.rmtree(root)
        root.write_text("")
    words = {
        "nothing": "there is nothing",
        "no folder": "does not exist",
        "a file": "cannot be read: Not a directory",
        "foreign files": "there is holiday.jpg, mnist.pkl.gz",
    }[there]
    with pytest.warns(UserWarning, match="so the embedded digits are used") as caught:
        assert load_digits("auto", root).name == "embedded"
    assert words in str(caught[0].message)
    with pytest.raises(DatasetError, match=f"is missing, and so are.*{words}"):
        load_digits("mnist", root)


def test_nothing_is_said_where_no_folder_was_chosen(monkeypatch, tmp_path, recwarn):
    monkeypatch.delenv("PLAYGROUND_DATA_DIR", raising=False)
    monkeypatch.setattr("platformdirs.user_cache_path", lambda _: tmp_path)
    assert load_digits().name == "embedded"
    assert not recwarn.list


def test_a_large_tree_is_not_searched_for_long(tmp_path, monkeypatch):
    for index in range(150):
        (tmp_path / f"{index:03}").mkdir()
    visited = []
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: visited.append(path) or scandir(path))
    assert usual_dataset(tmp_path) == "embedded"
    assert len(visited) <= 102
    monkeypatch.setattr(idx_search, "MAX_ENTRIES", 160)  # 150 of them are folders
    for index in range(3):
        for number in range(20):
            (tmp_path / f"{index:03}" / f"{number}.jpg").touch()
    visited.clear()
    assert usual_dataset(tmp_path) == "embedded"
    assert len(visited) <= 3


def test_clothes_as_keras_keeps_them_are_clothes(tmp_path):
    npz_of_keras(tmp_path, "fashion_mnist.npz")
    assert usual_dataset(tmp_path) == "embedded"
    assert load_digits("fashion_mnist", tmp_path).train_images.numpy().tobytes() == FILES[TRAIN_IMAGES][16:]
