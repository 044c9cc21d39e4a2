"""What the 'Loss functions' page says, each sentence where it is true."""

import math

import pytest

from playground.concepts.losses import LOSSES
from playground.concepts.losses.outliers import POINTS, fits
from playground.concepts.losses.slow_start import train
from playground.concepts.losses.softmax_cross_entropy import cross_entropy
from playground.formatting import format_number
from playground.notices.losses import (
    describe_cross_entropy,
    describe_gradients,
    describe_outlier,
    describe_slow_start,
)


@pytest.mark.parametrize(
    ("gradients", "sentence"),
    [
        ({"mse": 0.0, "l1": 0.0}, "no chosen loss pulls: every gradient is 0."),
        ({"mse": 2.0}, "is 7: its gradient 2 says to move the prediction down."),
        (
            {"mse": -2.0, "l1": -1.0},
            "is 7 and pulls hardest: its gradient −2 says to move the prediction up.",
        ),
        ({"mse": 1.0, "l1": 1.0 + 1e-12}, "pull equally hard: their gradient 1 "),
        ({"mse": 1.0, "l1": 1.0, "huber": 0.5}, "MSE and L1 pull hardest, equally: their gradient 1 "),
        ({"mse": 2e-5, "l1": 0.0}, "MSE is 7 and pulls hardest: its gradient 2×10⁻⁵ "),
    ],
)
def test_which_loss_has_the_largest_gradient(gradients, sentence):
    chosen = {name: LOSSES[name] for name in gradients}
    values = {name: (7.0, gradient) for name, gradient in gradients.items()}
    notice = describe_gradients(chosen, values, 1.5, 0.5)
    assert notice.startswith("At prediction 1.5 and target 0.5, ")
    assert sentence in notice


def _outlier(height):
    points = [*POINTS[:-1], (POINTS[-1][0], height)]
    return describe_outlier(fits(points), fits(points[:-1]), points)


def test_an_outlier_moves_the_line_of_the_squared_error_farthest():
    notice = _outlier(-6.0)
    label = LOSSES["mse"].label
    assert notice.startswith(f"One point at height −6 moves the line of {label} by up to ")
    assert notice.endswith("A squared error lets one large residual outvote all small ones.")


def test_a_point_that_moves_all_lines_alike_names_one():
    """Of two points the last decides every line: none is said to move less."""
    points = [(0.0, 0.0), (1.0, 1.0), (2.0, 5.0)]
    lines, without = fits(points), fits(points[:-1])
    same = dict.fromkeys(lines, lines["mse"])
    notice = describe_outlier(same, dict.fromkeys(lines, without["mse"]), points)
    assert "; that of" not in notice


def test_a_point_in_line_with_the_others_moves_no_line():
    notice = _outlier(4.5)
    assert (
        notice == "At height 4.5 the last point agrees with the others: it moves no line by more than 0.15."
    )


def _cross_entropy(logits, true_class=0, temperature=1.0, smoothing=0.0):
    result = cross_entropy(logits, true_class, temperature, smoothing)
    return describe_cross_entropy(result, ("cat", "dog", "bird"), true_class, temperature, smoothing)


@pytest.mark.parametrize(
    ("notice", "sentence"),
    [
        (
            _cross_entropy([0.0, 0.0, 0.0]),
            "The cat gets probability 0.3333, so the loss is −log 0.3333 = **1.099**.",
        ),
        (_cross_entropy([0.0, 0.0, 0.0]), "p − y = 0.3333 − 1: **−0.6667**, which pulls it up."),
        (
            _cross_entropy([0.0, 0.0, 0.0], temperature=2.0),
            "divided by the temperature 2: **−0.3333**, which pulls it up.",
        ),
        (_cross_entropy([6.0, -6.0, -6.0], smoothing=0.3), "; the loss is **"),
        (_cross_entropy([6.0, -6.0, -6.0], smoothing=0.3), "− 0.8: **0.2**, which pulls it down."),
        # 1 - p is 2 / (2 + e^12), the gradient its negative, however small
        (_cross_entropy([6.0, -6.0, -6.0]), "0.9999877 − 1: **−1.229×10⁻⁵**, which pulls it up."),
        (
            _cross_entropy([6.0, -6.0, -6.0], temperature=0.1),
            "− 1, divided by the temperature 0.1: **0**, which pulls it nowhere.",
        ),
        (_cross_entropy([-6.0, 6.0, 0.0]), "The cat gets probability 6.129×10⁻⁶, so"),
    ],
)
def test_cross_entropy_is_described(notice, sentence):
    assert sentence in notice


def test_a_slow_start_has_the_slope_of_the_sigmoid_as_a_factor():
    notice = describe_slow_start(train(2.0, 2.0, 1.0, 60), 4.0)
    output = 1 / (1 + math.exp(-4))
    assert f"begins at output {format_number(output, 4)} and should say 0." in notice
    assert f"cross-entropy pulls with {format_number(output, 4)}" in notice
    assert f"the squared error with {format_number(2 * output * output * (1 - output), 4)} only" in notice


@pytest.mark.parametrize(
    ("bias", "rate", "sentence"),
    [
        (-4.0, 1.0, "cross-entropy from the start, MSE from the start."),
        (2.0, 0.01, "cross-entropy not even after 60 epochs, MSE not even after 60 epochs."),
        (2.0, 1.0, "cross-entropy after "),
    ],
)
def test_when_each_neuron_arrives(bias, rate, sentence):
    notice = describe_slow_start(train(0.0, bias, rate, 60), bias)
    expected = sentence.replace("cross-entropy", LOSSES["bce"].label).replace("MSE", LOSSES["mse"].label)
    assert expected in notice
