"""The autograd graph on the page: played step by step in the browser, without traffic to the server."""

from typing import Any

from playground.ui.components.mount import component

_GRAPH = component("autograd_graph")


def autograd_graph(data: dict[str, Any], *, key: str) -> None:
    """Show the graph of `playground.figures.autograd_graph.graph_data`.

    New data for the same `key` keep the step that is shown, and the chosen weight, as long as it is the same graph.
    """
    _GRAPH(data=data, key=key)
