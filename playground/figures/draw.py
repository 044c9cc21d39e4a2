"""The answer of a network as bars, and the image it saw, enlarged."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray
from plotly.colors import qualitative

from playground.digits.narration import format_percent
from playground.digits.prediction import Prediction

OTHER = "rgba(128, 136, 158, 0.55)"
"""Neutral on a light and on a dark ground."""

TICKS = (0, 25, 50, 75, 100)


def probability_figure(prediction: Prediction, color: str = qualitative.D3[0]) -> go.Figure:
    """Ten bars on a fixed axis from 0 to 100 %; the predicted one has `color` and carries its percentage."""
    digits = [str(digit) for digit in range(len(prediction.probabilities))]
    percent = [100 * probability for probability in prediction.probabilities.tolist()]
    figure = go.Figure()
    for name, chosen, fill in (("Prediction", True, color), ("Other digits", False, OTHER)):
        shown = [digit for digit in range(len(digits)) if (digit == prediction.label) == chosen]
        figure.add_bar(
            x=[digits[digit] for digit in shown],
            y=[percent[digit] for digit in shown],
            name=name,
            marker={"color": fill},
            text=[f"<b>{format_percent(percent[digit])}</b>" for digit in shown] if chosen else None,
            textposition="outside",
            textfont={"size": 14},
            constraintext="none",
            textangle=0,
            cliponaxis=False,
            hovertemplate="digit %{x}: %{y:.2f} %<extra></extra>",
        )
    figure.update_xaxes(
        type="category", categoryorder="array", categoryarray=digits, title="Digit", fixedrange=True,
        range=[-0.6, len(digits) - 0.4], tickvals=digits,
    )  # fmt: skip
    figure.update_yaxes(
        range=[0, 100], tickvals=TICKS, ticktext=[f"{tick} %" for tick in TICKS], fixedrange=True
    )
    figure.update_layout(
        height=230,
        margin={"l": 48, "r": 8, "t": 32, "b": 44},
        showlegend=False,
        barmode="overlay",
        bargap=0.25,
        uirevision="probabilities",
    )
    return figure


def enlarge(image: NDArray[np.uint8], factor: int = 8) -> NDArray[np.uint8]:
    """`(H, W)` uint8 as `(H * factor, W * factor)`: each pixel a square, so that it can be seen as it is."""
    return np.kron(image, np.ones((factor, factor), dtype=np.uint8))
