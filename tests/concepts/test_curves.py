import itertools

import pytest
import torch

from playground.concepts.curves import Curve, coincidences, sample

X = [0.0, 1.0, 2.0]


def _curve(label, values, slopes):
    return Curve(label, values, slopes, (0.0, 0.0))


def test_curves_are_sampled_with_their_jumps_and_at_the_probe():
    x = torch.linspace(-1, 1, 41, dtype=torch.float64)
    curve = sample("size", lambda places: (places.abs(), places.sign()), x, -0.25)
    assert curve.at_probe == (0.25, -1.0)
    assert curve.values == x.abs().tolist()
    assert curve.value_jumps == ()
    assert [jump.place for jump in curve.slope_jumps] == [0.0]


def test_equal_curves_are_one_group_and_others_are_none():
    curves = [
        _curve("A", [0, 1, 2], [1, 1, 1]),
        _curve("B", [0, 1, 4], [0, 2, 4]),
        _curve("C", [0, 1, 2], [1, 1, 1]),
        _curve("D", [0, 1, 2], [1, 1, 1]),
    ]
    (group,) = coincidences(curves)
    assert (group.labels, group.what, group.difference) == (("A", "C", "D"), "both", 0)


@pytest.mark.parametrize(("values", "slopes", "what"), [([5, 6, 7], [1, 1, 1], "slopes"), (X, X, "values")])
def test_one_panel_is_enough(values, slopes, what):
    (group,) = coincidences([_curve("A", X, [1, 1, 1]), _curve("B", values, slopes)])
    assert group.what == what


def test_what_cannot_be_told_apart_in_the_picture_coincides_and_says_how_far_it_is_apart():
    for difference, found in ((0.009, True), (0.03, False)):
        curves = [_curve("A", [0, 5, 10], [0, 0, 9]), _curve("B", [0, 5 + difference, 10], [0, 5, 9])]
        groups = coincidences(curves)
        assert bool(groups) == found
        if found:
            assert groups[0].difference == pytest.approx(difference)


def test_values_that_are_no_numbers_coincide_with_nothing():
    curves = [_curve(name, [float("nan")] * 3, [float("inf")] * 3) for name in "AB"]
    assert coincidences(curves, (1.0, 1.0)) == []


def test_no_curve_and_one_curve_coincide_with_nothing():
    assert coincidences([]) == coincidences([_curve("A", X, X)]) == []


def test_every_pair_of_equal_losses_and_activations_is_found():
    from playground.concepts.activations import ACTIVATIONS
    from playground.figures.activations import activation_curves

    names = ["relu", "prelu", "leaky_relu", "linear", "gelu", "gelu_tanh", "elu", "celu", "tanh"]
    numbers = {"prelu": {"init": 0.3}, "leaky_relu": {"negative_slope": 0.3}}
    for pair in itertools.combinations(names, 2):
        groups = coincidences(activation_curves([ACTIVATIONS[name] for name in pair], 0.0, numbers))
        equal = pair in {("prelu", "leaky_relu"), ("gelu", "gelu_tanh"), ("elu", "celu")}
        assert bool([group for group in groups if group.what == "both"]) == equal, pair
