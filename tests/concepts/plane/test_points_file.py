"""Points in CSV files and addresses."""

import random

import pytest

from playground.concepts.plane.points_file import MAX_POINTS, read_points, target_of, write_points
from playground.concepts.plane.points_text import points_text, read_points_text
from playground.errors import ConfigurationError

POINTS = ((1.5, -2.0, 0.0), (0.25, 6.0, 1.0), (-6.0, 0.0, 1.0))


def test_what_is_written_is_read():
    assert read_points(write_points(POINTS)) == POINTS


@pytest.mark.parametrize(
    "text",
    [
        "1.5,-2,0\n0.25,6,1\n-6,0,1\n",
        "x,y,class\n1.5,-2,0\n0.25,6,1\n-6,0,1",
        "x1;x2;label\r\n1.5;-2;0\r\n0.25;6;1\r\n-6;0;1\r\n",
        "1.5\t-2\tcat\n0.25\t6\tdog\n\n-6\t0\tdog\n",
        "1.5, -2, no\n0.25, 6, yes\n-6, 0, yes\n",
        "x,y,class\r1.5,-2,0\r0.25,6,1\r-6,0,1\r",
    ],
    ids=[
        "plain",
        "heading",
        "semicolons",
        "tabs, words, an empty line",
        "spaces",
        "lines that end by returns",
    ],
)
def test_spellings(text):
    assert read_points(text) == POINTS


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x,y,c\n1,2,0\n1,two,1\n", r"row 3, column 2, but got 'two'"),
        ("1,2,0\n7,2,1\n", r"row 2, column 1 is 7"),
        ("1,2,0\nnan,2,1\n", r"row 2, column 1 is no number"),
        ("1,2,0\n1,2\n", r"row 2 has 2"),
        ("1,2,0\n", r"2 to 2,000 rows .* got 1"),
        ("", r"got 0"),
        ("1,2,0\n" * (MAX_POINTS + 1), r"got 2,001"),
        ("1,2,1\n2,2,1\n", r"at least two classes"),
        ("1,2,a\n2,2,b\n1,1,c\n2,1,d\n", r"got 4: a, b, c, d"),
        ("1,2,0.5\n2,2,7\n", r"but got 7"),
        ("1,2,0.5\n2,2,3e7\n", r"but got 3×10⁷\."),
        ("1,2,0.5\n2,2,inf\n", r"point 2 is ∞"),
        ("1,2,0\n1,2," + "1" * 200_000, r"a cell has more than 131,072 characters"),
        ("\x00\x01\n\x02", r"Expected"),
    ],
)
def test_errors_name_the_place(text, told):
    with pytest.raises(ConfigurationError, match=told):
        read_points(text)


def test_what_labels_are():
    assert target_of(POINTS) == "two classes"
    assert target_of(((0, 0, 0.0), (0, 0, 2.0))) == "three classes"
    assert target_of(((0, 0, 0.5), (0, 0, -1.0))) == "number"


def test_an_address_holds_points_up_to_its_length():
    numbers = random.Random(0)
    many = tuple(
        (round(numbers.uniform(-6, 6), 2), round(numbers.uniform(-6, 6), 2), float(numbers.randrange(2)))
        for _ in range(150)
    )
    assert read_points_text(points_text(many)) == many
    assert len(points_text(many)) <= 2_000
    assert points_text(many * 2) is None
    assert read_points_text(points_text(POINTS)) == POINTS
    assert read_points_text(points_text(((-0.5, 0.5, -0.25),))) == ((-0.5, 0.5, -0.25),)


@pytest.mark.parametrize("text", ["", "1,2", "1,2,3,4", "a,b,c", "7,0,0", "nan,0,0", "0,0,9", "1,2,0;;1,1,1"])
def test_nonsense_is_no_points(text):
    assert read_points_text(text) is None
