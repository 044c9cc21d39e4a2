"""Starts workers for queued runs: one supervisor a store in this server process."""

import threading
from pathlib import Path

from playground.runs.run import Run
from playground.runs.store import RunStore
from playground.runs.supervisor import Supervisor

_supervisors: dict[Path, Supervisor] = {}
_supervisors_lock = threading.Lock()


def wake(store: RunStore) -> None:
    """Make this server supervise the store and poll it at once; returns without waiting."""
    with _supervisors_lock:
        supervisor = _supervisors.get(store.home)
        if supervisor is None or supervisor.store is not store:
            if supervisor is not None:
                supervisor.stop()
            supervisor = _supervisors[store.home] = Supervisor(store).start()
    supervisor.wake()


def stop_all(kill: bool = False) -> None:
    """Stop supervising all stores; see `Supervisor.stop`."""
    with _supervisors_lock:
        for supervisor in _supervisors.values():
            supervisor.stop(kill)
        _supervisors.clear()


def queue_position(store: RunStore, run: Run) -> int:
    """The run's place among the waiting ones, from 1."""
    return 1 + sum(other.number < run.number for other in store.list(["queued"]))
