import numpy as np
import pytest
import torch

from playground.concepts.activations import ACTIVATIONS
from playground.concepts.activations.signal_propagation import Stack, propagate
from playground.concepts.activations.softmax import softmax
from playground.figures.activations import (
    BINS,
    LIMIT,
    activation_curves,
    activations_figure,
    gradients_option,
    health_option,
    learning_option,
    outputs_option,
    sizes_option,
    softmax_option,
)
from tests.figures.lines import drawn


def test_every_function_is_drawn_with_its_slope_and_its_parameters():
    numbers = {"elu": {"alpha": 2.0}}
    figure = activations_figure(activation_curves(list(ACTIVATIONS.values()), 1.5, numbers), 1.5)
    for name, entry in ACTIVATIONS.items():
        own = numbers.get(name, {})
        lines = [trace for trace in figure.data if trace.name == entry.label and trace.hoverinfo != "skip"]
        values, slopes = (drawn(trace) for trace in lines)
        assert (values[0][0], values[0][-1]) == (-LIMIT, pytest.approx(LIMIT))
        x = torch.tensor(values[0], dtype=torch.float64)
        np.testing.assert_allclose(values[1], entry.value(x, **own), atol=1e-4)
        x = torch.tensor(slopes[0], dtype=torch.float64)
        np.testing.assert_allclose(slopes[1], entry.derivative(x, **own), atol=1e-4)


@pytest.mark.parametrize("depth", [1, 7, 50])
@pytest.mark.parametrize("activation", ["sigmoid", "relu", "step", "linear"])
def test_each_layers_shares_of_outputs_add_up_to_1(activation, depth):
    option = outputs_option(propagate(Stack(activation, "plain", depth, 0.3)))
    shares = np.zeros(depth)
    for layer, row, share in option["series"][0]["data"]:
        assert 0 <= row < BINS
        shares[layer] += share
    np.testing.assert_allclose(shares, 1, atol=0.01)


def test_powers_of_ten_are_drawn_and_the_numbers_themselves_are_told():
    measured = propagate(Stack("sigmoid", "xavier", 12))
    option = gradients_option(measured)
    frame = option["dataset"][0]["source"]
    np.testing.assert_allclose(frame["gradient"], measured.gradients, rtol=1e-6)
    np.testing.assert_allclose(frame["log10 of gradient"], np.log10(measured.gradients.numpy()))
    assert option["yAxis"][0]["min"] <= frame["log10 of gradient"].min()
    assert option["series"][0]["encode"]["tooltip"] == "gradient"


def test_a_gradient_of_nothing_leaves_a_gap():
    frame = gradients_option(propagate(Stack("step", "xavier", 3)))["dataset"][0]["source"]
    assert frame["gradient"].isna().tolist() == [True, True, False]


def test_a_stack_of_one_layer_has_axes():
    for option in (sizes_option(propagate(Stack(depth=1))), gradients_option(propagate(Stack(depth=1)))):
        numbers, names = option["yAxis"]
        assert numbers["max"] - numbers["min"] == len(names["data"]) - 1 > 0


def test_dead_and_saturated_shares_are_those_measured():
    measured = propagate(Stack("relu", "plain", 5, 0.05))
    frame = health_option(measured)["dataset"][0]["source"]
    np.testing.assert_allclose(frame["dead units"], measured.dead, atol=1e-4)
    np.testing.assert_allclose(frame["saturated slopes"], measured.saturated, atol=1e-4)


def test_loss_curves_keep_their_axis_while_they_grow():
    short, long = learning_option({"A": []}, 400), learning_option({"A": [2.0, 1.0], "B": [2.0, 1.5]}, 400)
    assert short["xAxis"] == long["xAxis"]
    assert long["dataset"][0]["source"]["B"].tolist() == [2.0, 1.5]
    assert len({str(series["lineStyle"]["type"]) for series in long["series"]}) == 2


def test_bars_are_the_probabilities():
    frame = softmax_option([1.0, 2.0, -1.0], softmax([1.0, 2.0, -1.0]))["dataset"][0]["source"]
    assert frame["probability"].tolist() == pytest.approx(
        softmax([1.0, 2.0, -1.0]).probabilities.tolist(), abs=1e-4
    )
    assert frame["logit"].tolist() == ["z₁ = 1", "z₂ = 2", "z₃ = −1"]
