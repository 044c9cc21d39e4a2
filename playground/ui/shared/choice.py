"""Choices among the entries of a catalogue: people read labels, the URL carries keys.

`bind="query-params"` of Streamlit's widgets would put the labels into the URL. Links with labels are still read.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from playground.formatting import listed
from playground.markdown import literal
from playground.ui.shared.query_parameters import follow_url, write_url
from playground.ui.shared.streamlit_workarounds import label_or_key, while_known


def choose_one(
    label: str,
    options: Mapping[str, str] | Sequence[str],
    default: str,
    key: str,
    *,
    name: str | None = None,
    widget: Callable[..., Any] = st.segmented_control,
    say_unknown: Callable[[Sequence[str]], None] | None = None,
    **settings: Any,
) -> str:
    """One of `options`, side by side, `default` to begin with.

    Args:
        label: what is chosen.
        options: the label of each key; or the keys alone, which are labels too.
        default: a key. It is taken too where the URL names no option, which is said.
        key: of the widget; its value in the session is the chosen key.
        name: of the query parameter, where that is not `key`.
        widget: `st.segmented_control`, `st.pills`, `st.selectbox` or `st.radio`.
        say_unknown: says which words of the URL name no option, where a toast does not say enough.
        settings: further ones of the widget.
    """
    labels = _labels(options)
    asked = follow_url(name or key, labels, [default])
    if asked is not None:
        keys, unknown = asked
        st.session_state[key] = keys[-1] if keys else default
        if unknown:
            (say_unknown or partial(say_unknown_words, label))(unknown)
    if st.session_state.get(key) not in labels:
        st.session_state[key] = default
    if widget in (st.segmented_control, st.pills):
        settings |= {"required": True, "wrap": True}  # in a narrow column too, every option is in sight
    chosen = draw_choice(widget, label, labels, key, settings)
    chosen = default if chosen is None else chosen
    write_url(name or key, [chosen], [default])
    return chosen


def choose_several(
    label: str,
    options: Mapping[str, str],
    default: Sequence[str],
    key: str,
    *,
    widget: Callable[..., Any] = st.pills,
    **settings: Any,
) -> list[str]:
    """Any number of `options`, in their order; `widget` is `st.pills` or `st.multiselect`; else as `choose_one`."""
    asked = follow_url(key, options, default)
    if asked is not None:
        keys, unknown = asked[0], [word for word in asked[1] if word]  # an empty word: none is chosen
        st.session_state[key] = keys if keys or not unknown else list(default)
        if unknown:
            say_unknown_words(label, unknown)
    known = [chosen for chosen in st.session_state.get(key, default) if chosen in options]
    if st.session_state.get(key) != known:
        st.session_state[key] = known
    if widget == st.pills:
        settings |= {"selection_mode": "multi", "wrap": True}
    chosen = draw_choice(widget, label, options, key, settings)
    chosen = [each for each in options if each in chosen]
    write_url(key, chosen, [each for each in options if each in default])
    return chosen


def _labels(options: Mapping[str, str] | Sequence[str]) -> Mapping[str, str]:
    return options if isinstance(options, Mapping) else {key: key for key in options}


def draw_choice(
    widget: Callable[..., Any], label: str, labels: Mapping[str, str], key: str, settings: Mapping[str, Any]
) -> Any:
    """The widget alone, which the URL does not follow."""
    if "on_change" in settings:
        settings = {**settings, "on_change": while_known(key, settings["on_change"])}
    return widget(
        label, list(labels), format_func=label_or_key(labels), key=key, persist_state="session", **settings
    )


def say_unknown_words(label: str, words: Sequence[str]) -> None:
    """Words of a link that name no option."""
    named = listed([f"'{literal(word[:60])}'" for word in words])
    st.toast(f"{label}: the link names {named}, which is not to be chosen here.", icon=":material/link_off:")
