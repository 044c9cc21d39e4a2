"""The controls that choose a function to descend, and where its descent starts."""

import streamlit as st

from playground.concepts.surfaces import SURFACES, Surface
from playground.concepts.surfaces.typed_function import parse_function, typed_surface
from playground.errors import FunctionSyntaxError
from playground.markdown import literal
from playground.ui.gradient_descent.settings import (
    TYPED,
    TYPED_FUNCTION,
    TYPED_LABEL,
    optimizer_settings,
    start_of,
    surface_settings,
)
from playground.ui.shared.choice import choose_one
from playground.ui.shared.numbers import whole_number

LAST_READ = "last_read_function"
"""In the session: the last typed text that could be read."""


def surface_form() -> tuple[Surface, bool]:
    """The function, by its name and its own settings, and whether it is what is typed.

    It is not where the typed text cannot be read, which is said at the text: then it is the last that could.

    Raises:
        ConfigurationError: a setting out of its range.
    """
    labels = {**{name: entry.label for name, entry in SURFACES.items()}, TYPED: TYPED_LABEL}
    name = choose_one(
        "Function", labels, next(iter(labels)), "surface", widget=st.selectbox, on_change=_begin
    )
    if name == TYPED:
        return _typed_form()
    surface = SURFACES[name]
    setting = surface.setting
    if setting is not None:
        surface = setting.build(
            st.slider(
                setting.label,
                setting.low,
                setting.high,
                setting.default,
                setting.step,
                format="%g",
                key=setting.name,
                bind="query-params",
                help=setting.notice,
            )
        )
    st.caption(surface.notice)
    return surface, True


def batch_form(surface: Surface) -> tuple[int | None, int]:
    """How many examples each step sees, None for all, and the seed that draws them."""
    if surface.examples is None:
        return None, 0
    choices = {"all": "All", **{str(count): f"{count}" for count in range(len(surface.examples) - 1, 0, -1)}}
    choice = choose_one(
        "Examples a step",
        choices,
        "all",
        "batch_size",
        help="Fewer examples a step are cheaper and noisier: this is the S, stochastic, in SGD.",
    )
    if choice == "all":
        return None, 0
    seed = whole_number("Seed", 0, "seed", minimum=0, maximum=9999, help="Another seed, other examples.")
    return int(choice), seed


def start_form(surface: Surface) -> list[float]:
    """The start point: one number for each coordinate."""
    usual = start_of(surface.name)
    with st.expander("Start point", icon=":material/my_location:"):
        st.caption("Or click the map, or drag the start there.")
        start = [
            st.number_input(name, value=value, format="%g", key=f"x{index}", bind="query-params")
            for index, (name, value) in enumerate(zip(surface.coordinates, usual, strict=True), 1)
        ]
        if tuple(start) != usual:
            st.button(
                "Back to the usual start", icon=":material/undo:", key="usual_start", on_click=_usual_start
            )
        return start


def _typed_form() -> tuple[Surface, bool]:
    text = st.text_input(
        "f(x, y) =",
        TYPED_FUNCTION,
        max_chars=200,
        key="function",
        bind="query-params",
        help="Numbers, x, y, + - * / ^ %, parentheses, sin, cos, tan, exp, log, sqrt, abs, tanh, erf, floor, min, max, "
        "and where(x < 0, a, b): a where x < 0, b elsewhere.",
    )
    read = _read_function(str(text))
    half_width = st.number_input(
        "Map from −w to w", 0.1, 1000.0, 3.0, format="%g", key="half_width", bind="query-params"
    )
    shown = st.session_state.get(LAST_READ, TYPED_FUNCTION)
    start = (start_of(TYPED)[0], start_of(TYPED)[1])
    return typed_surface(shown, start=start, half_width=half_width), read


def _read_function(text: str) -> bool:
    """Whether the text is a function, which is kept; what is wrong with it is said here."""
    try:
        parse_function(text)
    except FunctionSyntaxError as error:
        st.error(literal(error), icon=":material/error:")
        st.code(error.pointer, language=None)
        shown = st.session_state.get(LAST_READ, TYPED_FUNCTION)
        st.caption(f"Until it can be read the picture shows `{shown}`.")
        return False
    st.session_state[LAST_READ] = text
    return True


def _usual_start() -> None:
    for index, value in enumerate(start_of(st.session_state["surface"]), 1):
        st.session_state[f"x{index}"] = value


def _begin() -> None:
    """Another function begins with its own start, steps and learning rates."""
    surface = st.session_state["surface"]
    st.session_state.update(surface_settings(surface))
    st.session_state.update(optimizer_settings(surface, st.session_state.get("optimizer", "sgd")))
