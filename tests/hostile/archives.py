"""Archives that are meant to do harm, each a few kilobytes of a generator's; all of them are ZIPs."""

import bz2
import io
import lzma
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable

import numpy as np

NAMES = ("images.npy", "labels.npy", "7/a.png", "cat/a.png", "archive/data.pkl", "fc1.weight.npy")
"""What one of the readers looks for, each."""


def packed(files: dict[str, bytes], **options: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", **({"compression": zipfile.ZIP_DEFLATED} | options)) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def entry(
    name: bytes,
    raw: bytes,
    size: int,
    method: int,
    crc: int = 0,
    extra: bytes = b"",
    flags: int = 0,
    mode: int = 0,
):
    """The parts of an entry with any claims: in its place, and in the directory."""
    common = struct.pack("<HHHHHIII", 20, flags, method, 0, 0x21, crc, len(raw), size)
    local = b"PK\3\4" + common + struct.pack("<HH", len(name), 0) + name + raw
    central = (
        b"PK\1\2" + b"\x14\3" + common + struct.pack("<HHHHHI", len(name), len(extra), 0, 0, 0, mode << 16)
    )
    return local, central, name + extra


def put_together(entries, offsets=None, end_count=None) -> bytes:
    content, directory = b"", b""
    for index, (local, central, names) in enumerate(entries):
        offset = len(content) if offsets is None else offsets[index]
        directory += central + struct.pack("<I", offset) + names
        content += local if offsets is None or not index else b""
    count = len(entries) if end_count is None else end_count
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(content), 0)
    return content + directory + b"PK\5\6" + end


def lying(compress: Callable[[bytes], bytes], method: int, claimed: int = 100) -> bytes:
    """Entries that unpack to 60 MB each and claim a hundred bytes."""
    raw = compress(bytes(60_000_000))
    return put_together([entry(name.encode(), raw, claimed, method) for name in NAMES])


def deflated(content: bytes) -> bytes:
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    return compressor.compress(content) + compressor.flush()


def alike(name: bytes, number: int, content: bytes, claimed: int | None = None) -> bytes:
    """Files of one content, which is compressed once."""
    raw, crc, size = deflated(content), zlib.crc32(content), len(content) if claimed is None else claimed
    return put_together([entry(name % n, raw, size, 8, crc) for n in range(number)])


def zip_lzma(content: bytes) -> bytes:
    filters = [{"id": lzma.FILTER_LZMA1}]
    properties = lzma._encode_filter_properties(filters[0])  # type: ignore[attr-defined]
    body = lzma.compress(content, lzma.FORMAT_RAW, filters=filters)
    return struct.pack("<BBH", 9, 4, len(properties)) + properties + body


def overlapping() -> bytes:
    """A thousand entries that share one megabyte of zeros."""
    raw = deflated(bytes(1_000_000))
    local, _, _ = entry(b"7/a.png", raw, 1_000_000, 8)
    entries = [(local, *entry(b"7/a.png", raw, 1_000_000, 8)[1:]) for _ in range(1000)]
    return put_together(entries, [0] * len(entries))


def many_entries() -> bytes:
    local, central, _ = entry(b"", b"", 0, 0)
    count = 300_000
    directory = b"".join([central + struct.pack("<I", 0)] * count)
    end = struct.pack("<HHHHIIH", 0, 0, 1, 1, len(directory), len(local), 0)
    return local + directory + b"PK\5\6" + end


def zip64_lie() -> bytes:
    extra = struct.pack("<HHQQ", 1, 16, 2**62, 100)
    raw = deflated(bytes(1000))
    entries = [entry(name.encode(), raw, 0xFFFFFFFF, 8, extra=extra) for name in NAMES]
    return put_together([(local, central, names) for local, central, names in entries])


def npy_claims(shape: str, dtype: str = "|u1", body: bytes = b"x" * 99, version: int = 1) -> bytes:
    header = f"{{'descr': {dtype!r}, 'fortran_order': False, 'shape': {shape}, }}".encode()
    header = header.ljust(118) + b"\n"
    length = struct.pack("<H" if version == 1 else "<I", len(header))
    return b"\x93NUMPY" + bytes([version, 0]) + length + header + body


def arrays(content: bytes, labels: bytes | None = None) -> bytes:
    few = io.BytesIO()
    np.save(few, np.arange(6) % 2)
    return packed({"images.npy": content, "labels.npy": labels or few.getvalue()})


def saved(array: np.ndarray, **options: bool) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, array, **options)
    return buffer.getvalue()


def nested(depth: int = 50) -> bytes:
    content = bytes(10_000_000)
    for _ in range(depth):
        content = packed({name: content for name in ("7/inner.zip", "cat/inner.png")})
    return content


