"""The data sets of one's own images that are kept: a download, and a deletion after asking."""

import streamlit as st

from playground.digits.datasets import DATASETS
from playground.digits.datasets.own_images.folder import delete, own_file, own_keys
from playground.ui.shared.actions import action
from playground.ui.shared.confirmation import ask_first


def kept_images() -> None:
    """Each data set that is kept can be downloaded and deleted."""
    titles = {key: DATASETS[key].label if key in DATASETS else f"{key} (damaged)" for key in own_keys()}
    if not titles:
        return
    key = st.selectbox(
        "Kept here", list(titles), format_func=lambda key: titles.get(key, key), key="own_images_kept_one"
    )
    with st.container(horizontal=True, gap="small"):
        try:
            content = own_file(key).read_bytes()
        except OSError:  # deleted by another tab a moment ago
            return
        st.download_button(
            "Download (.npz)",
            content,
            f"{key}.npz",
            key="own_images_download",
            on_click="ignore",
            icon=":material/download:",
            help="The program of a run on these images reads this file.",
        )
        ask_first(
            "Delete",
            "These images will be gone for good. Runs that learnt from them keep their curves and networks.",
            "Yes, delete them",
            action(delete, key, done=f"{titles[key]} is deleted."),
            icon=":material/delete:",
            key="own_images_delete",
        )
