"""Files that are no weights: what they are, and the line that makes one that can be read."""

import re
from collections.abc import Sequence

from playground.digits.checkpoints.torch_file import SAVE_LINE

_KERAS_LINE = 'np.savez("weights.npz", *model.get_weights())'
_SKLEARN_LINE = 'np.savez("weights.npz", *(a for pair in zip(m.coefs_, m.intercepts_) for a in pair))'
_TORCH = f"In PyTorch, save the weights with {SAVE_LINE}."
_KERAS = f"In Keras, save the weights with {_KERAS_LINE}."
_ONNX = f"Save the weights where it was exported from: {SAVE_LINE}."
_UPLOAD = "Choose the file with the weights."

_BEGINNINGS: Sequence[tuple[bytes, str, str]] = (
    (b"\x89HDF\r\n\x1a\n", "an HDF5 file, as Keras writes .h5", _KERAS),
    (b"GGUF", "a GGUF file of a language model", _TORCH),
    (b"\x89PNG", "a PNG image", _UPLOAD),
    (b"\xff\xd8\xff", "a JPEG image", _UPLOAD),
    (b"GIF8", "a GIF image", _UPLOAD),
    (b"BM", "a BMP image", _UPLOAD),
    (b"RIFF", "a WebP image or a sound", _UPLOAD),
    (b"%PDF", "a PDF", _UPLOAD),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first."),
    (b"BZh", "a bzip2 archive", "Unpack it first."),
    (b"\xfd7zXZ", "an xz archive", "Unpack it first."),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it first."),
    (b"Rar!", "a RAR archive", "Unpack it first."),
    (b"SQLite format 3", "an SQLite database", _UPLOAD),
    (b"version https://git-lfs", "a pointer of Git LFS", "Download the file itself, with git lfs pull."),
)

_ENTRIES: Sequence[tuple[str, str, str]] = (
    ("model.weights.h5", "a .keras model", _KERAS),
    ("saved_model.pb", "a SavedModel of TensorFlow", _KERAS),
    ("[Content_Types].xml", "an Office document", _UPLOAD),
)


def describe_archive(names: Sequence[str]) -> str:
    """What a zip archive is that PyTorch did not write, by the names in it, and what to do."""
    for ending, kind, advice in _ENTRIES:
        if any(name.endswith(ending) for name in names):
            return f"it is {kind}. {advice}"
    weights = [name for name in names if re.search(r"\.(pt|pth|ckpt|safetensors|npz)$", name, re.IGNORECASE)]
    if weights:
        return f"it is a zip archive with {weights[0][:60]} in it. Unpack it and choose that file."
    listed = ", ".join(name[:40] for name in names[:3])
    return f"it is a zip archive {'with ' + listed if listed else 'without files'}. {_TORCH}"


def describe_file(content: bytes) -> str:
    """What any other file is, by its first bytes, and what to do; "" where it cannot be told."""
    if not content:
        return "it is an empty file. Save or download it again."
    for beginning, kind, advice in _BEGINNINGS:
        if content.startswith(beginning):
            return f"it is {kind}. {advice}"
    if content[4:8] == b"TFL3":
        return f"it is a TensorFlow Lite model. {_KERAS}"
    if content[:1] == b"\x08" and content[1:2] < b"\x20" and b"onnx" in content[:200] + content[-4096:]:
        return f"it is an ONNX model, which is a program. {_ONNX}"
    if content[:1] == b"\x08" and content[2:3] == b"\x12" and content[1:2] < b"\x20":
        return f"it is an ONNX model, which is a program. {_ONNX}"
    return _describe_text(content)


def describe_pickle(content: bytes) -> str:
    """What a pickle is that PyTorch did not write; "" where it cannot be told."""
    if b"sklearn" in content[:4096] or b"joblib" in content[:4096]:
        return f"it is a pickled model of scikit-learn, which could run code. Save its weights with {_SKLEARN_LINE}."
    return ""


def _describe_text(content: bytes) -> str:
    try:
        text = content[:4000].decode()
    except UnicodeDecodeError as error:
        if error.start < len(content[:4000]) - 3:  # not merely a character that was cut
            return ""
        text = content[: error.start].decode()
    if not all(character.isprintable() or character.isspace() for character in text):
        return ""
    beginning = text.lstrip()[:200].lower()
    if beginning.startswith(("<!doctype", "<html")):
        return "it is a web page. Download the file itself, by its link to the raw file."
    if beginning.startswith(("{", "[")):
        kind = "a notebook" if '"cells"' in text else "a JSON text"
        return f"it is {kind}. {_TORCH}"
    if re.search(r"^(import|from|class|def) ", text, re.MULTILINE):
        return f"it is a Python program, which is never run here. Run it yourself, and let it end with {SAVE_LINE}."
    return f"it is a text. {_TORCH}"
