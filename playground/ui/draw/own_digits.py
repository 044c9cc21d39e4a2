"""The visitor's own digits: label a drawing, keep it, and see how every network reads the whole set."""

from collections.abc import Sequence

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from playground.digits.own_digits.folder import UserTestSet, UserTestSetFolder
from playground.digits.own_digits.png import digest_of
from playground.figures.draw import enlarge
from playground.figures.own_digits import collection_html, scores_html
from playground.markdown import literal
from playground.notices.own_digits import describe_scores, drawings, verdict
from playground.ui.draw.own_digit_files import export_and_import
from playground.ui.draw.own_digit_scores import NEWEST_RUNS, score_networks
from playground.ui.draw.subject import Subject
from playground.ui.shared.actions import action
from playground.ui.shared.announcements import announce
from playground.ui.shared.confirmation import ask_first
from playground.ui.shared.pages import PAGES

NAMED = 5
"""Files that are no drawings, which are named one by one."""

LAST = "own_digits_last"
"""The session's last save: the file's name, the drawing, and the label that it had before, or None."""

REMOVED = "own_digits_removed"
"""In the session: the drawings that were deleted last, each with its label."""


def show(subject: Subject) -> None:
    """Save, view, compare and download the user test set.

    Raises:
        DatasetError: the folder of drawings cannot be read.
    """
    own = UserTestSetFolder()
    digits = own.load()
    if not len(digits):
        st.markdown(
            "Save drawings with their true digit, and they become a test set of your own. Every network is then scored "
            "on it: how well does it read **your** hand?"
        )
    _save(subject, own)
    _warn(own, digits)
    if len(digits):
        st.markdown(f"### How well each network reads your {drawings(len(digits))}")
        _compare(subject, digits)
        st.markdown(f"### Your {drawings(len(digits))}")
        st.html(collection_html(digits))
        _delete(own, digits)
    else:
        _undo_deletion(own)
    export_and_import(own, digits)


def _warn(own: UserTestSetFolder, digits: UserTestSet) -> None:
    """Say which files were left out, a few by name."""
    if digits.skipped:
        more = f" And {len(digits.skipped) - NAMED:,} more." if len(digits.skipped) > NAMED else ""
        st.warning(
            f"In {literal(own.folder)} these files are no drawings, or are damaged, and were left out. "
            + literal("; ".join(digits.skipped[:NAMED]))
            + f".{more}"
        )


def _save(subject: Subject, own: UserTestSetFolder) -> None:
    """The label of the drawing on the canvas, and the buttons that keep it or take it back."""
    image = subject.image
    if image is None:
        st.info("Draw a digit above, say here which one it is, and save it.", icon=":material/draw:")
    elif subject.preparation is None:
        st.info(
            "On the canvas is a test image of a data set. Only your own drawings go into your set: a network that "
            "learns from test images cannot be tested with them any more.",
            icon=":material/lock:",
        )
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        if image is not None and subject.preparation is not None:
            with st.container(width=112):
                st.image(
                    enlarge(image, 4), width=112, alt="The drawing as it would be saved, 28 x 28 pixels."
                )
            with st.container(width=560, gap="small"):
                _label(subject, own, image)
        elif st.session_state.get(LAST):
            _undo_button(own)


def _label(subject: Subject, own: UserTestSetFolder, image: NDArray[np.uint8]) -> None:
    known = own.find(image)
    saved = int(known[0]) if known else None
    read = subject.leading
    # A new drawing or another answer begins with that answer again; a saved one with its label.
    key = f"own_label_{digest_of(image)}_{read}"
    label = st.pills(
        "It was a ...",
        list(range(10)),
        default=read if saved is None else saved,
        required=True,
        key=key,
    )
    label = read if label is None else int(label)
    st.markdown(
        verdict(
            label, read, saved == label, subject.prediction is None or subject.prediction.label is not None
        )
    )
    with st.container(horizontal=True, gap="small"):
        text = "Save this drawing" if saved is None else f"Call it a {label} instead"
        if saved == label:
            text = f"Saved as a {label}"
        st.button(
            text,
            type="primary",
            icon=":material/check:" if saved == label else ":material/save:",
            key="own_save",
            disabled=saved == label,
            on_click=action(_add, own, image, label, saved),
            width=210,
        )
        _undo_button(own)


