"""ZIPs as people pack them: nested, with what systems add, with odd names, damaged, and meant to do harm."""

import io
import zipfile

import numpy as np
import pytest

from playground.digits.datasets.own_images import archive as module
from playground.digits.datasets.own_images import collection as collecting
from playground.digits.datasets.own_images.archive import read_archive
from playground.errors import DatasetError
from tests.digits.datasets.own_images.files import archive, noise, pictures, png, result_of


def read(files, **options):
    return result_of(read_archive(archive(files, **options)))


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_folder_a_class(compression):
    files = pictures("cat", "dog")
    collection = read(files, compression=compression)
    assert collection.classes == ("cat", "dog")
    assert collection.counts == [4, 4]
    assert not collection.skipped
    for index, label in enumerate(path.startswith("dog") for path in files):
        assert collection.labels[index] == label
        assert np.array_equal(collection.images[index], noise((int(label), index % 4)))


@pytest.mark.parametrize(
    "folders",
    [
        ("my data/cat", "my data/dog"),
        ("a/b/c/cat", "a/b/c/dog"),
        ("train/cat", "train/dog", "test/cat", "test/dog"),
        ("set/Training/cat", "set/Training/dog", "set/Validation/cat", "set/Validation/dog"),
        ("cat/young", "cat/old", "dog/small", "dog/large"),
        ("./cat", "./dog"),
        ("my data\\cat", "my data\\dog"),
        ("../../cat", "../../dog"),
        ("/cat", "/dog"),
    ],
)
def test_where_the_classes_are_is_found(folders):
    collection = read(pictures(*folders))
    assert collection.classes == ("cat", "dog")
    assert len(collection.images) == 4 * len(folders)


def test_what_systems_add_is_passed_over():
    files = {
        **pictures("cat", "dog"),
        "__MACOSX/cat/._0.png": b"junk",
        "__MACOSX/._cat": b"junk",
        "cat/.DS_Store": b"junk",
        "cat/Thumbs.db": b"junk",
        "dog/desktop.ini": b"junk",
        ".git/config": b"junk",
        "cat/": b"",
    }
    collection = read(files)
    assert collection.counts == [4, 4]
    assert not collection.skipped


@pytest.mark.parametrize(
    "name", ["猫", "Ñandú", "a b", "émile's", "x" * 200, "🐈", "cat.v2", "a&b", "why?", "<b>bold</b>"]
)
def test_unusual_names_of_folders_become_names_of_classes(name):
    collection = read(pictures(name.replace("/", ""), "dog"))
    names = collection.proposed_names()
    assert len(set(names)) == 2
    for proposed in names:
        assert 0 < len(proposed) <= 30
        assert not set(proposed) & set("_,")
    assert collection.renamed(names).classes == tuple(names)


@pytest.mark.parametrize(
    "pair", [("x" * 30 + "a", "x" * 30 + "b"), ("a_b", "a b"), ("*", "#"), ("c+", "c(2)")]
)
def test_names_that_become_the_same_are_told_apart(pair):
    collection = read(pictures(*pair))
    names = collection.proposed_names()
    assert len(set(collection.renamed(names).classes)) == 2


def test_utf_8_without_its_flag_is_read():
    content = archive(pictures("k\u00e4se", "dog"))
    raw = content.replace("k\u00e4se".encode(), b"k\xc3\xa4se")
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        flags = {info.flag_bits & 0x800 for info in file.infolist()}
    assert 0x800 in flags
    unflagged = bytearray(raw)
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = unflagged.find(signature)
        while place >= 0:
            unflagged[place + offset + 1] &= 0xF7
            place = unflagged.find(signature, place + 4)
    assert result_of(read_archive(bytes(unflagged))).classes == ("dog", "k\u00e4se")


def test_files_that_cannot_be_used_are_named_with_their_reason():
    files = {
        **pictures("cat", "dog"),
        "cat/notes.txt": b"hello",
        "cat/half.png": png(noise(7, (100, 100)))[:500],
        "dog/page.png": b"<html>",
        "dog/inner.zip": archive(pictures("x")),
        "dog/phone.heic": b"\0\0\0\x18ftypheic" + bytes(50),
        "alone.png": png(noise(8)),
    }
    collection = read(files)
    assert collection.counts == [4, 4]
    told = dict(text.split(": ", 1) for text in collection.skipped)
    assert set(told) == {name for name in files if name not in pictures("cat", "dog")}
    assert "no image" in told["cat/notes.txt"]
    assert "HEIC" in told["dog/phone.heic"]
    assert "no folder" in told["alone.png"]


