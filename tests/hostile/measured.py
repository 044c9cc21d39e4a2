"""What a piece of work takes of the processor, and how much memory this process and its children take for it at most.

Seconds by the clock would measure who else is at work on the machine.
"""

import contextlib
import gc
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

MOST_MEGABYTES, MOST_SECONDS = 200, 5


@dataclass
class Measured:
    """What it took; set when the block has ended."""

    seconds: float = 0.0
    megabytes: float = 0.0


@contextlib.contextmanager
def measured() -> Iterator[Measured]:
    """Measure the block; it may raise."""
    gc.collect()
    result, process, ended = Measured(), psutil.Process(), threading.Event()
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")  # begin the system's own record of the peak anew
    before = _resident(process)
    most_of_children = [0]

    def watch() -> None:
        while not ended.wait(0.01):
            most_of_children[0] = max(most_of_children[0], _of_children(process, command))

    command = process.cmdline()
    own_children = _of_children(process, command)
    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    started = _processor(process)
    try:
        yield result
    finally:
        result.seconds = _processor(process) - started
        ended.set()
        watcher.join()
        own = max(_peak(), _resident(process)) - before
        result.megabytes = (own + max(0, most_of_children[0] - own_children)) / 1e6


def _processor(process: psutil.Process) -> float:
    """Seconds of this process, and of its children, the ended ones among them."""
    seconds = sum(os.times()[:4])
    for child in process.children():
        with contextlib.suppress(psutil.Error):
            times = child.cpu_times()
            seconds += times.user + times.system
    return seconds


def _of_children(process: psutil.Process, command: list[str]) -> int:
    """Bytes of its children; one that has just been forked, and still has its parent's command, has its parent's memory."""
    most = 0
    for child in process.children(recursive=True):
        with contextlib.suppress(psutil.Error):
            most += _resident(child) if child.cmdline() not in ([], command) else 0
    return most


def _resident(process: psutil.Process) -> int:
    try:
        return process.memory_info().rss
    except psutil.Error:
        return 0


def _peak() -> int:
    """Bytes that this process had at most since its record was begun anew; 0 where the system keeps none."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0
