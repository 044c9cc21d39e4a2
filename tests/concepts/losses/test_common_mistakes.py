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
