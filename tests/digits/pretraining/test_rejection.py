"""How the network that abstains is made, on a handful of drawings."""

import sys

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from playground.digits.datasets import load_digits
from playground.digits.models import to_input
from playground.digits.pretraining import rejection
from playground.digits.pretraining.rejection import (
    Examples,
    class_index,
    draw_letters,
    draw_non_digits,
    make_examples,
    train_rejection,
)
from playground.digits.rejection import CLASSES, KINDS, digit_probability


@pytest.fixture(scope="module")
def examples():
    """Embedded digits and drawings of each other kind, in random order."""
    digits, labels = load_digits("embedded").train_images[:600], load_digits("embedded").train_labels[:600]
    kinds = list(KINDS)[1:]
    others = [torch.from_numpy(draw_non_digits(kind, 40, 0)) for kind in kinds]
    images = torch.cat([digits, *others])
    classes = torch.cat([labels, *(torch.full((40,), class_index(kind)) for kind in kinds)])
    order = torch.randperm(len(images), generator=torch.Generator().manual_seed(0))
    return Examples(images[order], classes[order])


def test_drawings_repeat_with_their_seed_and_kind():
    first, again, other = (draw_non_digits("dot", 4, seed) for seed in (1, 1, 2))
    assert first.shape == (4, 28, 28)
    assert first.dtype == np.uint8
    assert first.reshape(4, -1).any(axis=1).all()
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_every_second_drawing_is_of_the_fonts_where_the_kind_has_such(fonts):
    """The small fonts hold few glyphs, so their words and rows are made of T's."""
    for kind in ("letter", "several"):
        alone, mixed = draw_non_digits(kind, 6, 3), draw_non_digits(kind, 6, 3, fonts)
        assert mixed.shape == (6, 28, 28)
        assert not np.array_equal(alone, mixed)
    np.testing.assert_array_equal(draw_non_digits("dot", 4, 3), draw_non_digits("dot", 4, 3, fonts))


def test_a_letter_has_the_class_of_its_shape():
    assert CLASSES[class_index("letter", "A")] == ("letter", "A")
    assert CLASSES[class_index("letter", "a")] == ("letter", "a")
    assert class_index("letter", "c") == class_index("letter", "C")
    assert CLASSES[class_index("letter", "?")] == CLASSES[class_index("letter")] == ("letter", "other")
    assert [class_index("digit", digit) for digit in "0123456789"] == list(range(10))


@pytest.mark.parametrize("font", ["first", "cursive"])
def test_letters_are_drawn_with_their_classes(fonts, font):
    images, classes = draw_letters(font, 30, 0, fonts)
    assert images.shape == (30, 28, 28)
    assert images.reshape(30, -1).any(axis=1).all()
    assert {CLASSES[at][0] for at in classes} == {"letter"}
    assert len(set(classes.tolist())) > 5
    again, _ = draw_letters(font, 30, 0, fonts)
    np.testing.assert_array_equal(images, again)


def test_examples_hold_all_kinds_and_the_classes_of_digits_and_letters(fonts, monkeypatch):
    embedded = load_digits("embedded")
    monkeypatch.setattr(rejection, "load_digits", lambda name: embedded)
    monkeypatch.setattr(rejection, "TRAINING_FONTS", ("first", "second"))
    monkeypatch.setattr(rejection, "with_drawings", lambda data, *counts, **others: data)
    for name, value in {"OTHERS": 0, "OF_EACH_FONT": 0, "CHUNK": 5, "LETTERS_OF_EACH_FONT": 20}.items():
        monkeypatch.setattr(rejection, name, value)
    monkeypatch.setattr(rejection, "NON_DIGITS", dict.fromkeys(list(KINDS)[1:], 10))
    made = make_examples(fonts, seed=1)
    digits = len(embedded.train_images)
    # Every third image of the data set, and the embedded ones; ten of each other kind, and letters of six fonts.
    assert len(made.images) == len(made.classes) == -(-digits // 3) + digits + 5 * 10 + 6 * 20
    kinds = [CLASSES[at][0] for at in made.classes]
    assert {kind: kinds.count(kind) for kind in KINDS if kind not in ("digit", "letter")} == dict.fromkeys(
        ("dot", "scribble", "picture", "several"), 10
    )
    assert kinds[:100] != sorted(kinds[:100])  # in random order


def test_a_trained_network_repeats_and_its_threshold_is_one_half(examples):
    network, again = train_rejection(examples), train_rejection(examples)
    assert not network.training
    for name, weights in network.state_dict().items():
        assert torch.equal(weights, again.state_dict()[name]), name
    held_back = len(examples.images) // 40
    with torch.inference_mode():
        scores = digit_probability(network(to_input(examples.images[:held_back])))
    digits = scores[examples.classes[:held_back] < 10]
    # The quantile lies between the lowest two of so few digits: exactly the lowest one is refused.
    assert int((digits < 0.5).sum()) == 1


def test_the_program_saves_what_it_trained(examples, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["rejection"])
    monkeypatch.setattr(rejection, "FILE", tmp_path / "rejection.safetensors")
    monkeypatch.setattr(rejection, "EPOCHS", 1)
    monkeypatch.setattr(rejection, "make_examples", lambda fonts: examples)
    rejection.main()
    saved = load_file(tmp_path / "rejection.safetensors")
    torch.testing.assert_close(saved, dict(train_rejection(examples).state_dict()), atol=0, rtol=0)
    assert "rejection.safetensors" in capsys.readouterr().out
