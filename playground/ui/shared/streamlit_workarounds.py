"""What stands around behaviour of Streamlit 1.67, each with the reason and when it can go.

Mechanisms too large for this file, by the file that holds them:

- `ui/components/mount.py`: a component's script is sent along with its data at every change, and an `asset_dir` is for
  installed distributions alone. Can go when Streamlit serves the files of an app.
- `ui/components/plotly_figure/component.py`: `st.plotly_chart` replaces its figure at every change. Can go when one
  with a key keeps its figure, its zoom and its legend.
- `ui/components/browser_history/component.py`: each query parameter that a script sets is an entry of the browser's
  history, and a script cannot tell Back from a poll. Can go when a run is one entry and Back can be told.
- `ui/components/accessible_widgets/component.py`: the keyboard enters a segmented control at its first option, a toast has
  no name, and a drop zone the role of what has none. Each can go when Streamlit mends it.
- `ui/components/lost_server/component.py`: where the server is gone, the page names a command that is none of the
  playground's. Can go when an app can say what to do.
- `ui/shared/server.py`: `streamlit run` of an app with a server of its own opens no browser. Can go when it does.
- `ui/components/canvas_toolbar/component.py`: the canvas's toolbar takes presses that are meant to draw. Can go when
  `st_canvas` can be asked for a canvas without one.
- `ui/shared/live.py`: a fragment with `run_every` sends all its elements at every tick, changed or not, so that an empty
  one polls for the others. Can go when unchanged elements are not sent.
- `ui/shared/live_training.py`: a callback may be called twice for one click during a tick, so that Train and Pause are
  two buttons. Can go when it is called once.
- `ui/shared/query_parameters.py`: a fragment that polls in the moment of a choice sends the URL from before it, which
  Streamlit takes for the visitor's (`FollowedParameter`). Can go when such a URL is ignored.
- `ui/shared/charts.py`: `st.context.theme` is that of the last interaction. Can go when a switch of the theme reruns.
- `ui/shared/edited_table.py`: the rows of an `st.data_editor` cannot be set, so that it gets another key. Can go when
  they can be set in the session.
- `ui/train/curves.py`: `st.rerun("key")` in a widget's callback stops all `run_every` timers, so that the switches
  rerun the page. Can go when the timers go on.
- `ui/shared/page.css`: a chosen option is the primary colour on a tint of itself and a button white on it, which no
  colour of a dark theme can be at 4.5 to 1; captions' links are at 60 %; a program's colours are those of a light page;
  the ring of the focus is half transparent. Each can go when the theme has a setting for it.
- `ui/compare/downloads.py`: what a callable given to `st.download_button` made is thrown away when fragments run, so
  that the files are made before. Can go when it is kept until the browser has it.
"""

import contextlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit.errors import StreamlitAPIException
from streamlit.runtime.scriptrunner import RerunData, RerunException, get_script_run_ctx

SHARED_SETTINGS = (
    "activation",
    "alpha",
    "amsgrad",
    "batch_size",
    "beta1",
    "beta2",
    "centered",
    "dampening",
    "data",
    "epsilon",
    "function",
    "hidden",
    "initial_accumulator_value",
    "initialization",
    "layers",
    "learning_rate",
    "lr_decay",
    "mode",
    "momentum",
    "optimizer",
    "rate",
    "schedule",
    "seed",
    "temperature",
    "weight_decay",
    "x1",
    "x2",
    "x3",
)
"""The widget keys that several pages use.

Streamlit hands the value of such a key from one page to the next. Can go when a key belongs to the page that draws it.
"""


def forget_shared_settings() -> None:
    """Remove the values of `SHARED_SETTINGS` from the session; to be called when another page is opened."""
    for key in SHARED_SETTINGS:
        st.session_state.pop(key, None)


def fragment_in_container(
    function: Callable[..., None], *, key: str | None = None, run_every: float | None = None
) -> Callable[..., None]:
    """`st.fragment(function)` that is drawn within a container of its own.

    When a fragment begins while messages of the whole page's run still wait to be sent, Streamlit drops that fragment's
    own block from them (`ForwardMsgQueue.clear`). The browser then takes the block for gone, everything after it moves
    up by one, and the next message finds an element where it expects a block: the page breaks until it is loaded again.
    Within a container of its own nothing else can move. Can go when the block is kept.
    """

    def draw(*arguments: Any) -> None:
        with st.container():
            st.fragment(function, key=key, run_every=run_every)(*arguments)

    return draw


def rerun_fragments(keys: Sequence[str]) -> None:
    """Rerun the fragments of these keys, out of another fragment's body; nothing in a run of the whole page.

    Streamlit lets only a widget's callback call `st.rerun("key")`; this raises the request that it would raise. Can go
    when a fragment's body may call it.
    """
    context = get_script_run_ctx()
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


def bound_number_input(field: Callable[..., float | None], key: str) -> float | None:
    """`field(key=key, bind="query-params")`, where `field` is `st.number_input` with its other arguments.

    Streamlit lets an infinite number in the URL, such as `?epochs=1e400`, reach `int()` inside `st.number_input`, and
    the page ends in a traceback: `field` is drawn unbound then, with its own default. Can go when Streamlit drops such
    a value as it drops other invalid ones.
    """
    try:
        return field(key=key, bind="query-params")
    except OverflowError:
        return field(key=f"{key}_unbound")


def write_unbound_parameter(name: str, value: Any) -> None:
    """Set the query parameter `name` to `value`, a list for several, None to remove it; a bound one is left alone.

    A widget with `bind="query-params"` that is on the page writes its own parameter, and Streamlit refuses others to.
    One that only comes with the next part of the page does not: Streamlit leaves the URL alone when a widget begins
    with a value from the session. Can go when it writes that too.
    """
    with contextlib.suppress(StreamlitAPIException):
        if value is None:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = [str(item) for item in value] if isinstance(value, list) else str(value)


def label_or_key(labels: Mapping[str, str]) -> Callable[[str], str]:
    """A `format_func` from keys to `labels`.

    Streamlit calls it once with the widget's former value, even where that is no option any more. Can go when it does
    not.
    """

    def label(key: str) -> str:
        return labels.get(key, key)

    return label


def while_known(key: str, callback: Callable[..., object]) -> Callable[..., None]:
    """The callback of the widget with this key, called only while the session has the widget's value.

    When Back leaves a page whose script still runs, the browser's last word on a widget comes after its value is
    forgotten, and its callback is called all the same. Can go when it is not.
    """

    def call(*arguments: Any) -> None:
        if key in st.session_state:
            callback(*arguments)

    return call
