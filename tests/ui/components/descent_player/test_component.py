import pytest

from playground.ui.components.descent_player.component import picked_point


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ([1, 2.5], (1.0, 2.5)),
        ((0, 0), (0.0, 0.0)),
        ([1, float("nan")], None),
        ([float("inf"), 1], None),
        ([10**400, 1], None),
        ([1], None),
        ([1, 2, 3], None),
        (["1", 2], None),
        ([True, 2], None),
        ({"x": 1}, None),
        ("12", None),
        (None, None),
    ],
)
def test_pick_is_two_finite_numbers_or_nothing(value, expected):
    assert picked_point(value) == expected