def duplicates() -> bytes:
    raw = deflated(saved(np.zeros((6, 28, 28), np.uint8)))
    return put_together([entry(name.encode(), raw, 100, 8) for name in NAMES * 20])


def encrypted() -> bytes:
    return put_together([entry(name.encode(), b"x" * 100, 100, 0, flags=1) for name in NAMES])


def links() -> bytes:
    target = b"/etc/passwd"
    return put_together(
        [
            entry(name.encode(), target, len(target), 0, zlib.crc32(target), mode=stat.S_IFLNK | 0o777)
            for name in NAMES
        ]
    )


def odd_names() -> bytes:
    names = ["../../../etc/passwd", "/etc/passwd", "C:\\windows\\a.png", "a\x00b/7.png", "\x1b[31mred/a.png"]
    names += [
        "\u202egnp.7/a.png",
        "x" * 60_000 + "/a.png",
        "/".join("d" * 20_000) + "/a.png",
        "\u200b/\u200b.png",
    ]
    return packed(dict.fromkeys(names, b"no picture"))


def header_bomb() -> bytes:
    """A NumPy file of format 2.0 whose header claims four gigabytes, which the archive would unpack."""
    beginning = b"\x93NUMPY\2\0" + struct.pack("<I", 2**32 - 1)
    return packed(
        {name: beginning + b" " * 100_000_000 for name in ("images.npy", "labels.npy", "fc1.weight.npy")}
    )


def hundred_megabytes_each() -> bytes:
    array = npy_claims("(100000000,)", body=bytes(100_000_000))
    raw, crc = deflated(array), zlib.crc32(array)
    names = (b"images", b"labels", b"x_train", b"y_train", b"x_test", b"y_test")
    return put_together([entry(name + b".npy", raw, len(array), 8, crc) for name in names])


ARCHIVES: dict[str, Callable[[], bytes]] = {
    "bzip2 that claims 100 bytes": lambda: lying(bz2.compress, 12),
    "LZMA that claims 100 bytes": lambda: lying(zip_lzma, 14),
    "deflate that claims 100 bytes": lambda: lying(deflated, 8),
    "stored that claims a terabyte": lambda: put_together([entry(n.encode(), b"x", 2**31, 0) for n in NAMES]),
    "true deflate": lambda: packed(dict.fromkeys(NAMES, bytes(100_000_000))),
    "eleven pictures of 29 MB": lambda: alike(b"cat/%d.bmp", 11, b"BM" + bytes(29_000_000)),
    "lies in folders": lambda: alike(b"cat/%d.png", 9, b"BM" + bytes(40_000_000), claimed=100),
    "overlapping": overlapping,
    "300,000 entries": many_entries,
    "zip64 lies": zip64_lie,
    "nested": nested,
    "duplicates": duplicates,
    "encrypted": encrypted,
    "links": links,
    "odd names": odd_names,
    "an array of 10 TB": lambda: arrays(npy_claims("(10000000000, 1000)")),
    "an array of negative size": lambda: arrays(npy_claims("(-5, 28, 28)")),
    "an array of nothing, often": lambda: arrays(npy_claims("(10000000000000,)", "|S0")),
    "an array of no rows": lambda: arrays(npy_claims("(0, 10000000000000)")),
    "an array of 60 dimensions": lambda: arrays(npy_claims(str((1,) * 60))),
    "one huge element": lambda: arrays(npy_claims("(6,)", "|V2000000000")),
    "records": lambda: arrays(saved(np.zeros(6, [("a", "u1", (28, 28))]))),
    "Python objects": lambda: arrays(saved(np.array([{}] * 6, object), allow_pickle=True)),
    "labels of infinity": lambda: arrays(saved(np.zeros((6, 28, 28), np.uint8)), saved(np.full(6, np.inf))),
    "labels of a million characters": lambda: arrays(
        saved(np.zeros((6, 28, 28), np.uint8)), saved(np.array(["x" * 1_000_000, *"abcde"]))
    ),
    "a header of code": lambda: arrays(b"\x93NUMPY\1\0\x40\0" + b"__import__('os').system('true')".ljust(64)),
    "a deep header": lambda: arrays(b"\x93NUMPY\1\0\xff\x26" + b"(" * 9983),
    "a header of 4 GB": header_bomb,
    "100 MB in each array": hundred_megabytes_each,
    "vast images": lambda: arrays(npy_claims("(6, 4000, 5000)", body=bytes(120_000_000))),
    "an end that counts 65,535": lambda: put_together([entry(b"7/a.png", b"x", 1, 0)], end_count=65535),
    "a directory alone": lambda: b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 9, 9, 2**31, 0, 0),
    "a gzip bomb": lambda: __import__("gzip").compress(bytes(100_000_000)),
}
