"""Signs of life of worker processes: a step that was recorded, or work that the processor did for them.

A long step, an evaluation or data being read keeps the processor busy; a process that was stopped or hangs gives
neither sign. Only time in which the supervisor itself ran is counted: after a machine slept nobody is suspected.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

import psutil

SILENT_SECONDS = 30.0
"""A worker without any sign for so long has been stopped, or hangs."""

STUCK_SECONDS = 600.0
"""One that keeps the processor busy, or waits for the disk, for so long without a step is stuck too."""


@dataclass
class _Signs:
    step: object
    cpu: float
    silent: float = 0.0
    stuck: float = 0.0


class Pulse:
    """Follows the worker processes of one supervisor."""

    def __init__(self) -> None:
        self._signs: dict[int, _Signs] = {}

    def silent(self, workers: Mapping[int, object], seconds: float) -> dict[int, str]:
        """The processes that gave no sign for too long, each with what it did not do.

        Args:
            workers: process numbers, each with what its run has recorded; None for a worker without a run.
            seconds: that passed since the last call while the caller ran.
        """
        self._signs = {process: signs for process, signs in self._signs.items() if process in workers}
        found = {}
        for process, step in workers.items():
            cpu, waits = _work_of(process)
            if cpu is None:  # on another machine, or ending: its lock tells
                self._signs.pop(process, None)
                continue
            signs = self._signs.setdefault(process, _Signs(step, cpu))
            moved, worked = signs.step != step, signs.cpu != cpu or waits
            signs.silent = 0.0 if moved or worked else signs.silent + seconds
            signs.stuck = 0.0 if moved or step is None else signs.stuck + seconds
            signs.step, signs.cpu = step, cpu
            if signs.silent >= SILENT_SECONDS:
                found[process] = f"gave no sign of life for {SILENT_SECONDS:.0f} seconds"
            elif signs.stuck >= STUCK_SECONDS:
                found[process] = f"recorded no step for {STUCK_SECONDS / 60:.0f} minutes"
        return found


def _work_of(process: int) -> tuple[float | None, bool]:
    """Seconds of the processor so far, and whether it waits for the disk at this moment."""
    with suppress(psutil.Error):
        worker = psutil.Process(process)
        if "playground.runs.worker" in worker.cmdline():
            times = worker.cpu_times()
            return times.user + times.system, worker.status() == psutil.STATUS_DISK_SLEEP
    return None, False
