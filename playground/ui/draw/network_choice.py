"""Which network reads the drawing: the choice, kept in the URL under the key that links use."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from playground.digits.checkpoints import Checkpoint
from playground.errors import CheckpointError
from playground.ui.shared.choice import choose_one
from playground.ui.shared.networks import (
    DEFAULT,
    UPLOAD,
    ModelChoices,
    load_choice,
    load_upload,
    model_choices,
)

MODEL = "draw_model"


@dataclass(frozen=True)
class ChosenNetwork:
    """The network that reads, its key among `choices`, and these; a replacement has a key of its own."""

    key: str
    checkpoint: Checkpoint
    choices: ModelChoices


def choose_network() -> ChosenNetwork:
    """The network that the URL names, else the pretrained CNN, which also replaces one that cannot be read."""
    choices = model_choices(st.query_params.get("model") or st.session_state.get(MODEL))
    key = _choose_key(choices)
    if choices.problem:
        st.warning(f"Your own runs are not listed. {choices.problem}")
    try:
        if key != UPLOAD:
            return ChosenNetwork(key, load_choice(choices, key), choices)
        upload = st.file_uploader(
            "Checkpoint file",
            type=["safetensors", "pt", "pth"],
            key="checkpoint_file",
            max_upload_size=10,
            help="A file from the Train page, or made by torch.save(model.state_dict(), ...).",
        )
        if upload is not None:
            return ChosenNetwork(key, load_upload(upload.getvalue()), choices)
        st.caption("Until you choose a file, the pretrained CNN reads your drawing.")
    except CheckpointError as error:
        st.error(f"{error} The pretrained CNN reads your drawing meanwhile.")
    return ChosenNetwork(DEFAULT, load_choice(choices, DEFAULT), choices)


def _choose_key(choices: ModelChoices) -> str:
    def say_unknown(words: Sequence[str]) -> None:
        st.info(f"There is no network '{words[-1][:60]}' here, so the pretrained CNN reads your drawing.")

    return choose_one(
        "Network",
        choices.labels,
        DEFAULT,
        MODEL,
        name="model",
        widget=st.selectbox,
        say_unknown=say_unknown,
    )
