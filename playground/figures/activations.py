"""Activation functions and their derivatives as two aligned panels."""

from collections.abc import Sequence

import plotly.graph_objects as go
import torch
from plotly.colors import qualitative
from plotly.subplots import make_subplots

from playground.concepts.activations import Activation

DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x")
NEUTRAL = "rgba(128, 128, 128, 0.9)"  # readable on a light and on a dark background


def activations_figure(
    activations: Sequence[Activation],
    probe: float,
    limit: float = 6.0,
    colors: Sequence[str] = qualitative.D3,
) -> go.Figure:
    """Values above, derivatives below, over x from -`limit` to `limit`, with the input `probe` marked.

    A function has the same colour, dash and marker in both panels.
    """
    figure = make_subplots(rows=2, cols=1, shared_xaxes=True, vertical_spacing=0.06, row_heights=[0.56, 0.44])
    x = torch.linspace(-limit, limit, 481)
    at_probe = torch.tensor([probe])
    for index, entry in enumerate(activations):
        color = colors[index % len(colors)]
        line = {"color": color, "dash": DASHES[index % len(DASHES)], "width": 2.5}
        marker = {"color": color, "size": 10, "symbol": SYMBOLS[index % len(SYMBOLS)]}
        for row, function in ((1, entry.value), (2, entry.derivative)):
            shared = {"name": entry.label, "legendgroup": entry.name}
            figure.add_scatter(
                x=x.numpy(),
                y=function(x).numpy(),
                mode="lines",
                line=line,
                showlegend=row == 1,
                hovertemplate="%{y:.4f}",
                row=row,
                col=1,
                **shared,
            )
            figure.add_scatter(
                x=at_probe.numpy(),
                y=function(at_probe).numpy(),
                mode="markers",
                marker=marker,
                showlegend=False,
                hoverinfo="skip",
                row=row,
                col=1,
                **shared,
            )
    figure.add_vline(x=probe, line={"color": NEUTRAL, "dash": "dot", "width": 1.5})
    figure.update_xaxes(range=[-limit, limit], zeroline=True)
    figure.update_xaxes(title_text="input x", row=2, col=1)
    figure.update_yaxes(title_text="value f(x)", row=1, col=1)
    figure.update_yaxes(title_text="slope f′(x)", row=2, col=1)
    figure.update_layout(
        height=480,
        hovermode="x unified",
        legend={"orientation": "h", "x": 0, "y": 1.02, "xanchor": "left", "yanchor": "bottom"},
        margin={"l": 56, "r": 12, "t": 40, "b": 48},
    )
    return figure
