"""The chosen network as files."""

import streamlit as st

from playground.digits.checkpoints import Checkpoint, export_safetensors, export_state_dict
from playground.ui.shared.networks import describe_checkpoint


def download_network(checkpoint: Checkpoint) -> None:
    """Two files to download: for PyTorch alone, and for this playground."""
    with st.expander("Take this network with you", icon=":material/download:"):
        st.caption(
            f"{describe_checkpoint(checkpoint)}. A safetensors file keeps this description; both hold no code."
        )
        st.download_button(
            "For PyTorch: state_dict (.pt)",
            export_state_dict(checkpoint.model),
            "digit_network.pt",
            key="export_pt",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            "For this playground (.safetensors)",
            export_safetensors(checkpoint.model, checkpoint.metadata),
            "digit_network.safetensors",
            key="export_safetensors",
            on_click="ignore",
            icon=":material/download:",
        )
