"""Which network reads the drawing: the choice, kept in the address as the key that links use."""

from dataclasses import dataclass

import streamlit as st

from playground.digits.checkpoints import Checkpoint
from playground.errors import CheckpointError
from playground.ui.models import DEFAULT, UPLOAD, ModelChoices, load_choice, load_upload, model_choices

MODEL = "draw_model"
_ADDRESS = "draw_model_in_address"


@dataclass(frozen=True)
class ChosenNetwork:
    """The network that reads, its key among `choices`, and these. A network in use instead has its own key."""

    key: str
    checkpoint: Checkpoint
    choices: ModelChoices


def choose_network() -> ChosenNetwork:
    """The network in the address, else the pretrained CNN; a problem is said and the CNN stays in use."""
    choices = model_choices(st.query_params.get("model") or st.session_state.get(MODEL))
    key = _choose_key(choices)
    if choices.problem:
        st.warning(f"Your own runs are not listed. {choices.problem}")
    try:
        if key != UPLOAD:
            return ChosenNetwork(key, load_choice(choices, key), choices)
        upload = st.file_uploader(
            "Checkpoint file", type=["safetensors", "pt", "pth"], key="checkpoint_file", max_upload_size=10,
            help="A file from the Train page, or made by torch.save(model.state_dict(), ...).",
        )  # fmt: skip
        if upload is not None:
            return ChosenNetwork(key, load_upload(upload.getvalue()), choices)
        st.caption("Until you choose a file, the pretrained CNN reads your drawing.")
    except CheckpointError as error:
        st.error(f"{error} The pretrained CNN reads your drawing meanwhile.")
    return ChosenNetwork(DEFAULT, load_choice(choices, DEFAULT), choices)


def _choose_key(choices: ModelChoices) -> str:
    wanted = st.query_params.get("model")
    if wanted is not None and wanted != st.session_state.get(_ADDRESS):
        st.session_state[MODEL] = wanted if wanted in choices.labels else DEFAULT
        if wanted not in choices.labels:
            st.info(f"There is no network '{wanted[:60]}' here, so the pretrained CNN reads your drawing.")
    # bind="query-params" would put the display names in the address; links need the keys.
    key = st.selectbox(
        "Network",
        list(choices.labels),
        format_func=choices.labels.__getitem__,
        key=MODEL,
        persist_state="session",
    )
    if key != wanted and (wanted is not None or key != DEFAULT):
        st.query_params["model"] = key
    st.session_state[_ADDRESS] = st.query_params.get("model")
    return key
