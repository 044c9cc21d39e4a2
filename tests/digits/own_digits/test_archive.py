"""A set of own digits as one file, and files that only look like one."""

import io
import pickle
import zipfile

import numpy as np
import pytest

from playground.digits.own_digits import archive as own_digit_files
from playground.digits.own_digits.archive import MAX_ENTRIES, pack_npz, pack_zip, unpack
from playground.digits.own_digits.folder import MAX_DRAWINGS, UserTestSetFolder
from playground.digits.own_digits.png import encode_png
from playground.errors import DatasetError


def images(count=3):
    return np.random.default_rng(0).integers(0, 256, (count, 28, 28), dtype=np.uint8)


@pytest.fixture
def digits(tmp_path):
    own = UserTestSetFolder(tmp_path / "own_digits")
    own.add_all(images(4), [7, 0, 7, 3])
    return own.load()


def npz(**arrays):
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def archive(files, compression=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("pack", [pack_npz, pack_zip])
def test_what_goes_out_comes_back(digits, pack):
    back, labels, skipped = unpack(pack(digits))
    assert np.array_equal(back, digits.images)
    assert np.array_equal(labels, digits.labels)
    assert (back.dtype, labels.dtype, skipped) == (np.uint8, np.int64, [])


def test_numpy_alone_reads_the_npz(digits):
    with np.load(io.BytesIO(pack_npz(digits)), allow_pickle=False) as file:
        assert set(file.files) == {"images", "labels"}
        assert (file["images"].dtype, file["images"].shape) == (np.uint8, (4, 28, 28))
        assert (file["labels"].dtype, file["labels"].tolist()) == (np.int64, [0, 3, 7, 7])


def test_the_pictures_lie_in_folders_named_by_label(digits):
    with zipfile.ZipFile(io.BytesIO(pack_zip(digits))) as file:
        assert file.testzip() is None
        assert [name[:4] for name in file.namelist()] == ["0/0-", "3/3-", "7/7-", "7/7-"]


def test_pictures_that_another_program_packed_are_read_and_the_rest_is_named():
    image, other = images(2)
    content = archive(
        {
            "set/7/scan.png": encode_png(image),
            "3_b.PNG": encode_png(other),
            "readme.txt": b"mine",
            "__MACOSX/7/._scan.png": b"x",
            "scan.png": encode_png(image),
            "8/torn.png": encode_png(image)[:99],
        }
    )
    back, labels, skipped = unpack(content)
    assert labels.tolist() == [7, 3]
    assert np.array_equal(back, images(2))
    assert [text.split(":")[0] for text in skipped] == [
        "readme.txt",
        "__MACOSX/7/._scan.png",
        "scan.png",
        "8/torn.png",
    ]


def lying_npz():
    """A few bytes of an array whose header claims a terabyte."""
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        header, {"descr": "|u1", "fortran_order": False, "shape": (10**9, 28, 28)}
    )
    return archive({"images.npy": header.getvalue() + b"x" * 99, "labels.npy": header.getvalue()})


class Code:
    def __reduce__(self):
        return exec, ("raise SystemExit('code was run')",)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "cannot be read"),
        (b"PK\x03\x04 torn", "cannot be read"),
        (pickle.dumps(Code()), "cannot be read"),
        (npz(images=np.array([Code()], dtype=object), labels=np.array([1])), "claims"),
        (npz(images=images(), labels=np.array([Code()] * 3, dtype=object)), "claims"),
        (
            npz(images=images()[:, :27], labels=np.arange(3)),
            r"\(N, 28, 28\) uint8, N at least 1, but got \(3, 27, 28\)",
        ),
        (npz(images=images().astype(float), labels=np.arange(3)), "float64"),
        (npz(images=images()[:0], labels=np.arange(0)), "at least 1"),
        (npz(images=np.uint8(3), labels=np.arange(0)), r"but got \(\) uint8"),
        (npz(images=images(), labels=np.arange(2)), r"each of the 3 images, but got \(2,\)"),
        (npz(images=images(), labels=np.arange(3.0)), "float64"),
        (npz(images=images(), labels=np.array([0, 1, 10])), "labels from 0 to 9, but got 10"),
        (npz(images=images(), labels=np.array([0, -1, 1])), "but got -1"),
        (npz(images=images(), labels=np.array([0, 2**64 - 1, 1], np.uint64)), "but got 18446744073709551615"),
        (npz(other=images()), "has none"),
        (lying_npz(), "claims"),
        (archive({"images.npy": b"\x93NUMPY\x09\x00", "labels.npy": b""}), "format"),
        (archive({"images.npy": b"", "labels.npy": b""}), "cannot be read"),
        (archive({}), "has none"),
        (archive({"7/x.png": b"no picture"}), r"The first file is 7/x.png"),
        (archive({f"{n}.txt": b"" for n in range(MAX_ENTRIES + 1)}), "at most 4,000 files"),
        (
            npz(images=np.zeros((MAX_DRAWINGS + 9, 28, 28), np.uint8), labels=np.arange(3)),
            "at most 2,000 drawings",
        ),
    ],
)
def test_what_is_no_set_is_refused_in_words(content, words):
    with pytest.raises(DatasetError, match=words):
        unpack(content)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    bomb = archive({"images.npy": bytes(30_000_000), "labels.npy": b""})
    assert len(bomb) < 100_000
    with pytest.raises(DatasetError, match="unpacks to 30,000,000 bytes"):
        unpack(bomb)
    with pytest.raises(DatasetError, match="has 30,000,000"):
        unpack(archive({"7/a.png": bytes(30_000_000)}))


def test_a_file_above_the_upload_limit_is_refused(monkeypatch):
    monkeypatch.setattr(own_digit_files, "MAX_UPLOAD_BYTES", 1000)
    with pytest.raises(DatasetError, match="at most 0 MB"):
        unpack(bytes(1001))


def test_an_archive_with_a_password_is_refused_in_words():
    content = bytearray(archive({"7/a.png": encode_png(images(1)[0])}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1  # the flag "encrypted"
    with pytest.raises(DatasetError, match="without a password"):
        unpack(bytes(content))


def test_torn_files_end_in_words_wherever_they_are_torn(digits):
    for whole in (pack_npz(digits), pack_zip(digits)):
        for length in range(0, len(whole), 37):
            with pytest.raises(DatasetError):
                unpack(whole[:length])
