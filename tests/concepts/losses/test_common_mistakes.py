import math
import warnings

import pytest

from playground.concepts.losses.common_mistakes import MISTAKES, run


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=list(MISTAKES))
def test_the_corrected_call_works_in_silence(mistake):
    outcome = run(mistake.corrected)
    assert outcome.kind == "silent"
    assert math.isfinite(outcome.value)


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("class_outside", "error", "IndexError: Target 3 is out of bounds"),
        ("probability_above_1", "error", "between 0 and 1"),
        ("shapes", "warning", "UserWarning: Using a target size"),
        ("float_classes", "error", "RuntimeError"),
        ("not_a_number", "silent", ""),
        ("softmax_twice", "silent", ""),
        ("zero_grad", "silent", ""),
        ("zero_grad_late", "silent", ""),
        ("backward_twice", "error", "RuntimeError: Trying to backward through the graph a second time"),
        ("no_graph", "error", "RuntimeError: element 0 of tensors does not require grad"),
    ],
)
def test_pytorchs_own_words_are_kept(name, kind, words):
    outcome = run(MISTAKES[name].source)
    assert outcome.kind == kind
    assert words in outcome.message


def test_the_silent_mistakes_are_wrong():
    assert math.isnan(run(MISTAKES["not_a_number"].source).value)
    assert run(MISTAKES["shapes"].source).value > 1.3
    assert run(MISTAKES["shapes"].corrected).value == 0
    # The least that three probabilities through a second softmax can reach: e / (e + 2).
    least = -math.log(math.e / (math.e + 2))
    assert run(MISTAKES["softmax_twice"].source).value == pytest.approx(least, abs=1e-3)


def test_warnings_stay_inside():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run(MISTAKES["shapes"].source)


def test_the_source_sees_torch_and_its_functions():
    assert run("functional.mse_loss(torch.ones(2), torch.zeros(2))").value == 1
    assert run("functional.mse_loss(torch.ones(2), torch.ones(3))").kind == "error"


def test_a_forgotten_zero_grad_follows_the_sum_of_all_gradients():
    # By hand: the loss is c (w - 2)², its gradient 2c (w - 2), and nothing is ever taken out of the sum.
    curvature, weight, total, losses = 14 / 3, 0.0, 0.0, []
    for _ in range(60):
        losses.append(curvature * (weight - 2) ** 2)
        total += 2 * curvature * (weight - 2)
        weight -= 0.02 * total
    outcome = run(MISTAKES["zero_grad"].source)
    assert outcome.losses == pytest.approx(losses, rel=1e-3, abs=1e-3)
    assert max(outcome.losses[30:]) > 0.9 * outcome.losses[0]  # it swings on


def test_the_right_training_shrinks_the_error_by_a_factor_each_step():
    factor = (1 - 0.02 * 2 * 14 / 3) ** 2
    for name in ("zero_grad", "zero_grad_late"):
        losses = run(MISTAKES[name].corrected).losses
        assert losses[:20] == pytest.approx([14 / 3 * 4 * factor**step for step in range(20)], rel=1e-3)


def test_a_late_zero_grad_learns_nothing():
    assert len(set(run(MISTAKES["zero_grad_late"].source).losses)) == 1
