"""What can still be read of a damaged database, row by row, added to a whole one: of each run whichever has more."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from playground.digits.training.config import from_stored
from playground.runs import schema
from playground.runs.run import CHANGEABLE_STATES, STATES

PROBES = 64
"""Places at which reading is tried again between what can be read from the front and from the back."""

_CURVES = [table.name for table in schema.CURVES]


def add_readable(source: Path, target: Path, purged: Sequence[str] = ()) -> int:
    """Add what can be read of the database `source` to the whole one `target`, both of them at rest.

    Args:
        source: it may be damaged, or no database at all.
        target: of this version.
        purged: ids of runs that were deleted for good.

    Returns:
        How many rows of runs and curves were added.
    """
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(target)) as writing:
        reading.text_factory = lambda text: text.decode(errors="replace")
        writing.row_factory = sqlite3.Row
        before = writing.total_changes
        for row in _rows(reading, "runs"):
            if _is_run(row) and row["id"] not in purged:
                _add_run(writing, row)
        known = {run_id for (run_id,) in writing.execute("SELECT id FROM runs")}
        for table in _CURVES:
            rows = (row for row in _rows(reading, table) if row.get("run_id") in known)
            _add(writing, table, rows)
        _add_changes(writing, (row for row in _rows(reading, "changes") if row.get("run_id") in known))
        _add(writing, "sweeps", _rows(reading, "sweeps"))
        added = writing.total_changes - before
        writing.commit()
    return added


def make_resumable(database: Path) -> None:
    """Queue the runs that trained when the database was set aside, and cut at the first gap what goes on from there.

    A resumed run passes over the steps that are stored, so one between them would stay missing; it repeats the others
    bit for bit.
    """
    unfinished = ", ".join("?" * len(CHANGEABLE_STATES))
    with closing(sqlite3.connect(database)) as connection:
        query = f"SELECT id FROM runs WHERE state IN ({unfinished})"
        for (run_id,) in connection.execute(query, CHANGEABLE_STATES).fetchall():
            _cut_at_gap(connection, run_id)
        connection.execute(
            "UPDATE runs SET revision = revision + 1, worker = '', seconds_left = NULL, "
            "state = CASE command WHEN 'stop' THEN 'stopped' WHEN 'pause' THEN 'paused' ELSE 'queued' END, command = '' "
            "WHERE state = 'running'"
        )
        connection.commit()


def _rows(connection: sqlite3.Connection, table: str) -> Iterator[dict[str, Any]]:
    """The rows of a table that can be read: from the front, from the back, and from places between."""
    seen, last = 0, 0
    for rowid, row in _scan(connection, table, 0):
        seen, last = seen + 1, rowid
        yield row
    backward = list(_scan(connection, table, 2**62 - 1, order="DESC", above=last))
    highest = min((rowid for rowid, _ in backward), default=last)
    for _, row in backward:
        yield row
    stride = max(1, (highest - last) // PROBES)
    reached = last
    for start in range(last + 1, highest, stride):
        if start <= reached:
            continue
        for rowid, row in _scan(connection, table, start, below=highest):
            reached = rowid
            yield row


def _scan(
    connection: sqlite3.Connection,
    table: str,
    start: int,
    *,
    order: str = "ASC",
    above: int = -1,
    below: int = 2**62,
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Rows with their rowid, from `start` in that order, until one cannot be read."""
    side = ">=" if order == "ASC" else "<="
    with suppress(sqlite3.Error, OverflowError):
        cursor = connection.execute(
            f"SELECT rowid AS _rowid, * FROM {table} NOT INDEXED WHERE rowid {side} ? AND rowid > ? AND rowid < ? "
            f"ORDER BY rowid {order}",
            (start, above, below),
        )
        names = [column[0] for column in cursor.description][1:]
        for rowid, *values in cursor:
            yield rowid, dict(zip(names, values, strict=True))


