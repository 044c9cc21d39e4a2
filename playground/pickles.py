"""What a pickle of PyTorch's would take to read, found out before PyTorch reads it; `playground.confined` runs this.

PyTorch's own weights-only reader runs no code from a file, but takes as much time and memory as the file asks for. Here
Python's fast reader goes through the same pickle, with inert objects in the place of everything that is no plain value.
Nothing that a pickle names is imported.
"""

import io
import pickle
import pickletools
from collections import Counter, OrderedDict
from typing import Any

from playground.errors import ArchiveError

MAX_OPERATIONS = 300_000
"""Of a pickle: a list of 100,000 numbers takes that many; PyTorch's reader makes a million a second."""
LEGACY_PICKLES = 5
"""In the files that PyTorch wrote before version 1.6: magic number, version, machine, what was saved, its storages."""


def screen(content: bytes, most_bytes: int, legacy: bool) -> None:
    """Read a pickle, or the pickles of an old file, as inert objects.

    Args:
        content: of `data.pkl`, or of the whole old file.
        most_bytes: what a storage or a piece of memory may claim to have.
        legacy: whether it is an old file.

    Raises:
        ArchiveError: it is damaged, has too many operations, or asks for more memory.
    """
    file = io.BytesIO(content)
    left = MAX_OPERATIONS
    for _ in range(LEGACY_PICKLES if legacy else 1):
        start = file.tell()
        left = _count(file, left)
        file.seek(start)
        try:
            _Reader(file, most_bytes).load()
        except (ArchiveError, MemoryError):
            raise
        except Exception as error:  # a damaged pickle fails in many ways
            raise ArchiveError(f"its pickle cannot be read ({type(error).__name__})") from error


def _count(file: io.BytesIO, left: int) -> int:
    try:
        for _ in pickletools.genops(file):
            left -= 1
            if left < 0:
                raise ArchiveError(
                    f"expected at most {MAX_OPERATIONS:,} operations in its pickle, but it has more"
                )
    except ArchiveError:
        raise
    except Exception as error:  # as above
        raise ArchiveError(f"its pickle is cut short or damaged ({type(error).__name__})") from error
    return left


class _Inert:
    """In the place of an object; takes whatever would be put into one, and keeps nothing."""

    most_bytes = 0

    def __new__(cls, *arguments: Any, **_: Any) -> "_Inert":
        if any(type(argument) is int and argument > cls.most_bytes for argument in arguments):
            raise ArchiveError("expected an object that fits the memory, but it asks for a larger one")
        return object.__new__(cls)

    def __init__(self, *_: Any, **__: Any) -> None:
        pass

    def __setstate__(self, state: Any) -> None:
        pass

    def __setitem__(self, key: Any, value: Any) -> None:
        pass

    def append(self, value: Any) -> None:
        pass

    def extend(self, values: Any) -> None:
        pass

    def add(self, value: Any) -> None:
        pass


class _Reader(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, most_bytes: int) -> None:
        super().__init__(file, encoding="utf-8", errors="replace")
        self._most_bytes = most_bytes
        self._inert = type("_Inert", (_Inert,), {"most_bytes": most_bytes})

    def find_class(self, module: str, name: str) -> Any:
        """A plain container itself, since its hash and its growth cost time; else a class of inert objects."""
        return _PLAIN.get(f"{module.replace('__builtin__', 'builtins')}.{name}", self._inert)

    def persistent_load(self, pid: Any) -> Any:
        """A storage: its kind, type, key, place and number of elements."""
        numbers = pid if isinstance(pid, tuple) else ()
        if any(type(number) is int and not 0 <= number <= self._most_bytes for number in numbers):
            raise ArchiveError("expected storages that fit the file, but one claims to be larger")
        return self._inert()


def _bytearray(value: Any = b"", *_: Any) -> bytearray:
    if not isinstance(value, bytes | bytearray):
        raise ArchiveError("expected bytes, but it asks for empty memory")
    return bytearray(value)


def _encode(text: str, encoding: str = "utf-8", *_: Any) -> bytes:
    if encoding.casefold().replace("_", "-") not in ("latin1", "latin-1", "utf-8", "utf8", "ascii"):
        raise ArchiveError(f"expected a usual encoding of texts, but it asks for {encoding[:20]!r}")
    return text.encode(encoding)


_PLAIN: dict[str, Any] = {
    "collections.OrderedDict": OrderedDict,
    "collections.Counter": Counter,
    "builtins.set": set,
    "builtins.complex": complex,
    "builtins.bytearray": _bytearray,
    "_codecs.encode": _encode,
    "torch.Size": tuple,
}
