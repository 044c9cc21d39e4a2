"""The parts of the 'Neurons and networks' page.

A part is imported when it is opened: the page's first visit waits for what it shows and nothing else.
"""

from playground.ui.shared.parts import Part


def neuron() -> None:
    """One neuron, its line to drag."""
    from playground.ui.network.neuron_part import show

    show()


def network() -> None:
    """A network learns the plane."""
    from playground.ui.network.network_part import show

    show()


def forward() -> None:
    """The same network layer by layer, and one step of its training."""
    from playground.ui.network.forward_part import show

    show()


PARTS = {
    "neuron": Part(label="One neuron", icon=":material/adjust:", show=neuron),
    "network": Part(label="A network learns", icon=":material/hub:", show=network),
    "forward": Part(label="The forward pass", icon=":material/arrow_forward:", show=forward),
}
"""By their key in the URL, the first one being shown to begin with."""

FIRST = next(iter(PARTS))
