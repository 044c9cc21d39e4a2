"""The chosen network as files."""

import streamlit as st

from playground.digits.checkpoints import Checkpoint
from playground.markdown import literal
from playground.ui.shared.network_files import network_files
from playground.ui.shared.networks import describe_checkpoint


def download_network(checkpoint: Checkpoint) -> None:
    """The network's files to download, in every format."""
    with st.expander("Take this network with you", icon=":material/download:"):
        st.caption(f"{literal(describe_checkpoint(checkpoint))}.")
        network_files(checkpoint, "model", "draw")
