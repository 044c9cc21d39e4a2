"""Whether a worker process is alive: it holds a lock on a file for as long as it lives.

The system releases the lock when the process ends, however it ends. Unlike a process number, which another program
may be given, or the time of a last sign of life, it does not depend on a clock that may jump.
"""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

WORKERS, SERVERS = "workers", "servers"
"""The folders of their locks."""


@contextmanager
def living_worker(home: Path, kind: str = WORKERS) -> Iterator[str]:
    """Hold a worker's, or a server's, lock within the block; yields its id, which begins with its process number."""
    worker = f"{os.getpid()}-{uuid.uuid4().hex[:6]}"
    path = _lock_path(home, worker, kind)
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path):
        yield worker
    with suppress(OSError):
        path.unlink()


def worker_alive(home: Path, worker: str, kind: str = WORKERS) -> bool:
    """Whether the worker, or the server, of that id is alive; a dead one's lock file is removed."""
    path = _lock_path(home, worker, kind)
    if not worker or not path.exists():
        return False
    try:
        with FileLock(path, timeout=0):
            pass
    except Timeout:
        return True
    with suppress(OSError):
        path.unlink()
    return False


def living_processes(home: Path) -> list[int]:
    """The process numbers of all servers and workers that use the home."""
    locks = [(kind, path.stem) for kind in (WORKERS, SERVERS) for path in (home / kind).glob("*.lock")]
    return sorted({process_of(name) for kind, name in locks if worker_alive(home, name, kind)})


def process_of(worker: str) -> int:
    """The process number in a worker's id; 0 when it has none."""
    number = worker.partition("-")[0]
    return int(number) if number.isdecimal() else 0


def _lock_path(home: Path, worker: str, kind: str) -> Path:
    return home / kind / f"{worker}.lock"
