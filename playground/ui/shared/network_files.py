"""A network as files to download: for PyTorch, for this playground and everybody with safetensors, and for ONNX."""

import streamlit as st

from playground.digits.checkpoints import Checkpoint, export_safetensors, export_state_dict
from playground.digits.interpretability.features import fingerprint
from playground.errors import CheckpointError
from playground.markdown import literal

_ONNX = "onnx_file"
"""In the session: the fingerprint of the network that was converted last, and its file."""

_HOW_TO_LOAD = {
    "pth": 'model.load_state_dict(torch.load("{file}", weights_only=True))',
    "safetensors": 'model.load_state_dict(safetensors.torch.load_file("{file}"))',
    "onnx": '(logits,) = onnxruntime.InferenceSession("{file}").run(None, {{"images": images}})',
}


def network_files(checkpoint: Checkpoint, stem: str, key: str) -> None:
    """A button for each format, and under it the line that loads the file elsewhere.

    Args:
        checkpoint: the network.
        stem: of the files' names, such as "model".
        key: tells the buttons of several networks on a page apart.
    """
    st.caption(
        "`model` is made as in the PyTorch program; for the article's network the article's own class does as well. "
        "The safetensors file has the same weights, and says besides what they are: this playground reads it best."
    )
    _offer(stem, "pth", export_state_dict(checkpoint.model), key)
    _offer(stem, "safetensors", export_safetensors(checkpoint.model, checkpoint.metadata), key)
    known, content = st.session_state.get(_ONNX, ("", b""))
    if known == fingerprint(checkpoint.model):
        _offer(stem, "onnx", content, key)
    elif st.button(f"Make {stem}.onnx", icon=":material/manufacturing:", key=f"make_onnx_{key}"):
        _make_onnx(checkpoint, key)
    _show_line(stem, "onnx")
    st.caption(
        "`images` are `(N, 1, 28, 28)` float32 in 0 to 1, white ink on black; the largest logit is the answer."
    )


def _offer(stem: str, ending: str, content: bytes, key: str) -> None:
    file = f"{stem}.{ending}"
    st.download_button(
        file,
        content,
        file,
        "application/octet-stream",
        key=f"download_{ending}_{key}",
        on_click="ignore",
        icon=":material/download:",
    )
    if ending != "onnx":
        _show_line(stem, ending)


def _show_line(stem: str, ending: str) -> None:
    st.code(_HOW_TO_LOAD[ending].format(file=f"{stem}.{ending}"), language="python", wrap_lines=True)


def _make_onnx(checkpoint: Checkpoint, key: str) -> None:
    """Convert it while a bar shows that it is under way."""
    from playground.digits.checkpoints.onnx_file import OnnxConversion

    place = st.empty()
    # Any click ends this run of the page at the next drawing of the text, and with it the conversion.
    st.button("Cancel", icon=":material/close:", key=f"cancel_onnx_{key}")
    try:
        with OnnxConversion(checkpoint.model) as conversion:
            for seconds in conversion.waiting():
                place.markdown(
                    f":material/progress_activity: Converting, {seconds:.0f} s. It takes about ten."
                )
            content = conversion.content()
    except CheckpointError as error:
        place.error(literal(error))
        return
    st.session_state[_ONNX] = fingerprint(checkpoint.model), content
    st.rerun()
