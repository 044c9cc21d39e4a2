"""The database file: opening it, reading, writing, and reporting what is wrong with it."""

import math
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
from playground.runs.copies import new_path, write_copy
from playground.runs.keeping import DAMAGED, has_lost_all, keep_copy, known, look
from playground.settings import home_directory

BUSY_SECONDS = 15.0
"""How long a read or a write waits for another process that holds the database."""

LOOK_AGAIN_SECONDS = 5.0
"""How often a damaged file is looked at, at most."""


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
        self._journal: tuple[int, int] | None = None
        self._looked_at = -math.inf
        with self._errors_translated():
            self.home.mkdir(parents=True, exist_ok=True)
            # Before SQLite opens it: that would make a new database, and throw away the journal of an empty one.
            lost = has_lost_all(self.home)
            if lost:
                raise self._lost(lost)
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

    def copy(self, *, thorough: bool = False) -> None:
        """Write a consistent copy beside the database, while others go on using it; see `keeping.keep_copy`.

        With `thorough`, SQLite checks the whole copy.
        """
        with self._errors_translated():
            keep_copy(self.home, thorough=thorough)

    def checkpoint(self) -> None:
        """Bring what stands in the journal alone into the database file, as far as nobody reads or writes it."""
        with self._errors_translated(), self._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")

    def check(self) -> None:
        """Raise `DatabaseLostError` when the file is not the one that was opened any more, or was emptied."""
        with self._errors_translated():
            pass

    def close(self) -> None:
        """Close the connections that no query uses at this moment."""
        self._engine.dispose()
        self._journal = None

    def _prepare(self) -> None:
        # Servers that start at the same moment take turns: SQLite does not wait for others when it changes a
        # database to WAL, and without a turn the second server could find half of the tables.
        with FileLock(f"{self.path}.lock", timeout=BUSY_SECONDS), self._engine.connect() as connection:
            # WAL lets pages read while a worker writes; the database file remembers it.
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            if schema.is_current(connection):  # so that opening need not wait for somebody who writes
                return
            before = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            if not before and known(self.home).census.runs:
                raise self._lost("it has no tables, though it had runs")
            if 0 < before < schema.SCHEMA_VERSION:
                write_copy(self.path, new_path(self.home, "migration"))
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            version = schema.prepare(connection, self.home)
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
            if self._identity is not None:
                if _identity(self.path) != self._identity:
                    raise self._lost("it was deleted or replaced while the playground ran")
                if not self.path.stat().st_size:
                    raise self._lost("it was emptied while the playground ran")
                self._keep_journal()
            yield
        except (sa.exc.SQLAlchemyError, sqlite3.Error, OSError, Timeout) as error:
            cause = str(getattr(error, "orig", None) or error)
            if any(symptom in cause for symptom in DAMAGED):
                self._tell_every_page()
                raise self._lost(cause) from error
            raise StoreError(
                f"Expected to read and write the database of runs {self.path}, but: {cause}. "
                "Check that the folder is writable and the disk has space, or set PLAYGROUND_HOME to another "
                "folder and start the app again."
            ) from error

    def _tell_every_page(self) -> None:
        """Somebody met damage: look at the whole file, at most every few seconds, so that pages say it at once."""
        now = time.monotonic()
        if now - self._looked_at > LOOK_AGAIN_SECONDS:
            self._looked_at = now
            look(self.home)

    def _keep_journal(self) -> None:
        """When the journal was deleted under us, bring what stands in it into the database, which still can be done."""
        journal = _identity(Path(f"{self.path}-wal"))
        if self._journal is not None and journal != self._journal:
            with self._engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")
            self._engine.dispose()  # a new connection makes a new journal
            journal = None
        self._journal = journal

    def _lost(self, cause: str) -> DatabaseLostError:
        return DatabaseLostError(
            f"Expected a whole database of runs {self.path}, but: {cause}. Networks and checkpoints are files of "
            "their own and are still there. Restore the copy that the playground keeps, or begin an empty one."
        )


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _prepare_connection(connection: sqlite3.Connection, _: object) -> None:
    # With WAL, NORMAL loses no committed row when a process is killed.
    connection.execute("PRAGMA synchronous = NORMAL")
