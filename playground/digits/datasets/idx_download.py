"""Downloads the IDX files of a data set, one by one, from the places that torchvision lists.

Not by pooch 1.9, which has no mirrors for a file and unpacks into its final name, so that a stop leaves half of it.
"""

import contextlib
import gzip
import hashlib
import os
import shutil
import uuid
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from playground.digits.datasets.entry import DownloadProgress
from playground.digits.datasets.idx_files import IdxFiles
from playground.digits.datasets.torchvision_compat import torchvision_datasets
from playground.digits.datasets.transfer import MirrorError, receive
from playground.errors import DatasetError


@dataclass(frozen=True)
class IdxDownload:
    """Fetches each file that is missing or corrupt; whole files are kept.

    Each file is checked against torchvision's MD5 and gets its name only when it is whole, so that stopping at
    any moment leaves nothing half-done.

    Attributes:
        files: of the data set.
    """

    files: IdxFiles

    def __call__(
        self, root: str | Path | None = None, mirrors: Sequence[str] | None = None
    ) -> Generator[DownloadProgress, None, None]:
        """Download what is missing.

        Args:
            root: the folder of all data sets; None means `settings.data_directory()`.
            mirrors: URLs to try in turn, each ending in `/`; None means torchvision's.

        Yields:
            One report a quarter of a megabyte, several a second while less comes, and one for every file that is
            whole. Closing the iterator cancels the download.

        Raises:
            DatasetError: no mirror could be reached, was fast enough and delivered the right file, or the folder cannot
                be written.
        """
        source = getattr(torchvision_datasets(), self.files.title)
        folder = self.files.raw_folder(root)
        mirrors, total = list(source.mirrors if mirrors is None else mirrors), len(source.resources)
        for done, (archive, md5) in enumerate(source.resources):
            file = archive.removesuffix(".gz")
            try:
                whole = self.files.usable(file, root)
                if whole is None:
                    whole = folder / file
                    folder.mkdir(parents=True, exist_ok=True)
                    for got, size in _fetch_from_any(mirrors, archive, md5, whole):
                        yield DownloadProgress(file, got, size, done, total)
                size = whole.stat().st_size
            except OSError as error:
                raise DatasetError(
                    f"Expected to write the {self.files.title} file {folder / file}, but that failed: "
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
        except MirrorError as error:
            failures.append(f"{mirror}: {error}")
    raise DatasetError(
        f"Expected to download {archive}, but no server delivered it ({'; '.join(failures) or 'none listed'}). "
        "Check the network and try again; files that arrived whole are kept. The embedded digits need no network."
    )


def _fetch(url: str, md5: str, target: Path) -> Iterator[tuple[int, int | None]]:
    """Stream one archive to a temporary file, check it, unpack it beside `target`, then rename."""
    archive, unpacked = _temporary(target, "gz"), _temporary(target, "part")
    try:
        digest, got, size = hashlib.md5(usedforsecurity=False), 0, None
        with open(archive, "xb") as file, contextlib.closing(receive(url)) as pieces:
            for piece, size in pieces:
                file.write(piece)
                digest.update(piece)
                got += len(piece)
                yield got, size
        if size is not None and got < size:
            raise MirrorError(f"expected {size:,} bytes, but the connection ended after {got:,}")
        if digest.hexdigest() != md5:
            raise MirrorError(
                f"wrong checksum: expected MD5 {md5}, but the {got:,} bytes have {digest.hexdigest()}"
            )
        with gzip.open(archive) as source, open(unpacked, "xb") as file:
            shutil.copyfileobj(source, file)
        os.replace(unpacked, target)
    finally:
        for path in (archive, unpacked):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)


def _temporary(target: Path, ending: str) -> Path:
    """A name that no other download uses; opened with "xb", the file gets the usual rights."""
    return target.with_name(f".{target.name}.{uuid.uuid4().hex}.{ending}")
