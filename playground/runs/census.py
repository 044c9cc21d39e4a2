"""What a database of runs holds, counted, so that what is lost is noticed."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

COUNTED = ("steps", "layers", "epochs", "changes")
"""The tables whose rows are counted for each run: none of them is ever deleted but with its run."""


@dataclass(frozen=True)
class Census:
    """What a database holds.

    Attributes:
        runs: for each run its number, for people, and how many rows each of `COUNTED` has of it.
        sweeps: how many sweeps.
    """

    runs: Mapping[str, Sequence[int]] = field(default_factory=dict)
    sweeps: int = 0

    @property
    def rows(self) -> int:
        """Rows of all curves and changes."""
        return sum(sum(counts[1:]) for counts in self.runs.values())

    def without(self, run_ids: Sequence[str]) -> "Census":
        """The same without these runs."""
        return Census(
            {run_id: counts for run_id, counts in self.runs.items() if run_id not in run_ids}, self.sweeps
        )


@dataclass(frozen=True)
class Loss:
    """What is missing in comparison with an earlier census.

    Attributes:
        gone: numbers of the runs that are gone.
        shortened: numbers of the runs that have fewer rows.
        rows: how many rows of curves are missing.
        sweeps: how many sweeps are missing.
    """

    gone: Sequence[int]
    shortened: Sequence[int]
    rows: int
    sweeps: int

    def __bool__(self) -> bool:
        return bool(self.gone or self.shortened or self.sweeps)


def take_census(connection: sqlite3.Connection) -> Census:
    """Count; raises `sqlite3.Error` where the database is damaged or lacks a table. 0.3 s for a million steps."""
    runs = {
        run_id: [number, *(0 for _ in COUNTED)]
        for run_id, number in connection.execute("SELECT id, number FROM runs")
    }
    for place, table in enumerate(COUNTED, start=1):
        for run_id, count in connection.execute(f"SELECT run_id, count(*) FROM {table} GROUP BY run_id"):
            if run_id in runs:
                runs[run_id][place] = count
    (sweeps,) = connection.execute("SELECT count(*) FROM sweeps").fetchone()
    return Census(runs, sweeps)


def loss_between(before: Census, now: Census) -> Loss:
    """What `before` had and `now` lacks."""
    gone, shortened, rows = [], [], 0
    for run_id, counts in before.runs.items():
        present = now.runs.get(run_id)
        if present is None:
            gone.append(counts[0])
            rows += sum(counts[1:])
            continue
        missing = sum(max(0, had - has) for had, has in zip(counts[1:], present[1:], strict=True))
        if missing:
            shortened.append(counts[0])
            rows += missing
    return Loss(sorted(gone), sorted(shortened), rows, max(0, before.sweeps - now.sweeps))


@contextmanager
def opened(path: Path, *, immutable: bool = False) -> Iterator[sqlite3.Connection]:
    """A database for reading alone; `immutable`: nobody changes it, so that nothing is written beside it."""
    options = "mode=ro&immutable=1" if immutable else "mode=ro"
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?{options}", uri=True)
    try:
        yield connection
    finally:
        connection.close()


def flaw_of(connection: sqlite3.Connection) -> str:
    """What SQLite's own check finds wrong with the file; "" where nothing is. 0.5 s for a million steps."""
    try:
        (answer, *_) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if answer == "ok" else str(answer).splitlines()[-1]
