"""Kills worker processes that hang: those that answer no command, and those that give no sign of life."""

import time
from collections.abc import Iterable, Sequence

from playground.runs.liveness import process_of
from playground.runs.pulse import Pulse
from playground.runs.run import Run
from playground.runs.worker_process import kill_worker

UNRESPONSIVE_SECONDS = 10.0
"""A worker that has not answered a command for so long is killed."""


class Watchdog:
    """Watches the workers of one supervisor, which asks it at every poll.

    Args:
        longest_pause: seconds between two polls that count at most; what is beyond, the machine slept.
    """

    def __init__(self, longest_pause: float) -> None:
        self._longest_pause = longest_pause
        self._pulse = Pulse()
        self._watched_at = time.monotonic()
        self._asked_since: dict[str, float] = {}
        self._reasons: dict[str, str] = {}

    def watch(self, running: Sequence[Run], idle: Iterable[int]) -> set[int]:
        """Kill the workers that hang.

        Args:
            running: the runs that train, each with its worker.
            idle: process numbers of the workers that this server started; those that train may be among them.

        Returns:
            The processes that gave no sign of life.
        """
        self._kill_unresponsive(running)
        busy = {process_of(run.worker): run for run in running}
        steps = {process: (run.id, run.step, run.epoch) for process, run in busy.items()}
        silent = self._pulse.silent({**dict.fromkeys(idle), **steps}, self._passed())
        for process, what in silent.items():
            if process in busy:
                self._reasons[busy[process].worker] = what
            kill_worker(process)
        return set(silent)

    def reason(self, worker: str) -> str:
        """What a worker that was killed did not do; "" for one that was not, and when asked again."""
        return self._reasons.pop(worker, "")

    def _passed(self) -> float:
        """Seconds since the last call in which this server itself ran."""
        now = time.monotonic()
        passed, self._watched_at = min(now - self._watched_at, self._longest_pause), now
        return passed

    def _kill_unresponsive(self, running: Sequence[Run]) -> None:
        asked = {run.id: run for run in running if run.command}
        now = time.monotonic()
        self._asked_since = {run_id: self._asked_since.get(run_id, now) for run_id in asked}
        for run_id, since in self._asked_since.items():
            if now - since > UNRESPONSIVE_SECONDS:
                kill_worker(process_of(asked[run_id].worker))
