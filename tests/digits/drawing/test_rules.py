"""Ruled lines are taken out, though they lean, and ink stays, on them too."""

import numpy as np
import pytest

from playground.digits.drawing.contrast import measure_contrast
from playground.digits.drawing.rules import find_rules, without_rules


def lined(slope, darkness=0.3, axis=1):
    """Paper `(400, 600)` with a rule every 40 rows that climbs by `slope`, and a thick upright stroke across some."""
    down, right = np.mgrid[:400, :600]
    rules = (down + np.rint(slope * right)) % 40 < 2
    stroke = (abs(right - 300) < 8) & (down > 100) & (down < 300)
    gray = 220 * np.where(rules, 1 - darkness, 1.0) * np.where(stroke, 0.2, 1.0)
    gray += np.random.default_rng(0).normal(0, 2, gray.shape)
    return np.uint8(np.clip(gray, 0, 255)), rules & ~stroke, stroke


@pytest.mark.parametrize("slope", [0, 0.03, -0.08])
@pytest.mark.parametrize("darkness", [0.15, 0.5])
def test_rules_vanish_and_ink_stays(slope, darkness):
    gray, rules, stroke = lined(slope, darkness)
    values = measure_contrast(gray, without_rules).values
    assert np.mean(values[rules] > 0.1) < 0.03
    assert np.mean(values[stroke] > 0.5) > 0.9


def test_paper_without_rules_is_left_as_it_is():
    gray, _, _ = lined(0, darkness=0)
    contrast = measure_contrast(gray, lambda contrast: contrast)
    assert not find_rules(contrast, 1).any()
    assert not find_rules(contrast, 0).any()
    assert without_rules(contrast) is contrast
