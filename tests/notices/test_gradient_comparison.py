import torch

from playground.digits.training.gradient_comparison import ComparedGradient
from playground.notices.gradient_comparison import describe_difference, describe_gradients, describe_times

AUTOGRAD = torch.tensor([0.5, -2.0])


def compared(loop, textbook):
    return ComparedGradient("fc1.bias", {"autograd": AUTOGRAD, "loop": loop, "textbook": textbook})


def test_identical_is_said_only_where_it_holds():
    same = compared(AUTOGRAD.clone(), AUTOGRAD.clone())
    words = describe_gradients([same], 64)
    assert "The batch of 64 digits gives 2 derivatives" in words
    assert "**identical to the last bit** with autograd's. So are those of the six lines." in words
    assert describe_difference(same, "loop") == "identical to the last bit"


def test_a_difference_is_said_with_its_size():
    apart = compared(AUTOGRAD + torch.tensor([0, 0.25]), AUTOGRAD + torch.tensor([0.125, 0]))
    words = describe_gradients([apart], 1)
    assert "identical" not in words
    assert "The batch of 1 digit gives" in words
    assert "differ from autograd's in `fc1.bias`, by at most 0.25." in words
    assert "six lines differ by at most 0.125, where the steepest is 2:" in words
    assert describe_difference(apart, "loop") == "at most 0.25"


def test_times_and_their_ratio():
    words = describe_times({"autograd": 0.0006, "textbook": 0.0004, "loop": 0.0003})
    assert "0.6 ms with `loss.backward()`, 0.4 with the six lines and 0.3 with the loop that trains" in words
    assert "takes 2 times as long" in words
    slower = describe_times({"autograd": 0.0003, "textbook": 0.0004, "loop": 0.0004})
    assert "loop that trains: this time the loop was not faster." in slower
