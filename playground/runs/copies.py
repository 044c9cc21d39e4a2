"""Copies of the database: the newest, and of the older ones a few for each hour and day, and before each migration.

The newest lies beside the database, the others in `copies`. None is overwritten by one that has less: the older one is
kept. Their number and bytes are bounded; the fullest one outlives all others.
"""

import os
import sqlite3
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from playground.runs.census import Census, opened, take_census

HOURS, DAYS, NEWEST, SPECIAL = 24, 14, 3, 4
"""Of how many hours and days the newest copy is kept; how many of the newest; how many of each special reason."""

MAX_BYTES = 2 * 1024**3
"""The most bytes that older copies take together; the fullest and the newest stay whatever they take."""

REASONS = ("hourly", "fuller", "migration", "restored")
"""Why an older copy was kept: the hour, that its follower has less, a migration, a restoration from it."""


@dataclass(frozen=True)
class Copy:
    """One copy.

    Attributes:
        path: where it lies.
        made_at: seconds since 1970.
        runs: how many runs it has, without deleted ones.
        rows: rows of curves and changes.
    """

    path: Path
    made_at: float
    runs: int
    rows: int


def copy_path(home: Path) -> Path:
    """Where the newest copy of the database in `home` lies."""
    return home / "runs.copy.sqlite"


def folder_of(home: Path) -> Path:
    """Where its older copies lie."""
    return home / "copies"


def write_copy(source: Path, target: Path) -> None:
    """Write a consistent copy of the database `source`, while others go on using it; whole or not at all."""
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        reading, writing = sqlite3.connect(source), sqlite3.connect(temporary)
        try:
            reading.backup(writing)
            writing.execute("PRAGMA journal_mode = DELETE")  # it lies alone, without a journal beside it
        finally:
            reading.close()
            writing.close()
        os.replace(temporary, target)
    finally:
        for left in ("", "-wal", "-shm", "-journal"):
            Path(f"{temporary}{left}").unlink(missing_ok=True)


def new_path(home: Path, reason: str) -> Path:
    """Where an older copy that is kept for one of `REASONS` goes."""
    folder, stem = folder_of(home), f"runs-{time.strftime('%Y-%m-%d-%H%M%S')}"
    taken = sum(1 for _ in folder.glob(f"{stem}*")) if folder.is_dir() else 0
    return folder / f"{stem}-{taken}-{reason}.sqlite"


def keep_newest(home: Path, reason: str) -> None:
    """Move the newest copy among the older ones."""
    newest, target = copy_path(home), new_path(home, reason)
    target.parent.mkdir(parents=True, exist_ok=True)
    newest.rename(target)


def hour_is_over(home: Path) -> bool:
    """Whether the newest of the older copies is not of this hour; a clock that was set back is passed over."""
    made = [path.stat().st_mtime for path in older(home)]
    return not made or not 0 <= copy_path(home).stat().st_mtime - max(made) < 3600


def older(home: Path) -> Sequence[Path]:
    """The older copies, the newest first."""
    return sorted(folder_of(home).glob("runs-*.sqlite"), key=lambda path: path.stat().st_mtime, reverse=True)


def census_of_copy(path: Path) -> Census | None:
    """What a copy holds; None where it cannot be read."""
    try:
        with opened(path, immutable=True) as connection:
            return take_census(connection)
    except (sqlite3.Error, OSError):
        return None


def list_copies(home: Path) -> list[Copy]:
    """All copies that can be read, the newest first, with what each holds."""
    paths = [path for path in (copy_path(home), *older(home)) if path.is_file()]
    described = [_describe(path, path.stat().st_mtime_ns) for path in paths]
    return [copy for copy in described if copy is not None]


@lru_cache(maxsize=256)
def _describe(path: Path, made_at: int) -> Copy | None:
    census = census_of_copy(path)
    if census is None:
        return None
    with opened(path, immutable=True) as connection:
        (runs,) = connection.execute("SELECT count(*) FROM runs WHERE deleted_at IS NULL").fetchone()
    return Copy(path, made_at / 1e9, runs, census.rows)


def prune(home: Path) -> None:
    """Remove the older copies that no rule keeps, then the oldest ones beyond the bytes."""
    paths = older(home)
    if not paths:
        return
    kept = {paths[0], fullest := max(paths, key=_fullness), *paths[:NEWEST]}
    for count, form in ((HOURS, "%Y-%m-%d-%H"), (DAYS, "%Y-%m-%d")):
        newest_of: dict[str, Path] = {}
        for path in paths:
            newest_of.setdefault(time.strftime(form, time.localtime(path.stat().st_mtime)), path)
        kept |= set(list(newest_of.values())[:count])
    for reason in ("fuller", "migration", "restored"):
        kept |= set([path for path in paths if path.stem.endswith(reason)][:SPECIAL])
    taken = 0
    for path in paths:
        taken += path.stat().st_size if path in kept else 0
        if path not in kept or (taken > MAX_BYTES and path not in (paths[0], fullest)):
            with suppress(OSError):
                path.unlink()


def _fullness(path: Path) -> tuple[int, int]:
    census = census_of_copy(path) or Census()
    return len(census.runs), census.rows
