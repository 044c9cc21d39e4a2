"""A data set of one's own images: the upload, what was read of it, and the ones that are kept."""

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

import streamlit as st

from playground.digits.datasets import DATASETS
from playground.digits.datasets.own_images.archive import read_archive
from playground.digits.datasets.own_images.arrays import read_npy_pair, read_npz
from playground.digits.datasets.own_images.collection import MAX_IMAGES, MAX_NAME, ImageCollection
from playground.digits.datasets.own_images.folder import (
    MAX_TITLE,
    TEST_SHARE,
    keep,
)
from playground.errors import DatasetError
from playground.figures.contact_sheet import contact_sheet
from playground.formatting import counted, listed
from playground.markdown import literal
from playground.ui.shared.actions import action
from playground.ui.shared.announcements import announce
from playground.ui.train.kept_images import kept_images

MAX_MEGABYTES = 100
SHOWN = 6
"""Images of each class that are shown."""
NAMED = 5
"""Files that were left out, which are named one by one."""

DATA = "data"
"""The choice of the data set, in the session and in the URL."""
_READ, _VERSION, _KEPT = "own_images_read", "own_images_version", "own_images_kept"


def own_images() -> None:
    """The whole fold; what is in it is drawn while it is open."""
    if kept := st.session_state.pop(_KEPT, ""):
        st.success(kept, icon=":material/check_circle:")
    fold = st.expander(
        "Use images of your own", icon=":material/add_photo_alternate:", key="own_images", on_change="rerun"
    )
    if not fold.open:
        return
    with fold:
        uploads = _upload()
        if uploads:
            collection = _read(uploads)
            if collection is not None:
                collection = _choose_polarity(collection, uploads[0])
                _describe(collection)
                _form(collection, uploads[0])
        kept_images()


def _upload() -> Sequence[Any]:
    return st.file_uploader(
        "A ZIP with a folder for each class, or NumPy arrays",
        ["zip", "npz", "npy"],
        accept_multiple_files=True,
        key=f"own_images_files_{st.session_state.get(_VERSION, 0)}",  # a new one empties the field
        max_upload_size=MAX_MEGABYTES,
        help=f"2 to 10 classes, up to {MAX_IMAGES:,} images of any size and kind: each becomes 28 x 28 grays. NumPy: "
        "one .npz with images and labels, or two .npy. Everybody who uses this server shares what is kept.",
    )


def _read(uploads: Sequence[Any]) -> ImageCollection | None:
    """What is in the files, read once; an error is shown."""
    ids = tuple(upload.file_id for upload in uploads)
    if st.session_state.get(_READ, (None,))[0] != ids:
        try:
            st.session_state[_READ] = (ids, _open(uploads), "")
        except DatasetError as error:
            st.session_state[_READ] = (ids, None, str(error))
    _, collection, problem = st.session_state[_READ]
    if problem:
        st.error(literal(problem))
    return collection


def _open(uploads: Sequence[Any]) -> ImageCollection:
    """Read one archive, or arrays; the bar also lets another click end it."""
    files = {upload.name: upload.getvalue() for upload in uploads}
    kinds = [PurePosixPath(name).suffix.lower() for name in files]
    if kinds == [".npz"]:
        return read_npz(*files.values())
    if set(kinds) == {".npy"} and len(uploads) == len(files):
        return read_npy_pair(files)
    if kinds != [".zip"]:
        raise DatasetError(
            f"Expected one .zip, one .npz or two .npy, but got {listed(list(files))}. Remove the others."
        )
    bar, reading = st.progress(0.0, "Reading the images ..."), read_archive(*files.values())
    try:
        while True:
            done, total = next(reading)
            bar.progress(done / max(total, 1), f"{done:,} of {counted(total, 'image')}")
    except StopIteration as end:
        return end.value
    finally:
        reading.close()
        bar.empty()


def _describe(collection: ImageCollection) -> None:
    counts = zip(collection.classes, collection.counts, strict=True)
    st.markdown(
        f"**{counted(len(collection.images), 'image')}** in {len(collection.classes)} classes. "
        + literal(" ".join(collection.notes))
    )
    for label, (_, count) in enumerate(counts):
        images = collection.images[collection.labels == label]
        name = collection.proposed_names()[label]
        st.image(
            contact_sheet(images, SHOWN),
            f"{literal(name)} · {count:,}",
            output_format="PNG",
            alt=f"The first images of {name} as they would be kept, 28 x 28 grays.",
        )
    if collection.skipped:
        shown = "\n".join(f"- {literal(text)}" for text in collection.skipped[:NAMED])
        more = len(collection.skipped) - NAMED
        st.warning(
            f"{counted(len(collection.skipped), 'file')} left out:\n{shown}"
            + (f"\n- and {more:,} more" if more > 0 else "")
        )


def _choose_polarity(collection: ImageCollection, upload: Any) -> ImageCollection:
    """The images as they are, or inverted, which is proposed for those with a bright background."""
    bright = collection.bright_background
    inverted = st.toggle(
        "Invert: dark and bright exchanged",
        bright,
        key=f"own_images_invert_{upload.file_id}",
        help="MNIST's images are bright on black, and a network learns faster from such images. "
        f"{'Most of these have a bright background, so it is proposed.' if bright else 'These are too.'}",
    )
    return collection.inverted() if inverted else collection


def _form(collection: ImageCollection, upload: Any) -> None:
    """What to call them, and the button that keeps them."""
    suffix = upload.file_id
    digits = collection.could_be_digits and st.toggle(
        "They are handwritten digits",
        key=f"own_images_digits_{suffix}",
        help="Then the Draw page offers the networks that learn from them.",
    )
    names = ""
    if not digits:
        names = st.text_input(
            "Names of the classes",
            ", ".join(collection.proposed_names()),
            key=f"own_images_names_{suffix}",
            max_chars=(MAX_NAME + 2) * len(collection.classes),
        )
    title = st.text_input(
        "Name of the data set",
        PurePosixPath(upload.name).stem[:MAX_TITLE],
        key=f"own_images_title_{suffix}",
        max_chars=MAX_TITLE,
    )
    st.button(
        "Keep them as a data set",
        type="primary",
        icon=":material/save:",
        key="own_images_keep",
        on_click=action(_keep, collection, names, title),
        help=f"{TEST_SHARE:.0%} of each class become the test set, and stay it.",
    )


def _keep(collection: ImageCollection, names: str, title: str) -> None:
    named = collection.renamed(names.split(",")) if names else collection.as_digits()
    key = keep(named, title)
    st.session_state[DATA] = key
    st.session_state[_VERSION] = st.session_state.get(_VERSION, 0) + 1
    st.session_state.pop(_READ, None)
    entry = DATASETS[key]
    announce(f"{entry.label} is kept, and chosen for the next run.")
    st.session_state[_KEPT] = (
        f"Kept: {entry.train_size:,} images to train on, {entry.test_size:,} to test with. They are chosen above."
    )
