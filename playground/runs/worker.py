"""Trains one run and writes what happens to the store: `python -m playground.runs.worker RUN`.

It shares nothing with the app but the store. SIGTERM, or the word "stop" in the store, ends the run after
the step in hand, keeping what was learnt.
"""

import argparse
import os
import signal
import time
import traceback
from pathlib import Path

import torch

from playground.digits.checkpoints import save_checkpoint
from playground.digits.datasets import load_digits
from playground.digits.training import (
    EpochFinished,
    StepFinished,
    TrainingDiverged,
    TrainingEvent,
    TrainingFinished,
    TrainingStarted,
    train,
)
from playground.errors import PlaygroundError
from playground.runs.store import Run, RunStore

WRITE_EVERY = 0.15
"""Seconds between two writes to the store; a stop is noticed as often."""


class Worker:
    """Iterates one training run into the store."""

    def __init__(self, store: RunStore, run: Run) -> None:
        self.store, self.run = store, run
        self.steps: list[StepFinished] = []
        self.epochs: list[EpochFinished] = []
        self.stop = False
        self.written_at = 0.0
        self.started_at = time.monotonic()
        self.images = 0

    def train(self) -> None:
        """Train to the end and record how it ended."""
        dataset = load_digits(self.run.dataset)
        self.images = len(dataset.train_images)
        self.store.update(self.run.id, dataset=dataset.name)
        for event in train(self.run.config, dataset, should_stop=self._should_stop):
            self._take(event, dataset.name)

    def _should_stop(self) -> bool:
        if self.steps and time.monotonic() - self.written_at >= WRITE_EVERY:
            self._write()
        return self.stop

    def _take(self, event: TrainingEvent, dataset: str) -> None:
        match event:
            case TrainingStarted():
                self.started_at = time.monotonic()
                self.store.update(
                    self.run.id,
                    device=event.device,
                    steps_per_epoch=event.steps_per_epoch,
                    total_steps=event.total_steps,
                )
            case StepFinished():
                self.steps.append(event)
            case EpochFinished():
                self.epochs.append(event)
                path = self._save(event, dataset)
                self._write(checkpoint=str(path), test_accuracy=event.test_accuracy)
            case TrainingFinished():
                path = self._save(event, dataset)
                self._write(
                    state="stopped" if event.stopped else "finished",
                    finished_at=time.time(),
                    message="",
                    checkpoint=str(path),
                    test_accuracy=event.test_accuracy,
                    confusion=event.evaluation.confusion.tolist(),
                )
            case TrainingDiverged():
                self._write(state="diverged", finished_at=time.time(), message=event.message, step=event.step)

    def _save(self, event: EpochFinished | TrainingFinished, dataset: str) -> Path:
        return save_checkpoint(
            self.store.home / "checkpoints" / f"{self.run.id}.safetensors",
            event.model,
            config=self.run.config.to_dict(),
            dataset=dataset,
            test_accuracy=event.test_accuracy,
            step=event.step,
            name=self.run.name,
        )

    def _write(self, **values: object) -> None:
        if self.steps:
            seconds = max(time.monotonic() - self.started_at, 1e-6)
            seen = self.images * self.steps[-1].step / -(-self.images // self.run.config.batch_size)
            values = {"images_per_second": seen / seconds, **values}
        self.store.add_events(self.run.id, self.steps, self.epochs, **values)
        self.steps, self.epochs, self.written_at = [], [], time.monotonic()
        run = self.store.get(self.run.id)
        self.stop = self.stop or run is None or run.command == "stop"


def main() -> int:
    """Train the run named on the command line; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run")
    parser.add_argument(
        "--home", type=Path, default=None, help="folder of the store; default: PLAYGROUND_HOME"
    )
    arguments = parser.parse_args()
    torch.set_num_threads(1)  # several workers share the machine with the app
    store = RunStore(arguments.home)
    run = store.get(arguments.run)
    if run is None:
        print(f"Expected the id of a run in {store.path}, but there is no run {arguments.run!r}.")
        return 2
    store.update(run.id, pid=os.getpid(), heartbeat_at=time.time())
    worker = Worker(store, run)
    signal.signal(signal.SIGTERM, lambda *_: setattr(worker, "stop", True))
    try:
        worker.train()
    except Exception as error:
        traceback.print_exc()  # into the run's log file
        text = str(error) if isinstance(error, PlaygroundError) else f"{type(error).__name__}: {error}"
        store.update(run.id, state="failed", finished_at=time.time(), message=text)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
