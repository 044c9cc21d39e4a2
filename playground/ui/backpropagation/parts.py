"""The parts of the 'Backpropagation' page.

A part is imported when it is opened: the page's first visit waits for what it shows and nothing else.
"""

from playground.ui.shared.parts import Part


def graph() -> None:
    """The autograd graph of one example, stepped through."""
    from playground.ui.backpropagation.graph import show

    show()


def dynamic() -> None:
    """One program, two inputs, two graphs."""
    from playground.ui.backpropagation.dynamic import show

    show()


def by_hand() -> None:
    """The article's network on digits, by autograd and in six lines."""
    from playground.ui.backpropagation.by_hand import show

    show()


PARTS = {
    "graph": Part(label="Step through", icon=":material/account_tree:", show=graph),
    "dynamic": Part(label="Dynamic graph", icon=":material/alt_route:", show=dynamic),
    "by_hand": Part(label="By hand", icon=":material/function:", show=by_hand),
}
"""By their key in the URL, the first one being shown to begin with."""

FIRST = next(iter(PARTS))
