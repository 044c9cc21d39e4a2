"""ZIP archives and NumPy arrays that may come from anybody, read in pieces and counted as they come.

Nothing that an archive claims of itself is believed: neither sizes, nor the number of its files, nor where they lie. Nothing
is written to disk, nothing is unpickled. Only stored and deflated files are unpacked, since Python's bz2 and LZMA unpack
more than they are asked for.
"""

import io
import math
import stat
import struct
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from playground.errors import ArchiveError
from playground.formatting import format_number

PIECE = 256 * 1024
"""Bytes that are unpacked at once."""
HEADER_BYTES = 16 * 1024
"""In which a NumPy file says its shape."""

_CENTRAL = b"PK\x01\x02"  # the beginning of each entry of a ZIP's directory
_ENCRYPTED = 0x1
_UTF_8 = 0x800


@dataclass(frozen=True)
class Limits:
    """What may be unpacked of one archive.

    Attributes:
        entries: files in it.
        file_bytes: of each, unpacked.
        all_bytes: of all that are read, unpacked.
        seconds: by the clock, from opening it to the last piece.
    """

    entries: int
    file_bytes: int
    all_bytes: int
    seconds: float = 20.0


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Archive:
    """A ZIP archive, open while in a `with` block.

    Args:
        content: its bytes, or the path of its file.
        limits: what may be unpacked.

    Raises:
        ArchiveError: it is no ZIP or damaged, has too many entries, or entries that overlap.
        OSError: the file cannot be read.
    """

    def __init__(self, content: bytes | Path, limits: Limits) -> None:
        self.limits = limits
        self._until = time.monotonic() + limits.seconds
        self._unpacked = 0
        self._file: BinaryIO = io.BytesIO(content) if isinstance(content, bytes) else content.open("rb")
        try:
            with _in_words():
                self._open()
        except BaseException:
            self._file.close()
            raise

    def _open(self) -> None:
        # zipfile makes an object of every entry before anybody can count them.
        entries = _count_entries(self._file)
        if entries > self.limits.entries:
            raise ArchiveError(
                f"expected at most {self.limits.entries:,} files in the archive, but it has {entries:,}"
            )
        self._zip = zipfile.ZipFile(self._file)
        self.entries = self._zip.infolist()
        _check_places(self.entries, self._zip.start_dir)

    def __enter__(self) -> "Archive":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()
        self._file.close()

    def files(self) -> list[zipfile.ZipInfo]:
        """The entries that are no folders."""
        return [entry for entry in self.entries if not entry.is_dir()]

    def check_names(self, *, ignoring_case: bool = False) -> None:
        """Raise `ArchiveError` where two entries have one name, of which programs read different ones."""
        seen = set[str]()
        for entry in self.entries:
            name = entry.filename.casefold() if ignoring_case else entry.filename
            if name in seen:
                raise ArchiveError(
                    f"expected each file once, but the archive has {entry.filename[:60]!r} twice"
                )
            seen.add(name)

    def read(self, entry: zipfile.ZipInfo | str) -> bytes:
        """All bytes of a file.

        Raises:
            ArchiveError: there is none of that name, it is damaged, encrypted, a link, packed in another way, or larger than
                the limits.
        """
        with self._opened(entry) as file:
            return b"".join(_pieces(file))

    def read_array(self, entry: zipfile.ZipInfo | str) -> NDArray:
        """The array in a file `.npy`; see `read_array`.

        Raises:
            ArchiveError: see `read`, and it is no array of numbers or texts.
        """
        with self._opened(entry) as file:
            return read_array(file, self.limits.file_bytes)

    @contextmanager
    def _opened(self, entry: zipfile.ZipInfo | str) -> Iterator["_Counted"]:
        with _in_words():
            info = self._zip.getinfo(entry) if isinstance(entry, str) else entry
            if info.flag_bits & _ENCRYPTED:
                raise ArchiveError("expected a file without a password, but it asks for one")
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise ArchiveError(
                    "expected the usual compression of a ZIP (deflate), but it is compressed in another way"
                )
            if stat.S_ISLNK(info.external_attr >> 16):
                raise ArchiveError("expected a file, but it is a link")
            if info.file_size > self.limits.file_bytes:  # what it claims is true or a lie; both are refused
                raise ArchiveError(
                    f"expected at most {_in_bytes(self.limits.file_bytes)}, but it unpacks to {info.file_size:,} bytes"
                )
            with self._zip.open(info) as file:
                yield _Counted(file, self)

    def _count(self, size: int, of_file: int) -> None:
        self._unpacked += size
        if of_file > self.limits.file_bytes:
            raise ArchiveError(
                f"expected at most {_in_bytes(self.limits.file_bytes)}, but it unpacks to more"
            )
        if self._unpacked > self.limits.all_bytes:
            raise ArchiveTooLargeError(
                f"expected at most {_in_bytes(self.limits.all_bytes)} in all, but the archive unpacks to more"
            )
        if time.monotonic() > self._until:
            raise ArchiveTooLargeError(
                f"expected an archive that is unpacked within {format_number(self.limits.seconds)} seconds, but it takes longer"
            )


