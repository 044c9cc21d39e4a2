"""Files, names and texts that Hypothesis makes up: every one ends in a result or in words."""

import contextlib
import io
import unicodedata

import numpy as np
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from playground.concepts.surfaces.typed_function import parse_function
from playground.digits.checkpoints import read_checkpoint
from playground.digits.checkpoints.export import export_safetensors
from playground.digits.datasets.own_images.arrays import read_npz
from playground.digits.datasets.own_images.collection import clean_name
from playground.digits.drawing.photograph_file import open_photograph
from playground.digits.models import ModelConfig, build_model
from playground.digits.own_digits.archive import unpack
from playground.errors import FunctionSyntaxError, PlaygroundError
from playground.formatting import on_one_line
from playground.markdown import JOINER, LONGEST, echarts_literal, literal, plotly_literal
from tests.digits.datasets.own_images.files import archive, noise, png
from tests.hostile.measured import MOST_MEGABYTES, MOST_SECONDS, measured

FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
CHANGES = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=12)


def changed(content, changes, cut):
    """The file with some bytes replaced, and perhaps its end missing."""
    raw = bytearray(content)
    for place, value in changes:
        raw[place % len(raw)] = value
    return bytes(raw[: len(raw) - cut % len(raw)])


def npz():
    buffer = io.BytesIO()
    np.savez_compressed(buffer, images=noise(1, (6, 28, 28)), labels=np.arange(6) % 2)
    return buffer.getvalue()


def state():
    buffer = io.BytesIO()
    torch.save(build_model(ModelConfig("mlp", (4,)), seed=0).state_dict(), buffer)
    return buffer.getvalue()


def jpeg():
    buffer = io.BytesIO()
    Image.fromarray(noise(2, (90, 120, 3))).save(buffer, "JPEG", progressive=True)
    return buffer.getvalue()


FILES = [
    (npz(), (read_npz, unpack, read_checkpoint)),
    (archive({"7/a.png": png(noise(3)), "3/b.png": png(noise(4))}), (unpack,)),
    (state(), (read_checkpoint,)),
    (export_safetensors(build_model(ModelConfig("mlp", (4,)), seed=0), {"note": "x"}), (read_checkpoint,)),
    (jpeg(), (open_photograph,)),
    (png(noise(5, (40, 60))), (open_photograph,)),
]


@FEW
@given(st.sampled_from(range(len(FILES))), CHANGES, st.one_of(st.just(0), st.integers(0, 10**6)))
def test_damaged_files(which, changes, cut):
    content, readers = FILES[which]
    for reader in readers:
        with contextlib.suppress(PlaygroundError):
            reader(changed(content, changes, cut))


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="xy0123456789^*/+-()|√ .,<>=sincoexplgwhr⁹⌊⌋%!" + "\u202e\ud800\x00", max_size=260))
def test_typed_functions(text):
    with contextlib.suppress(FunctionSyntaxError):
        parse_function(text)


def test_large_typed_functions_end_soon():
    parse_function("x + y")
    texts = [
        "x" + "^x" * 80,
        "9^9^9^9^9",
        "x!" * 80,
        "(" * 10_000 + "x" + ")" * 10_000,
        "9" * 200,
        "x" + "⁹" * 190,
    ]
    texts += [
        "exp(" * 40 + "x" + ")" * 40,
        "|" * 200,
        "x" * 10**6,
        "where(x<y," * 15 + "x",
        "f(x) = " * 1000,
        "√" * 199 + "x",
    ]
    with measured() as took:
        for text in texts:
            with contextlib.suppress(FunctionSyntaxError):
                parse_function(text)
    assert took.seconds < MOST_SECONDS
    assert took.megabytes < MOST_MEGABYTES


HIDDEN = {"Cc", "Cs", "Zl", "Zp"}


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec=None), max_size=80))
def test_names(name):
    for write in (on_one_line, clean_name, literal, plotly_literal, echarts_literal):
        shown = write(name).replace(JOINER, "")
        assert not {unicodedata.category(character) for character in shown} & HIDDEN
        assert not set(shown) & set(
            "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u200b\ufeff"
        )
        shown.encode()


def test_long_names_are_cut_and_stacked_marks_with_them():
    assert len(on_one_line("a" * 10**6, 200)) == 200
    assert on_one_line("a" * 300, 200).endswith("…")
    assert len(literal("a" * 10**6)) <= LONGEST
    assert len(on_one_line("e" + "\u0323\u0302" * 500)) == 5


def test_names_of_all_languages_stay():
    for name in ("قطة", "שלום", "नमस्ते", "猫", "👩‍🚀", "می‌خواهم", "émile's"):
        assert on_one_line(name) == unicodedata.normalize("NFC", name)
