import base64

import numpy as np
import pytest

from playground.ui.components.network_player.component import (
    MAX_POINTS,
    read_branch,
    read_edit,
    read_more,
    read_points,
    read_return,
)

HUGE = 10**400
WEIGHTS = base64.b64encode(np.array([1, -2.5], "<f4").tobytes()).decode()


def encoded(*values: float) -> str:
    return base64.b64encode(np.array(values, "<f4").tobytes()).decode()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (
            {"branch": "a", "from": 3, "playing": True},
            {"branch": "a", "from": 3, "playing": True, "past": None, "reached": None},
        ),
        (
            {"branch": "a", "from": 3.0},
            {"branch": "a", "from": 3, "playing": False, "past": None, "reached": None},
        ),
        (
            {"branch": "a", "from": 3, "playing": 1, "past": 2, "reached": 3},
            {"branch": "a", "from": 3, "playing": False, "past": 2, "reached": 3},
        ),
        (
            {"branch": "a", "from": 3, "past": -1},
            {"branch": "a", "from": 3, "playing": False, "past": None, "reached": None},
        ),
        *[
            ({"branch": "a", "from": wrong}, None)
            for wrong in (-1, 1.5, "3", True, None, HUGE, float("nan"), 1e9)
        ],
        ({"branch": 7, "from": 3}, None),
        ([1], None),
        (None, None),
    ],
)
def test_request_for_epochs(value, expected):
    assert read_more(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"branch": "a", "epoch": 40}, {"branch": "a", "epoch": 40, "reached": None}),
        ({"branch": "a", "epoch": 4, "reached": 9}, {"branch": "a", "epoch": 4, "reached": 9}),
        ({"branch": "a", "epoch": -1}, None),
        ({"branch": "a"}, None),
        ("a", None),
    ],
)
def test_branch(value, expected):
    assert read_branch(value) == expected


@pytest.mark.parametrize(
    "weights",
    [None, 3, "", "no base64!", "AAA=", encoded(1, float("nan")), encoded(float("inf")), "A" * 1_000_000],
)
def test_edit_with_weights_that_are_none_is_nothing(weights):
    assert read_edit({"branch": "a", "epoch": 4, "weights": weights}) is None


def test_edit():
    value = {"branch": "a", "epoch": 4, "weights": WEIGHTS}
    assert read_edit(value) == value | {"reached": None}
    assert read_edit(value | {"epoch": "4"}) is None


def test_points():
    value = {"points": [[0, 1.5], [2, 3]], "targets": [1, 0], "train": 1}
    assert read_points(value) == value
    assert read_points({"points": [], "targets": [], "train": 0}) == {"points": [], "targets": [], "train": 0}


@pytest.mark.parametrize(
    "change",
    [
        {"points": [[0, 1]]},
        {"points": [[0, 1], [2]]},
        {"points": [[0, 1], [2, float("nan")]]},
        {"points": [[0, 1], [2, HUGE]]},
        {"points": [[0, 1], ["2", 3]]},
        {"points": None},
        {"targets": [1, True]},
        {"train": 3},
        {"train": None},
        {"points": [[0, 0]] * (MAX_POINTS + 1), "targets": [0] * (MAX_POINTS + 1)},
    ],
)
def test_points_that_are_none_are_nothing(change):
    assert read_points({"points": [[0, 1.5], [2, 3]], "targets": [1, 0], "train": 1} | change) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"name": "2", "reached": 3}, {"name": "2", "reached": 3}),
        ({"name": "2"}, {"name": "2", "reached": None}),
        ({"name": 2}, None),
        ("2", None),
    ],
)
def test_return(value, expected):
    assert read_return(value) == expected