def test_equal_images_are_kept_once():
    files = pictures("cat", "dog")
    files["cat/again.png"] = files["cat/0.png"]
    files["dog/not a cat.png"] = files["cat/1.png"]
    collection = read(files)
    assert collection.counts == [4, 4]
    assert collection.notes == [
        "2 images were there twice; one of each is kept.",
        "1 of these stood in two classes; the first one counts.",
    ]


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "found none"),
        ({"a.png": png(noise(1)), "b.png": png(noise(2))}, "found none.*a.png: it lies in no folder"),
        (pictures("cat"), "Expected 2 to 10 classes, a folder each, but found 1: cat"),
        (pictures(*"abcdefghijk", each=2), "but found 11: a, b, c"),
        ({**pictures("cat"), "dog/0.png": png(noise(9))}, "there is only one of dog"),
        (
            {**pictures("cat"), "dog/0.png": b"no", "dog/1.png": b"no"},
            "found 1: cat.*dog/0.png: expected a PNG",
        ),
        ({"cat/notes.txt": b""}, "found none.*notes.txt: it is no image"),
    ],
)
def test_what_makes_no_data_set_is_said(files, words):
    with pytest.raises(DatasetError, match=words):
        read(files)


@pytest.mark.parametrize(
    "content",
    [b"", b"no zip", archive(pictures("cat", "dog"))[:900], b"Rar!\x1a\x07\x00" + bytes(100), b"7z\xbc\xaf"],
)
def test_what_is_no_zip_is_said(content):
    with pytest.raises(DatasetError, match="Expected a ZIP with a folder for each class"):
        result_of(read_archive(content))


def test_a_password_is_said():
    content = bytearray(archive(pictures("cat", "dog")))
    for signature, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = content.find(signature)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(signature, place + 4)
    with pytest.raises(DatasetError, match="without a password"):
        result_of(read_archive(bytes(content)))


def test_a_file_whose_bytes_were_changed_is_left_out():
    content = archive(pictures("cat", "dog", each=5), compression=zipfile.ZIP_STORED)
    place = content.find(b"IDAT") + 20
    changed = content[:place] + bytes([content[place] ^ 255]) + content[place + 1 :]
    collection = result_of(read_archive(changed))
    assert collection.counts == [4, 5]
    assert "Bad CRC" in collection.skipped[0]


@pytest.mark.parametrize("claim", ["true", "a lie"])
def test_a_file_that_unpacks_to_much_more_is_left_out(monkeypatch, claim):
    monkeypatch.setattr(module, "MAX_FILE_BYTES", 50_000)
    files = {**pictures("cat", "dog"), "cat/bomb.png": bytes(1_000_000)}
    content = archive(files)
    if claim == "a lie":
        content = content.replace((1_000_000).to_bytes(4, "little"), (100).to_bytes(4, "little"))
    collection = result_of(read_archive(content))
    assert collection.counts == [4, 4]
    assert len(collection.skipped) == 1
    assert collection.skipped[0].startswith("cat/bomb.png: ")


def test_many_files_that_unpack_to_much_are_refused(monkeypatch):
    monkeypatch.setattr(module, "MAX_UNPACKED_BYTES", 3_000_000)
    files = {**pictures("cat", "dog"), **{f"cat/{index}.bmp": bytes(1_000_000) for index in range(9)}}
    with pytest.raises(DatasetError, match="at most 3 MB in all, but the archive unpacks to more"):
        read(files)


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_compressions_that_ignore_a_limit_are_not_unpacked(compression):
    with pytest.raises(DatasetError, match="usual compression"):
        read(pictures("cat", "dog"), compression=compression)


def test_too_many_images_are_refused_before_any_is_read(monkeypatch):
    monkeypatch.setattr(collecting, "MAX_IMAGES", 7)
    monkeypatch.setattr(module, "PictureReader", lambda number: pytest.fail("read"))
    with pytest.raises(DatasetError, match="at most 7 images, but there are more: 8"):
        read(pictures("cat", "dog"))


def test_too_many_entries_are_refused(monkeypatch):
    monkeypatch.setattr(module, "MAX_ENTRIES", 7)
    with pytest.raises(DatasetError, match="at most 7 files in the archive, but it has 8"):
        read(pictures("cat", "dog"))


def test_reading_reports_and_can_be_left():
    reading = read_archive(archive(pictures("cat", "dog", each=60)))
    assert next(reading) == (0, 120)
    assert next(reading) == (50, 120)
    reading.close()


def test_digits_are_asked_for_and_numbers_are_sorted_as_numbers():
    collection = read(pictures("10", "9", "2"))
    assert collection.classes == ("2", "9", "10")
    assert not collection.could_be_digits
    digits = read(pictures("7", "3"))
    assert digits.could_be_digits
    assert digits.proposed_names() == ["class 3", "class 7"]
    assert digits.as_digits().classes == tuple("0123456789")
    assert digits.as_digits().labels.tolist() == [7] * 4 + [3] * 4


@pytest.mark.parametrize("names", [["cat"], ["cat", "cat"], ["cat", " "], ["cat", "dog", "cow"]])
def test_names_have_to_fit(names):
    with pytest.raises(DatasetError, match="Expected 2 different names of classes, separated by commas"):
        read(pictures("a", "b")).renamed(names)
