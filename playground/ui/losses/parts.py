"""The parts of the 'Loss functions' page.

A part is imported when it is opened: the page's first visit waits for what it shows and nothing else.
"""

from playground.ui.shared.parts import Part


def curves() -> None:
    """Value and gradient of each loss against the prediction."""
    from playground.ui.losses.curves import show

    show()


def outliers() -> None:
    """How far one point drags the best line of each loss."""
    from playground.ui.losses.outliers import show

    show()


def logits() -> None:
    """Cross-entropy on three logits."""
    from playground.ui.losses.logits import show

    show()


def slow_start() -> None:
    """A neuron that is sure and wrong, trained with two losses."""
    from playground.ui.losses.slow_start import show

    show()


def bad_input() -> None:
    """Common mistakes, each with PyTorch's message."""
    from playground.ui.losses.bad_input import show

    show()


PARTS = {
    "curves": Part(label="Curves", icon=":material/show_chart:", show=curves),
    "outliers": Part(label="One outlier", icon=":material/scatter_plot:", show=outliers),
    "logits": Part(label="Three logits", icon=":material/bar_chart:", show=logits),
    "slow_start": Part(label="A slow start", icon=":material/hourglass_top:", show=slow_start),
    "bad_input": Part(label="Common mistakes", icon=":material/error:", show=bad_input),
}
"""By their key in the URL, the first one being shown to begin with."""

FIRST = next(iter(PARTS))
