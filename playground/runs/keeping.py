"""Keeping the database: looking whether all is there that was there, and copying it so that nothing good is overwritten."""

import os
import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from filelock import Timeout

from playground.errors import StoreError
from playground.formatting import listed
from playground.runs.census import Census, Loss, flaw_of, loss_between, opened, take_census
from playground.runs.copies import (
    census_of_copy,
    copy_path,
    folder_of,
    hour_is_over,
    keep_newest,
    prune,
    write_copy,
)
from playground.runs.ledger import Ledger, ledger_lock, ledger_path, read_ledger, say_trouble, write_ledger
from playground.runs.schema import SCHEMA_VERSION

DAMAGED = ("malformed", "not a database", "no such table", "no such column")
"""What SQLite says of a file that is no whole database of runs."""

THOROUGH_BYTES = 64 * 1024**2
"""Up to this size a page waits for the thorough look at a database that it sees first: half a second."""

_seen: dict[Path, tuple[object, int, int, int]] = {}
_told: dict[Path, str] = {}
_seen_lock = threading.Lock()


def known(home: Path) -> Ledger:
    """What the database in `home` is known to have held: by the ledger, without one by the newest copy."""
    ledger = read_ledger(home)
    if ledger is not None:
        return ledger
    return Ledger(census_of_copy(copy_path(home)) or Census())


def has_lost_all(home: Path) -> str:
    """Why the database in `home` cannot be opened as a new one; "" when it can."""
    path = home / "runs.sqlite"
    missing = not path.exists()
    if not missing and path.stat().st_size:
        return ""
    ledger = read_ledger(home)
    expected = copy_path(home).exists() if ledger is None else bool(ledger.census.runs)
    if not expected:
        return ""
    return "it is missing, though it had runs" if missing else "it is empty, though it had runs"


def look(home: Path, *, thorough: bool = True) -> str:
    """Compare the database with what it is known to have held, and remember the answer for every page.

    Args:
        home: its folder.
        thorough: let SQLite check the whole file too.

    Returns:
        What is wrong, for visitors; "" where nothing is, or nothing can be told at this moment.
    """
    if not home.is_dir():
        return ""
    try:
        if (
            not (home / "runs.sqlite").exists()
            and not ledger_path(home).exists()
            and not copy_path(home).exists()
        ):
            return ""
        with ledger_lock(home):
            ledger = known(home)
            trouble, now = _examine(home, ledger.census, thorough)
            if now is not None or trouble:
                write_ledger(home, replace(ledger, census=now or ledger.census, trouble=trouble))
            return trouble
    except (
        OSError,
        Timeout,
        StoreError,
        sqlite3.OperationalError,
    ):  # locked, or a full disk: asked again later
        return ""


def trouble_of(home: Path) -> str:
    """What is wrong with the database in `home`, for a page that is drawn: a look at what it has not seen yet."""
    path = home / "runs.sqlite"
    try:
        status = path.stat()
        identity, size, changed = (status.st_dev, status.st_ino), status.st_size, status.st_mtime_ns
    except OSError:
        identity, size, changed = None, 0, 0
    with _seen_lock:
        before = _seen.get(home)
        written = _written(home)
        mended = before is not None and bool(_told[home]) and changed != before[3]  # perhaps it was put back
        if before is None or before[0] != identity or size < before[1] or identity is None or mended:
            _told[home] = look(home, thorough=size <= THOROUGH_BYTES)
            written = _written(home)
        elif before[2] != written:  # a supervisor or another server has looked
            ledger = read_ledger(home)
            _told[home] = ledger.trouble if ledger is not None else ""
        _seen[home] = (identity, size, written, changed)
        return _told[home]


def is_whole(home: Path) -> bool:
    """Whether the database in `home` can be read, however little it has."""
    try:
        with opened(home / "runs.sqlite") as connection:
            take_census(connection)
    except (sqlite3.Error, OSError):
        return False
    return True


