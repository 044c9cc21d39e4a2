"""Which network reads the drawing: the choice, kept in the URL under the key that links use."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from playground.digits.checkpoints import Checkpoint
from playground.digits.checkpoints.containers import ACCEPTED
from playground.errors import CheckpointError
from playground.formatting import listed
from playground.markdown import literal
from playground.settings import MAX_CHECKPOINT_BYTES
from playground.ui.shared.choice import choose_one
from playground.ui.shared.networks import (
    DEFAULT,
    UPLOAD,
    ModelChoices,
    load_choice,
    model_choices,
    reader_of_digits,
)
from playground.ui.shared.uploads import uploaded_network

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
        st.warning(f"Your own runs are not listed. {literal(choices.problem)}")
    if choices.no_digits:
        learnt = listed(sorted(set(choices.no_digits.values())))
        st.caption(f"Only networks that read digits are offered: not your runs on {literal(learnt)}.")
    try:
        if key != UPLOAD:
            return ChosenNetwork(key, load_choice(choices, key), choices)
        upload = st.file_uploader(
            "Checkpoint file",
            type=list(ACCEPTED),
            key="checkpoint_file",
            max_upload_size=MAX_CHECKPOINT_BYTES // 2**20,
            help="A file from the Train page, weights that torch.save or safetensors wrote, by themselves or in a "
            "training program's checkpoint, or NumPy arrays.",
        )
        if upload is not None:
            network = uploaded_network(upload.getvalue(), "checkpoint")
            return ChosenNetwork(key, reader_of_digits(network), choices)
        st.caption("Until you choose a file, the pretrained CNN reads your drawing.")
    except CheckpointError as error:
        st.error(f"{literal(error)} The pretrained CNN reads your drawing meanwhile.")
    return ChosenNetwork(DEFAULT, load_choice(choices, DEFAULT), choices)


def _choose_key(choices: ModelChoices) -> str:
    def say_unknown(words: Sequence[str]) -> None:
        learnt = choices.no_digits.get(words[-1])
        why = f"There is no network '{words[-1][:60]}' here"
        if learnt is not None:
            why = f"That network has learnt {learnt} and reads no digits"
        st.info(f"{literal(why)}, so the pretrained CNN reads your drawing.")

    return choose_one(
        "Network",
        choices.labels,
        DEFAULT,
        MODEL,
        name="model",
        widget=st.selectbox,
        say_unknown=say_unknown,
    )
