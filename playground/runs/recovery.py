"""Putting a whole database in the place of one that is damaged, or has less than it had; nothing is thrown away."""

import shutil
import sqlite3
import time
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa
from filelock import FileLock, Timeout

from playground.errors import StoreError
from playground.runs import schema
from playground.runs.census import opened, take_census
from playground.runs.copies import copy_path
from playground.runs.keeping import known
from playground.runs.ledger import Ledger, ledger_lock, write_ledger
from playground.runs.salvage import add_readable, make_resumable

LOCK_SECONDS = 15.0


def replace_damaged(home: Path, *, from_copy: bool, copy: Path | None = None) -> Path | None:
    """Set the database aside and put a copy with all that can be read of it, or an empty one, in its place.

    Args:
        home: the folder of the database.
        from_copy: restore a copy; else begin with an empty database.
        copy: which one; None: the newest.

    Returns:
        Where the database that was set aside is now; None when there was none.

    Raises:
        StoreError: a file cannot be moved or written, or there is no copy.
    """
    path = home / "runs.sqlite"
    fresh = home / ".runs.restored.sqlite"
    try:
        with ledger_lock(home), FileLock(f"{path}.lock", timeout=LOCK_SECONDS):
            ledger = known(home)
            if from_copy:
                _prepare(home, copy or copy_path(home), fresh)
            aside = _set_aside(home)
            if not from_copy:
                if copy_path(home).exists():
                    copy_path(home).rename(home / f"runs.copy-set-aside-{time.time_ns()}.sqlite")
                write_ledger(home, Ledger())
                return aside
            if aside is not None and aside.stat().st_size:
                with suppress(sqlite3.Error):  # whatever cannot be read of it, the copy is there
                    add_readable(aside, fresh, ledger.purged)
            make_resumable(fresh)
            with opened(fresh) as connection:
                census = take_census(connection)
            fresh.replace(path)
            write_ledger(home, Ledger(census, ledger.purged))
            return aside
    except (OSError, Timeout, sqlite3.Error, sa.exc.SQLAlchemyError) as error:
        fresh.unlink(missing_ok=True)
        raise StoreError(
            f"Expected to set the database {path} aside and put another one there, but: {error}. Move the file by "
            "hand, or set PLAYGROUND_HOME to another folder, and start the app again."
        ) from error


def accept_as_it_is(home: Path) -> None:
    """What is missing is missed no more; the copies stay.

    Raises:
        StoreError: the database cannot be read, or the disk does not take it.
    """
    try:
        with ledger_lock(home), opened(home / "runs.sqlite") as connection:
            write_ledger(home, Ledger(take_census(connection), known(home).purged))
    except (OSError, Timeout, sqlite3.Error) as error:
        raise StoreError(f"Expected to read the database in {home}, but: {error}. Restore a copy.") from error


def _prepare(home: Path, copy: Path, fresh: Path) -> None:
    """A database of this version with what the copy has."""
    fresh.unlink(missing_ok=True)
    shutil.copyfile(copy, fresh)
    engine = sa.create_engine(f"sqlite:///{fresh}")
    try:
        with engine.begin() as connection:
            schema.prepare(connection, home)
    finally:
        engine.dispose()


def _set_aside(home: Path) -> Path | None:
    """Move the database away with its journal; whoever still has it open finds that it was replaced."""
    path = home / "runs.sqlite"
    aside = None
    number = 1 + len(list(home.glob("runs.damaged-*.sqlite")))
    while (home / f"runs.damaged-{number}.sqlite").exists():
        number += 1
    if path.exists():
        aside = path.rename(home / f"runs.damaged-{number}.sqlite")
    journal = Path(f"{path}-wal")
    if journal.exists():
        journal.rename(home / f"runs.damaged-{number}.sqlite-wal")
    Path(f"{path}-shm").unlink(missing_ok=True)
    return aside