class ArchiveTooLargeError(ArchiveError):
    """The limits of the whole archive are reached: no other file of it can be read."""


class _Counted:
    """A file of an archive that is read in pieces, each of which is counted."""

    def __init__(self, file: _Readable, archive: Archive) -> None:
        self._file, self._archive, self._read = file, archive, 0

    def read(self, size: int, /) -> bytes:
        piece = self._file.read(min(size, PIECE))
        self._read += len(piece)
        self._archive._count(len(piece), self._read)
        return piece


def read_array(file: "_Readable | BinaryIO", most_bytes: int) -> NDArray:
    """The array in a `.npy` file of numbers or texts; memory is taken as bytes come, not as the file claims.

    Raises:
        ArchiveError: it is no such file, damaged, holds Python objects, or more than `most_bytes`.
    """
    beginning = b"".join(_pieces(file, HEADER_BYTES))
    header = io.BytesIO(beginning)
    shape, in_columns, dtype = _header(header)
    count = math.prod(shape)
    if dtype.hasobject:
        raise ArchiveError(
            f"it claims {_described(shape, dtype)}, but holds Python objects, which could run code"
        )
    if min(shape, default=1) < 0 or not dtype.itemsize or dtype.fields is not None:
        raise ArchiveError(f"expected numbers or texts, but it claims {_described(shape, dtype)}")
    if count * dtype.itemsize > most_bytes or count > most_bytes:
        raise ArchiveError(
            f"expected at most {_in_bytes(most_bytes)}, but it claims {_described(shape, dtype)}, more than that"
        )
    array = np.empty(count, dtype)  # the system gives its pages when they are written
    target, filled = array.view(np.uint8) if count else np.empty(0, np.uint8), 0
    for piece in _joined(beginning[header.tell() :], _pieces(file)):
        size = min(len(piece), len(target) - filled)
        target[filled : filled + size] = np.frombuffer(piece, np.uint8, size)
        filled += size
        if filled == len(target):
            break
    if filled < len(target):
        raise ArchiveError(f"it claims {_described(shape, dtype)}, but is shorter")
    return array.reshape(shape[::-1]).T if in_columns else array.reshape(shape)


def _header(header: io.BytesIO) -> tuple[tuple[int, ...], bool, np.dtype]:
    readers = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
    try:
        version = npy.read_magic(header)
        if version not in readers:
            raise ArchiveError(f"expected NumPy's format 1.0 or 2.0, but got {version}")
        return readers[version](header)
    except ArchiveError:
        raise
    except Exception as error:  # a damaged header fails in many ways
        reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise ArchiveError(f"its beginning is no NumPy array's ({reason})") from error


def _described(shape: tuple[int, ...], dtype: np.dtype) -> str:
    return f"{str(shape)[:80]} {str(dtype)[:40]}"


def _joined(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _pieces(file: "_Readable | BinaryIO", most: int | None = None) -> Iterator[bytes]:
    """What is left of a file, at most `most` bytes."""
    left = math.inf if most is None else most
    while left > 0 and (piece := file.read(int(min(left, PIECE)))):
        left -= len(piece)
        yield piece


def _count_entries(file: BinaryIO) -> int:
    """At least as many as `zipfile` will find: each begins with the same four bytes."""
    count, before = 0, b""
    while piece := file.read(2**20):
        count += (before + piece).count(_CENTRAL)
        before = piece[-3:]
    file.seek(0)
    return count


def _check_places(entries: list[zipfile.ZipInfo], directory: int) -> None:
    """Refuse files that share bytes: a small archive of such files unpacks to any size."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    ends = [*(entry.header_offset for entry in ordered[1:]), directory]
    for entry, end in zip(ordered, ends, strict=False):
        if entry.header_offset < 0 or entry.header_offset + 30 + entry.compress_size > end:
            raise ArchiveError("expected files one after another, but the archive's files overlap")


def _in_bytes(size: int) -> str:
    return f"{format_number(size / 1e6)} MB" if size >= 1_000_000 else f"{size:,} bytes"


@contextmanager
def _in_words() -> Iterator[None]:
    """Whatever `zipfile` and `zlib` raise on a damaged archive, as one kind of error."""
    try:
        yield
    except ArchiveError:
        raise
    # RuntimeError: a password is asked for, or, as NotImplementedError, an unknown version; struct.error is a torn entry.
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        RuntimeError,
        ValueError,
        KeyError,
        OSError,
        struct.error,
    ) as error:
        reason = " ".join(str(error).split())[:200].strip("'\"")
        raise ArchiveError(reason or type(error).__name__) from error
