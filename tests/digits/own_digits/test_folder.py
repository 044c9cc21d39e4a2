"""The folder of own digits."""

import multiprocessing

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from playground.digits.own_digits import folder as own_digits
from playground.digits.own_digits.folder import UserTestSetFolder
from playground.digits.own_digits.png import decode_png, encode_png
from playground.errors import BlankDrawingError, ConfigurationError, DatasetError


def drawing(seed=0):
    return np.random.default_rng(seed).integers(0, 256, (28, 28), dtype=np.uint8)


@pytest.fixture
def own(tmp_path):
    return UserTestSetFolder(tmp_path / "own_digits")


def test_a_drawing_comes_back_as_it_was_with_its_label(own):
    name = own.add(drawing(), 7)
    loaded = own.load()
    assert loaded.names == (name,) == tuple(own.names())
    assert loaded.labels.tolist() == [7]
    assert loaded.labels.dtype == np.int64
    assert np.array_equal(loaded.images, drawing()[None])
    with Image.open(own.folder / name) as picture:  # any other program can open it
        assert (picture.size, picture.mode) == ((28, 28), "L")


def test_an_empty_set_has_shapes_too(own):
    empty = own.load()
    assert (empty.images.shape, empty.labels.shape, len(empty)) == ((0, 28, 28), (0,), 0)
    assert empty.counts == [0] * 10


def test_the_home_folder_is_the_default(tmp_path, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path))
    assert UserTestSetFolder().folder == tmp_path / "own_digits"


def test_the_same_drawing_twice_is_one(own):
    assert own.add(drawing(), 7) == own.add(drawing(), 7) == own.find(drawing())
    assert len(own.load()) == 1
    assert own.find(drawing(1)) is None


def test_another_label_for_a_saved_drawing_takes_the_first_ones_place(own):
    own.add(drawing(), 7)
    own.add(drawing(), 1)
    assert own.load().labels.tolist() == [1]


def test_they_are_sorted_and_counted_by_label(own):
    for seed, label in enumerate([3, 1, 3, 0]):
        own.add(drawing(seed), label)
    loaded = own.load()
    assert loaded.labels.tolist() == [0, 1, 3, 3]
    assert loaded.counts == [1, 1, 0, 2, 0, 0, 0, 0, 0, 0]


def test_removing_takes_one_and_twice_is_no_error(own):
    names = [own.add(drawing(seed), seed) for seed in range(3)]
    own.remove(names[1])
    own.remove(names[1])
    assert own.load().labels.tolist() == [0, 2]


@pytest.mark.parametrize("name", ["../runs.sqlite", "7.png", "", "7-20261125T101530-0123456789ab.png/../x"])
def test_only_a_drawing_can_be_removed(own, name):
    with pytest.raises(ConfigurationError, match="name of a drawing"):
        own.remove(name)


def test_clearing_leaves_other_files(own):
    own.add(drawing(), 7)
    (own.folder / "notes.txt").write_text("mine")
    assert own.clear() == 1
    assert [path.name for path in own.folder.iterdir()] == ["notes.txt"]


def test_foreign_and_damaged_files_are_named_and_the_rest_is_read(own):
    whole, damaged, large = own.add(drawing(), 7), own.add(drawing(1), 2), own.add(drawing(2), 3)
    (own.folder / damaged).write_bytes(encode_png(drawing(1))[:200])
    Image.fromarray(np.zeros((3000, 3000), np.uint8)).save(own.folder / large)
    (own.folder / "notes.txt").write_text("mine")
    (own.folder / f".{whole}.0123").write_bytes(b"half")  # a process was killed
    loaded = own.load()
    assert loaded.names == (whole,)
    assert [text.split(":")[0] for text in loaded.skipped] == [damaged, large, "notes.txt"]
    assert "28 x 28" in loaded.skipped[1]


def test_a_rewritten_file_is_read_again(own):
    name = own.add(drawing(), 7)
    own.load()
    (own.folder / name).write_bytes(encode_png(np.full((28, 28), 9, np.uint8)))
    assert (own.load().images == 9).all()


@given(st.data())
def test_damaged_bytes_give_an_image_or_a_value_error(data):
    content = bytearray(encode_png(drawing()))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    content = content[: data.draw(st.integers(0, len(content)))]
    try:
        image = decode_png(bytes(content))
    except ValueError:
        return
    assert image.shape == (28, 28)
    assert image.dtype == np.uint8


