"""Activation functions: curves with slopes in Plotly; a stack of layers, curves of learning and softmax in ECharts."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import torch

from playground.concepts.activations import Activation
from playground.concepts.activations.signal_propagation import Propagation, bound_of_sigmoid
from playground.concepts.activations.softmax import Softmax
from playground.figures.curve_panels import Curve, panels_figure
from playground.figures.theme import DARK, LIGHT, echarts_dash, echarts_symbol

LIMIT = 6.0
POINTS = 241
BINS = 21
LOWEST = 1e-300
"""Gradients are drawn no lower: an axis of powers needs an end."""

Option = dict[str, Any]
Numbers = Mapping[str, Mapping[str, float]]


def activations_figure(
    entries: Sequence[Activation], probe: float, numbers: Numbers, shaded: Sequence[tuple[float, float]] = ()
) -> go.Figure:
    """Values above, slopes below, from -`LIMIT` to `LIMIT`.

    Args:
        entries: what to draw.
        probe: the input that is marked.
        numbers: each entry's parameters by its name.
        shaded: parts of the axis to shade, where a function saturates.
    """
    x = torch.linspace(-LIMIT, LIMIT, POINTS, dtype=torch.float64).round(
        decimals=6
    )  # a jump lies at 0 itself
    place = torch.tensor(probe, dtype=torch.float64)
    curves = []
    for entry in entries:
        own = numbers.get(entry.name, {})
        curves.append(
            Curve(
                label=entry.label,
                values=entry.value(x, **own).tolist(),
                slopes=entry.derivative(x, **own).tolist(),
                at_probe=(float(entry.value(place, **own)), float(entry.derivative(place, **own))),
            )
        )
    return panels_figure(
        x.tolist(), curves, probe, axis="input x", names=("value f(x)", "slope f′(x)"), shaded=shaded
    )


def outputs_option(propagation: Propagation, dark: bool = False) -> Option:
    """The distribution of each layer's outputs: one column a layer, darker where more outputs lie."""
    outputs = propagation.outputs.numpy()
    edge = float(np.clip(np.quantile(np.abs(outputs), 0.995), 1e-3, 10.0))
    bounds = np.linspace(-edge, edge, BINS + 1)
    cells = []
    for layer, values in enumerate(outputs):
        counts, _ = np.histogram(np.clip(values, -edge, edge), bounds)
        shares = counts / values.size
        cells += [[layer, row, round(float(share), 4)] for row, share in enumerate(shares) if share > 0]
    middles = [f"{(low + high) / 2:.2g}" for low, high in pairwise(bounds)]
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
            "inRange": {
                "color": [DARK.box, "#5b74f0", DARK.text]
                if dark
                else [LIGHT.background, "#8fa3ee", "#1b2a6b"]
            },
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
            "0.25 per layer, sigmoid's best": bound_of_sigmoid(depth),
        }
    )


def health_option(propagation: Propagation) -> Option:
    """The share of dead units and of saturated slopes of each layer."""
    shares = {"dead units": propagation.dead, "saturated slopes": propagation.saturated}
    frame = pd.DataFrame({"layer": range(1, len(propagation.dead) + 1)})
    series = []
    for index, (label, values) in enumerate(shares.items()):
        frame[label] = values.numpy().round(4)
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
        },
        "yAxis": {
            "type": "value",
            "min": 0,
            "max": 2.75,
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
            "logit": [f"z{'₁₂₃₄₅₆'[index]} = {value:g}" for index, value in enumerate(logits)],
            "probability": result.probabilities.numpy().round(4),
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
                "encode": {"x": "logit", "y": "probability"},
                "barMaxWidth": 60,
                "label": {"show": True, "position": "top", "formatter": "{@probability}"},
            }
        ],
    }


def _by_layer(columns: Mapping[str, Sequence[float]]) -> Option:
    """Lines over the layers, in powers of ten: the logarithm is drawn, the number itself is in the tooltip."""
    depth = len(next(iter(columns.values())))
    frame = pd.DataFrame({"layer": range(1, depth + 1)})
    series, powers = [], []
    for index, (label, values) in enumerate(columns.items()):
        shown = np.array([value if np.isfinite(value) and value > LOWEST else np.nan for value in values])
        frame[label] = shown
        frame[f"log10 of {label}"] = np.log10(shown)
        powers.append(frame[f"log10 of {label}"])
        series.append(
            {
                "type": "line",
                "name": label,
                "encode": {"x": "layer", "y": f"log10 of {label}", "tooltip": label},
                "symbol": echarts_symbol(index),
                "symbolSize": 7,
                "lineStyle": {"width": 2.5, "type": echarts_dash(index)},
            }
        )
    lowest = min((float(np.nanmin(power)) for power in powers if power.notna().any()), default=-1.0)
    highest = max((float(np.nanmax(power)) for power in powers if power.notna().any()), default=0.0)
    axis = {
        "type": "value",
        "min": float(np.floor(lowest - 1e-9)),
        "max": float(np.ceil(highest + 1e-9)),
        "axisLabel": {"formatter": "1e{value}"},
        "minInterval": 1,
    }
    return _over_layers(frame, axis, series)


def _over_layers(frame: pd.DataFrame, axis: Option, series: list[Option]) -> Option:
    return {
        "animation": False,
        "dataset": [{"source": frame}],
        "legend": {"top": 0},
        "tooltip": {"trigger": "axis"},
        "grid": {"left": 62, "right": 14, "top": 34, "bottom": 44, "outerBoundsMode": "none"},
        "xAxis": {"type": "category", "name": "layer", "nameLocation": "middle", "nameGap": 26},
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
