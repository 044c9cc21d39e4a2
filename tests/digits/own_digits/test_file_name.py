from datetime import datetime

import numpy as np
import pytest

from playground.digits.own_digits.file_name import (
    EXAMPLE,
    digest_in,
    is_name,
    label_in,
    name_of,
    newest_by_digest,
)
from playground.digits.own_digits.png import digest_of

IMAGE = np.arange(784, dtype=np.uint16).reshape(28, 28).astype(np.uint8)


def test_a_name_says_label_time_and_drawing():
    name = name_of(IMAGE, 7, datetime(2026, 11, 25, 10, 15, 30))
    assert name == f"7-20261125T101530-{digest_of(IMAGE)}.png"
    assert is_name(name)
    assert (label_in(name), digest_in(name)) == (7, digest_of(IMAGE))


@pytest.mark.parametrize(
    "text",
    ["", "../" + EXAMPLE, EXAMPLE + "\n", EXAMPLE.upper(), EXAMPLE[1:], "x" + EXAMPLE, "٣" + EXAMPLE[1:]],
)
def test_anything_else_is_no_name(text):
    assert is_name(EXAMPLE)
    assert not is_name(text)


def test_of_two_names_of_one_drawing_the_later_one_counts():
    early, late = (name_of(IMAGE, label, datetime(2026, 1, 1, hour)) for label, hour in ((9, 8), (1, 9)))
    other = name_of(255 - IMAGE, 3, datetime(2025, 1, 1))
    found = newest_by_digest([late, "notes.txt", other, early])
    assert found == {digest_of(IMAGE): late, digest_of(255 - IMAGE): other}
