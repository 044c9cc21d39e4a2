"""Parts of a page that are drawn again when what they show has changed, and only then.

A fragment with `run_every` sends all its elements at every tick, changed or not, and Streamlit 1.67 lets only a
widget's callback rerun another fragment. So an empty fragment looks every half second, and raises the request that
`st.rerun("key")` would raise. This can go when a fragment's body may call `st.rerun("key")`.

All fragments have a container of their own. When one begins while messages of the whole page's run still wait to be
sent, Streamlit 1.67 drops that fragment's own block from them (`ForwardMsgQueue.clear`). The browser then takes the
block for gone, everything after it moves up by one, and the next message finds an element where it expects a block:
the page breaks until it is loaded again. Within a container of its own nothing else can move.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.scriptrunner import RerunData, RerunException, get_script_run_ctx

from playground.errors import PlaygroundError


@dataclass(frozen=True)
class LivePart:
    """One part of a page.

    Attributes:
        draw: writes the elements; widgets in it rerun only this part.
        revision: says cheaply whether there is news.
        key: the part's name, unique on the page.
    """

    draw: Callable[[], None]
    revision: Callable[[], Hashable]
    key: str

    def show(self) -> None:
        """Draw it here."""
        with st.container():
            st.fragment(self._draw_and_remember, key=self.key)()

    def has_news(self) -> bool:
        """Whether it would look different if it were drawn again."""
        seen = st.session_state.get(self._seen)
        try:
            return self.revision() != seen
        except PlaygroundError:
            return seen is not None  # say once what is wrong

    @property
    def _seen(self) -> str:
        return f"live_{self.key}"

    def _draw_and_remember(self) -> None:
        try:
            st.session_state[self._seen] = self.revision()
            self.draw()
        except PlaygroundError as error:
            st.session_state[self._seen] = None
            st.error(str(error))


def watch(parts: Sequence[LivePart], every: float = 0.5) -> None:
    """Look every `every` seconds which of the parts, shown before, have news, and draw those again."""

    def look() -> None:
        _rerun_fragments([part.key for part in parts if part.has_news()])

    with st.container():
        st.fragment(look, run_every=every)()


def live(draw: Callable[[], None], revision: Callable[[], Hashable], key: str, every: float = 0.5) -> None:
    """Show and watch a single part; see `LivePart` and `watch`."""
    part = LivePart(draw, revision, key)
    part.show()
    watch([part], every)


def _rerun_fragments(keys: Sequence[str]) -> None:
    context = get_script_run_ctx()
    # In a run of the whole page every part is drawn anyway.
    if not keys or context is None or not context.fragment_ids_this_run:
        return
    raise RerunException(
        RerunData(
            query_string=context.query_string,
            page_script_hash=context.page_script_hash,
            fragment_id_queue=context.fragment_storage.resolve_target(list(keys)),
            is_fragment_scoped_rerun=True,
            cached_message_hashes=context.cached_message_hashes,
            context_info=context.context_info,
        )
    )
