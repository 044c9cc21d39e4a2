"""The autograd graph on the page: played step by step in the browser, without a word to the server."""

from typing import Any

from playground.ui.components.mount import COMPONENTS, component

_GRAPH = component(
    "autograd_graph",
    (
        "autograd_graph/picture.js",
        "autograd_graph/story.js",
        "autograd_graph/paths.js",
        "autograd_graph/graph.js",
    ),
    html=(COMPONENTS / "autograd_graph/graph.html").read_text("utf-8"),
    css=("edge_shadow.css", "autograd_graph/graph.css"),
)


def autograd_graph(data: dict[str, Any], *, key: str) -> None:
    """Show the graph of `playground.figures.autograd_graph.graph_data`.

    New data for the same `key` keep the step that is shown, and the chosen weight, as long as it is the same graph.
    """
    _GRAPH(data=data, key=key)