def _is_run(row: dict[str, Any]) -> bool:
    """Whether random bytes have left the row a run."""
    try:
        config = json.loads(row["config"])
        from_stored(config)
        return row["state"] in STATES and len(row["id"]) <= 32 and row["id"].isalnum() and row["number"] > 0
    except Exception:  # whatever random bytes may make of a row
        return False


def _add_run(connection: sqlite3.Connection, row: dict[str, Any]) -> None:
    present = connection.execute("SELECT * FROM runs WHERE id = ?", (row["id"],)).fetchone()
    if present is None:
        taken = connection.execute("SELECT 1 FROM runs WHERE number = ?", (row["number"],)).fetchone()
        if taken:
            (highest,) = connection.execute("SELECT max(number) FROM runs").fetchone()
            row = {**row, "number": highest + 1}
        _add(connection, "runs", iter([row]))
    elif (row.get("revision") or 0) > present["revision"]:
        columns = [name for name in present.keys() if name in row and name not in ("id", "number")]  # noqa: SIM118
        with suppress(sqlite3.Error):
            connection.execute(
                f"UPDATE runs SET {', '.join(f'{name} = ?' for name in columns)} WHERE id = ?",
                [*(row[name] for name in columns), row["id"]],
            )


def _add(connection: sqlite3.Connection, table: str, rows: Iterator[dict[str, Any]]) -> None:
    """Insert the rows that are not there, and that have a whole number or a number where one belongs."""
    columns = schema.metadata.tables[table].columns
    for row in rows:
        present = {name: row[name] for name in columns.keys() if name in row}  # noqa: SIM118
        if not all(_fits(columns[name].type.python_type, value) for name, value in present.items()):
            continue
        with suppress(sqlite3.Error, OverflowError):
            connection.execute(
                f"INSERT OR IGNORE INTO {table} ({', '.join(present)}) VALUES ({', '.join('?' * len(present))})",
                list(present.values()),
            )


def _add_changes(connection: sqlite3.Connection, rows: Iterator[dict[str, Any]]) -> None:
    """Changes are numbered over all runs: one whose number is another's gets a new one."""
    for row in rows:
        values = (row.get("run_id"), row.get("step"), row.get("settings"))
        same = "run_id = ? AND step IS ? AND settings = ?"
        with suppress(sqlite3.Error):
            if not connection.execute(f"SELECT 1 FROM changes WHERE {same}", values).fetchone():
                connection.execute("INSERT INTO changes (run_id, step, settings) VALUES (?, ?, ?)", values)


def _fits(kind: type, value: object) -> bool:
    if kind is int:
        return value is None or (isinstance(value, int) and value >= 0)
    if kind is float:
        return value is None or isinstance(value, int | float)
    return value is None or isinstance(value, str)


def _cut_at_gap(connection: sqlite3.Connection, run_id: str) -> None:
    epochs = [
        n
        for (n,) in connection.execute("SELECT epoch FROM epochs WHERE run_id = ? ORDER BY epoch", (run_id,))
    ]
    steps = [
        n for (n,) in connection.execute("SELECT step FROM steps WHERE run_id = ? ORDER BY step", (run_id,))
    ]
    whole = next((place for place, step in enumerate(steps) if step != place + 1), len(steps))
    whole_epochs = next((place for place, epoch in enumerate(epochs) if epoch != place + 1), len(epochs))
    if whole_epochs < len(epochs):  # the first epoch that is missing begins after the last whole one
        found = connection.execute(
            "SELECT min(step) - 1 FROM steps WHERE run_id = ? AND epoch > ?", (run_id, whole_epochs)
        ).fetchone()[0]
        whole = min(whole, whole if found is None else max(found, 0))
    for table in _CURVES:  # layers and epochs may be there without their steps, too
        connection.execute(f"DELETE FROM {table} WHERE run_id = ? AND step > ?", (run_id, whole))
    connection.execute("UPDATE runs SET step = min(step, ?) WHERE id = ?", (whole, run_id))
