"""Everything of a home in one file, written while a server trains, and put back; nothing that is there is destroyed.

An archive is a ZIP: `runs.sqlite`, the folders of `FOLDERS`, and `manifest.json`, written last. Networks are written
before the database, which is never behind them, so that every run in it can be resumed.
"""

import json
import os
import shutil
import sqlite3
import stat
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path, PurePosixPath

import sqlalchemy as sa

from playground.digits.datasets.own_images.folder import FOLDER as OWN_IMAGES
from playground.digits.own_digits.folder import FOLDER as OWN_DIGITS
from playground.errors import StoreError
from playground.runs import schema
from playground.runs.census import Census, flaw_of, opened, take_census
from playground.runs.copies import copy_path, folder_of, write_copy
from playground.runs.ledger import Ledger, ledger_path, write_ledger
from playground.runs.liveness import living_processes
from playground.runs.paths import CHECKPOINTS
from playground.runs.salvage import make_resumable

FOLDERS = (CHECKPOINTS, OWN_DIGITS, OWN_IMAGES)
FORMAT, MANIFEST, DATABASE = "deep-learning-playground backup 1", "manifest.json", "runs.sqlite"

MAX_ENTRIES, MAX_DEPTH, MAX_NAME = 500_000, 5, 200
SPARE_BYTES = 100 * 1024**2
"""What stays free on the disk when an archive is unpacked."""

_PIECE = 1024 * 1024


def backup(home: Path, target: Path) -> Census:
    """Write everything of `home` into the new file `target`, while servers and workers go on.

    Returns:
        What the database in it holds.

    Raises:
        StoreError: there is no whole database, `target` exists, or the disk does not take it.
    """
    if target.exists():
        raise StoreError(f"{target} exists already. Choose another name: nothing is overwritten.")
    if not (home / DATABASE).exists():
        raise StoreError(
            f"Expected a database of runs in {home}, but there is none. Set PLAYGROUND_HOME or use --home."
        )
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    database = home / f".backup.{os.getpid()}.sqlite"
    try:
        with zipfile.ZipFile(temporary, "x", zipfile.ZIP_STORED, allowZip64=True) as archive:
            for folder in FOLDERS:
                for path in sorted((home / folder).rglob("*")):
                    _add(archive, home, path)
            write_copy(home / DATABASE, database)
            census = _read_whole(database)
            for (stored,) in _ask(database, "SELECT checkpoint FROM runs WHERE checkpoint <> ''"):
                if stored not in archive.NameToInfo:  # it was written since the networks were
                    _add(archive, home, home / stored)
            archive.write(database, DATABASE, zipfile.ZIP_DEFLATED, 1)
            entries, total = len(archive.infolist()), sum(info.file_size for info in archive.infolist())
            manifest = {"format": FORMAT, "made_at": time.time(), "entries": entries, "bytes": total}
            archive.writestr(MANIFEST, json.dumps(manifest))
        os.replace(temporary, target)
        return census
    except (OSError, sqlite3.Error, zipfile.BadZipFile) as error:
        raise StoreError(f"Expected to write a backup of {home} to {target}, but: {error}.") from error
    finally:
        for path in (temporary, database):
            path.unlink(missing_ok=True)


def restore(home: Path, source: Path) -> tuple[Census, Path | None]:
    """Put what a backup holds in the place of what is in `home`, which is set aside.

    Returns:
        What the database holds now, and the folder in which the former contents are; None when there were none.

    Raises:
        StoreError: a server or a worker uses the home, the file is no whole backup, or the disk does not take it;
            nothing was changed.
    """
    _refuse_if_used(home)
    staged = home / f".restoring-{os.getpid()}"
    try:
        home.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(source) as archive:
            _unpack(archive, _checked(archive, home), staged)
        census = _make_ready(staged)
        _refuse_if_used(home)
        with _set_aside(home) as aside:
            for name in (DATABASE, *FOLDERS):
                if (staged / name).exists():
                    (staged / name).rename(home / name)
            write_ledger(home, Ledger(census))
        if any(aside.iterdir()):
            return census, aside
        aside.rmdir()
        return census, None
    except (OSError, EOFError, ValueError, RuntimeError, zlib.error, zipfile.BadZipFile) as error:
        raise StoreError(
            f"Expected a whole backup in {source}, but: {error}. Nothing was changed."
        ) from error
    except (sqlite3.Error, sa.exc.SQLAlchemyError) as error:
        cause = getattr(error, "orig", None) or error
        raise StoreError(f"The database in {source} cannot be used: {cause}. Nothing was changed.") from error
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _add(archive: zipfile.ZipFile, home: Path, path: Path) -> None:
    """Add one file; what is being written, deleted meanwhile, or no plain file is passed over."""
    name = path.relative_to(home).as_posix() if path.is_relative_to(home) else ""
    if not name or path.name.startswith(".") or path.is_symlink() or not path.is_file() or ".." in path.parts:
        return
    with suppress(FileNotFoundError):
        content = path.read_bytes()  # written whole and renamed: never half of one
        archive.writestr(
            zipfile.ZipInfo(name, time.localtime(max(path.stat().st_mtime, 315619200))[:6]), content
        )


