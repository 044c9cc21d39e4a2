"""The controls that choose an optimizer and its numbers, or the contestants of a race."""

import math
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from playground.concepts.optimizers import OPTIMIZERS, OptimizerConfig
from playground.concepts.surfaces import Surface
from playground.ui.gradient_descent.settings import DEFAULT_CONTESTANTS, optimizer_settings, suggested_rate
from playground.ui.shared.choice import choose_one, choose_several
from playground.ui.shared.numbers import small_number_format
from playground.ui.shared.optimizer_parameter import optimizer_parameter


def optimizer_form(surface: Surface) -> tuple[OptimizerConfig, DeltaGenerator]:
    """One optimizer with all its parameters, and the place for the strip of its learning rates.

    Raises:
        ConfigurationError: a number outside its range.
    """
    name = choose_one(
        "Optimizer",
        {key: entry.label for key, entry in OPTIMIZERS.items()},
        next(iter(OPTIMIZERS)),
        "optimizer",
        widget=st.selectbox,
        on_change=_begin,
    )
    entry = OPTIMIZERS[name]
    st.caption(entry.notice)
    suggestion = suggested_rate(surface.name, name)
    rate = st.number_input(
        "Learning rate",
        value=suggestion,
        step=10.0 ** math.floor(math.log10(suggestion)),
        format=small_number_format("learning_rate", suggestion),
        key="learning_rate",
        bind="query-params",
        help="What the gradient is multiplied by: the step of plain SGD.",
    )
    strip = st.container()
    # What an optimizer remembers by default always stands in sight; the others are folded away.
    in_sight = [parameter for parameter in entry.parameters if parameter.is_decay and parameter.default]
    folded = [parameter for parameter in entry.parameters if parameter not in in_sight]
    values: dict[str, Any] = {parameter.name: optimizer_parameter(parameter) for parameter in in_sight}
    if folded:
        with st.expander("More of its numbers", icon=":material/tune:"):
            values |= {parameter.name: optimizer_parameter(parameter) for parameter in folded}
    return OptimizerConfig(name, rate, **values), strip


def race_form(surface: Surface) -> list[OptimizerConfig]:
    """Several optimizers, each with a learning rate; their other numbers are the catalogue's.

    Raises:
        ConfigurationError: a learning rate out of its range.
    """
    labels = {key: entry.label for key, entry in OPTIMIZERS.items()}
    chosen = choose_several("Racers", labels, DEFAULT_CONTESTANTS, "racers")
    with st.expander("Learning rates", icon=":material/tune:"):
        st.caption("Each begins with a rate that suits it on this function, from the usual start.")
        return [
            OptimizerConfig(
                name,
                st.number_input(
                    OPTIMIZERS[name].label,
                    value=suggested_rate(surface.name, name),
                    format=small_number_format(f"rate_{name}", None),
                    key=f"rate_{name}",
                    bind="query-params",
                ),
            )
            for name in chosen
        ]


def _begin() -> None:
    """Another optimizer begins with its own learning rate and numbers."""
    surface = st.session_state.get("surface", "article")
    st.session_state.update(optimizer_settings(surface, st.session_state["optimizer"]))
