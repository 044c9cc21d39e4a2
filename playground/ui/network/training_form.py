"""The controls of training: loss, optimizer with its numbers, batch and what holds the weights back."""

import math
from typing import Any

import streamlit as st

from playground.concepts.losses.catalogue import LOSSES
from playground.concepts.optimizers import OPTIMIZERS, OptimizerConfig
from playground.concepts.plane.training import PlaneTraining, loss_names
from playground.formatting import format_number
from playground.ui.network.settings import DEFAULTS, learning_rate_of
from playground.ui.shared.choice import choose_one
from playground.ui.shared.numbers import small_number_format, whole_number
from playground.ui.shared.optimizer_parameter import optimizer_parameter


def training_form(target: str) -> PlaneTraining:
    """How to train on such a target.

    Raises:
        ConfigurationError: a number outside its range.
    """
    names = loss_names(target)
    losses = {name: LOSSES[name].label for name in names}
    loss = choose_one("Loss", losses, names[0], "loss", widget=st.selectbox)
    optimizers = {name: entry.label for name, entry in OPTIMIZERS.items()}
    optimizer = choose_one(
        "Optimizer",
        optimizers,
        DEFAULTS["optimizer"],
        "optimizer",
        widget=st.selectbox,
        on_change=_other_optimizer,
    )
    suggestion = learning_rate_of(optimizer)
    rate = st.number_input(
        "Learning rate",
        value=suggestion,
        step=10.0 ** math.floor(math.log10(suggestion)),
        format=small_number_format("learning_rate", suggestion),
        key="learning_rate",
        bind="query-params",
    )
    batch_size = whole_number(
        "Points a step", DEFAULTS["batch_size"], "batch_size", minimum=1, maximum=500, help="The batch size."
    )
    with st.expander("More of its numbers", icon=":material/tune:"):
        numbers: dict[str, Any] = {
            parameter.name: optimizer_parameter(parameter) for parameter in OPTIMIZERS[optimizer].parameters
        }
        held_back: dict[str, Any] = {
            name: st.select_slider(
                label,
                options,
                DEFAULTS[name],
                format_func=format_number,
                key=name,
                bind="query-params",
                help=help,
            )
            for name, label, options, help in HELD_BACK
        }
    return PlaneTraining(
        loss=loss,
        optimizer=OptimizerConfig(optimizer, rate, **numbers),
        batch_size=batch_size,
        **held_back,
    )


PENALTIES = (0.0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
HELD_BACK = (
    (
        "l1",
        "L1",
        PENALTIES,
        "Adds the sum of all weights' sizes to the loss: pulls small weights to exactly 0.",
    ),
    ("l2", "L2", PENALTIES, "Adds half the sum of their squares: keeps all weights small."),
    (
        "dropout",
        "Dropout",
        tuple(share / 10 for share in range(10)),
        "The share of hidden neurons each step leaves out.",
    ),
)


def _other_optimizer() -> None:
    """Another optimizer begins with its own numbers: some share a name and not the default."""
    name = st.session_state["optimizer"]
    st.session_state.update({**OPTIMIZERS[name].defaults, "learning_rate": learning_rate_of(name)})
