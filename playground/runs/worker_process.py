"""A worker process, from the server's side: starting it, its log, dismissing it."""

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil

from playground.settings import worker_threads

CANNOT_WRITE = 74
"""Exit status of a worker that could not even write how its run ended; EX_IOERR of sysexits.h."""


def start_worker(home: Path) -> subprocess.Popen:
    """Start a worker process; closing its `stdin` lets it end once no run waits."""
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    environment = {
        **os.environ,
        "PYTHONPATH": path,
        "OMP_NUM_THREADS": str(worker_threads()),
        "OMP_WAIT_POLICY": "PASSIVE",  # a thread that waits leaves its core to others
    }
    command = [sys.executable, "-m", "playground.runs.worker", "--home", str(home)]
    logs = home / "workers"
    logs.mkdir(parents=True, exist_ok=True)
    starting = logs / f"starting-{time.monotonic_ns()}.log"
    with starting.open("ab") as output:
        child = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            env=environment,
            start_new_session=True,  # a Ctrl+C in the server's terminal does not reach it
        )
    starting.replace(log_path(home, child.pid))
    return child


def log_path(home: Path, process: int) -> Path:
    """What the worker of that process number printed."""
    return home / "workers" / f"{process}.log"


def dismiss_worker(child: subprocess.Popen) -> None:
    """Let the worker end once no run waits."""
    with suppress(OSError):
        child.stdin.close()  # type: ignore[union-attr]  # started with a pipe


def is_dismissed(child: subprocess.Popen) -> bool:
    """Whether the worker will end by itself."""
    return child.stdin is None or child.stdin.closed


def kill_worker(process: int) -> None:
    """End the worker of that process number at once, if there is one."""
    with suppress(psutil.Error):
        worker = psutil.Process(process)
        if "playground.runs.worker" in worker.cmdline():  # the number may have been given to another program
            worker.kill()
