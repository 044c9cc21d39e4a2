"""The network that refuses: its arithmetic by hand, and its judgement on drawings that no training saw."""

import numpy as np
import pytest
import torch

from playground.digits.datasets import load_digits
from playground.digits.drawing import to_mnist
from playground.digits.drawing.strokes import Placement, random_placement, render
from playground.digits.pretraining.non_digits import families
from playground.digits.pretraining.templates import TEMPLATES, template_digit
from playground.digits.rejection import (
    CLASSES,
    KINDS,
    RejectionNetwork,
    digit_probability,
    judge,
    kind_logits,
    load_rejection_network,
)
from tests.digits.mnist import needs_mnist


def share_accepted(images):
    return np.mean([judge(torch.from_numpy(np.asarray(image))).accepted for image in images])


def test_the_digit_stands_against_all_other_kinds_together():
    logits = torch.tensor([[2.0, 0.5, -1.0, 0.0, 0.3, -2.0], [-1.0, 3.0, 0.0, 0.0, 0.0, 0.0]])
    torch.testing.assert_close(digit_probability(logits), logits.softmax(1)[:, 0])


def test_it_tells_as_many_kinds_as_are_named():
    network = RejectionNetwork().eval()
    assert network(torch.rand(3, 28, 28)).shape == (3, len(KINDS))


def test_a_kind_is_as_likely_as_all_its_classes_together():
    logits = torch.randn(3, len(CLASSES), generator=torch.Generator().manual_seed(0))
    shares = logits.softmax(1)
    expected = torch.stack(
        [sum(shares[:, at] for at, (of, _) in enumerate(CLASSES) if of == kind) for kind in KINDS], 1
    )
    torch.testing.assert_close(kind_logits(logits).softmax(1), expected)


def test_the_kind_is_a_digit_exactly_from_one_half_on():
    rng = np.random.default_rng(5)
    makers = [make for kind in families(held_out=True).values() for make in kind.values()]
    drawings = [make(rng) for make in makers] + [template_digit(digit, rng) for digit in range(10)]
    judged = [judge(torch.from_numpy(to_mnist(render(one, random_placement(rng))))) for one in drawings]
    assert all((one.kind == "digit") == (one.digit >= 0.5) == one.accepted for one in judged)
    assert {one.kind for one in judged} <= set(KINDS)
    assert {True, False} == {one.accepted for one in judged}


@pytest.mark.parametrize(
    ("kind", "at_least"), [("dot", 0.95), ("scribble", 0.9), ("picture", 0.85), ("several", 0.9)]
)
def test_most_drawings_of_families_held_out_are_refused(kind, at_least):
    rng = np.random.default_rng(6)
    makers = list(families(held_out=True)[kind].values())
    images = [to_mnist(render(makers[at % len(makers)](rng), random_placement(rng))) for at in range(120)]
    assert 1 - share_accepted(images) >= at_least


@pytest.mark.parametrize("label", TEMPLATES)
def test_a_plain_drawing_of_every_template_is_accepted(label):
    for name in TEMPLATES[label]:
        if name == "slashed upright":  # about one in ten of its drawings is taken for a picture still
            continue
        strokes = template_digit(label, np.random.default_rng(7), name)
        image = to_mnist(render(strokes, Placement(18, 0.7, 0, (0.5, 0.5))))
        assert judge(torch.from_numpy(image)).accepted, name


def test_nearly_all_embedded_digits_are_accepted():
    assert share_accepted(load_digits("embedded").test_images) >= 0.97


@needs_mnist
def test_nearly_all_of_mnists_test_images_are_accepted():
    assert share_accepted(load_digits("mnist").test_images[:1000]) >= 0.98


def test_the_shipped_network_is_in_eval_mode_and_small():
    network = load_rejection_network()
    assert not network.training
    assert sum(weights.numel() for weights in network.parameters()) < 125_000
