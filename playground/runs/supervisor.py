"""Starts workers for queued runs and notices those that died: one thread a server."""

import math
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field

from playground.errors import PlaygroundError
from playground.runs.fate import MAX_RESTARTS, fate, started_again
from playground.runs.keeper import Keeper
from playground.runs.liveness import SERVERS, living_worker, process_of, worker_alive
from playground.runs.run import Run
from playground.runs.shortage import NAMES, has_room, kills_for_memory
from playground.runs.store import RunStore
from playground.runs.watchdog import Watchdog
from playground.runs.worker_process import (
    CANNOT_WRITE,
    dismiss_worker,
    is_dismissed,
    log_path,
    start_worker,
)
from playground.settings import max_workers

POLL_EVERY = 0.5
"""Seconds between two polls of the store."""

EXIT_SECONDS = 2.0
"""How long a worker that has released its lock may take to end."""

SPARE_SECONDS = 600.0
"""How long a spare worker is kept after the last page asked for one."""

MAX_FAILED_STARTS = 3

RETRY_SECONDS = 10.0
"""How long a run that lacked memory or disk space waits at least; twice as long each time."""


@dataclass
class Supervisor:
    """Supervises the workers of one store, in a thread of its own.

    Attributes:
        store: the runs.
        children: the worker processes that this server started.
    """

    store: RunStore
    children: list[subprocess.Popen] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._exits: dict[int, int] = {}
        self._keeper, self._watchdog = Keeper(self.store), Watchdog(2 * POLL_EVERY)
        self._trained: set[int] = set()
        self._short_since: dict[str, float] = {}
        self._kills_for_memory = kills_for_memory()
        self._asked_at = time.monotonic()
        self._logged = ""
        self._wake_up, self._ending = threading.Event(), threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._run, name="supervisor", daemon=True)

    def start(self) -> "Supervisor":
        """Start the thread."""
        self._thread.start()
        return self

    def wake(self) -> None:
        """Poll at once, and keep a spare worker for a while."""
        self._asked_at = time.monotonic()
        self._wake_up.set()

    def stop(self, kill: bool = False) -> None:
        """Release the workers: each ends once no run waits, or at once with `kill`."""
        self._ending.set()
        self._wake_up.set()
        if self._thread.is_alive():
            self._thread.join()
        for child in self.children:
            dismiss_worker(child)
            if kill:
                child.kill()
                child.wait()

    def poll(self) -> None:
        """One poll: collect ended workers, mark runs whose worker died, start or dismiss workers, copy the store."""
        with self._lock:
            self._collect()
            running = [run for run in self.store.list(["running"]) if not self._mark_if_dead(run)]
            idle = [child.pid for child in self.children if child.returncode is None]
            self._trained |= {process_of(run.worker) for run in running}
            self._trained |= self._watchdog.watch(running, idle)  # what hangs could start
            self._resume_where_there_is_room()
            queued = self.store.list(["queued"])
            self._fit_workers({run.worker for run in running}, len(queued))
            self._keeper.tend(len(running))

    def _run(self) -> None:
        with living_worker(self.store.home, SERVERS):
            self._poll_until_the_end()

    def _poll_until_the_end(self) -> None:
        while not self._ending.is_set():
            try:
                self.poll()
            except (PlaygroundError, OSError) as error:
                # Pages show what is wrong; it may be repaired meanwhile.
                if str(error) != self._logged:
                    print(error, file=sys.stderr)
                self._logged = str(error)
                self._ending.wait(POLL_EVERY)
            self._wake_up.wait(POLL_EVERY)
            self._wake_up.clear()

    def _collect(self) -> None:
        for child in self.children:
            status = child.poll()  # leaves no zombie
            if status is not None:
                self._exits[child.pid] = status
                dismiss_worker(child)
                if status == 0:
                    log_path(self.store.home, child.pid).unlink(missing_ok=True)
        self.children = [child for child in self.children if child.returncode is None]

    def _mark_if_dead(self, run: Run) -> bool:
        if worker_alive(self.store.home, run.worker):
            return False
        status = self._exit_status(process_of(run.worker))
        kills, known = kills_for_memory(), self._kills_for_memory
        self._kills_for_memory = kills
        values = fate(run, status, silent=self._watchdog.reason(run.worker), out_of_memory=kills > known)
        # The condition guards against a worker that ended properly between both polls.
        self.store.change_state(run.id, "running", **values, command="", seconds_left=None)
        return True

    def _exit_status(self, process: int) -> int | None:
        """How a dead worker ended, if this server started it."""
        for child in self.children:
            if child.pid == process:
                # A dying process releases its lock a moment before its status can be collected.
                with suppress(subprocess.TimeoutExpired):
                    child.wait(EXIT_SECONDS)
        self._collect()
        return self._exits.get(process)

    def _resume_where_there_is_room(self) -> None:
        """Queue the runs that lacked memory or disk space, once there is some, a few times."""
        short = {run.id: run for run in self.store.list(["interrupted"]) if run.waits_for}
        now = time.monotonic()
        self._short_since = {run_id: self._short_since.get(run_id, now) for run_id in short}
        for run_id, run in short.items():
            waited = now - self._short_since[run_id] >= RETRY_SECONDS * 2**run.restarts
            if run.restarts >= MAX_RESTARTS or (waited and has_room(run.waits_for, self.store.home)):
                values = started_again(
                    run, f"The training process lacked {NAMES[run.waits_for]} at step {run.step:,}"
                )
                self.store.change_state(run_id, "interrupted", **values)

    def _fit_workers(self, busy: set[str], queued: int) -> None:
        busy_processes = {process_of(worker) for worker in busy}
        idle = [
            child for child in self.children if child.pid not in busy_processes and not is_dismissed(child)
        ]
        places = max(0, max_workers() - len(busy))
        spare = int(time.monotonic() - self._asked_at < SPARE_SECONDS)
        wanted = min(places, queued + spare)
        for child in idle[max(wanted, spare) :]:
            dismiss_worker(child)
        if len(idle) < wanted and not self._starts_fail(queued):
            for _ in range(wanted - len(idle)):
                self.children.append(start_worker(self.store.home))

    def _starts_fail(self, queued: int) -> bool:
        """Whether workers end as soon as they begin; the queued runs then fail with the reason, so nobody retries for ever."""
        failed = [
            pid
            for pid, status in self._exits.items()
            if status not in (0, CANNOT_WRITE) and (status > 0 or pid not in self._trained)
        ]
        if len(failed) < MAX_FAILED_STARTS:
            return False
        last = log_path(self.store.home, failed[-1]).read_text(errors="replace").strip().splitlines()[-1:]
        message = f"No training process could start: {last[0] if last else 'it said nothing'}."
        for run in self.store.list(["queued"]) if queued else []:
            self.store.change_state(run.id, "queued", state="failed", message=message)
        self._exits.clear()
        self._asked_at = -math.inf  # no spare until a page asks again
        return True
