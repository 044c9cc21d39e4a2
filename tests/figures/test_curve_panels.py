import math

import pytest

from playground.figures.curve_panels import Curve, panels_figure

X = [-1.0, 0.0, 1.0]
CURVES = [
    Curve("A", [1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], (0.25, 1.0)),
    Curve("B", X, [1.0, 1.0, 1.0], (0.5, 1.0)),
]
FIGURE = panels_figure(X, CURVES, 0.5, axis="x", names=("f", "f′"), shaded=[(-1.0, -0.5)])


def _traces(figure, mode, name):
    return [trace for trace in figure.data if trace.mode == mode and trace.name == name]


def test_a_function_has_a_line_and_a_symbol_in_each_panel_of_one_look():
    looks = []
    for label in "AB":
        lines, symbols = _traces(FIGURE, "lines", label), _traces(FIGURE, "markers", label)
        assert [trace.yaxis for trace in lines] == [trace.yaxis for trace in symbols] == ["y", "y2"]
        assert lines[0].line == lines[1].line
        assert {symbol.marker.color for symbol in symbols} == {lines[0].line.color}
        looks.append((lines[0].line.color, lines[0].line.dash, symbols[0].marker.symbol))
        assert [line.showlegend for line in lines] == [True, False]  # one entry hides both
    assert all(first != second for first, second in zip(*looks, strict=True))


def test_the_lines_hold_values_and_slopes_along_x():
    values, slopes = _traces(FIGURE, "lines", "A")
    assert values.y.tolist() == [1.0, 0.0, 1.0]
    assert slopes.y.tolist() == [-2.0, 0.0, 2.0]
    assert (values.x0, values.dx) == (slopes.x0, slopes.dx) == (-1.0, 1.0)


def test_the_hover_box_has_the_values_first_then_the_slopes_each_under_a_heading():
    hovered = [trace for trace in FIGURE.data if trace.hoverinfo != "skip"]
    lines = [
        trace.hovertemplate.removesuffix("<extra></extra>")
        if "<extra></extra>" in trace.hovertemplate
        else f"{trace.name}: {trace.hovertemplate}"
        for trace in hovered
    ]
    assert lines == ["<b>f</b>", "A: %{y:.4f}", "B: %{y:.4f}", "<b>f′</b>", "A: %{y:.4f}", "B: %{y:.4f}"]
    assert FIGURE.layout.hoversubplots == "axis"
    assert FIGURE.layout.template.layout.hovermode == "x unified"
    assert all(not trace.legendgroup for trace in FIGURE.data)  # the box would be sorted by groups


def test_the_probe_is_marked_in_both_panels_at_the_values_there():
    marked = [(shape.x0, shape.x1, shape.yref) for shape in FIGURE.layout.shapes if shape.type == "line"]
    assert marked == [(0.5, 0.5, "y domain"), (0.5, 0.5, "y2 domain")]
    places = [(trace.x, trace.y) for label in "AB" for trace in _traces(FIGURE, "markers", label)]
    assert places == [((0.5,), (0.25,)), ((0.5,), (1.0,)), ((0.5,), (0.5,)), ((0.5,), (1.0,))]


def test_a_place_without_a_value_has_no_symbol():
    figure = panels_figure(X, [Curve("A", X, X, (math.inf, math.nan))], 0.5, axis="x", names=("f", "f′"))
    assert [trace.x for trace in _traces(figure, "markers", "A")] == [(), ()]


def test_both_panels_share_their_axis_and_the_lower_one_is_shaded():
    assert FIGURE.layout.xaxis.range == (-1.0, 1.0)
    assert {trace.xaxis for trace in FIGURE.data} == {None}
    (area,) = [shape for shape in FIGURE.layout.shapes if shape.type == "rect"]
    assert (area.x0, area.x1, area.yref) == (-1.0, -0.5, "y2 domain")
    assert FIGURE.layout.yaxis.domain[0] > FIGURE.layout.yaxis2.domain[1]


def test_without_a_curve_there_are_axes():
    figure = panels_figure(X, [], 0.0, axis="x", names=("f", "f′"))
    assert figure.data == ()
    assert figure.layout.xaxis.title.text == "x"


@pytest.mark.parametrize("count", [1, 7, 20])
def test_any_number_of_curves_has_looks_of_their_own(count):
    figure = panels_figure(
        X, [Curve(str(index), X, X, (0, 0)) for index in range(count)], 0, axis="x", names=("f", "f′")
    )
    shown = [trace for trace in figure.data if trace.showlegend]
    assert len({(trace.line.color, trace.line.dash) for trace in shown}) == count
