"""Checkpoints that are meant to do harm."""

import io
import json
import pickle
import struct
import zipfile
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import torch

from tests.hostile.archives import packed


def safetensors(header: object, body: bytes = b"") -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + body


def many_tensors(number: int = 60_000) -> bytes:
    header = {
        f"layer{n}.weight": {"dtype": "F32", "shape": [1, 1], "data_offsets": [4 * n, 4 * n + 4]}
        for n in range(number)
    }
    return safetensors(header, bytes(4 * number))


def saved(content: Any, **options: bool) -> bytes:
    buffer = io.BytesIO()
    torch.save(content, buffer, **options)
    return buffer.getvalue()


def archived(pickled: bytes) -> bytes:
    """The archive that `torch.save` makes, with another pickle in it."""
    return packed({"archive/data.pkl": pickled, "archive/version": b"3\n", "archive/byteorder": b"little"})


def often_in_itself(kind: type, times: int, depth: int) -> Any:
    value: Any = kind([0])
    for _ in range(depth):
        value = kind([value] * times)
    return value


class Call:
    """Pickled as a call of a function with arguments."""

    def __init__(self, function: Any, *arguments: Any) -> None:
        self.function, self.arguments = function, arguments

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return self.function, self.arguments


def deep(number: int) -> bytes:
    return b"\x80\x02" + b"]" * number + b"a" * (number - 1) + b"."


def deep_tuple_as_key(number: int) -> bytes:
    return b"\x80\x02})" + b"\x85" * number + b"Ns."


def storage_that_claims(number: int) -> bytes:
    """A storage of any number of elements, behind which nothing is."""
    identity = (
        b"(X\x07\0\0\0storagectorch\nFloatStorage\nX\x01\0\0\x000X\x03\0\0\0cpu"
        + b"\x8a\x08"
        + struct.pack("<q", number)
        + b"tQ"
    )
    return (
        b"\x80\x02}X\x01\0\0\0w"
        + b"ctorch._utils\n_rebuild_tensor_v2\n("
        + identity
        + b"K\0(K\x03t(K\x01t\x89ccollections\nOrderedDict\n)RtRs."
    )


def legacy(pickled: bytes) -> bytes:
    old = saved({"w": torch.zeros(3, 3)}, _use_new_zipfile_serialization=False)
    file = io.BytesIO(old)
    for _ in range(3):
        pickle.load(file)
    return old[: file.tell()] + pickled + pickle.dumps([], protocol=2)


def shapes(**tensors: tuple[int, ...]) -> bytes:
    """Tensors of any shape that share one number."""
    return saved({name: torch.zeros(1).expand(shape) for name, shape in tensors.items()})


def description(**values: object) -> bytes:
    return safetensors(
        {
            "__metadata__": {"playground": json.dumps(values)},
            "w": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4]},
        },
        bytes(4),
    )


def twice() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("archive/data.pkl", pickle.dumps({}))
        archive.writestr("ARCHIVE/DATA.PKL", pickle.dumps(Call(exec, "raise SystemExit")))
    return buffer.getvalue()


