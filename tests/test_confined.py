"""What a child process with limits answers, and what is made of one that ended too early."""

import io

import numpy as np
import pytest

from playground import confined
from playground.confined import _receive, _send
from playground.errors import LimitError

GRAY = np.arange(40_000, dtype=np.uint8).reshape(200, 200)


def message(content):
    pipe = io.BytesIO()
    _send(pipe, content)
    return pipe.getvalue()


def test_a_message_comes_as_it_was_sent():
    kind, image = _receive(io.BytesIO(message(("value", GRAY))))
    assert kind == "value"
    assert np.array_equal(image, GRAY)


@pytest.mark.parametrize("left", [0, 5, 8, 20, 100, 20_000, -1])
def test_a_child_that_ends_while_it_answers_has_not_answered(left):
    with pytest.raises(EOFError):  # not a shorter image
        _receive(io.BytesIO(message(("value", GRAY))[:left]))


@pytest.mark.skipif(
    not hasattr(confined.signal, "setitimer"), reason="Windows limits no processor time of a process"
)
def test_a_call_that_takes_too_long_ends_in_words_and_the_next_one_is_answered():
    with pytest.raises(LimitError, match=r"within 0\.05 seconds"):
        confined.run("math:factorial", 200_000, seconds=0.05)
    assert confined.run("math:factorial", 5) == 120


def test_a_call_that_needs_too_much_memory_ends_in_words():
    with pytest.raises(LimitError, match="10 MB of memory"):
        confined.run("operator:mul", b"0123456789", 10**8, megabytes=10)


def test_what_a_function_raises_is_raised():
    with pytest.raises(ValueError, match="math domain error"):
        confined.run("math:sqrt", -1)
