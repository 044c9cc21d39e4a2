import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import least_squares as scipy_least_squares
from scipy.optimize import linprog

from playground.concepts.losses.best_line import least_absolute, least_huber, least_squares
from playground.concepts.losses.outliers import POINTS

COORDINATE = st.floats(-100, 100, width=32)
CLOUDS = st.lists(st.tuples(st.integers(-100, 100).map(float), COORDINATE), min_size=3, max_size=10).filter(
    lambda points: len({x for x, _ in points}) > 1
)


def _tensors(points):
    return torch.tensor(points, dtype=torch.float64).unbind(dim=1)


@settings(max_examples=40, deadline=None)
@given(CLOUDS)
def test_least_squares_is_numpys_polyfit(points):
    x, y = _tensors(points)
    slope, intercept = np.polyfit(x.numpy(), y.numpy(), 1)
    line = least_squares(x, y)
    assert (line.slope, line.intercept) == pytest.approx((slope, intercept), rel=1e-6, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(CLOUDS)
def test_no_line_has_a_smaller_absolute_error_than_linear_programming_finds(points):
    x, y = _tensors(points)
    count = len(x)
    design = np.stack([x.numpy(), np.ones(count)], axis=1)
    bounds = np.block([[design, -np.eye(count)], [-design, -np.eye(count)]])
    solved = linprog(
        np.concatenate([[0, 0], np.ones(count)]),
        bounds,
        np.concatenate([y, -y]),
        bounds=[(None, None)] * 2 + [(0, None)] * count,
    )
    assert float((least_absolute(x, y).at(x) - y).abs().sum()) == pytest.approx(
        solved.fun, rel=1e-6, abs=1e-6
    )


@settings(max_examples=25, deadline=None)
@given(CLOUDS, st.floats(0.1, 3.0))
def test_no_line_has_a_smaller_huber_loss_than_a_minimizer_finds(points, delta):
    x, y = _tensors(points)

    def cost(slope, intercept):
        error = np.abs(slope * x.numpy() + intercept - y.numpy())
        return np.where(error <= delta, error**2 / 2, delta * (error - delta / 2)).sum()

    found = scipy_least_squares(
        lambda place: place[0] * x.numpy() + place[1] - y.numpy(),
        [0.0, 0.0],
        loss="huber",
        f_scale=delta,
        xtol=1e-15,
        ftol=1e-15,
        gtol=1e-15,
        max_nfev=2000,
    )
    line = least_huber(x, y, delta)
    assert cost(line.slope, line.intercept) <= cost(*found.x) * (1 + 1e-9) + 1e-9


def test_huber_with_a_wide_delta_is_least_squares():
    x, y = _tensors(POINTS)
    wide, squares = least_huber(x, y, 1e6), least_squares(x, y)
    assert (wide.slope, wide.intercept) == pytest.approx((squares.slope, squares.intercept))
