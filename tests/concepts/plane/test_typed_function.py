"""Errors of typed functions name the variables of the plane; what a person typed is quoted as it is."""

import re

import pytest
import torch

from playground.concepts.plane.features import features_of
from playground.concepts.plane.typed_function import parse_plane_function
from playground.concepts.plane.typed_labels import TypedLabels
from playground.errors import FunctionSyntaxError


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "x1 +",
            'Expected a number, x₁, x₂, a function or "(" at character 5, but the text ended. Finish the function.',
        ),
        (
            "",
            'Expected a number, x₁, x₂, a function or "(" at character 1, but the text ended. Try x₁^2 + x₂^2.',
        ),
        (
            "z + x",
            'Expected x₁, x₂, pi, e or a function at character 1, but got "z". The variables are x₁ and x₂, the',
        ),
        ("sin(x1, x2)", "Write sin(x₁)."),
        ("x1 + lg(x2)", "Write log10(x₁)."),
        ("sin y", 'but got "y". Write sin(...)'),
        ("x1 + x", "The variables are x₁ and x₂, or x and y, not both."),
        ("x1 + leaky", "Write max(x₁, 0.01x₁)."),
    ],
)
def test_errors_name_the_variables_of_the_page(text, told):
    with pytest.raises(FunctionSyntaxError, match=re.escape(told)) as caught:
        parse_plane_function(text)
    assert caught.value.text == text


@pytest.mark.parametrize(
    "ask",
    [
        lambda text: features_of(torch.zeros(2, 2), ["typed"], text),
        lambda text: TypedLabels(text).sample(10, 0.0, torch.Generator()),
    ],
)
def test_features_and_labels_do_so(ask):
    with pytest.raises(FunctionSyntaxError, match="Expected a number, x₁, x₂, a function"):
        ask("2 *")
