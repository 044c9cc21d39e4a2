"""The database file: opening it, reading, writing, and reporting what is wrong with it."""

import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from filelock import FileLock, Timeout

from playground.errors import DatabaseLostError, StoreError
from playground.runs import schema
from playground.settings import home_directory

BUSY_SECONDS = 15.0
"""How long a read or a write waits for another process that holds the database."""

_DAMAGED = ("malformed", "not a database", "no such table", "no such column")


class Database:
    """`home/runs.sqlite`; several threads and processes may use it at once.

    Args:
        home: its folder; None means `settings.home_directory()`.
        busy_seconds: how long to wait for another process that holds the database.

    Raises:
        DatabaseLostError: from every method when the file is damaged, or was deleted since it was opened.
        StoreError: from every method when it cannot be read or written for another reason; the text says what to do.
    """

    def __init__(self, home: Path | None = None, busy_seconds: float = BUSY_SECONDS) -> None:
        self.home = home or home_directory()
        self.path = self.home / "runs.sqlite"
        self._identity: tuple[int, int] | None = None
        with self._errors_translated():
            self.home.mkdir(parents=True, exist_ok=True)
            if not self.path.exists() and copy_path(self.home).exists():
                raise self._lost("it is missing, though a copy of it is here")
            self._engine = sa.create_engine(f"sqlite:///{self.path}", connect_args={"timeout": busy_seconds})
            sa.event.listen(self._engine, "connect", _prepare_connection)
            self._prepare()
            self._identity = _identity(self.path)

    def read(self, query: sa.Select) -> Sequence[sa.Row]:
        """All rows of a query."""
        with self._errors_translated(), self._engine.connect() as connection:
            return connection.execute(query).all()

    def write(self, *statements: Any) -> int:
        """Execute statements, each an expression or `(expression, rows)`, in one transaction.

        Returns:
            How many rows the last one changed.
        """
        changed = 0
        with self._errors_translated(), self._engine.begin() as connection:
            for statement in statements:
                changed = connection.execute(
                    *(statement if isinstance(statement, tuple) else (statement,))
                ).rowcount
        return changed

    def write_returning(self, statement: Any, *then: Any) -> Sequence[sa.Row]:
        """Execute `statement`, and if it returns rows, `then`, all in one transaction; those rows."""
        with self._errors_translated(), self._engine.begin() as connection:
            rows = connection.execute(statement).all()
            for later in then if rows else ():
                connection.execute(*(later if isinstance(later, tuple) else (later,)))
            return rows

    def copy(self) -> None:
        """Write a consistent copy beside the database, while others go on using it."""
        with self._errors_translated():
            temporary = copy_path(self.home).with_suffix(f".{os.getpid()}.tmp")
            try:
                source, target = sqlite3.connect(self.path), sqlite3.connect(temporary)
                try:
                    source.backup(target)
                finally:
                    source.close()
                    target.close()
                os.replace(temporary, copy_path(self.home))
            finally:
                temporary.unlink(missing_ok=True)

    def check(self) -> None:
        """Raise `DatabaseLostError` when the file is not the one that was opened any more."""
        with self._errors_translated():
            pass

    def close(self) -> None:
        """Close the connections that no query uses at this moment."""
        self._engine.dispose()

    def _prepare(self) -> None:
        # Servers that start at the same moment take turns: SQLite does not wait for others when it changes a
        # database to WAL, and without a turn the second server could find half of the tables.
        with FileLock(f"{self.path}.lock", timeout=BUSY_SECONDS), self._engine.connect() as connection:
            # WAL lets pages read while a worker writes; the database file remembers it.
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            if schema.is_current(connection):  # so that opening need not wait for somebody who writes
                return
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            version = schema.prepare(connection)
            connection.commit()
        if version > schema.SCHEMA_VERSION:
            raise StoreError(
                f"Expected at most version {schema.SCHEMA_VERSION} of the database {self.path}, but it has version "
                f"{version}, made by a newer playground. Start that one, or set PLAYGROUND_HOME to another folder."
            )

    @contextmanager
    def _errors_translated(self) -> Iterator[None]:
        try:
            # An open file that was deleted could still be written to, and everything in it would be lost.
            if self._identity is not None and _identity(self.path) != self._identity:
                raise self._lost("it was deleted or replaced while the playground ran")
            yield
        except (sa.exc.SQLAlchemyError, sqlite3.Error, OSError, Timeout) as error:
            cause = str(getattr(error, "orig", None) or error)
            if any(symptom in cause for symptom in _DAMAGED):
                raise self._lost(cause) from error
            raise StoreError(
                f"Expected to read and write the database of runs {self.path}, but: {cause}. "
                "Check that the folder is writable and the disk has space, or set PLAYGROUND_HOME to another "
                "folder and start the app again."
            ) from error

    def _lost(self, cause: str) -> DatabaseLostError:
        return DatabaseLostError(
            f"Expected a whole database of runs {self.path}, but: {cause}. Networks and checkpoints are files of "
            "their own and are still there. Restore the copy that the playground keeps, or begin an empty one."
        )


def copy_path(home: Path) -> Path:
    """Where the copy of the database in `home` lies."""
    return home / "runs.copy.sqlite"


def begin_again(home: Path, *, from_copy: bool) -> Path | None:
    """Set a damaged database aside and put its copy, or an empty one, in its place.

    Returns:
        Where the damaged file is now; None when there was none.

    Raises:
        StoreError: a file cannot be moved.
    """
    path, copy = home / "runs.sqlite", copy_path(home)
    aside = None
    try:
        with FileLock(f"{path}.lock", timeout=BUSY_SECONDS):
            if path.exists():
                number = 1 + len(list(home.glob("runs.damaged-*.sqlite")))
                aside = path.rename(home / f"runs.damaged-{number}.sqlite")
            for journal in ("-wal", "-shm"):
                Path(f"{path}{journal}").unlink(missing_ok=True)
            if from_copy:
                copy.rename(path)
            elif copy.exists():
                copy.rename(home / f"runs.copy-set-aside-{time.time_ns()}.sqlite")
    except (OSError, Timeout) as error:
        raise StoreError(
            f"Expected to set the database {path} aside, but: {error}. Move the file by hand, or set "
            "PLAYGROUND_HOME to another folder, and start the app again."
        ) from error
    return aside


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _prepare_connection(connection: sqlite3.Connection, _: object) -> None:
    # With WAL, NORMAL loses no committed row when a process is killed.
    connection.execute("PRAGMA synchronous = NORMAL")
