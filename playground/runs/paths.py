"""Paths of checkpoints: in the database relative to the home, so that a home can be moved; in a `Run` absolute."""

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import sqlalchemy as sa

CHECKPOINTS = "checkpoints"


def to_stored(home: Path, values: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of a run as the database keeps them: a checkpoint below `home` as `checkpoints/RUN/FILE`."""
    path = values.get("checkpoint")
    return dict(values) if not path else {**values, "checkpoint": _relative(home, str(path))}


def from_stored(home: Path, stored: str) -> str:
    """Where the checkpoint of a row lies now; "" where there is none, or where it would lie outside of `home`."""
    if not stored or ".." in PurePosixPath(stored.replace("\\", "/")).parts:
        return ""
    return str(home / stored)  # one that an older version wrote outside of the home stays where it is


def make_relative(connection: sa.Connection, home: Path) -> None:
    """Bring the absolute paths of older versions to relative ones, also of a home that was moved meanwhile.

    What lies below the run's own folder, or bears its id, is looked for there; a file that exists only outside of the
    home keeps its absolute path.
    """
    for run_id, stored in connection.exec_driver_sql(
        "SELECT id, checkpoint FROM runs WHERE checkpoint <> ''"
    ):
        relative = _relative(home, stored)
        _, found, rest = stored.replace("\\", "/").rpartition(f"/{CHECKPOINTS}/{run_id}")
        if found and (relative == stored):
            moved = f"{CHECKPOINTS}/{run_id}{rest}"
            relative = moved if (home / moved).exists() or not Path(stored).exists() else stored
        if relative != stored:
            connection.exec_driver_sql("UPDATE runs SET checkpoint = ? WHERE id = ?", (relative, run_id))


def _relative(home: Path, path: str) -> str:
    for base in (home, home.resolve()):
        if Path(path).is_relative_to(base):
            return Path(path).relative_to(base).as_posix()
    return path
