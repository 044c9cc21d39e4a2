"""A ZIP with a folder for each class; it may come from anybody, see `playground.archives` and `playground.confined`."""

import zipfile
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

import numpy as np
from numpy.typing import NDArray

from playground.archives import Archive, ArchiveTooLargeError, Limits
from playground.digits.datasets.own_images.collection import (
    MAX_IMAGES,
    ImageCollection,
    check_number,
    collect,
)
from playground.digits.datasets.own_images.picture import PictureReader
from playground.errors import ArchiveError, DatasetError, LimitError
from playground.formatting import on_one_line

MAX_FILE_BYTES = 30_000_000
MAX_UNPACKED_BYTES = 300_000_000
"""The most that is unpacked of one file, and of all."""
MAX_ENTRIES = 3 * MAX_IMAGES
"""Files in an archive, with those that systems put there."""

BATCH, BATCH_BYTES = 50, 2_000_000
"""Pictures that are decoded at once, and about how large they are together."""

_PARTS = {"train", "training", "test", "testing", "val", "valid", "validation"}
"""Names of folders that divide a data set; the classes are below them."""
_NOT_IMAGES = {
    ".txt",
    ".md",
    ".csv",
    ".json",
    ".xml",
    ".html",
    ".pdf",
    ".py",
    ".ipynb",
    ".db",
    ".ini",
    ".zip",
    ".yaml",
}
_OF_SYSTEMS = {"__macosx", "thumbs.db", "desktop.ini"}


@dataclass(frozen=True)
class _Member:
    """A file of the archive that may be an image: its path, and the folders above it, the class's name first."""

    info: zipfile.ZipInfo
    path: str
    folders: tuple[str, ...]


def read_archive(content: bytes) -> Generator[tuple[int, int], None, ImageCollection]:
    """The images of a ZIP; the class of each is the name of its folder.

    Folders that hold all others, and folders such as `train` and `test`, are no classes; deeper ones belong to theirs.

    Yields:
        How many files are read, and how many there are.

    Returns:
        The collection; `skipped` names what was left out and why.

    Raises:
        DatasetError: it is no ZIP, damaged, too large, or does not hold 2 to 10 folders of images.
    """
    try:
        with Archive(content, Limits(MAX_ENTRIES, MAX_FILE_BYTES, MAX_UNPACKED_BYTES)) as archive:
            members, skipped = _members(archive)
            check_number(len(members))
            images, names = yield from _read(archive, members, skipped)
    except (ArchiveError, LimitError) as error:
        raise DatasetError(
            f"Expected a ZIP with a folder for each class, but it cannot be read ({error}). "
            "Pack the folders again, without a password."
        ) from error
    return collect(images, names, skipped)


def _members(archive: Archive) -> tuple[list[_Member], list[str]]:
    """The files that may be images, and the texts on those that are not."""
    members, skipped = [], []
    for info in archive.entries:
        path = _name(info).replace("\\", "/")
        parts = [part for part in path.split("/") if part not in ("", ".", "..")]
        if info.is_dir() or path.endswith("/") or _is_of_a_system(parts):
            continue
        if PurePosixPath(path).suffix.lower() in _NOT_IMAGES:
            skipped.append(f"{_short(path)}: it is no image")
        else:
            members.append(_Member(info, path, tuple(parts[:-1])))
    members = _without_outer_folders(members)
    skipped += [f"{_short(each.path)}: it lies in no folder" for each in members if not each.folders]
    return [each for each in members if each.folders], skipped


def _is_of_a_system(parts: Sequence[str]) -> bool:
    return not parts or any(part.startswith(".") or part.casefold() in _OF_SYSTEMS for part in parts)


def _without_outer_folders(members: list[_Member]) -> list[_Member]:
    """The same with paths that begin with the class."""
    while members and all(len(each.folders) > 1 for each in members):
        outer = {each.folders[0].casefold() for each in members}
        if len(outer) > 1 and not outer <= _PARTS:
            break
        members = [_Member(each.info, each.path, each.folders[1:]) for each in members]
    return members


def _read(
    archive: Archive, members: Sequence[_Member], skipped: list[str]
) -> Generator[tuple[int, int], None, tuple[list[NDArray[np.uint8]], list[str]]]:
    images: list[NDArray[np.uint8]] = []
    names: list[str] = []
    reader = PictureReader(len(members))
    done = 0
    for batch in _batches(archive, members, skipped):
        yield done, len(members)
        for (member, _), result in zip(batch, reader.read([content for _, content in batch]), strict=True):
            if isinstance(result, str):
                skipped.append(f"{_short(member.path)}: {result}")
            else:
                images.append(result)
                names.append(member.folders[0])
        done += len(batch)
    yield len(members), len(members)
    return images, names


def _batches(
    archive: Archive, members: Sequence[_Member], skipped: list[str]
) -> Iterator[list[tuple[_Member, bytes]]]:
    """The files and their bytes, those together that are decoded together; without those that cannot be unpacked."""
    batch: list[tuple[_Member, bytes]] = []
    size = 0
    for member in members:
        try:
            content = archive.read(member.info)
        except ArchiveTooLargeError:
            raise
        except ArchiveError as error:
            skipped.append(f"{_short(member.path)}: {error}")
            continue
        batch.append((member, content))
        size += len(content)
        if len(batch) == BATCH or size > BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _name(info: zipfile.ZipInfo) -> str:
    """The path; macOS writes UTF-8 without saying so, which zipfile takes for code page 437."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _short(path: str) -> str:
    shown = on_one_line(path)
    return shown if len(shown) <= 80 else f"...{shown[-77:]}"
