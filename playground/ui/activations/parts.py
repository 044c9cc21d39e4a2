"""The parts of the 'Activation functions' page.

A part is imported when it is opened: the page's first visit waits for what it shows and nothing else.
"""

from playground.ui.shared.parts import Part


def curves() -> None:
    """Values and slopes side by side, with one input followed through all functions."""
    from playground.ui.activations.curves import show

    show()


def depth() -> None:
    """A signal through many layers, and its gradient back."""
    from playground.ui.activations.depth import show

    show()


def digits() -> None:
    """Networks with one activation each learn digits side by side."""
    from playground.ui.activations.digits import show

    show()


def softmax() -> None:
    """A vector of scores made into probabilities."""
    from playground.ui.activations.softmax import show

    show()


PARTS = {
    "curves": Part(label="Curves", icon=":material/show_chart:", show=curves),
    "depth": Part(label="Through many layers", icon=":material/layers:", show=depth),
    "digits": Part(label="On digits", icon=":material/model_training:", show=digits),
    "softmax": Part(label="Softmax", icon=":material/bar_chart:", show=softmax),
}
"""By their key in the URL, the first one being shown to begin with."""

FIRST = next(iter(PARTS))
