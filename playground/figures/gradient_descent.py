"""A descent in three views: each component over the steps, the loss over the steps, and the path on the loss."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
import torch
from plotly.colors import qualitative
from torch import Tensor

from playground.concepts.descent import Trajectory
from playground.concepts.surfaces import Surface

MAX_POINTS = 1001
CLOSED_FORM_POINTS = 20
DASHES = ("solid", "dash", "dashdot", "longdash")
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
NEUTRAL = "rgba(128, 128, 128, 0.9)"  # readable on a light and on a dark background


def components_figure(
    trajectory: Trajectory,
    surface: Surface,
    closed_form: Trajectory | None = None,
    colors: Sequence[str] = qualitative.D3,
) -> go.Figure:
    """Each component of the point over the steps, its target as a dotted line, the closed form as circles."""
    figure = go.Figure()
    steps = _shown_steps(trajectory)
    for index, target in enumerate(surface.minimum):
        name = _component(index)
        color = colors[index % len(colors)]
        figure.add_hline(y=target, line={"color": color, "dash": "dot", "width": 1.5})
        figure.add_scatter(
            x=steps,
            y=_numbers(trajectory.points[steps, index]),
            mode="lines",
            name=name,
            line={"color": color, "dash": DASHES[index % len(DASHES)], "width": 2.5},
            hovertemplate=f"{name} = %{{y:.6g}}<extra></extra>",
        )
    if closed_form is not None:
        marks = _spread(steps, CLOSED_FORM_POINTS)
        values = [closed_form.points[marks, index] for index in range(len(surface.minimum))]
        _add_closed_form(figure, np.tile(marks, len(values)), torch.cat(values))
    return _over_steps(figure, "component of x")


def loss_figure(
    trajectory: Trajectory,
    closed_form: Trajectory | None = None,
    colors: Sequence[str] = qualitative.D3,
) -> go.Figure:
    """The loss over the steps on a logarithmic axis, the closed form as circles.

    A loss of exactly 0 has no logarithm and is left out.
    """
    steps = _shown_steps(trajectory)
    measured = trajectory.losses[steps]
    positive = steps[((measured > 0) & measured.isfinite()).numpy()]
    figure = go.Figure()
    figure.add_scatter(
        x=positive,
        y=_numbers(trajectory.losses[positive]),
        mode="lines" if len(positive) > 1 else "markers",
        name="loss",
        line={"color": colors[0], "width": 2.5},
        hovertemplate="loss = %{y:.4g}<extra></extra>",
    )
    if closed_form is not None and len(positive):
        # Below float32's rounding the closed form goes on to 1e-300 and would flatten the picture.
        floor = trajectory.losses[positive].min().double() / 10
        marks = _spread(steps, CLOSED_FORM_POINTS)
        marks = marks[(closed_form.losses[marks] >= floor).numpy()]
        _add_closed_form(figure, marks, closed_form.losses[marks])
    _over_steps(figure, "loss (log)")
    figure.update_yaxes(type="log", exponentformat="power", nticks=6)
    return figure


def path_figure(
    trajectory: Trajectory, surface: Surface, colors: Sequence[str] = qualitative.D3, resolution: int = 61
) -> go.Figure:
    """The path in the plane of the first two components over the loss; the others stand at their minimum."""
    steps = _shown_steps(trajectory)
    points = trajectory.points[steps].double()
    minimum = torch.tensor(surface.minimum, dtype=torch.float64)
    low, high = _window(points, minimum)
    across, up = (
        torch.linspace(float(low[i]), float(high[i]), resolution, dtype=torch.float64) for i in (0, 1)
    )
    grid = minimum.repeat(resolution, resolution, 1)  # (up, across, d)
    grid[:, :, 0] = across
    grid[:, :, 1] = up[:, None]
    losses = surface.values(grid.reshape(-1, len(minimum))).reshape(resolution, resolution)
    figure = go.Figure()
    figure.add_contour(
        x=across.numpy(),
        y=up.numpy(),
        z=losses.numpy(),
        contours={"coloring": "none", "showlabels": True, "labelfont": {"size": 10, "color": NEUTRAL}},
        line={"color": "rgba(128, 128, 128, 0.55)", "width": 1},
        ncontours=12,
        showscale=False,
        hovertemplate="x₁ = %{x:.3f}<br>x₂ = %{y:.3f}<br>loss = %{z:.4g}<extra></extra>",
    )
    inside = ((points[:, :2] >= low) & (points[:, :2] <= high)).all(dim=1)
    # The first point outside stays, so that a diverging path is seen to leave.
    shown = points[: int((~inside).int().argmax()) + 1] if bool((~inside).any()) else points
    figure.add_scatter(
        x=shown[:, 0].numpy(),
        y=shown[:, 1].numpy(),
        mode="lines+markers" if len(shown) <= 60 else "lines",
        name="path",
        line={"color": colors[1 % len(colors)], "width": 2.5},
        marker={"size": 5},
        customdata=steps[: len(shown)],
        hovertemplate="step %{customdata}<br>x₁ = %{x:.4f}<br>x₂ = %{y:.4f}<extra></extra>",
    )
    for name, point, symbol, color in (
        ("start", points[0], "circle", colors[1 % len(colors)]),
        ("end", points[-1], "square", colors[2 % len(colors)]),
        ("minimum", minimum, "x-thin", NEUTRAL),
    ):
        if bool(((point[:2] >= low) & (point[:2] <= high)).all()):
            _add_mark(figure, name, point, symbol, color)
    figure.update_xaxes(title_text="x₁", range=[float(low[0]), float(high[0])], showgrid=False)
    figure.update_yaxes(title_text="x₂", range=[float(low[1]), float(high[1])], showgrid=False)
    return _framed(figure, height=320).update_layout(showlegend=False)  # the marks carry their names


def _shown_steps(trajectory: Trajectory) -> np.ndarray:
    """At most `MAX_POINTS` step numbers, all before the descent left the finite numbers."""
    end = trajectory.steps if trajectory.diverged_at is None else max(trajectory.diverged_at - 1, 0)
    return _spread(np.arange(end + 1), MAX_POINTS)


def _spread(steps: np.ndarray, count: int) -> np.ndarray:
    """At most `count` of `steps`, evenly spread, the first and the last among them."""
    if len(steps) <= count:
        return steps
    return steps[np.linspace(0, len(steps) - 1, count).round().astype(int)]


def _window(points: Tensor, minimum: Tensor) -> tuple[Tensor, Tensor]:
    """The corners `(2,)`, `(2,)` of the shown plane: the path, but no farther out than twice its start."""
    centre = minimum[:2]
    reach = 2 * (points[0, :2] - centre).abs().max().clamp(min=0.5)
    near = torch.cat([points[:, :2].clamp(centre - reach, centre + reach), centre[None]])
    low, high = near.amin(dim=0), near.amax(dim=0)
    margin = 0.3 * (high - low).clamp(min=1.0)
    return low - margin, high + margin


def _numbers(values: Tensor) -> np.ndarray:
    return values.detach().numpy()


def _component(index: int) -> str:
    return "x" + str(index + 1).translate(SUBSCRIPTS)


def _add_closed_form(figure: go.Figure, steps: np.ndarray, values: Tensor) -> None:
    figure.add_scatter(
        x=steps,
        y=_numbers(values),
        mode="markers",
        name="closed form",
        marker={"symbol": "circle-open", "size": 8, "color": NEUTRAL, "line": {"width": 2}},
        hovertemplate="closed form %{y:.6g}<extra></extra>",
    )


def _add_mark(figure: go.Figure, name: str, point: Tensor, symbol: str, color: str) -> None:
    figure.add_scatter(
        x=[float(point[0])],
        y=[float(point[1])],
        mode="markers+text",
        name=name,
        text=[name],
        textposition="top center" if name == "minimum" else "bottom center",
        marker={"size": 13, "symbol": symbol, "color": color, "line": {"width": 2, "color": NEUTRAL}},
        hovertemplate=f"{name}<br>x₁ = %{{x:.4f}}<br>x₂ = %{{y:.4f}}<extra></extra>",
    )


def _over_steps(figure: go.Figure, y_title: str) -> go.Figure:
    figure.update_xaxes(title_text="step")
    figure.update_yaxes(title_text=y_title)
    return _framed(figure, height=320)


def _framed(figure: go.Figure, height: int) -> go.Figure:
    figure.update_layout(
        height=height,
        showlegend=True,
        hovermode="closest",
        legend={"orientation": "h", "x": 0, "y": 1.02, "xanchor": "left", "yanchor": "bottom"},
        margin={"l": 60, "r": 16, "t": 40, "b": 48},
    )
    return figure
