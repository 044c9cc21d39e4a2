"""Starts workers, a limited number at once, and notices those that died."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil

from playground.runs.store import Run, RunStore
from playground.settings import max_workers

START_SECONDS = 60
"""How long a claimed run may take to report its process before it counts as dead."""

_children: list[subprocess.Popen] = []
_lock = threading.Lock()


def refresh(store: RunStore) -> None:
    """Collect ended workers, mark runs whose worker died, and start waiting runs while there is a place.

    Called on each poll of each page; safe to call from several threads and several servers.
    """
    with _lock:
        _children[:] = [child for child in _children if child.poll() is None]  # poll() leaves no zombie
    running = store.list(["running"])
    alive = 0
    for run in running:
        if worker_alive(run):
            alive += 1
        else:
            _mark_dead(store, run)
    for run in reversed(store.list(["queued"])):  # first come, first served
        if alive >= max_workers():
            break
        if _start(store, run):
            alive += 1


def worker_alive(run: Run) -> bool:
    """Whether the run's worker process exists, or was claimed a moment ago and is about to."""
    just_started = run.heartbeat_at is None and time.time() - (run.started_at or 0) < START_SECONDS
    if run.pid is None:
        return just_started
    try:
        process = psutil.Process(run.pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        # Another program may have been given a dead worker's id, so the command line has to name the run. Only
        # a worker that has not reported yet may still carry the app's own: it is between fork and exec.
        return run.id in process.cmdline() or just_started
    except psutil.Error:
        return False


def queue_position(store: RunStore, run: Run) -> int:
    """The run's place among the waiting ones, from 1."""
    return 1 + sum(other.created_at < run.created_at for other in store.list(["queued"]))


def _mark_dead(store: RunStore, run: Run) -> None:
    now = store.get(run.id)
    if now is None or now.state != "running":  # it ended properly between both looks
        return
    kept = f" What it had learnt up to epoch {now.epoch} is kept." if now.checkpoint else ""
    message = f"The training process ended unexpectedly at step {now.step}: it was killed or ran out of memory.{kept}"
    store.change_state(run.id, "running", state="failed", finished_at=time.time(), message=message)


def _start(store: RunStore, run: Run) -> bool:
    # The conditional update is the claim: of two servers only one starts the run.
    if not store.change_state(run.id, "queued", state="running", started_at=time.time()):
        return False
    log = store.home / "logs" / f"{run.id}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    root = str(Path(__file__).resolve().parents[2])
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")])),
    }
    command = [sys.executable, "-m", "playground.runs.worker", run.id, "--home", str(store.home)]
    with log.open("ab") as output:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=environment,
            start_new_session=True,
        )
    with _lock:
        _children.append(child)
    store.update(run.id, pid=child.pid)
    return True
