"""The store of this server's home directory, whose queue is worked on while a page uses it."""

import streamlit as st

from playground.errors import DatabaseLostError
from playground.runs import launcher
from playground.runs.store import RunStore
from playground.settings import home_directory, home_limit_bytes, max_workers


def run_store() -> RunStore:
    """The store; a database that was replaced by a whole one is opened afresh.

    Raises:
        DatabaseLostError: it is damaged or was deleted; `recovery.show_ways_out` offers what can be done.
        StoreError: it cannot be opened for another reason.
        ConfigurationError: a limit in the environment is not a valid number.
    """
    max_workers(), home_limit_bytes()  # an invalid limit is reported here, not in a thread that nobody sees
    home = str(home_directory())
    store = _open_store(home)
    try:
        store.check()
    except DatabaseLostError:
        _open_store.clear()
        store = _open_store(home)
    launcher.wake(store)
    return store


@st.cache_resource(max_entries=4, show_spinner=False)
def _open_store(home: str) -> RunStore:
    del home  # the cache's key
    return RunStore()
