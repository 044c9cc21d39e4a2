"""How the network that abstains is made, on a handful of drawings."""

import sys

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from playground.digits.datasets import load_digits
from playground.digits.models import to_input
from playground.digits.pretraining import rejection
from playground.digits.pretraining.rejection import Examples, draw_non_digits, train_rejection
from playground.digits.rejection import KINDS, digit_probability


@pytest.fixture(scope="module")
def examples():
    """Embedded digits and drawings of each other kind, in random order."""
    digits = load_digits("embedded").train_images[:600]
    others = [torch.from_numpy(draw_non_digits(kind, 40, 0)) for kind in list(KINDS)[1:]]
    images = torch.cat([digits, *others])
    kinds = torch.tensor([0] * len(digits) + [kind for kind in range(1, len(KINDS)) for _ in range(40)])
    order = torch.randperm(len(images), generator=torch.Generator().manual_seed(0))
    return Examples(images[order], kinds[order])


def test_drawings_repeat_with_their_seed_and_kind():
    first, again, other = (draw_non_digits("dot", 4, seed) for seed in (1, 1, 2))
    assert first.shape == (4, 28, 28)
    assert first.dtype == np.uint8
    assert first.reshape(4, -1).any(axis=1).all()
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)
    assert not np.array_equal(first, draw_non_digits("dot", 4, 1, held_out=True))


def test_a_trained_network_repeats_and_its_threshold_is_one_half(examples):
    network, again = train_rejection(examples), train_rejection(examples)
    assert not network.training
    for name, weights in network.state_dict().items():
        assert torch.equal(weights, again.state_dict()[name]), name
    held_back = len(examples.images) // 40
    with torch.inference_mode():
        scores = digit_probability(network(to_input(examples.images[:held_back])))
    digits = scores[examples.kinds[:held_back] == 0]
    # The quantile lies between the lowest two of so few digits: exactly the lowest one is refused.
    assert int((digits < 0.5).sum()) == 1


def test_the_program_saves_what_it_trained(examples, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["rejection"])
    monkeypatch.setattr(rejection, "FILE", tmp_path / "rejection.safetensors")
    monkeypatch.setattr(rejection, "EPOCHS", 1)
    monkeypatch.setattr(rejection, "make_examples", lambda: examples)
    rejection.main()
    saved = load_file(tmp_path / "rejection.safetensors")
    torch.testing.assert_close(saved, dict(train_rejection(examples).state_dict()), atol=0, rtol=0)
    assert "rejection.safetensors" in capsys.readouterr().out
