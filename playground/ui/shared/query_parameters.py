"""What a visitor chose, kept in the page's URL and remembered when the page is opened again without it.

The URL holds catalogue keys: `bind="query-params"` of Streamlit's widgets would put what people read into it.
"""

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

STALE_SECONDS = 5.0
"""How long the browser may still send the URL that was replaced."""

Words = tuple[str, ...]
"""The values of one query parameter, which may stand in a URL several times."""

BACK = "back"
"""The query parameter that marks a URL which Back or Forward in the browser opened, see ui/components/browser_history."""

_FOLLOWED = "followed_query_parameters"
_AFTER_BACK = "query_parameters_after_back"
"""In the session, while a page is drawn after Back: the names that have followed the URL already."""
_READ = "read_query_parameters"


@dataclass
class FollowedParameter:
    """Separates a URL that is news from one that the browser repeats.

    A part of the page that polls in the moment of a choice sends the URL from before it, which looks like one that the
    visitor typed (see streamlit_workarounds.py): for some seconds a choice outweighs the very URL that it replaced.

    Attributes:
        seen: what the URL said when it was read or written last; None: nothing.
        replaced: what it said before it was written last.
        replaced_at: when that was, in seconds of a monotonic clock.
    """

    seen: Words | None = None
    replaced: Words | None = None
    replaced_at: float = -math.inf

    def is_stale(self, words: Words | None, now: float) -> bool:
        """Whether `words` are those that were just replaced."""
        return words == self.replaced and now - self.replaced_at < STALE_SECONDS

    def is_news(self, words: Words | None, now: float) -> bool:
        """Whether the URL asks for something that it did not ask for before."""
        return words is not None and words != self.seen and not self.is_stale(words, now)

    def replace(self, before: Words | None, after: Words | None, now: float) -> None:
        """The URL said `before` and says `after` from now on."""
        if before != after:
            self.replaced, self.replaced_at = before, now
        self.seen = after


def forget_followed() -> None:
    """On another page every word of the URL is news."""
    st.session_state.pop(_FOLLOWED, None)
    st.session_state.pop(_READ, None)


def mark_read(*names: str) -> None:
    """Whoever reads these query parameters says himself what he cannot take."""
    st.session_state.setdefault(_READ, set()).update(names)


def read_names() -> set[str]:
    """The query parameters that the page has read itself, not a widget bound to them."""
    return set(st.session_state.get(_READ, ()))


def begin_following() -> None:
    """To be called before a page is drawn: after Back the URL alone counts, and what it does not name is not chosen."""
    end_following()
    if st.query_params.pop(BACK, None) is not None:
        forget_followed()
        st.session_state[_AFTER_BACK] = set()


def end_following() -> None:
    """To be called when a page is drawn: what one of its parts draws later is not chosen by Back."""
    st.session_state.pop(_AFTER_BACK, None)


def read_choice(name: str) -> str | None:
    """What the URL says of `name`, else what was chosen last; None: nobody has chosen."""
    mark_read(name)
    text = st.query_params.get(name)
    if text is None and _is_unchosen(name):
        st.session_state.pop(f"{name}_chosen", None)
    if text and not _followed(name).is_stale((text,), time.monotonic()):
        st.session_state[f"{name}_chosen"] = text
    return st.session_state.get(f"{name}_chosen")


def write_choice(name: str, value: str) -> None:
    """Choose from now on; to be called in a callback, or before the page is drawn again."""
    if value != st.session_state.get(f"{name}_chosen"):
        _followed(name).replace(_in_url(name), (value,), time.monotonic())
    st.session_state[f"{name}_chosen"] = value
    if st.query_params.get(name) != value:
        st.query_params[name] = value


@dataclass(frozen=True)
class ChosenTogether:
    """Query parameters that say one thing together: a URL that names some of them leaves the others open.

    Attributes:
        key: of the last choice in the session.
        names: of the query parameters.
    """

    key: str
    names: Sequence[str]

    def read(self) -> dict[str, str]:
        """What the URL says, else what was chosen last; what nobody has chosen is missing."""
        mark_read(*self.names)
        asked = self._in_url()
        if not asked and _is_unchosen(self.key):
            st.session_state.pop(self.key, None)
        if asked and not _followed(self.key).is_stale(_words(asked), time.monotonic()):
            st.session_state[self.key] = asked
        return dict(st.session_state.get(self.key, {}))

    def write(self, values: Mapping[str, str]) -> None:
        """Choose from now on; to be called in a callback, or while the page is drawn to add what was left open."""
        before = self._in_url()
        added = before.items() <= values.items()
        if not added and values != st.session_state.get(self.key):
            _followed(self.key).replace(_words(before), _words(values), time.monotonic())
        st.session_state[self.key] = dict(values)
        for name in self.names:
            if name not in values:
                st.query_params.pop(name, None)
            elif before.get(name) != values[name]:
                st.query_params[name] = values[name]

    def _in_url(self) -> dict[str, str]:
        return {name: st.query_params[name] for name in self.names if name in st.query_params}


def follow_url(
    name: str, options: Mapping[str, str], default: Sequence[str]
) -> tuple[list[str], list[str]] | None:
    """Before a choice is drawn: what a URL that is news asks for.

    Args:
        name: the query parameter.
        options: the label of each key; links that still carry labels are read too.
        default: the keys that a URL without the parameter stands for.

    Returns:
        The keys among `options`, and the words that name none of them; None where the URL is no news.
    """
    mark_read(name)
    words = _in_url(name)
    if words is None and _is_unchosen(name):
        return list(default), []
    if words is None or not _followed(name).is_news(words, time.monotonic()):
        return None
    named = {**{label: key for key, label in options.items()}, **{key: key for key in options}}
    return [named[word] for word in words if word in named], [word for word in words if word not in named]


def write_url(name: str, keys: Sequence[str], default: Sequence[str]) -> None:
    """After it is drawn: the URL says which keys are chosen, and nothing where they are those to begin with."""
    before = _in_url(name)
    after = None if list(keys) == list(default) else tuple(keys) or ("",)
    if after != before:
        if after is None:
            del st.query_params[name]
        else:
            st.query_params[name] = after if len(after) > 1 else after[0]
    _followed(name).replace(before, after, time.monotonic())


def _is_unchosen(name: str) -> bool:
    """Whether Back led to a URL without `name`, which takes back what was chosen; once for each name."""
    followed = st.session_state.get(_AFTER_BACK)
    if followed is None or name in followed:
        return False
    followed.add(name)
    return True


def _words(values: Mapping[str, str]) -> Words:
    return tuple(f"{name}={values[name]}" for name in sorted(values))


def _in_url(name: str) -> Words | None:
    return tuple(st.query_params.get_all(name)) or None


def _followed(name: str) -> FollowedParameter:
    return st.session_state.setdefault(_FOLLOWED, {}).setdefault(name, FollowedParameter())
