import inspect

import pytest

from playground import errors
from playground.errors import PlaygroundError

ERRORS = [
    entry for _, entry in inspect.getmembers(errors, inspect.isclass) if entry.__module__ == errors.__name__
]


@pytest.mark.parametrize("error", ERRORS)
def test_every_error_is_in_the_tree_and_says_what_it_is_for(error):
    assert issubclass(error, PlaygroundError)
    assert error.__doc__
    assert str(error("expected this, got that")) == "expected this, got that"


@pytest.mark.parametrize("error", [errors.ConfigurationError, errors.BlankDrawingError])
def test_bad_values_can_be_caught_as_value_errors(error):
    assert issubclass(error, ValueError)
