"""The sliders of a loss's parameters."""

import streamlit as st

from playground.concepts.losses import Loss
from playground.ui.losses.settings import parameter_key
from playground.ui.shared.numbers import DECIMAL


def parameter_sliders(loss: Loss) -> dict[str, float]:
    """One slider for each parameter of a loss; their values by the parameters' names."""
    return {
        parameter.name: st.slider(
            parameter.label,
            parameter.low,
            parameter.high,
            parameter.default,
            parameter.step,
            format=DECIMAL,
            key=parameter_key(loss.name, parameter.name),
            bind="query-params",
            help=parameter.help,
        )
        for parameter in loss.parameters
    }
