"""A part of a page that is drawn again when what it shows has changed, and only then.

A fragment with `run_every` sends all its elements at every tick, changed or not, and Streamlit 1.67 lets only a
widget's callback rerun another fragment. So an empty fragment looks every half second, and raises the request that
`st.rerun("key")` would raise. This can go when a fragment's body may call `st.rerun("key")`.

Both fragments have a container of their own. When one begins while messages of the whole page's run still wait to be
sent, Streamlit 1.67 drops that fragment's own block from them (`ForwardMsgQueue.clear`). The browser then takes the
block for gone, everything after it moves up by one, and the next message finds an element where it expects a block:
the page breaks until it is loaded again. Within a container of its own nothing else can move.
"""

from collections.abc import Callable, Hashable

import streamlit as st
from streamlit.runtime.scriptrunner import RerunData, RerunException, get_script_run_ctx

from playground.errors import PlaygroundError


def live(
    draw: Callable[[], None], revision: Callable[[], Hashable], key: str, every: float | None = 0.5
) -> None:
    """Draw a part of the page, and again when `revision()` has changed.

    Args:
        draw: writes the elements; widgets in it rerun only this part.
        revision: says cheaply whether there is news; asked every `every` seconds.
        key: the part's name, unique on the page.
        every: seconds; None: never look again.
    """
    seen = f"live_{key}"

    def draw_and_remember() -> None:
        try:
            st.session_state[seen] = revision()
            draw()
        except PlaygroundError as error:
            st.session_state[seen] = None
            st.error(str(error))

    def look() -> None:
        try:
            news = revision() != st.session_state.get(seen)
        except PlaygroundError:
            news = st.session_state.get(seen) is not None  # say once what is wrong
        if news:
            _rerun_fragment(key)

    with st.container():
        st.fragment(draw_and_remember, key=key)()
    if every is not None:
        with st.container():
            st.fragment(look, run_every=every)()


def _rerun_fragment(key: str) -> None:
    context = get_script_run_ctx()
    if context is None or not context.fragment_ids_this_run:  # a run of the whole page draws it anyway
        return
    raise RerunException(
        RerunData(
            query_string=context.query_string,
            page_script_hash=context.page_script_hash,
            fragment_id_queue=context.fragment_storage.resolve_target(key),
            is_fragment_scoped_rerun=True,
            cached_message_hashes=context.cached_message_hashes,
            context_info=context.context_info,
        )
    )
