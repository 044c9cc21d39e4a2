"""Where people have IDX files: in torchvision's place, beside it, packed, with other names, in folders of their own."""

import os
import re
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

MAX_FOLDERS, MAX_DEPTH, MAX_ENTRIES = 100, 4, 5000
"""How many folders are searched, how deep below the data folder, and how many files are looked at in all of them."""

_NAME = re.compile(
    r"(train|t10k|test)[-_. ](images|labels)[-_. ]idx[13][-_. ]ubyte(?: ?\(\d+\)| copy)?(?:\.gz)?",
    re.IGNORECASE,
)


NPZ = re.compile(r"[\w. -]*mnist[\w. -]*\.npz", re.IGNORECASE)
"""A file with all four arrays, as Keras keeps it; it stands for each of the four files."""

_ALL = tuple(f"{part}-{kind}-ubyte" for part in ("train", "t10k") for kind in ("images-idx3", "labels-idx1"))


def find_idx_files(
    root: Path, usual: Path, likely: Callable[[str, Path], bool]
) -> Iterator[tuple[str, Path]]:
    """torchvision's name and the path of each file below `root` that is called alike.

    Those in the folder `usual` come first; the rest is not looked for when four of them are `likely` to be whole.
    """
    there, _, _ = _matching(usual, MAX_ENTRIES)
    yield from there
    if len({name for name, path in there if likely(name, path)}) == 4:
        return
    waiting, visited, left = deque([(root, 1)]), 0, MAX_ENTRIES
    while waiting and visited < MAX_FOLDERS and left > 0:
        folder, depth = waiting.popleft()
        matches, folders, entries = _matching(folder, left)
        visited, left = visited + 1, left - entries
        if folder != usual:
            yield from matches
        if depth < MAX_DEPTH:
            waiting += [(below, depth + 1) for below in folders]


def _matching(folder: Path, most: int) -> tuple[list[tuple[str, Path]], list[Path], int]:
    """What in a folder is called like an IDX file, the folders in it, and how many entries were looked at.

    Nothing where it cannot be read.
    """
    matches, folders, entries = [], [], 0
    with suppress(OSError), os.scandir(folder) as found:
        for entries, entry in enumerate(islice(found, most), start=1):  # noqa: B007 - the count is used below
            name = _NAME.fullmatch(entry.name)
            if _is_folder(entry):
                if not entry.name.startswith("."):
                    folders.append(folder / entry.name)
            elif NPZ.fullmatch(entry.name):
                matches += [(one, folder / entry.name) for one in _ALL]
            elif name is not None:
                part, kind = "train" if name[1].lower() == "train" else "t10k", name[2].lower()
                matches.append(
                    (f"{part}-{kind}-idx{3 if kind == 'images' else 1}-ubyte", folder / entry.name)
                )
    return sorted(matches), sorted(folders), entries


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def describe_folder(root: Path) -> str:
    """What there is in a folder of data, in one sentence."""
    try:
        names = sorted(path.name for path in root.iterdir() if not path.name.startswith("."))
    except FileNotFoundError:
        return f"The folder {root} does not exist."
    except OSError as error:
        return f"The folder {root} cannot be read: {error.strerror}."
    more = f" and {len(names) - 6} more" if len(names) > 6 else ""
    return f"In {root} there is {', '.join(names[:6]) or 'nothing'}{more}."
