"""Parts of a page that are drawn again when what they show has changed, and only then.

A fragment with `run_every` sends all its elements at every tick, changed or not. So an empty fragment polls every half
second, and reruns those of the parts that have news.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import streamlit as st

from playground.errors import PlaygroundError
from playground.markdown import literal
from playground.ui.shared.streamlit_workarounds import fragment_in_container, rerun_fragments


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
        fragment_in_container(self._draw_and_remember, key=self.key)()

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
            st.error(literal(error))


def watch(parts: Sequence[LivePart], every: float = 0.5) -> None:
    """Poll every `every` seconds which of the parts, shown before, have news, and draw those again."""

    def poll() -> None:
        rerun_fragments([part.key for part in parts if part.has_news()])

    fragment_in_container(poll, run_every=every)()


def live(draw: Callable[[], None], revision: Callable[[], Hashable], key: str, every: float = 0.5) -> None:
    """Show and watch a single part; see `LivePart` and `watch`."""
    part = LivePart(draw, revision, key)
    part.show()
    watch([part], every)
