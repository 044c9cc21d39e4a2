"""Images and labels in IDX files, as MNIST and its successors come: where people have them, and whether they are whole.

torchvision keeps four unpacked files in `MNIST/raw`. People also have the `.gz` alone, names with a dot in them, files
that lie beside that folder, links, and folders with the name of a file in them.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from playground.digits.datasets.entry import DigitDataset, data_root
from playground.digits.datasets.idx_content import (
    UnusableFileError,
    describe_content,
    describe_length,
    idx_of_npz,
    parse_idx,
    unpack,
)
from playground.digits.datasets.idx_search import NPZ, describe_folder, find_idx_files
from playground.errors import DatasetError
from playground.formatting import listed


@dataclass(frozen=True)
class IdxFiles:
    """The four files of one data set.

    Attributes:
        title: the data set's name in messages, also the name of torchvision's class.
        files: by the name that torchvision gives it, each unpacked file's size in bytes and its MD5; where the MD5 is
            None, any file counts that is an IDX file of 28 x 28 pixels or of labels 0..9 with all the bytes that its
            beginning promises.
        belongs: whether files in a folder are of this data set, by the names of the folders on the way there; other
            data sets have files of the same names.
    """

    title: str
    files: Mapping[str, tuple[int, str | None]]
    belongs: Callable[[Sequence[str]], bool]

    def raw_folder(self, root: str | Path | None = None) -> Path:
        """The folder of the files below `root`, as torchvision lays it out."""
        return data_root(root) / self.title / "raw"

    def paths(self, root: str | Path | None = None) -> Sequence[Path]:
        """For each file the likeliest path below `root`; where there is none, torchvision's, which does not exist."""
        found = self._candidates(data_root(root))
        return [found[name][0] if found[name] else self.raw_folder(root) / name for name in self.files]

    def read(self, root: str | Path | None = None) -> Mapping[str, NDArray[np.uint8]]:
        """Each file's images `(N, 28, 28)` or labels `(N,)`, both uint8, by torchvision's name.

        Raises:
            DatasetError: a file is missing or cannot be used; the text says what was found, what is missing and what
                can be done.
        """
        arrays: dict[str, NDArray[np.uint8]] = {}
        reasons: dict[str, list[str]] = {}
        for name, paths in self._candidates(data_root(root)).items():
            for path in paths:
                try:
                    arrays[name] = self._array(name, path)
                    break
                except UnusableFileError as error:
                    reasons.setdefault(name, []).append(f"{path}, but it {error}")
        missing = [name for name in self.files if name not in arrays]
        if missing:
            raise DatasetError(self._complaint(data_root(root), missing, reasons, list(arrays)))
        self._check_counts(arrays)
        return arrays

    def load(self, root: str | Path | None, *, name: str, source: str) -> DigitDataset:
        """The data set with the catalogue key `name`; errors as in `read`."""
        arrays = {file: torch.tensor(array) for file, array in self.read(root).items()}
        return DigitDataset(
            train_images=arrays["train-images-idx3-ubyte"],
            train_labels=arrays["train-labels-idx1-ubyte"].to(torch.int64),
            test_images=arrays["t10k-images-idx3-ubyte"],
            test_labels=arrays["t10k-labels-idx1-ubyte"].to(torch.int64),
            name=name,
            source=source,
        )

    def usable(self, name: str, root: str | Path | None = None) -> Path | None:
        """A file below `root` that holds all of `name`; None where there is none."""
        for path in self._candidates(data_root(root))[name]:
            try:
                self._array(name, path)
                return path
            except UnusableFileError:
                continue
        return None

    def _candidates(self, root: Path) -> dict[str, list[Path]]:
        """By torchvision's name, what lies below `root` and is called alike, the likeliest first."""
        found: dict[str, list[Path]] = {name: [] for name in self.files}
        for name, path in find_idx_files(root, self.raw_folder(root), self._likely):
            folders = (root.name, *path.relative_to(root).parts[:-1])
            if name in found and self.belongs((*folders, path.name) if NPZ.fullmatch(path.name) else folders):
                found[name].append(path)
        for name, paths in found.items():
            found[name] = [
                *(path for path in paths if self._likely(name, path)),
                *(path for path in paths if not self._likely(name, path)),
            ]
        return found

    def _likely(self, name: str, path: Path) -> bool:
        """Whether a file can be whole, by its size."""
        try:
            return path.stat().st_size == self.files[name][0] or path.name.lower().endswith((".gz", ".npz"))
        except OSError:
            return False

    def _array(self, name: str, path: Path) -> NDArray[np.uint8]:
        size, md5 = self.files[name]
        content = idx_of_npz(path, name) if NPZ.fullmatch(path.name) else unpack(path, size)
        if md5 is not None:
            if len(content) != size:
                raise UnusableFileError(
                    f"has {describe_length(content, size)} instead of {size:,}: half-downloaded or corrupt"
                )
            if hashlib.md5(content, usedforsecurity=False).hexdigest() != md5:
                raise UnusableFileError(
                    f"has other contents: {describe_content(content)}, and not with MD5 {md5}"
                )
        return parse_idx(content, 3 if "images" in name else 1)

    def _check_counts(self, arrays: Mapping[str, NDArray[np.uint8]]) -> None:
        for name, images in arrays.items():
            labels = arrays[name.replace("images-idx3", "labels-idx1")]
            if len(images) != len(labels):
                raise DatasetError(
                    f"Expected as many labels as images of {self.title}, but {name} has {len(images):,} images and its "
                    f"labels are {len(labels):,}: they do not belong together. Delete both, then download "
                    f"{self.title} again on the Train page."
                )

    def _complaint(
        self, root: Path, missing: Sequence[str], reasons: Mapping[str, Sequence[str]], whole: Sequence[str]
    ) -> str:
        texts = []
        absent = [name for name in missing if name not in reasons]
        if absent:
            too = f", and so {'is' if len(absent) == 2 else 'are'} {listed(absent[1:])}" if absent[1:] else ""
            texts.append(
                f"Expected the {self.title} file {self.raw_folder(root) / absent[0]}, but it is missing{too}."
            )
        for some in (reasons[name] for name in missing if name in reasons):
            texts += [f"Expected the {self.title} file {reason}." for reason in some]
        if whole:
            texts.append(f"Found whole: {listed(whole)}.")
        elif not reasons:
            raw = self.raw_folder(root)
            texts.append(describe_folder(raw if raw.is_dir() else root))
        remedy = f"Download {self.title} on the Train page, or choose another data set."
        if len(absent) < len(missing):
            remedy = f"Delete that file, then download {self.title} again on the Train page."
        return " ".join([*texts, remedy])
