"""Points of one's own: drawn in the player, read from a file, kept in the session and, while few, in the URL."""

import streamlit as st

from playground.concepts.plane.data import OwnPoint, PlaneSource
from playground.concepts.plane.datasets import Target
from playground.concepts.plane.points_file import MAX_POINTS, read_points, target_of, write_points
from playground.concepts.plane.points_text import MAX_CHARACTERS, points_text, read_points_text
from playground.errors import ConfigurationError
from playground.markdown import literal
from playground.ui.shared.choice import choose_one
from playground.ui.shared.query_parameters import read_choice, write_choice
from playground.ui.shared.streamlit_workarounds import while_known

OWN = "own"
"""The key of one's own points among the data sets."""
NAMES: dict[Target, str] = {"two classes": "circle", "three classes": "three_spiral", "number": "slope"}
"""A data set of the catalogue with each kind of target."""
KINDS = {"two classes": "Two classes", "three classes": "Three classes", "number": "A number"}
START: tuple[OwnPoint, ...] = tuple(
    point for x1 in (1.0, 2.0, 3.0, 4.0) for point in ((-x1, x1 / 2, 0.0), (x1, -x1 / 2, 1.0))
)
_POINTS, _FILE, _TROUBLE, _TARGET = "own_points", "points_file", "points_file_trouble", "own_target"
"""In the session: the points, the uploader, what was wrong with the last file, the choice of what a point has."""
_TEXT = "points"
"""The query parameter."""


def own_points_form(test_share: float, seed: int) -> PlaneSource:
    """The points as they are now, and what can be done with them beside drawing."""
    points = own_points()
    target: Target = choose_one("What a point has", KINDS, "two classes", _TARGET, widget=st.pills)  # type: ignore[assignment]  # one of its keys
    st.caption("Draw in the picture: click to add, drag to move, right click or Delete to remove.")
    _file(points)
    return PlaneSource(
        NAMES[target], 0.0, test_share, seed, tuple(_fitting(point, target) for point in points)
    )


def own_points() -> tuple[OwnPoint, ...]:
    """What the URL says, else what was drawn last, else a few to begin with."""
    text = read_choice(_TEXT)
    if text is not None and text != st.session_state.get(f"{_POINTS}_text"):
        read = read_points_text(text)
        st.session_state[f"{_POINTS}_text"] = text
        if read is None:
            st.toast("The link's points cannot be read: others are shown.", icon=":material/link_off:")
        else:
            st.session_state[_POINTS] = read
    return st.session_state.setdefault(_POINTS, START)


def keep_points(points: tuple[OwnPoint, ...]) -> None:
    """From now on these; the URL has them while it can."""
    st.session_state[_POINTS] = points[:MAX_POINTS]
    text = points_text(points)
    st.session_state[f"{_POINTS}_text"] = text
    if text is not None:
        write_choice(_TEXT, text)
    else:
        st.session_state.pop(f"{_TEXT}_chosen", None)
        st.query_params.pop(_TEXT, None)


def _file(points: tuple[OwnPoint, ...]) -> None:
    st.file_uploader(
        "From a CSV file",
        type=["csv", "txt"],
        key=_FILE,
        max_upload_size=1,
        help="Columns x1, x2 (−6 to 6) and a label.",
        on_change=while_known(_FILE, _uploaded),
    )
    if trouble := st.session_state.get(_TROUBLE):
        st.error(literal(trouble), icon=":material/error:")
    st.download_button(
        "Save them as CSV", write_points(points), "points.csv", "text/csv", icon=":material/download:"
    )
    if points_text(points) is None:
        st.caption(
            f"{len(points):,} points are more than the {MAX_CHARACTERS:,} characters of a link hold: share the file."
        )


def _uploaded() -> None:
    """The points of a file that was chosen, with the kind of target that they have; a callback may set that widget."""
    st.session_state[_TROUBLE] = ""
    file = st.session_state[_FILE]
    if file is None:
        return
    try:
        points = read_points(file.getvalue().decode("utf-8-sig"))
    except UnicodeDecodeError:
        st.session_state[_TROUBLE] = (
            "Expected a text file with commas, but it is no UTF-8 text. Save it as CSV."
        )
    except ConfigurationError as error:
        st.session_state[_TROUBLE] = str(error)
    else:
        keep_points(points)
        write_choice(_TARGET, target_of(points))
        st.session_state[_TARGET] = target_of(points)


def _fitting(point: OwnPoint, target: Target) -> OwnPoint:
    """Another kind of label makes the nearest of its own."""
    x1, x2, label = point
    if target == "number":
        return x1, x2, min(max(label, -1.0), 1.0)
    return x1, x2, float(min(max(round(label), 0), 1 if target == "two classes" else 2))
