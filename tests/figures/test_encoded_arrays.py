"""Numbers reach a browser with the same bits, in few bytes where their course is smooth."""

import base64
import zlib
from pathlib import Path

import numpy as np
import pytest
import torch

from playground.concepts.descent import descend
from playground.concepts.optimizers import OptimizerConfig
from playground.concepts.surfaces import SURFACES
from playground.figures.encoded_arrays import encoded, packed
from tests.figures.unpacked import unpacked
from tests.node import needs_node, run_node

RNG = np.random.default_rng(0)
EDGES = np.array([0.0, -0.0, np.inf, -np.inf, np.nan, 1e-45, -3.4e38, 3.4e38], "<f4")
ARRAYS = {
    "edges": EDGES.reshape(-1, 1),
    "edges in columns": EDGES.reshape(2, 4),
    "noise": RNG.standard_normal((50, 3)).astype("<f4"),
    "one row": np.array([[1.5, -2.0]], "<f4"),
    "none": np.zeros((0, 1), "<f4"),
}
MAPS = {
    "noise": RNG.integers(0, 2**16, (7, 5)).astype("<u2"),
    "ends": np.array([[0, 65535], [65535, 0]], "<u2"),
    "slope": np.add.outer(np.arange(40) ** 2, 300 * np.arange(40)).astype("<u2"),
}


def wire_bytes(text: str) -> int:
    """What deflate leaves of it."""
    return len(zlib.compress(text.encode()))


@pytest.mark.parametrize("values", ARRAYS.values(), ids=list(ARRAYS))
def test_no_bit_is_lost(values):
    read = unpacked(packed(values), "<f4", values.shape[1])
    assert read.tobytes() == values.tobytes()


@pytest.mark.parametrize("values", MAPS.values(), ids=list(MAPS))
def test_no_height_is_lost(values):
    np.testing.assert_array_equal(
        unpacked(packed(values, across=True), "<u2", values.shape[1], across=True), values
    )


@needs_node
def test_a_browser_reads_the_same_bits():
    cases = [{"text": packed(values), "columns": values.shape[1]} for values in ARRAYS.values()]
    maps = [{"text": packed(values, across=True), "columns": values.shape[1]} for values in MAPS.values()]
    read = run_node(Path(__file__).with_name("decode.mjs"), {"arrays": cases, "maps": maps})
    assert [bytes(one) for one in read["arrays"]] == [values.tobytes() for values in ARRAYS.values()]
    assert [bytes(one) for one in read["maps"]] == [values.tobytes() for values in MAPS.values()]


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_a_descent_takes_less_than_half_of_what_it_took_on_the_line(optimizer):
    points = descend(SURFACES["fit"], OptimizerConfig(optimizer, 0.01), None, 1000).points
    assert wire_bytes(packed(points.float().numpy())) < 0.5 * wire_bytes(encoded(points.float()))


def test_encoded_numbers_are_float32():
    values = torch.tensor([[1.0, -2.5]], dtype=torch.float64)
    assert base64.b64decode(encoded(values)) == np.array([1, -2.5], "<f4").tobytes()
