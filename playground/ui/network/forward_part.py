"""The forward pass layer by layer, and one step of training by its six parts: of one of two networks."""

import streamlit as st

from playground.ui.network.settings import DEFAULTS
from playground.ui.shared.choice import choose_one

NETWORKS = {"plane": "The network in the plane", "digits": "The article's 784-128-10"}
EXAMPLES = {
    "plane": {"one": "One point", "three": "A batch of three"},
    "digits": {"one": "One digit", "three": "A batch of three"},
}


def show() -> None:
    """Which network and how many examples, then what it does with them."""
    with st.container(horizontal=True, gap="medium"):
        network = choose_one("Which network", NETWORKS, DEFAULTS["which_network"], "which_network")
        examples = choose_one("What goes in", EXAMPLES[network], DEFAULTS["examples_in"], "examples_in")
    batch = examples == "three"
    if network == "plane":
        from playground.ui.network.plane_forward import show_plane

        show_plane(batch)
    else:
        from playground.ui.network.digit_forward import show_digits

        show_digits(batch)
