"""Where the network of the graph learns: the page of networks, set up with the same layers."""

from collections.abc import Mapping, Sequence

import streamlit as st

from playground.ui.backpropagation.settings import DEFAULTS, NO_LAYER
from playground.ui.shared.pages import PAGES
from playground.ui.shared.query_parameters import mark_read

FORMER_PART = "train"
FORMER_TASKS = {"wave": "hills", "hill": "hills", "halves": "clusters", "xor": "xor", "ring": "circle"}
"""The data that take the place of what the former part learnt; its links named these, or labels such as 'A ring'."""


def learning_query(
    hidden: Sequence[str], activation: str, learning_rate: str, seed: str, data: str = "xor"
) -> dict[str, str]:
    """The URL of a network of these hidden layers, which learns by squared errors as the graph's loss has them."""
    query = {"part": "network", "data": data, "loss": "mse", "layers": str(len(hidden)), "seed": seed}
    if learning_rate.strip("0.") or not learning_rate:  # at 0 nothing would be learnt
        query["learning_rate"] = learning_rate
    for layer, size in enumerate(hidden, 1):
        query |= {f"neurons_{layer}": size, f"activation_{layer}": activation}
    return query


def answer_former_link() -> None:
    """A link to the former part sets the graph up with its network, and says where that learns now."""
    if st.query_params.get("part") != FORMER_PART:
        return
    asked = {
        name: st.query_params.get(name, str(DEFAULTS[name]))
        for name in ("hidden", "second", "activation", "learning_rate", "seed")
    }
    task = st.query_params.get("task", "wave").split(" ")[-1].lower()
    hidden = [size for size in (asked["hidden"], asked["second"]) if size != NO_LAYER]
    query = learning_query(
        hidden, asked["activation"], asked["learning_rate"], asked["seed"], FORMER_TASKS.get(task, "xor")
    )
    del st.query_params["part"]
    st.query_params.pop("task", None)
    mark_read("task")
    with st.container(border=True, key="moved"):
        st.markdown(
            "Networks learn on the page 'Neurons and networks' now, where every neuron shows what it has learnt."
        )
        learning_link("Open it with the network of this link", query)


def learning_link(label: str, query: Mapping[str, str]) -> None:
    """A link to the page of networks with what `learning_query` gave."""
    entry = PAGES["network"]
    st.page_link(entry.file, label=label, icon=entry.icon, query_params=query)
