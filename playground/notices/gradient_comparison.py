"""What the gradients of one batch by autograd and by hand say about each other."""

from collections.abc import Mapping, Sequence

from playground.digits.training.gradient_comparison import ComparedGradient
from playground.formatting import counted, format_number, listed

IDENTICAL = "identical to the last bit"


def describe_gradients(gradients: Sequence[ComparedGradient], images: int) -> str:
    """Whether the loop that trains and the textbook's lines give autograd's derivatives, and why they may not."""
    numbers = sum(gradient.of["autograd"].numel() for gradient in gradients)
    words = f"The batch of {counted(images, 'digit')} gives {numbers:,} derivatives, one for each weight and bias. "
    apart = [gradient for gradient in gradients if not gradient.identical("loop")]
    if apart:
        most = max(gradient.difference("loop") for gradient in apart)
        words += (
            f"Those of the loop that trains differ from autograd's in {listed([f'`{one.name}`' for one in apart])}, by at "
            f"most {format_number(most)}. "
        )
    else:
        words += f"Those of the loop that trains are **{IDENTICAL}** with autograd's. "
    return words + _textbook(gradients)


def _textbook(gradients: Sequence[ComparedGradient]) -> str:
    if all(gradient.identical("textbook") for gradient in gradients):
        return "So are those of the six lines."
    steepest = max(gradient.steepest for gradient in gradients)
    most = max(gradient.difference("textbook") for gradient in gradients)
    return (
        f"Those of the six lines differ by at most {format_number(most)}, where the steepest is {format_number(steepest)}: "
        "the same formulas, rounded at other places. PyTorch takes softmax and cross-entropy in one piece."
    )


def describe_difference(gradient: ComparedGradient, way: str) -> str:
    """For a table: identical, or by how much one way differs from autograd's."""
    return IDENTICAL if gradient.identical(way) else f"at most {format_number(gradient.difference(way), 2)}"


def describe_times(seconds: Mapping[str, float]) -> str:
    """How long the three ways take, and how autograd's compares with the loop's."""
    times = "A batch takes {} ms with `loss.backward()`, {} with the six lines and {} with the loop that trains".format(
        *(format_number(1000 * seconds[way], 2) for way in ("autograd", "textbook", "loop"))
    )
    ratio = seconds["autograd"] / seconds["loop"]
    compared = (
        f"autograd writes a graph of every batch first, and takes {format_number(ratio, 2)} times as long"
        if ratio > 1
        else "this time the loop was not faster"
    )
    return f"{times}: {compared}. Forward pass included; the shortest of several in turn on this machine, just now."