def _checked(archive: zipfile.ZipFile, home: Path) -> list[zipfile.ZipInfo]:
    """The entries, once nothing about them is suspicious."""
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    total = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or len(names) != len(entries):
        raise ValueError("it has too many entries, or two of one name")
    for entry in entries:
        _check_entry(entry)
    if not {MANIFEST, DATABASE} <= names or archive.getinfo(MANIFEST).file_size > 10_000:
        raise ValueError("it is not made by `python -m playground.runs backup`")
    manifest = json.loads(archive.read(MANIFEST))
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ValueError("it is made by another version of the playground, or not by it")
    others = total - archive.getinfo(MANIFEST).file_size
    if (manifest.get("entries"), manifest.get("bytes")) != (len(entries) - 1, others):
        raise ValueError("a part of it is missing")
    free = shutil.disk_usage(home).free
    if total + SPARE_BYTES > free:
        raise ValueError(f"unpacked it takes {total / 1e6:,.0f} MB, and only {free / 1e6:,.0f} MB are free")
    return entries


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name, path = entry.filename, PurePosixPath(entry.filename)
    plain = all(
        part.isprintable() and not part.startswith(".") and len(part) <= MAX_NAME for part in path.parts
    )
    inside = name in (MANIFEST, DATABASE) or (1 < len(path.parts) <= MAX_DEPTH and path.parts[0] in FOLDERS)
    if not plain or not inside or set(name) & set('\\:*?"<>|') or path.as_posix() != name:
        raise ValueError(f"its entry {name[:80]!r} belongs nowhere in a home")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or entry.flag_bits & 1:
        raise ValueError(f"its entry {name[:80]!r} is packed in a way that backups are not")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise ValueError(f"its entry {name[:80]!r} is a link")


def _unpack(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], staged: Path) -> None:
    staged.mkdir()
    for entry in entries:
        path = staged / entry.filename
        path.parent.mkdir(parents=True, exist_ok=True)
        left = entry.file_size
        with archive.open(entry) as packed, path.open("xb") as file:
            while piece := packed.read(_PIECE):  # the end compares the checksum
                left -= len(piece)
                if left < 0:
                    raise ValueError(f"its entry {entry.filename[:80]!r} is larger than it says")
                file.write(piece)
        if left:
            raise ValueError(f"its entry {entry.filename[:80]!r} is shorter than it says")


def _make_ready(staged: Path) -> Census:
    """Check the unpacked database, bring it to this version, and leave nothing in it that reaches out of the home."""
    database = staged / DATABASE
    with opened(database, immutable=True) as connection:
        flaw = flaw_of(connection)
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        active = connection.execute(
            "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view')"
        ).fetchone()
        names = [row[0] for row in connection.execute("SELECT id FROM runs")]
        if version == schema.SCHEMA_VERSION:
            take_census(connection)  # all tables are there
    if flaw:
        raise ValueError(f"its database is damaged: {flaw}")
    if not 0 < version <= schema.SCHEMA_VERSION:
        raise ValueError(
            f"its database has version {version}, this playground reads 1 to {schema.SCHEMA_VERSION}"
        )
    if active or not all(isinstance(name, str) and name.isalnum() and len(name) <= 32 for name in names):
        raise ValueError("its database holds what no playground writes")
    engine = sa.create_engine(f"sqlite:///{database}")
    try:
        with engine.begin() as connection:
            schema.prepare(connection, staged)
            connection.exec_driver_sql(
                "UPDATE runs SET checkpoint = '' WHERE checkpoint NOT LIKE 'checkpoints/' || id || '/%' "
                "OR checkpoint LIKE '%..%'"
            )
    finally:
        engine.dispose()
    make_resumable(database)
    return _read_whole(database)


@contextmanager
def _set_aside(home: Path) -> Iterator[Path]:
    """Move what is in the home into a folder of its own; it comes back when the block fails."""
    aside = home / f"set-aside-{time.strftime('%Y-%m-%d-%H%M%S')}-{os.getpid()}"
    aside.mkdir()
    former = [DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", *FOLDERS]
    former += [path.name for path in (copy_path(home), folder_of(home), ledger_path(home))]
    moved = [name for name in former if (home / name).exists()]
    try:
        for name in moved:
            (home / name).rename(aside / name)
        yield aside
    except BaseException:
        for name in former:
            if (aside / name).exists():
                if (home / name).exists():
                    (home / name).rename(aside / f"new-{name}")
                (aside / name).rename(home / name)
        raise


def _refuse_if_used(home: Path) -> None:
    living = living_processes(home)
    if living:
        raise StoreError(
            f"{home} is in use by process {' and '.join(map(str, living))}. Stop the server and wait until its "
            "training has ended, or choose another folder with --home."
        )


def _read_whole(database: Path) -> Census:
    with opened(database, immutable=True) as connection:
        flaw = flaw_of(connection)
        if flaw:
            raise sqlite3.DatabaseError(
                f"the database is damaged ({flaw}); open any page of the playground to repair it"
            )
        return take_census(connection)


def _ask(database: Path, query: str) -> list[tuple[str]]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(query).fetchall()
