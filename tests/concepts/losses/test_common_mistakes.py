import math
import warnings

import pytest
import torch
from torch.nn import functional

from playground.concepts.losses.common_mistakes import MISTAKES, run


def _typed(source):
    return run(lambda: eval(source, {"torch": torch, "functional": functional}))


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=list(MISTAKES))
def test_the_text_does_what_the_call_does(mistake):
    assert repr(_typed(mistake.source)) == repr(run(mistake.call))
    assert repr(_typed(mistake.mended_source)) == repr(run(mistake.mended))


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=list(MISTAKES))
def test_the_mended_call_works_in_silence(mistake):
    outcome = run(mistake.mended)
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
    outcome = run(MISTAKES[name].call)
    assert outcome.kind == kind
    assert words in outcome.message


def test_the_silent_mistakes_are_wrong():
    assert math.isnan(run(MISTAKES["not_a_number"].call).value)
    assert run(MISTAKES["shapes"].call).value > 1.3
    assert run(MISTAKES["shapes"].mended).value == 0
    # The least that three probabilities through a second softmax can reach: e / (e + 2).
    least = -math.log(math.e / (math.e + 2))
    assert run(MISTAKES["softmax_twice"].call).value == pytest.approx(least, abs=1e-3)


def test_warnings_stay_inside():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run(MISTAKES["shapes"].call)
