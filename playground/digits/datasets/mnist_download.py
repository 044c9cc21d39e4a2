"""Downloads MNIST, file by file, from the places that torchvision lists.

Not by pooch 1.9, which has no mirrors for a file and unpacks into its final name, so that a stop leaves half of it.
"""

import contextlib
import gzip
import hashlib
import http.client
import os
import shutil
import urllib.request
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from playground.digits.datasets.entry import DownloadProgress
from playground.digits.datasets.mnist_files import MNIST_FILES, raw_folder
from playground.digits.datasets.torchvision_compat import torchvision_datasets
from playground.errors import DatasetError

TIMEOUT = 20.0
"""Seconds without a byte after which a mirror counts as unreachable."""

CHUNK = 256 * 1024


class _MirrorError(Exception):
    """One mirror did not deliver; the next may."""


def download_mnist(
    root: str | Path | None = None, mirrors: Sequence[str] | None = None
) -> Iterator[DownloadProgress]:
    """Fetch each MNIST file that is missing or corrupt; whole files are kept.

    Each file is checked against torchvision's MD5 and gets its name only when it is whole, so that stopping at
    any moment leaves nothing half-done.

    Args:
        root: the folder that holds `MNIST/raw`; None means `settings.data_directory()`.
        mirrors: URLs to try in turn, each ending in `/`; None means torchvision's.

    Yields:
        One report a quarter of a megabyte, and one for every file that is whole.

    Raises:
        DatasetError: no mirror could be reached or delivered the right file, or the folder cannot be written.
    """
    mnist = torchvision_datasets().MNIST
    folder, mirrors = raw_folder(root), list(mnist.mirrors if mirrors is None else mirrors)
    total = len(mnist.resources)
    for done, (archive, md5) in enumerate(mnist.resources):
        file = archive.removesuffix(".gz")
        try:
            if not _is_whole(folder / file):
                folder.mkdir(parents=True, exist_ok=True)
                for got, size in _fetch_from_any(mirrors, archive, md5, folder / file):
                    yield DownloadProgress(file, got, size, done, total)
            size = (folder / file).stat().st_size
        except OSError as error:
            raise DatasetError(
                f"Expected to write the MNIST file {folder / file}, but that failed: "
                f"{error.strerror or error}. Free some space, or set PLAYGROUND_DATA_DIR to a folder that can "
                "be written, then download again."
            ) from error
        yield DownloadProgress(file, size, size, done + 1, total)


def _fetch_from_any(
    mirrors: Sequence[str], archive: str, md5: str, target: Path
) -> Iterator[tuple[int, int | None]]:
    failures = []
    for mirror in mirrors:
        try:
            yield from _fetch(mirror + archive, md5, target)
            return
        except _MirrorError as error:
            failures.append(f"{mirror}: {error}")
    raise DatasetError(
        f"Expected to download {archive}, but no server delivered it ({'; '.join(failures) or 'none listed'}). "
        "Check the network and try again; files that arrived whole are kept. The embedded digits need no network."
    )


def _fetch(url: str, md5: str, target: Path) -> Iterator[tuple[int, int | None]]:
    """Stream one archive to a temporary file, check it, unpack it beside `target`, then rename."""
    archive, unpacked = _temporary(target, "gz"), _temporary(target, "part")
    try:
        digest, got = hashlib.md5(usedforsecurity=False), 0
        with contextlib.ExitStack() as stack:
            response, size = _open(url)
            stack.enter_context(contextlib.closing(response))
            file = stack.enter_context(open(archive, "xb"))
            while chunk := _read(response):
                file.write(chunk)
                digest.update(chunk)
                got += len(chunk)
                yield got, size
        if size is not None and got < size:
            raise _MirrorError(f"expected {size:,} bytes, but the connection ended after {got:,}")
        if digest.hexdigest() != md5:
            raise _MirrorError(
                f"wrong checksum: expected MD5 {md5}, but the {got:,} bytes have {digest.hexdigest()}"
            )
        with gzip.open(archive) as source, open(unpacked, "xb") as file:
            shutil.copyfileobj(source, file)
        os.replace(unpacked, target)
    finally:
        for path in (archive, unpacked):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)


def _open(url: str) -> tuple[BinaryIO, int | None]:
    try:
        response = urllib.request.urlopen(url, timeout=TIMEOUT)
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise _MirrorError(f"no answer ({getattr(error, 'reason', None) or error})") from error
    length = response.headers.get("Content-Length") or ""
    return response, int(length) if length.isdecimal() else None


def _read(response: BinaryIO) -> bytes:
    try:
        return response.read(CHUNK)
    except (OSError, http.client.HTTPException) as error:
        raise _MirrorError(f"the connection broke ({error or type(error).__name__})") from error


def _is_whole(path: Path) -> bool:
    size, md5 = MNIST_FILES[path.name]
    if not path.is_file() or path.stat().st_size != size:
        return False
    with open(path, "rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest() == md5


def _temporary(target: Path, ending: str) -> Path:
    """A name that no other download uses; opened with "xb", the file gets the usual rights."""
    return target.with_name(f".{target.name}.{uuid.uuid4().hex}.{ending}")