def keep_copy(home: Path, *, thorough: bool = False) -> None:
    """Copy the database in `home`, while others go on using it; a copy that has less takes no other one's place.

    Raises:
        sqlite3.DatabaseError: it is damaged; the copies stay as they are.
        StoreError, OSError, Timeout: the disk does not take it.
    """
    fresh = home / f".runs.copy.{os.getpid()}.sqlite"
    with ledger_lock(home):
        try:
            write_copy(home / "runs.sqlite", fresh)
            with opened(fresh, immutable=True) as connection:
                flaw = flaw_of(connection) if thorough else ""
                if flaw:
                    raise sqlite3.DatabaseError(f"{flaw} (malformed)")
                now = take_census(connection)
            ledger = known(home)
            loss = loss_between(ledger.census, now)
            if loss:
                folder_of(home).mkdir(exist_ok=True)
                os.replace(fresh, folder_of(home) / "runs-after-loss.sqlite")
                say_trouble(home, _words(loss))
                return
            _put(home, fresh, now)
            write_ledger(home, replace(ledger, census=now, trouble=""))
        except sqlite3.DatabaseError as error:
            if any(symptom in str(error) for symptom in DAMAGED):
                say_trouble(home, _damage(str(error)))
            raise
        finally:
            fresh.unlink(missing_ok=True)


def _put(home: Path, fresh: Path, now: Census) -> None:
    """Make `fresh` the newest copy; the one before it stays for the hour, or when it has more."""
    newest = copy_path(home)
    if newest.exists():
        before = census_of_copy(newest)
        fuller = before is not None and bool(loss_between(before, now))
        if fuller or hour_is_over(home):
            keep_newest(home, "fuller" if fuller else "hourly")
            os.replace(fresh, newest)
            prune(home)
            return
    os.replace(fresh, newest)


def _examine(home: Path, before: Census, thorough: bool) -> tuple[str, Census | None]:
    """What is wrong, and what the database holds; None where that cannot be told, or is less than it was."""
    lost = has_lost_all(home)
    path = home / "runs.sqlite"
    if lost or not path.exists() or not path.stat().st_size:
        return (_damage(lost) if lost else ""), None
    try:
        with opened(path) as connection:
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            flaw = flaw_of(connection) if thorough else ""
            if flaw:
                return _damage(flaw), None
            if version not in (0, SCHEMA_VERSION):  # it is brought to this version when it is opened
                return "", None
            if not version:
                return (_damage("it has no tables, though it had runs") if before.runs else ""), None
            now = take_census(connection)
    except sqlite3.DatabaseError as error:
        if any(symptom in str(error) for symptom in DAMAGED):
            return _damage(str(error)), None
        raise sqlite3.OperationalError(str(error)) from error
    loss = loss_between(before, now)
    return (_words(loss), None) if loss else ("", now)


def _damage(cause: str) -> str:
    return (
        f"The database of runs (runs.sqlite) is damaged: {cause.rstrip('.')}. Networks and checkpoints are files of their own and "
        "are still there. Restore a copy: what can still be read of the damaged file is added to it, and the file "
        "itself is kept."
    )


def _words(loss: Loss) -> str:
    parts = []
    if loss.gone:
        parts.append(f"{_runs(loss.gone)} {'is' if len(loss.gone) == 1 else 'are'} gone")
    if loss.shortened:
        parts.append(
            f"{_runs(loss.shortened)} {'lacks' if len(loss.shortened) == 1 else 'lack'} a part of what was recorded"
        )
    if loss.sweeps:
        parts.append(f"{loss.sweeps} sweep{'s are' if loss.sweeps > 1 else ' is'} gone")
    return (
        f"The database of runs (runs.sqlite) has less than it had: {listed(parts)}. Nobody deleted that here, so the file was "
        "replaced, emptied or changed from outside. Restore a copy: what the database has now is added to it, and "
        "the file itself is kept."
    )


def _runs(numbers: Sequence[int], most: int = 6) -> str:
    if len(numbers) == 1:
        return f"run {numbers[0]}"
    shown = [str(number) for number in numbers[:most]]
    left = len(numbers) - most
    return f"runs {listed([*shown, f'{left} more'] if left > 0 else shown)}"


def _written(home: Path) -> int:
    try:
        return ledger_path(home).stat().st_mtime_ns
    except OSError:
        return 0
