"""Activation functions: curves with slopes in Plotly; a stack of layers, curves of learning and softmax in ECharts."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import torch

from playground.concepts.activations import Activation
from playground.concepts.activations.signal_propagation import Propagation, sigmoid_bound
from playground.concepts.activations.softmax import Softmax
from playground.concepts.curves import Curve, Function, coincidences, sample
from playground.figures.curve_panels import panels_figure
from playground.figures.theme import echarts_dash, echarts_symbol
from playground.figures.written_numbers import (
    LOGARITHM,
    header,
    powers_of_ten,
    with_logarithms,
)
from playground.formatting import format_number, format_probability

LIMIT = 6.0
POINTS = 241
BINS = 21
LOWEST = 1e-300
"""Gradients are drawn no lower: an axis of powers needs an end."""

Option = dict[str, Any]
Numbers = Mapping[str, Mapping[str, float]]


def activation_curves(entries: Sequence[Activation], probe: float, numbers: Numbers) -> list[Curve]:
    """Each activation with its slope from -`LIMIT` to `LIMIT`.

    Args:
        entries: what to draw.
        probe: the input that is marked.
        numbers: each entry's parameters by its name.
    """
    x = torch.tensor(_places(), dtype=torch.float64)

    def function(entry: Activation) -> Function:
        own = numbers.get(entry.name, {})
        return lambda places: (entry.value(places, **own), entry.derivative(places, **own))

    return [sample(entry.label, function(entry), x, probe) for entry in entries]


def activations_figure(
    curves: Sequence[Curve], probe: float, shaded: Sequence[tuple[float, float]] = ()
) -> go.Figure:
    """Values above, slopes below, from -`LIMIT` to `LIMIT`.

    Args:
        curves: of `activation_curves`.
        probe: the input that is marked.
        shaded: parts of the axis to shade, where a function saturates.
    """
    return panels_figure(
        _places(),
        curves,
        probe,
        axis="input x",
        names=("value f(x)", "slope f′(x)"),
        shaded=shaded,
        coinciding=coincidences(curves),
    )


def _places() -> list[float]:
    """The inputs that are drawn; what lies at 0 lies at 0 itself."""
    return np.linspace(-LIMIT, LIMIT, POINTS).round(6).tolist()


def outputs_option(propagation: Propagation) -> Option:
    """The distribution of each layer's outputs: one column a layer, fuller in colour where more outputs lie."""
    outputs = propagation.outputs.numpy()
    edge = float(np.clip(np.quantile(np.abs(outputs), 0.995), 1e-3, 10.0))
    bounds = np.linspace(-edge, edge, BINS + 1)
    cells = []
    for layer, values in enumerate(outputs):
        counts, _ = np.histogram(np.clip(values, -edge, edge), bounds)
        shares = counts / values.size
        cells += [[layer, row, round(float(share), 4)] for row, share in enumerate(shares) if share > 0]
    middles = [format_number((low + high) / 2, 2) for low, high in pairwise(bounds)]
    middles[BINS // 2] = "0"
    return {
        "animation": False,
        "tooltip": {"trigger": "item"},
        "grid": {"left": 62, "right": 14, "top": 14, "bottom": 44, "outerBoundsMode": "none"},
        "xAxis": _layers(len(outputs)),
        "yAxis": {
            "type": "category",
            "data": middles,
            "name": "output",
            "nameLocation": "middle",
            "nameGap": 46,
            "axisLabel": {"interval": 4},
            "axisTick": {"show": False},
        },
        "visualMap": {
            "show": False,
            "min": 0,
            "max": 0.35,
            # The page shows through, so that a switch of the theme needs no new chart; 4 to 1 on both.
            "inRange": {"color": ["#5b74f0"], "opacity": [0, 1]},
        },
        "series": [{"type": "heatmap", "name": "share of outputs", "data": cells, "progressive": 0}],
    }


def sizes_option(propagation: Propagation) -> Option:
    """Forward: the root mean square of each layer's outputs, on powers of ten."""
    return _by_layer({"size of the outputs": propagation.deviations.tolist()})


def gradients_option(propagation: Propagation) -> Option:
    """Backward: the size of the gradient at each layer, and `0.25^L`, what sigmoid's steepest slope would leave."""
    depth = len(propagation.gradients)
    return _by_layer(
        {
            "gradient": propagation.gradients.tolist(),
            "0.25 per layer, sigmoid's best": sigmoid_bound(depth),
        }
    )


def health_option(propagation: Propagation) -> Option:
    """The share of dead units and of saturated slopes of each layer."""
    shares = {"dead units": propagation.dead, "saturated slopes": propagation.saturated}
    frame = pd.DataFrame({"layer": range(1, len(propagation.dead) + 1)})
    series = []
    for index, (label, values) in enumerate(shares.items()):
        frame[label] = values.numpy()
        series.append(
            {
                "type": "bar",
                "name": label,
                "encode": {"x": "layer", "y": label},
                "itemStyle": {"decal": {"symbol": "none"} if not index else {"rotation": 0.8}},
            }
        )
    axis = {"type": "value", "min": 0, "max": 1, "name": "share", "nameLocation": "middle", "nameGap": 46}
    return _over_layers(frame, axis, series)


def learning_option(curves: Mapping[str, Sequence[float]], steps: int) -> Option:
    """Loss curves of several networks over the same steps; the legend is the order of `curves`."""
    frame = pd.DataFrame({"step": range(1, max((len(curve) for curve in curves.values()), default=0) + 1)})
    series = []
    for index, (label, losses) in enumerate(curves.items()):
        frame[label] = pd.Series(losses, dtype="float32")
        series.append(
            {
                "type": "line",
                "name": label,
                "showSymbol": False,
                "encode": {"x": "step", "y": label},
                "lineStyle": {"width": 2.5, "type": echarts_dash(index)},
                "symbol": echarts_symbol(index),
            }
        )
    return {
        "animation": False,
        "dataset": [{"source": frame}],
        "legend": {"top": 0, "type": "scroll"},
        "tooltip": {"trigger": "axis"},
        "grid": {"left": 48, "right": 16, "top": 40, "bottom": 44, "outerBoundsMode": "none"},
        "xAxis": {
            "type": "value",
            "name": "step",
            "nameLocation": "middle",
            "nameGap": 26,
            "min": 0,
            "max": steps,
            **header("step"),
        },
        "yAxis": {
            "type": "value",
            "min": 0,
            "max": 2.75,
            "axisLabel": {"showMaxLabel": False},  # it would crowd 2.5
            "name": "loss",
            "nameLocation": "middle",
            "nameGap": 32,
        },
        "series": series,
    }


def softmax_option(logits: Sequence[float], result: Softmax) -> Option:
    """The probability of each logit, as bars."""
    frame = pd.DataFrame(
        {
            "logit": [f"z{'₁₂₃₄₅₆'[index]} = {format_number(value)}" for index, value in enumerate(logits)],
            "probability": result.probabilities.numpy(),
            "as text": [format_probability(share) for share in result.probabilities.tolist()],
        }
    )
    return {
        "animation": False,
        "dataset": [{"source": frame}],
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
        "grid": {"left": 48, "right": 14, "top": 24, "bottom": 30, "outerBoundsMode": "none"},
        "xAxis": {"type": "category", "axisTick": {"show": False}},
        "yAxis": {"type": "value", "min": 0, "max": 1, "name": ""},
        "series": [
            {
                "type": "bar",
                "name": "probability",
                "encode": {"x": "logit", "y": "probability", "tooltip": "as text"},
                "barMaxWidth": 60,
                "label": {"show": True, "position": "top", "formatter": "{@as text}"},
            }
        ],
    }


def _by_layer(columns: Mapping[str, Sequence[float]]) -> Option:
    """Lines over the layers, in powers of ten: the logarithm is drawn, the number itself is in the tooltip."""
    depth = len(next(iter(columns.values())))
    frame = pd.DataFrame({"layer": range(1, depth + 1)})
    series = []
    for index, (label, values) in enumerate(columns.items()):
        frame[label] = [value if np.isfinite(value) and value > LOWEST else np.nan for value in values]
        series.append(
            {
                "type": "line",
                "name": label,
                "encode": {"x": "layer", "y": LOGARITHM.format(label), "tooltip": label},
                "symbol": echarts_symbol(index),
                "symbolSize": 7,
                "lineStyle": {"width": 2.5, "type": echarts_dash(index)},
            }
        )
    drawn = frame[list(columns)].to_numpy().ravel()
    drawn = drawn[~np.isnan(drawn)]
    low, high = (drawn.min(), drawn.max()) if len(drawn) else (0.1, 1.0)
    return _over_layers(with_logarithms(frame, list(columns)), powers_of_ten(low, high), series)


def _over_layers(frame: pd.DataFrame, axis: Option | list[Option], series: list[Option]) -> Option:
    return {
        "animation": False,
        "dataset": [{"source": frame}],
        "legend": {"top": 0},
        "tooltip": {"trigger": "axis"},
        "grid": {"left": 62, "right": 14, "top": 34, "bottom": 44, "outerBoundsMode": "none"},
        "xAxis": {
            "type": "category",
            "name": "layer",
            "nameLocation": "middle",
            "nameGap": 26,
            "axisPointer": {"label": {"formatter": "layer {value}"}},
        },
        "yAxis": axis,
        "series": series,
    }


def _layers(depth: int) -> Option:
    return {
        "type": "category",
        "data": [str(layer) for layer in range(1, depth + 1)],
        "name": "layer",
        "nameLocation": "middle",
        "nameGap": 26,
        "axisTick": {"show": False},
    }
