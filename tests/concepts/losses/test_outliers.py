import pytest

from playground.concepts.losses.outliers import POINTS, fits
from playground.errors import ConfigurationError


def test_an_outlier_turns_squares_farther_than_absolute_errors():
    before, after = fits(POINTS), fits([*POINTS[:-1], (7.0, -6.0)])
    turned = {name: abs(after[name].slope - before[name].slope) for name in before}
    assert turned["mse"] > 5 * turned["huber"] > 5 * turned["l1"]


@pytest.mark.parametrize(
    "points", [[], [(1.0, 2.0)], [(1.0, 2.0), (1.0, 3.0)], [(float(x), 0.0) for x in range(21)]]
)
def test_points_through_which_no_line_is_best_are_refused(points):
    with pytest.raises(ConfigurationError, match=f"Expected 2 to 20 points .*but got {len(points)}"):
        fits(points)


def test_a_parameter_that_is_given_counts():
    bent = [*POINTS[:-1], (7.0, -6.0)]
    assert fits(bent, {"huber": {"delta": 0.1}})["huber"] != fits(bent)["huber"]
    assert fits(bent, {"huber": {"delta": 1.0}}) == fits(bent)
