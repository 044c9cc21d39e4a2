"""When memory or disk space runs out: telling it from other failures, and whether there is room again."""

import errno
import shutil
from contextlib import suppress
from pathlib import Path

import psutil

NAMES = {"memory": "memory", "disk": "space on the disk"}
"""What can run out, with its name in sentences."""

MEMORY_BYTES = 500 * 1024**2
DISK_BYTES = 200 * 1024**2
"""How much has to be free before a run that lacked it is started again."""

_FULL_DISK = (errno.ENOSPC, errno.EDQUOT)
_NO_MEMORY = ("can't allocate memory", "out of memory", "not enough memory", "cannot allocate memory")
_CGROUP = Path("/sys/fs/cgroup")


def shortage_of(error: BaseException) -> str:
    """A key of `NAMES` when that is why something failed; else ""."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, MemoryError) or (isinstance(cause, OSError) and cause.errno == errno.ENOMEM):
            return "memory"
        if isinstance(cause, OSError) and cause.errno in _FULL_DISK:
            return "disk"
        if isinstance(cause, RuntimeError) and any(words in str(cause).lower() for words in _NO_MEMORY):
            return "memory"  # how PyTorch's allocators say it
        cause = cause.__cause__ or cause.__context__
    return ""


def has_room(shortage: str, home: Path) -> bool:
    """Whether there is room again of what ran out."""
    try:
        if shortage == "disk":
            return shutil.disk_usage(home).free >= DISK_BYTES
        return min(psutil.virtual_memory().available, _free_in_container()) >= MEMORY_BYTES
    except OSError:
        return False


def kills_for_memory() -> int:
    """How many processes Linux has killed so far because memory ran out; 0 where it does not tell."""
    return _count(Path("/proc/vmstat")) + _count(_CGROUP / "memory.events")


def _count(path: Path) -> int:
    with suppress(OSError, ValueError):
        return sum(
            int(line.split()[1]) for line in path.read_text().splitlines() if line.startswith("oom_kill ")
        )
    return 0


def _free_in_container() -> float:
    with suppress(OSError, ValueError):
        limit = (_CGROUP / "memory.max").read_text().strip()
        if limit != "max":
            return int(limit) - int((_CGROUP / "memory.current").read_text())
    return float("inf")
