"""The widget of one number of an optimizer, beside its learning rate."""

from typing import Any

import streamlit as st

from playground.concepts.optimizers import Parameter
from playground.ui.shared.numbers import small_number_format


def optimizer_parameter(parameter: Parameter) -> float | bool:
    """A toggle for a switch, a slider for a decay below 1, else a field; the URL has it under the parameter's name."""
    shared: dict[str, Any] = {"key": parameter.name, "bind": "query-params", "help": parameter.notice}
    default = parameter.default
    if parameter.is_switch:
        return st.toggle(parameter.label, bool(default), **shared)
    if parameter.is_decay:
        step = 0.001 if default > 0.9 else 0.01
        return st.slider(parameter.label, 0.0, 1 - step, float(default), step, format="%g", **shared)
    number_format = small_number_format(parameter.name, float(default))
    return st.number_input(parameter.label, 0.0, value=float(default), format=number_format, **shared)
