"""The bytes that the home may take: what nobody needs goes first, and then no run begins until somebody deletes some."""

import os
from contextlib import suppress
from pathlib import Path

from playground.formatting import format_number
from playground.runs.saving import delete_states
from playground.runs.store import RunStore
from playground.settings import home_limit_bytes

RESUMED_NO_MORE = ("finished", "diverged", "imported")


def taken_bytes(home: Path) -> int:
    """What all files in `home` take; 0.1 s for 20,000 files."""
    total = 0
    for folder, _, names in os.walk(home):
        for name in names:
            with suppress(OSError):
                total += os.lstat(os.path.join(folder, name)).st_size
    return total


def keep_within_limit(store: RunStore) -> None:
    """Remove what nobody needs while the home takes too much, and let the store say when that is not enough.

    Deleted runs go first, the oldest before the others, then what is kept to resume runs that are over.
    """
    limit = home_limit_bytes()
    taken = taken_bytes(store.home)
    if taken > limit:
        for run in sorted(store.list(deleted=True), key=lambda run: -run.bin_seconds):
            if taken <= limit:
                break
            size = taken_bytes(store.files(run.id).folder)
            taken -= size if store.purge(run.id) else 0
    if taken > limit:
        for run in store.list(RESUMED_NO_MORE):
            before = taken_bytes(store.files(run.id).folder)
            delete_states(store.files(run.id))
            taken -= before - taken_bytes(store.files(run.id).folder)
    store.full = (
        ""
        if taken <= limit
        else f"The saved runs take {taken / 1e9:.1f} GB, and {format_number(limit / 1e9)} GB are allowed. Delete some on Compare, there "
        "for good under 'Deleted runs', and start again; whoever runs this server can raise "
        "PLAYGROUND_HOME_GIGABYTES."
    )
