"""One outlier: how far it drags the best line of each loss."""

import pandas as pd
import streamlit as st

from playground.concepts.losses import LOSSES
from playground.concepts.losses.outliers import LIMIT, POINTS, Line, fits
from playground.figures.losses import lines_option
from playground.formatting import format_number
from playground.notices.losses import describe_outlier
from playground.snippets.losses import line_program
from playground.ui.losses.parameters import parameter_sliders
from playground.ui.losses.settings import DEFAULTS
from playground.ui.shared import columns
from playground.ui.shared.charts import live_chart
from playground.ui.shared.edited_table import NumberRange, edited_table
from playground.ui.shared.frame import show_formula, show_pytorch, what_to_notice
from playground.ui.shared.numbers import DECIMAL

HEIGHT = 400


def show() -> None:
    """The outlier's height, the points in a table, and three lines.

    Raises:
        ConfigurationError: points through which no single line is best.
    """
    controls, picture = columns.controls_and_picture()
    with controls:
        height = _height()
        parameters = {
            name: parameter_sliders(entry) for name, entry in LOSSES.items() if entry.best_line is not None
        }
        with st.expander("All points", icon=":material/table:"):
            st.caption("The slider above sets the height y of the last one.")
            points = _edited()
    without = fits(points[:-1], parameters)
    moved = [*points[:-1], (points[-1][0], height)]
    lines = fits(moved, parameters)
    with picture:
        words = describe_outlier(lines, without, moved)
        with columns.picture():
            live_chart(lines_option(moved, lines, len(moved) - 1), height=HEIGHT, key="lines", alt=words)
        what_to_notice(words)
    st.table(_table(lines, without))
    # Huber's loss is smooth, so that an optimizer arrives; L1's line is found by trying pairs of points.
    huber = LOSSES["huber"].source_call(**parameters["huber"])
    show_pytorch(line_program(moved, huber), "The line of Huber's loss.")
    show_formula(
        r"\min_{a,\,b} \; \frac1N \sum_i L\big(a x_i + b,\; y_i\big)",
        "https://doi.org/10.1214/aoms/1177703732",
        "the best line of a loss",
    )


def _height() -> float:
    return st.slider(
        "Height of the last point",
        -10.0,
        15.0,
        DEFAULTS["outlier"],
        0.5,
        format=DECIMAL,
        key="outlier",
        bind="query-params",
        help="With the points as they begin, it lies with the others at 4.5.",
    )


def _edited() -> list[tuple[float, float]]:
    frame = pd.DataFrame(POINTS, columns=["x", "y"])
    edited = edited_table("points", frame, [NumberRange(-LIMIT, LIMIT)] * 2, grows=True)
    return [(float(x), float(y)) for x, y in edited.itertuples(index=False)]


def _table(lines: dict[str, Line], without: dict[str, Line]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            LOSSES[name].label: [
                format_number(line.slope),
                format_number(line.intercept),
                format_number(without[name].slope),
                format_number(line.slope - without[name].slope),
            ]
            for name, line in lines.items()
        },
        index=["slope", "intercept", "slope without the last point", "turned by"],
    ).T.rename_axis("line of")
