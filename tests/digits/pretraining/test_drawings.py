from dataclasses import replace

import pytest
import torch

from playground.digits.datasets import load_digits
from playground.digits.pretraining import drawings, handwriting_fonts
from playground.digits.pretraining.drawings import with_drawings


@pytest.fixture(scope="module")
def few():
    data = load_digits("embedded")
    return replace(data, train_images=data.train_images[:25], train_labels=data.train_labels[:25])


@pytest.fixture(scope="module")
def extended(few):
    return with_drawings(few, copies=2, others=15, processes=2)


def test_drawings_stand_behind_the_images_with_their_labels(few, extended):
    assert torch.equal(extended.train_images[:25], few.train_images)
    assert extended.train_images.shape == (25 + 50 + 15, 28, 28)
    assert extended.train_images.dtype == torch.uint8
    assert torch.equal(extended.train_labels[25:75], few.train_labels.repeat_interleave(2))
    assert extended.train_labels[75:].tolist() == [*range(10), *range(5)]


def test_every_drawing_has_ink_and_no_two_are_alike(extended):
    drawings = extended.train_images[25:].flatten(1)
    assert bool((drawings.amax(dim=1) > 100).all())
    assert len(drawings.unique(dim=0)) == len(drawings)


def test_the_test_set_is_untouched(few, extended):
    assert extended.test_images is few.test_images
    assert extended.test_labels is few.test_labels


def test_the_seed_decides_and_the_number_of_processes_does_not(few, extended):
    again = with_drawings(few, copies=2, others=15, processes=1)
    assert torch.equal(again.train_images, extended.train_images)
    other = with_drawings(few, copies=2, others=15, seed=1, processes=1)
    assert not torch.equal(other.train_images[25:], extended.train_images[25:])


def test_each_font_adds_digits_at_the_end_with_their_labels(few, fonts, monkeypatch):
    monkeypatch.setattr(drawings, "TRAINING_FONTS", handwriting_fonts.TRAINING_FONTS)
    made = with_drawings(few, copies=1, others=0, of_each_font=12, fonts=fonts, processes=1)
    assert made.train_labels[50:].tolist() == 2 * [*range(10), 0, 1]
    assert bool((made.train_images[50:].flatten(1).amax(dim=1) > 100).all())


def test_fonts_need_their_folder(few):
    with pytest.raises(ValueError, match="Expected the folder of the handwriting fonts"):
        with_drawings(few, copies=1, others=0, of_each_font=1, processes=1)
