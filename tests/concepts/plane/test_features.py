"""Features against their formulas."""

import numpy as np
import pytest
import torch

from playground.concepts.plane.features import FEATURES, TYPED, features_of
from playground.errors import ConfigurationError, FunctionSyntaxError

POINTS = torch.tensor([[1.0, 2.0], [-0.5, 3.0], [0.0, -6.0]])


def test_each_is_its_code_and_its_formula():
    x1, x2 = POINTS.numpy().T
    formulas = [x1, x2, x1 * x1, x2 * x2, x1 * x2, np.sin(x1), np.sin(x2)]
    assert features_of(POINTS, tuple(FEATURES)).numpy() == pytest.approx(np.stack(formulas, 1), abs=1e-6)
    for name, feature in FEATURES.items():
        column = eval(feature.code, {"x1": POINTS[:, 0], "x2": POINTS[:, 1]})
        assert torch.equal(features_of(POINTS, (name,))[:, 0], column)


def test_a_typed_one_stands_in_its_column():
    got = features_of(POINTS, (TYPED, "x2"), "x1^2 + |x2|")
    assert got[:, 0].tolist() == pytest.approx([3.0, 3.25, 6.0])
    assert torch.equal(got[:, 1], POINTS[:, 1])
    assert got.dtype == torch.float32


def test_a_gap_is_told_with_its_place():
    with pytest.raises(ConfigurationError, match=r"1/x1 is not one at x₁ = 0, x₂ = −6"):
        features_of(POINTS, (TYPED,), "1/x1")
    with pytest.raises(FunctionSyntaxError):
        features_of(POINTS, (TYPED,), "import os")
