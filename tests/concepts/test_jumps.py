import pytest
import torch

from playground.concepts.activations import ACTIVATIONS
from playground.concepts.jumps import find_jumps
from playground.concepts.losses import LOSSES

X = torch.linspace(-6, 6, 241, dtype=torch.float64).round(decimals=6)


def _numbers(jumps):
    return [(jump.place, jump.before, jump.at, jump.after) for jump in jumps]


@pytest.mark.parametrize("place", [0.0, 0.05, 1 / 3, -2.777])
def test_a_jump_is_found_on_and_between_the_places(place):
    (jump,) = find_jumps(lambda x: torch.where(x < place, x, x + 2), X)
    assert jump.place == pytest.approx(place, abs=1e-9)
    assert (jump.before, jump.after) == pytest.approx((place, place + 2), abs=1e-7)


def test_a_value_of_its_own_at_the_jump_is_kept():
    assert _numbers(find_jumps(torch.sign, X)) == [(0.0, -1.0, 0.0, 1.0)]


@pytest.mark.parametrize(
    "function",
    [torch.exp, torch.sin, lambda x: 1000 * x, lambda x: torch.tanh(200 * x), lambda x: x * float("nan")],
)
def test_what_is_continuous_has_none_however_steep(function):
    assert find_jumps(function, X) == ()


def test_several_jumps_come_in_order():
    assert [jump.place for jump in find_jumps(torch.round, X)] == pytest.approx(
        [place + 0.5 for place in range(-6, 6)], abs=1e-9
    )


CLOSED_FORMS = {
    "relu": [(0, 0, 0, 1)],
    "relu6": [(0, 0, 0, 1), (6, 1, 0, 0)],
    "leaky_relu": [(0, 0.01, 0.01, 1)],
    "hardtanh": [(-1, 0, 0, 1), (1, 1, 0, 0)],
    "hardswish": [(-3, 0, 0, -0.5), (3, 1.5, 1, 1)],
    "hardsigmoid": [(-3, 0, 0, 1 / 6), (3, 1 / 6, 0, 0)],
    "tanh": [],
    "softsign": [],
    "elu": [],
    "gelu": [],
}


@pytest.mark.parametrize("name", CLOSED_FORMS)
def test_kinks_of_activations_are_those_of_their_closed_forms(name):
    found = _numbers(find_jumps(ACTIVATIONS[name].derivative, X))
    assert len(found) == len(CLOSED_FORMS[name])
    for jump, expected in zip(found, CLOSED_FORMS[name], strict=True):
        assert jump == pytest.approx(expected, abs=1e-7)


def test_kinks_follow_the_parameters():
    entry = ACTIVATIONS["hardtanh"]
    found = find_jumps(lambda x: entry.derivative(x, min_val=-0.7, max_val=2.3), X)
    assert [jump.place for jump in found] == pytest.approx([-0.7, 2.3], abs=1e-9)
    elu = find_jumps(lambda x: ACTIVATIONS["elu"].derivative(x, alpha=2.0), X)
    assert _numbers(elu) == [pytest.approx((0, 2, 2, 1), abs=1e-7)]


def test_kinks_of_losses_lie_at_the_target_and_the_margin():
    target = torch.tensor(0.3, dtype=torch.float64)
    (kink,) = find_jumps(lambda x: LOSSES["l1"].along(x, target)[1], X)
    assert (kink.place, kink.before, kink.after) == pytest.approx((0.3, -1, 1), abs=1e-9)
    yes = torch.tensor(1.0, dtype=torch.float64)
    (margin,) = find_jumps(lambda x: LOSSES["hinge"].along(x, yes, margin=0.4)[1], X)
    assert (margin.place, margin.before, margin.after) == pytest.approx((0.4, -1, 0), abs=1e-9)
    for name in ("mse", "huber", "smooth_l1"):
        assert find_jumps(lambda x, name=name: LOSSES[name].along(x, target)[1], X) == ()
