"""What a browser may send of the neuron."""

import pytest

from playground.figures.neuron_plane import state_text
from playground.ui.components.neuron_plane.component import read_state


def test_five_numbers_are_read():
    assert read_state("-0.6,1,1.5e-1,2,-1") == (-0.6, 1, 0.15, 2, -1)
    assert read_state(state_text((1 / 3, -2, 0, 6, -6))) == (0.333333, -2, 0, 6, -6)


@pytest.mark.parametrize(
    "value",
    [
        None,
        5,
        "",
        "1,2,3,4",
        "1,2,3,4,5,6",
        "1,2,three,4,5",
        "nan,0,0,0,0",
        "0,inf,0,0,0",
        "1e4,0,0,0,0",
        "0,0,-1001,0,0",
        "0,0,0,6.1,0",
        "0,0,0,0,1e400",
        "1," * 500,
        ["1"],
        {"w1": 1},
    ],
)
def test_anything_else_is_none(value):
    assert read_state(value) is None
