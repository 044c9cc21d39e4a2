import math

import pytest

from playground.concepts.curves import Coincidence, Curve
from playground.concepts.jumps import Jump
from playground.figures.curve_panels import panels_figure

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
    assert lines == ["<b>f</b>", "A: %{y:.4~g}", "B: %{y:.4~g}", "<b>f′</b>", "A: %{y:.4~g}", "B: %{y:.4~g}"]
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


STEP = Curve("step", X, X, (0.0, 0.0), value_jumps=(Jump(0.25, -1.0, 0.0, 1.0),))
KINK = Curve("kink", [0.5, 0.0, 1.0], [-1.0, 1.0, 1.0], (0.0, 0.0), slope_jumps=(Jump(-0.5, -1.0, 1.0, 1.0),))


def _of(figure, name, panel):
    return [trace for trace in figure.data if trace.name == name and trace.yaxis == panel]


def test_a_jump_is_a_gap_with_an_open_dot_at_each_value_that_is_not_taken():
    figure = panels_figure(X, [STEP], 0.5, axis="x", names=("f", "f′"))
    line, ends, dots, _ = _of(figure, "step", "y")
    # the line has nothing beside the jump, and the point at the jump for the hover box
    assert [place for place, height in zip(line.x, line.y, strict=True) if not math.isnan(height)] == [
        -1.0,
        0.0,
        0.25,
        1.0,
    ]
    assert [math.isnan(height) for height in line.y] == [False, False, True, False, True, False]
    # from the last place before it to its limit, and on from its other limit
    assert [place for place in ends.x if not math.isnan(place)] == [0.0, 0.25, 0.25, 1.0]
    assert [height for height in ends.y if not math.isnan(height)] == [0.0, -1.0, 1.0, 1.0]
    assert ends.line == line.line
    assert dots.line.dash == "dot"
    assert list(zip(dots.x[:3], dots.y[:3], dots.marker.color[:3], strict=True)) == [
        (0.25, -1.0, "#ffffff"),
        (0.25, 1.0, "#ffffff"),
        (0.25, 0.0, line.line.color),
    ]
    assert {trace.hoverinfo for trace in (ends, dots)} == {"skip"}


def test_a_kink_is_a_jump_of_the_slope_and_a_corner_of_the_values():
    figure = panels_figure(X, [KINK], 0.5, axis="x", names=("f", "f′"))
    assert len(_of(figure, "kink", "y")) == 2  # a line and the symbol
    assert _of(figure, "kink", "y")[0].x.tolist() == [-1.0, -0.5, 0.0, 1.0]
    _, _, dots, _ = _of(figure, "kink", "y2")
    assert list(zip(dots.y[:2], dots.marker.color[:2], strict=True)) == [
        (-1.0, "#ffffff"),
        (1.0, dots.line.color),
    ]


def test_a_line_under_others_is_broad_and_solid():
    group = Coincidence(("B", "C", "D"), "both", 0.0)
    curves = [Curve(name, X, X, (0.0, 0.0)) for name in "ABCD"]
    figure = panels_figure(X, curves, 0.5, axis="x", names=("f", "f′"), coinciding=[group])
    lines = {name: _traces(figure, "lines", name) for name in "ABCD"}
    assert all(upper.line == lower.line for upper, lower in lines.values())
    widths = [lines[name][0].line.width for name in "ABCD"]
    assert widths[1] > widths[2] > widths[3] == widths[0]
    assert lines["B"][0].line.dash == "solid" != lines["C"][0].line.dash != lines["D"][0].line.dash