def _undo_button(own: UserTestSetFolder) -> None:
    st.button(
        "Undo the last save",
        icon=":material/undo:",
        key="own_undo",
        disabled=not st.session_state.get(LAST),
        on_click=action(_undo, own),
        width=190,
    )


def _add(own: UserTestSetFolder, image: NDArray[np.uint8], label: int, before: int | None) -> None:
    st.session_state[LAST] = (own.add(image, label), image, before)


def _undo(own: UserTestSetFolder) -> None:
    name, image, before = st.session_state[LAST]
    if before is None:
        own.remove(name)
    else:
        own.add(image, before)
    st.session_state[LAST] = None
    announce("The last save is undone.")


def _delete(own: UserTestSetFolder, digits: UserTestSet) -> None:
    """Delete some, or all of them after asking."""
    titles = _titles(digits)
    with st.container(horizontal=True, gap="small"):
        with st.popover("Delete some", icon=":material/delete:"):
            chosen = st.multiselect(
                "Which drawings",
                list(titles),
                format_func=lambda name: titles.get(name, name),
                key="own_chosen",
                placeholder="Such as: 7 number 2",
            )
            chosen = [name for name in chosen if name in titles]
            st.button(
                f"Delete {drawings(len(chosen))}",
                key="own_delete",
                disabled=not chosen,
                on_click=action(_remove, own, digits, chosen),
            )
        count = drawings(len(digits))
        ask_first(
            "Delete all",
            f"All {count} will be gone for good. Export them first if in doubt.",
            f"Yes, delete all {count}",
            action(own.clear, done=f"All {count} are deleted."),
            icon=":material/delete_forever:",
            key="own_clear",
        )
        _undo_deletion(own)


def _undo_deletion(own: UserTestSetFolder) -> None:
    if st.session_state.get(REMOVED):
        st.button(
            "Undo the deletion",
            icon=":material/undo:",
            key="own_undo_delete",
            on_click=action(_put_back, own),
        )


def _remove(own: UserTestSetFolder, digits: UserTestSet, names: Sequence[str]) -> None:
    places = [digits.names.index(name) for name in names]
    st.session_state[REMOVED] = [(digits.images[place], int(digits.labels[place])) for place in places]
    for name in names:
        own.remove(name)
    announce(f"{drawings(len(names))} deleted. Undo stands beside the button.")


def _put_back(own: UserTestSetFolder) -> None:
    """Save again what was deleted last."""
    removed = st.session_state.pop(REMOVED, [])
    for image, label in removed:
        own.add(image, label)
    announce(f"{drawings(len(removed))} back in your set.")


def _compare(subject: Subject, digits: UserTestSet) -> None:
    networks, problems = score_networks(subject, digits)
    if networks:
        st.html(scores_html(digits, networks))
        st.markdown(describe_scores(networks))
    for problem in problems:
        st.warning(literal(problem))
    st.caption(
        f"Compared: the two shipped networks, the {NEWEST_RUNS} newest runs with a network, and the one that reads the "
        "canvas. Everybody who uses this server shares this set."
    )
    st.page_link(
        PAGES["train"].file,
        label=f"Train a network that learns from your {drawings(len(digits))} too",
        icon=PAGES["train"].icon,
        query_params={"own_digits": "true"},
    )


def _titles(digits: UserTestSet) -> dict[str, str]:
    seen = [0] * 10
    titles = {}
    for name, label in zip(digits.names, digits.labels.tolist(), strict=True):
        seen[label] += 1
        titles[name] = f"{label} number {seen[label]}"
    return titles
