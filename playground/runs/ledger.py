"""A small file beside the database that remembers what it held, so that a loss is noticed, and said until it is mended.

A run leaves it when a visitor deletes it for good, and in no other way. It is changed under a lock, in which the
database is counted too: of two servers none writes down what the other has just deleted.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from filelock import FileLock

from playground.errors import StoreError
from playground.files import write_atomically
from playground.runs.census import Census

LOCK_SECONDS = 15.0

MAX_PURGED = 1000
"""Ids of runs that were deleted for good and are remembered: no copy brings them back."""


@dataclass(frozen=True)
class Ledger:
    """What is remembered.

    Attributes:
        census: what the database held.
        purged: ids of runs that were deleted for good, the last ones.
        trouble: what is wrong with the database, in words for visitors; "" where nothing is.
    """

    census: Census = field(default_factory=Census)
    purged: tuple[str, ...] = ()
    trouble: str = ""


def ledger_path(home: Path) -> Path:
    """Where the ledger of the database in `home` lies."""
    return home / "runs.ledger.json"


def read_ledger(home: Path) -> Ledger | None:
    """The ledger; None where there is none that can be read."""
    try:
        content = json.loads(ledger_path(home).read_bytes())
        runs = {str(run_id): [int(count) for count in counts] for run_id, counts in content["runs"].items()}
        if any(len(counts) != 5 for counts in runs.values()):
            return None
        purged = tuple(str(run_id) for run_id in content["purged"])
        return Ledger(Census(runs, int(content["sweeps"])), purged, str(content["trouble"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_ledger(home: Path, ledger: Ledger) -> None:
    """Write the ledger, whole or not at all.

    Raises:
        StoreError: the disk does not take it.
    """
    if read_ledger(home) == ledger:
        return
    content = {
        "runs": {run_id: list(counts) for run_id, counts in ledger.census.runs.items()},
        "sweeps": ledger.census.sweeps,
        "purged": list(ledger.purged[-MAX_PURGED:]),
        "trouble": ledger.trouble,
    }
    write_atomically(ledger_path(home), json.dumps(content).encode(), what="record of runs", error=StoreError)


@contextmanager
def ledger_lock(home: Path) -> Iterator[None]:
    """Hold the ledger within the block; a thread may hold it twice."""
    with FileLock(home / "runs.ledger.lock", timeout=LOCK_SECONDS, is_singleton=True):
        yield


def say_trouble(home: Path, trouble: str) -> None:
    """Remember what is wrong; "" takes it back."""
    write_ledger(home, replace(read_ledger(home) or Ledger(), trouble=trouble))


def forget_run(home: Path, run_id: str) -> None:
    """A visitor deletes a run for good."""
    ledger = read_ledger(home)
    if ledger is not None:
        purged = (*(other for other in ledger.purged if other != run_id), run_id)
        write_ledger(home, replace(ledger, census=ledger.census.without([run_id]), purged=purged))
