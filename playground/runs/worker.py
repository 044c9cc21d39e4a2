"""A worker process: `python -m playground.runs.worker`. It claims queued runs from the store, one after another.

It shares nothing with the app but the store, so it outlives the app's server. Importing PyTorch takes two seconds,
so it does that first and then waits for work. SIGTERM ends it after the current step; the end of its standard input,
which is the end of the server that started it, ends it once no run waits.
"""

import argparse
import signal
import sys
import threading
import time
import traceback
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from pathlib import Path

import torch

from playground.digits.datasets import DigitDataset, load_digits, usual_dataset
from playground.digits.models import NETWORKS
from playground.digits.training import train
from playground.digits.training.loop import TrainingConfig
from playground.errors import DatabaseLostError, PlaygroundError, StoreError
from playground.runs.liveness import living_worker
from playground.runs.own_digits import training_data
from playground.runs.recorder import Recorder
from playground.runs.run import Run
from playground.runs.shortage import NAMES, shortage_of
from playground.runs.store import RunStore
from playground.runs.worker_log import Log
from playground.runs.worker_process import CANNOT_WRITE
from playground.settings import main as check_environment
from playground.settings import max_workers, worker_threads

POLL_EVERY = 0.1
"""Seconds between two polls for a queued run."""

BUSY_SECONDS = 0.5
"""How long training may block while another process holds the database."""

terminated = threading.Event()
server_gone = threading.Event()
data = lru_cache(maxsize=2)(load_digits)
"""Data sets stay in memory from one run to the next."""


def main() -> int:
    """Wait for runs and train them; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--home", type=Path, default=None, help="folder of the store; default: PLAYGROUND_HOME"
    )
    arguments = parser.parse_args()
    if faults := check_environment():
        return faults
    sys.stdout = sys.stderr = Log(sys.stdout)
    signal.signal(signal.SIGTERM, lambda *_: terminated.set())
    threading.Thread(target=_await_server, daemon=True).start()
    torch.set_num_threads(worker_threads())
    store = RunStore(arguments.home, BUSY_SECONDS)
    _warm_up()
    with living_worker(store.home) as worker, suppress(DatabaseLostError):
        while not terminated.is_set():
            run = _next_run(store, worker)
            if run is not None:
                _train(store, run)
            elif server_gone.is_set():
                break
            else:
                terminated.wait(POLL_EVERY)
    return 0


def _await_server() -> None:
    with suppress(OSError, ValueError):
        sys.stdin.read()
    server_gone.set()


def _next_run(store: RunStore, worker: str) -> Run | None:
    try:
        return store.claim(worker, max_workers())
    except DatabaseLostError:
        raise
    except StoreError as error:
        print(error, flush=True)
        time.sleep(POLL_EVERY)
        return None


def _train(store: RunStore, run: Run) -> None:
    # Sums in another order round differently: a resumed run goes on with as many threads as it began with.
    torch.set_num_threads(run.threads or worker_threads())
    try:
        digits = training_data(run, store.files(run.id), data)
        Recorder(store, run, terminated.is_set).train(digits)
    except (
        DatabaseLostError
    ):  # once the database is repaired, the run is found interrupted and can be resumed
        raise
    except Exception as error:
        traceback.print_exc()  # into the worker's log
        _report_failure(store, run, error)


def _report_failure(store: RunStore, run: Run, error: Exception) -> None:
    """Say why the run ended; one that lacks memory or disk space waits for it. A store that cannot say it ends the worker."""
    shortage = shortage_of(error)
    if shortage:
        data.cache_clear()
        text = f"There was not enough {NAMES[shortage]}. It goes on by itself when there is more."
        values = {"state": "interrupted", "message": text, "waits_for": shortage, "seconds_left": None}
    else:
        text = str(error) if isinstance(error, PlaygroundError) else f"{type(error).__name__}: {error}"
        values = {"state": "failed", "message": text}
    try:
        store.change_state(run.id, "running", **values)
    except DatabaseLostError:
        raise
    except StoreError as reason:
        print(reason, flush=True)
        raise SystemExit(CANNOT_WRITE) from reason


def _warm_up() -> None:
    """Do once what is slow the first time: read the data, build networks, run PyTorch's kernels."""
    with suppress(Exception):  # whatever is wrong is reported when a run meets it
        digits: DigitDataset = data(usual_dataset())
        few = replace(
            digits,
            **{
                name: getattr(digits, name)[:64]
                for name in ("train_images", "train_labels", "test_images", "test_labels")
            },
        )
        for model in NETWORKS:
            list(islice(train(TrainingConfig(model=model, batch_size=32, epochs=1), few), 3))


if __name__ == "__main__":
    raise SystemExit(main())
