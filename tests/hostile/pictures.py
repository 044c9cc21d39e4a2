"""Pictures that are meant to do harm, each a few kilobytes of a generator's."""

import functools
import io
import struct
import zlib
from collections.abc import Callable, Iterable

import numpy as np
from PIL import Image


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@functools.cache
def zeros(number: int) -> bytes:
    return zlib.compress(bytes(number), 9)


def png(
    width: int,
    height: int,
    depth: int = 8,
    colour: int = 0,
    chunks: Iterable[bytes] = (),
    rows: int | None = None,
) -> bytes:
    """Zeros of any size and kind; with `rows`, only so many of them are there."""
    channels = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
    row = bytes(1 + width * channels * depth // 8)
    compressor = zlib.compressobj(9)
    data = (
        b"".join(compressor.compress(row) for _ in range(height if rows is None else rows))
        + compressor.flush()
    )
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    ends = [chunk(b"IDAT", data), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + b"".join([*chunks, *ends])


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def many_scans(side: int = 3400, scans: int = 2000) -> bytes:
    """A progressive JPEG whose last scan, which refines all coefficients, comes two thousand times."""
    noise = np.random.default_rng(0).integers(0, 255, (64, 64, 3), np.uint8)
    content = encoded(Image.fromarray(noise).resize((side, side)), "JPEG", progressive=True, quality=10)
    start = content.rindex(b"\xff\xda")
    last = content[start:-2]
    return content[:start] + last[:3000] * scans + b"\xff\xd9"


def films() -> dict[str, Callable[[], bytes]]:
    def of(kind: str, number: int, **options: object) -> bytes:
        frames = [Image.new("L", (64, 64), index % 256) for index in range(number)]
        return encoded(frames[0], kind, save_all=True, append_images=frames[1:], **options)

    return {
        "GIF of 3,000 frames": lambda: of("GIF", 3000),
        "TIFF of 200 pages": lambda: of("TIFF", 200),
        "WebP of 300 frames": lambda: of("WEBP", 300),
        "animated PNG of 1,000 frames": lambda: of("PNG", 1000),
    }


def circular_tiff() -> bytes:
    content = bytearray(encoded(Image.new("L", (28, 28)), "TIFF"))
    start = struct.unpack("<I", content[4:8])[0]
    entries = struct.unpack("<H", content[start : start + 2])[0]
    content[start + 2 + 12 * entries : start + 6 + 12 * entries] = struct.pack("<I", start)
    return bytes(content)


def bmp(width: int, height: int) -> bytes:
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54, 0, 0, 54) + header + bytes(1000)


def tall_gif() -> bytes:
    """A picture of 65,535 x 65,535 in ten bytes of data."""
    head = b"GIF89a" + struct.pack("<HHBBB", 65535, 65535, 0x80, 0, 0) + bytes(6)
    return head + b"," + struct.pack("<HHHHB", 0, 0, 65535, 65535, 0) + b"\x02\x02\x4c\x01\x00;"


PICTURES: dict[str, Callable[[], bytes]] = {
    "JPEG of 2,000 scans": many_scans,
    "PNG of 49 megapixels, 16 bits": lambda: png(7000, 7000, 16, 0),
    "PNG of 12 megapixels, 16 bits, RGBA": lambda: png(4000, 3000, 16, 6),
    "PNG of 12 megapixels, 16-bit gray": lambda: png(4000, 3000, 16, 0),
    "PNG of 4 gigapixels": lambda: png(65_000, 65_000, rows=3),
    "PNG of one column": lambda: png(1, 60_000),
    "PNG of one row": lambda: png(12_000_000, 1),
    "PNG with a text of 100 MB": lambda: png(28, 28, chunks=[chunk(b"zTXt", b"a\0\0" + zeros(100_000_000))]),
    "PNG with 500 texts": lambda: png(28, 28, chunks=[chunk(b"zTXt", b"a\0\0" + zeros(900_000))] * 500),
    "PNG with a profile of 100 MB": lambda: png(
        28, 28, chunks=[chunk(b"iCCP", b"a\0\0" + zeros(100_000_000))]
    ),
    "PNG with 9 MB behind its rows": lambda: png(28, 28, rows=300_000),
    "PNG without rows": lambda: png(28, 28, rows=0),
    "PNG of no pixels": lambda: png(0, 0),
    "JPEG cut short": lambda: encoded(Image.new("RGB", (3000, 3000)), "JPEG")[:9000],
    "JPEG of 65,500 x 65,500": lambda: encoded(Image.new("L", (16, 16)), "JPEG").replace(
        b"\x00\x10\x00\x10\x01\x01", b"\xff\xdc\xff\xdc\x01\x01"
    ),
    "TIFF in a circle": circular_tiff,
    "TIFF of 12 megapixels, float": lambda: encoded(
        Image.new("F", (4000, 3000)), "TIFF", compression="tiff_adobe_deflate"
    ),
    "TIFF of 49 megapixels": lambda: encoded(Image.new("1", (7000, 7000)), "TIFF", compression="group4"),
    "BMP of 50,000 x 50,000": lambda: bmp(50_000, 50_000),
    "BMP of negative height": lambda: bmp(28, -2_000_000_000),
    "GIF of 65,535 x 65,535": tall_gif,
    "PPM of 90,000 x 90,000": lambda: b"P6 90000 90000 255\n" + bytes(100),
    "PPM of a long number": lambda: b"P6 " + b"9" * 100_000 + b" 1 255\n",
    "WebP of 16,383 x 16,383": lambda: b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\xff\xff\xff\x0f" + bytes(9),
    "EPS, which a program would draw": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 28 28\n",
    "SVG": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><image href='http://example.org'/></svg>",
    "HEIC": lambda: b"\0\0\0\x18ftypheic" + bytes(100),
    "nothing": lambda: b"",
    **films(),
}
