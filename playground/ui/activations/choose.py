"""The choice of several activations, all of them in sight."""

from collections.abc import Mapping

import streamlit as st

from playground.concepts.activations import Activation
from playground.ui.activations.settings import DEFAULTS


def choose_activations(key: str, entries: Mapping[str, Activation]) -> dict[str, Activation]:
    """One button for each of `entries`; the article's three to begin with.

    Args:
        key: of the widget, and in the address.
        entries: what can be chosen.

    Returns:
        What is chosen, in the order of the catalogue.
    """
    labels = [entry.label for entry in entries.values()]
    picked = st.pills(
        "Functions", labels, selection_mode="multi", default=DEFAULTS[key], key=key,
        bind="query-params", wrap=True, label_visibility="collapsed",
    )  # fmt: skip
    return {name: entry for name, entry in entries.items() if entry.label in picked}