CHECKPOINTS: dict[str, Callable[[], bytes]] = {
    "safetensors of 60,000 tensors": many_tensors,
    "safetensors with a header of 20 MB": lambda: safetensors(b"{" + b" " * 20_000_000 + b"}"),
    "safetensors with a deep header": lambda: safetensors(b'{"a":' * 300_000),
    "safetensors with a long number": lambda: safetensors(b'{"a":' + b"9" * 1_000_000 + b"}"),
    "safetensors of a shape of 2**60": lambda: safetensors(
        {"w": {"dtype": "F32", "shape": [2**60, 16], "data_offsets": [0, 4]}}, bytes(4)
    ),
    "safetensors with one tensor a thousand times": lambda: safetensors(
        b"{" + b",".join([b'"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}'] * 20_000) + b"}", bytes(4)
    ),
    "a description of a million layers": lambda: description(model="mlp", hidden=[8] * 400_000),
    "a description of a long text": lambda: description(model="layers", layers="Linear(9) " * 50_000),
    "a description of a huge number": lambda: description(model="mlp", hidden=[10**4000]),
    "a state of 5,000 tensors": lambda: saved(
        OrderedDict((f"l{n}.weight", torch.zeros(1, 1)) for n in range(5000))
    ),
    "a list in itself": lambda: saved(often_in_itself(list, 1000, 6)),
    "a tuple in itself as a key": lambda: archived(
        pickle.dumps({often_in_itself(tuple, 2, 10): 1}, 2).replace(b"", b"")
    ),
    "a tuple of 2**200 as a key": lambda: archived(
        b"\x80\x02})" + b"q\0h\0\x86" * 1 + b"".join(b"q%ch%c\x86" % (n, n) for n in range(1, 200)) + b"Ns."
    ),
    "100,000 lists in each other": lambda: archived(deep(100_000)),
    "a million lists in each other": lambda: archived(deep(1_000_000)),
    "100,000 tuples in each other as a key": lambda: archived(deep_tuple_as_key(100_000)),
    "two million operations": lambda: archived(b"\x80\x02](" + b"N" * 2_000_000 + b"e."),
    "ten gigabytes of bytearray": lambda: archived(pickle.dumps(Call(bytearray, 10**10), 2)),
    "a set of a million": lambda: archived(pickle.dumps({"s": set(range(1_000_000))}, 2)),
    "a tensor of 40 GB": lambda: archived(pickle.dumps({"w": Call(torch.FloatTensor, 10**5, 10**5)}, 2)),
    "a slow encoding": lambda: archived(
        b"\x80\x02c_codecs\nencode\nX"
        + struct.pack("<I", 1_000_000)
        + b"x" * 1_000_000
        + b"X\x04\0\0\0idna\x86R."
    ),
    "a storage of 40 GB": lambda: archived(storage_that_claims(10**10)),
    "a storage of -5": lambda: archived(storage_that_claims(-5)),
    "an old file with a storage of 40 GB": lambda: legacy(storage_that_claims(10**10)),
    "an old file with a list in itself": lambda: legacy(pickle.dumps(often_in_itself(list, 1000, 6), 2)),
    "an old file of two million operations": lambda: legacy(b"\x80\x02](" + b"N" * 2_000_000 + b"e."),
    "a pickle of 100 MB, packed": lambda: archived(bytes(100_000_000)),
    "a text of 25 MB": lambda: archived(pickle.dumps({"w": "x" * 25_000_000}, 2)),
    "shapes of 2**40 weights": lambda: shapes(
        **{"fc1.weight": (2**30, 784), "fc1.bias": (2**30,), "fc2.weight": (10, 2**30), "fc2.bias": (10,)}
    ),
    "a convolution of 2**40": lambda: shapes(
        **{"a.weight": (2**20, 1, 1001, 1001), "a.bias": (2**20,), "b.weight": (10, 2**20), "b.bias": (10,)}
    ),
    "399 layers": lambda: shapes(**{f"l{n}.weight": (8, 8) for n in range(399)}),
    "399 layers of a network": lambda: shapes(
        **{"a.weight": (8, 784), **{f"l{n}.weight": (8, 8) for n in range(390)}, "z.weight": (10, 8)}
    ),
    "399 convolutions": lambda: shapes(**{f"l{n}.weight": (1, 1, 3, 3) for n in range(398)}, z=(10, 784)),
    "30 equal layers without an end": lambda: shapes(
        **{"a.weight": (8, 784), **{f"l{n}.weight": (8, 8) for n in range(30)}, "z.weight": (11, 8)}
    ),
    "layers of six sizes without an end": lambda: shapes(
        **{"a.weight": (2, 784), **{f"l{m}.{n}.weight": (m, n) for m in range(2, 9) for n in range(2, 9)}},
        z=(10, 11),
    ),
    "30 convolutions": lambda: shapes(
        **{
            "a.weight": (8, 1, 3, 3),
            **{f"l{n}.weight": (8, 8, 3, 3) for n in range(29)},
            "z.weight": (10, 32),
        }
    ),
    "58 convolutions of one pixel": lambda: shapes(
        **{
            "a.weight": (8, 1, 1, 1),
            **{f"l{n}.weight": (8, 8, 1, 1) for n in range(57)},
            "z.weight": (10, 6272),
        }
    ),
    "two data.pkl": twice,
    "an ONNX of 20 MB": lambda: b"\x08\x0a\x12\x07pytorch" + bytes(20_000_000),
    "an HDF5 of 20 MB": lambda: b"\x89HDF\r\n\x1a\n" + bytes(20_000_000),
    "a text of 20 MB": lambda: b"a" * 20_000_000,
    "a program": lambda: b"import torch\n" * 100_000,
    "a name of a megabyte": lambda: saved({"x" * 1_000_000: torch.zeros(3, 3)}),
    "names that are no texts": lambda: saved(
        {(1, 2): torch.zeros(3, 3), b"\xff": torch.zeros(3), None: torch.zeros(2, 2)}
    ),
}
