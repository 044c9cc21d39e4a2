"""Export and import of the user test set: two downloads, and an upload."""

import streamlit as st

from playground.digits.own_digits.archive import pack_npz, pack_zip, unpack
from playground.digits.own_digits.folder import UserTestSet, UserTestSetFolder
from playground.markdown import literal
from playground.ui.shared.actions import action

IMPORTED = "own_digits_import_summary"
VERSION = "own_digits_import_version"


def export_and_import(own: UserTestSetFolder, digits: UserTestSet) -> None:
    """Both in an expander; the files are made only while it is open."""
    expander = st.expander(
        "Take your digits with you, or bring some here",
        icon=":material/swap_vert:",
        key="own_files",
        on_change="rerun",
    )
    summary = st.session_state.pop(IMPORTED, "")
    if summary:
        st.success(summary)
    if not expander.open:
        return
    with expander:
        if len(digits):
            _downloads(digits)
        _upload(own)


def _downloads(digits: UserTestSet) -> None:
    npz, archive = _packed(digits.digest, digits.names, _digits=digits)
    with st.container(horizontal=True):
        st.download_button(
            "For NumPy and PyTorch (.npz)",
            npz,
            "own_digits.npz",
            "application/octet-stream",
            key="own_npz",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            "As pictures (.zip of PNGs)",
            archive,
            "own_digits.zip",
            "application/zip",
            key="own_zip",
            on_click="ignore",
            icon=":material/download:",
        )
    st.caption(
        "The .npz holds images, N x 28 x 28 bytes, and labels, N whole numbers: numpy.load reads it. In the ZIP each "
        "picture lies in a folder named after its digit."
    )


def _upload(own: UserTestSetFolder) -> None:
    version = st.session_state.get(VERSION, 0)  # a new one empties the field
    upload = st.file_uploader(
        "An .npz or .zip of digits", ["npz", "zip"], key=f"own_upload_{version}", max_upload_size=10
    )
    st.button(
        "Add them to the set",
        icon=":material/upload:",
        key="own_import",
        disabled=upload is None,
        on_click=action(_import, own, upload.getvalue() if upload is not None else b""),
    )


def _import(own: UserTestSetFolder, content: bytes) -> None:
    images, labels, skipped = unpack(content)
    added = own.add_all(images, labels.tolist())
    parts = [f"{added.new:,} new"]
    parts += [f"{added.known:,} already here"] if added.known else []
    parts += [f"{added.blank:,} without ink"] if added.blank else []
    summary = f"Of {len(images):,} drawings: {', '.join(parts)}."
    if skipped:
        summary += f" {len(skipped):,} files were left out, the first one {literal(skipped[0])}."
    st.session_state[IMPORTED] = summary
    st.session_state[VERSION] = st.session_state.get(VERSION, 0) + 1


@st.cache_data(max_entries=4, show_spinner=False)
def _packed(digest: str, names: tuple[str, ...], *, _digits: UserTestSet) -> tuple[bytes, bytes]:
    del digest, names  # the cache's key
    return pack_npz(_digits), pack_zip(_digits)