@pytest.mark.parametrize(
    ("image", "label", "error", "words"),
    [
        (drawing(), 10, ConfigurationError, "digit from 0 to 9, but got 10"),
        (drawing(), -1, ConfigurationError, "but got -1"),
        (drawing(), True, ConfigurationError, "but got True"),
        (drawing(), 7.0, ConfigurationError, "but got 7.0"),
        (np.zeros((28, 28), np.uint8), 7, BlankDrawingError, "blank"),
        (np.ones((28, 27), np.uint8), 7, DatasetError, r"but got \(28, 27\)"),
        (np.ones((28, 28), np.float32), 7, DatasetError, "float32"),
    ],
)
def test_what_is_no_labelled_drawing_is_refused_in_words(own, image, label, error, words):
    with pytest.raises(error, match=words):
        own.add(image, label)
    assert not own.folder.exists()


def test_a_full_folder_refuses_more_but_not_what_is_there(own, monkeypatch):
    monkeypatch.setattr(own_digits, "MAX_DRAWINGS", 2)
    own.add(drawing(0), 0)
    own.add(drawing(1), 1)
    with pytest.raises(DatasetError, match="at most 2 drawings, but 2 are here and 1 more"):
        own.add(drawing(2), 2)
    with pytest.raises(DatasetError, match="at most 2"):
        own.add_all(np.stack([drawing(2), drawing(3)]), [2, 3])
    own.add(drawing(1), 3)  # another label takes no more room
    assert own.load().labels.tolist() == [0, 3]


def test_many_at_once_are_counted(own):
    own.add(drawing(0), 0)
    blank = np.zeros((28, 28), np.uint8)
    added = own.add_all(np.stack([drawing(0), drawing(1), drawing(1), blank, drawing(2)]), [0, 1, 1, 3, 2])
    assert (added.new, added.known, added.blank) == (2, 2, 1)
    assert own.load().labels.tolist() == [0, 1, 2]


def test_a_bad_label_among_many_saves_none(own):
    with pytest.raises(ConfigurationError, match="got 12"):
        own.add_all(np.stack([drawing(0), drawing(1)]), [0, 12])
    assert not own.names()


def test_a_disk_that_takes_nothing_ends_in_words(tmp_path):
    (tmp_path / "own_digits").write_text("a file where the folder should be")
    own = UserTestSetFolder(tmp_path / "own_digits")
    with pytest.raises(DatasetError, match="cannot be read"):
        own.load()
    (tmp_path / "file").write_text("")
    with pytest.raises(DatasetError, match=r"cannot be (written|read).*Not a directory"):
        UserTestSetFolder(tmp_path / "file" / "own_digits").add(drawing(), 1)


def test_a_full_disk_ends_in_words_and_leaves_nothing(own, monkeypatch):
    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(
        DatasetError, match=r"The drawing .* cannot be written: No space left on device\. Free some space"
    ):
        own.add(drawing(), 1)
    assert not list(own.folder.iterdir())


def save_forty(folder, number):
    own = UserTestSetFolder(folder)
    for seed in range(40):
        own.add(drawing(seed) if seed < 10 else drawing(seed) + np.uint8(number), seed % 10)


def test_two_processes_that_save_at_once_lose_nothing_and_double_nothing(own):
    context = multiprocessing.get_context("fork")  # a fresh process would import PyTorch for seconds
    processes = [context.Process(target=save_forty, args=(own.folder, number)) for number in (1, 2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(timeout=60)
    assert [process.exitcode for process in processes] == [0, 0]
    loaded = own.load()
    assert not loaded.skipped
    assert len(loaded) == len({image.tobytes() for image in loaded.images}) == 10 + 30 + 30  # ten are in both


def test_a_drawing_that_two_tabs_saved_at_once_counts_once_as_the_last_one_said(own):
    first = own.add(drawing(), 7)
    twin = f"1-{int(first[2:10]) + 1}{first[10:]}"  # a day later
    (own.folder / twin).write_bytes((own.folder / first).read_bytes())
    assert own.names() == [twin]
    assert own.load().labels.tolist() == [1]
    assert own.find(drawing()) == twin
    own.remove(twin)
    assert not list(own.folder.iterdir())
