import string

import numpy as np
import pytest

from playground.digits.drawing.strokes import Placement, random_placement, render
from playground.digits.pretraining.hershey import HELD_OUT_FONTS, TRAINING_FONTS, character
from playground.digits.pretraining.non_digits import LOOKALIKES, families, font_families, unlike_digits
from playground.digits.pretraining.pictures import PICTURES, picture
from playground.digits.rejection import KINDS

FAMILIES = [
    pytest.param(make, id=f"{kind}: {name}, held out: {held_out}")
    for held_out in (False, True)
    for kind, makers in families(held_out=held_out).items()
    for name, make in makers.items()
]


@pytest.mark.parametrize("make", FAMILIES)
def test_every_family_draws_strokes_that_the_brush_can_ink(make):
    rng = np.random.default_rng(0)
    for _ in range(3):
        strokes = make(rng)
        assert all(stroke.ndim == 2 and stroke.shape[1] == 2 for stroke in strokes)
        assert all(np.isfinite(stroke).all() for stroke in strokes)
        assert render(strokes, random_placement(rng))[..., :3].max() == 255


@pytest.mark.parametrize("make", FAMILIES)
def test_the_generator_decides_the_drawing(make):
    first, again = (make(np.random.default_rng(4)) for _ in range(2))
    assert all(np.array_equal(one, other) for one, other in zip(first, again, strict=True))


def test_both_halves_hold_every_kind_and_share_no_font_picture_or_scribble():
    seen, unseen = families(held_out=False), families(held_out=True)
    assert list(seen) == list(unseen) == list(KINDS)[1:]
    for kind in ("letter", "picture", "scribble"):
        assert not set(seen[kind]) & set(unseen[kind])
    assert not set(TRAINING_FONTS) & set(HELD_OUT_FONTS)


def test_fonts_have_letters_words_and_rows_of_digits(fonts):
    rng = np.random.default_rng(0)
    for held_out, names in ((False, {"first", "second"}), (True, {"third"})):
        made = font_families(fonts, held_out=held_out)
        assert set(made["letter"]) == {f"{what} of {name}" for what in ("letters", "words") for name in names}
        assert set(made["several"]) == {f"digits of {name}" for name in names}
        for make in (*made["letter"].values(), *made["several"].values()):
            assert render(make(rng), random_placement(rng))[..., :3].max() == 255


def test_a_word_stands_in_a_row(fonts):
    """Most of the small font's letters are T's, about as wide as high; a word has two to four."""
    rng = np.random.default_rng(1)
    word = font_families(fonts, held_out=True)["letter"]["words of third"]
    extents = [np.ptp(np.concatenate(word(rng)), axis=0) for _ in range(30)]
    assert np.median([wide / high for wide, high in extents]) > 1.7
    assert all(wide > 0.5 * high for wide, high in extents)


@pytest.mark.parametrize(
    ("font", "key"), [("greeks", "U"), ("cyrilc_1", "H"), ("mathlow", "Z"), ("cursive", "Q")]
)
def test_signs_that_some_hand_writes_as_a_digit_are_no_example_of_a_letter(font, key):
    """Φ is a 0 with an upright slash, З a 3; in the others these keys are a z, and a Q like a 2."""
    assert key not in unlike_digits(font)
    assert {"A", "k"} <= set(unlike_digits(font))


def test_a_filled_shape_has_no_gaps():
    rng = np.random.default_rng(1)
    square = families(held_out=True)["dot"]["filled square"](rng)
    ink = render(square, Placement(10, 0.8, 0, (0.5, 0.5)))[..., 0] > 128
    rows, columns = np.flatnonzero(ink.any(1)), np.flatnonzero(ink.any(0))
    middle = ink[rows[0] + 40 : rows[-1] - 40, columns[0] + 40 : columns[-1] - 40]
    assert middle.all()


def test_several_digits_stand_beside_one_another():
    rng = np.random.default_rng(2)
    for _ in range(20):
        points = np.concatenate(families(held_out=False)["several"]["three digits"](rng))
        wide, high = np.ptp(points, axis=0)
        assert wide > 1.2 * high


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_stay_in_their_box(name):
    points = np.concatenate(picture(name, np.random.default_rng(3)))
    assert points.min() > -0.5
    assert points.max() < 1.5


def test_an_unknown_picture_is_refused():
    with pytest.raises(ValueError, match="Expected a picture out of smiling face"):
        picture("unicorn", np.random.default_rng(0))


@pytest.mark.parametrize("font", [*TRAINING_FONTS, *HELD_OUT_FONTS])
def test_every_font_has_all_digits_and_what_is_asked_for(font):
    rng = np.random.default_rng(0)
    drawn = {character(font, string.digits, rng)[0] for _ in range(200)}
    assert drawn == set(string.digits)
    assert character(font, LOOKALIKES, rng)[0] in LOOKALIKES
