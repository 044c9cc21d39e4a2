"""One run as the store holds it."""

import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from playground.digits.models import NETWORKS
from playground.digits.training import TrainingConfig
from playground.digits.training.variations import tags_of

ACTIVE_STATES = ("queued", "running")
RESUMABLE_STATES = ("paused", "interrupted", "stopped", "failed")
"""States from which a run can be resumed."""

STATES: dict[str, str] = {
    "queued": "Waiting",
    "running": "Training",
    "paused": "Paused",
    "finished": "Finished",
    "stopped": "Stopped",
    "diverged": "Diverged",
    "interrupted": "Interrupted",
    "failed": "Failed",
    "imported": "Imported",
}
"""Every state with its display name."""


@dataclass(frozen=True)
class Run:
    """One row of the runs table.

    Attributes:
        id: 8 hexadecimal digits.
        number: counts the runs from 1, for people.
        name: chosen by the user, or `describe(config)`.
        config: what it trains.
        dataset: a key of `datasets.DATASETS`, its data.
        state: a key of `STATES`.
        message: why it ended; "" where the state alone is enough.
        warning: what went wrong without ending it, such as a checkpoint that could not be written.
        command: what a page asks of the worker: "", "pause" or "stop".
        worker: id of the worker that trains it, see `liveness`.
        sweep: id of the sweep that it belongs to, or "".
        parent: id of the run that it was copied from, or "".
        created_at: seconds since 1970.
        deleted_at: when it was moved to the trash, or None.
        revision: grows with every change.
        device: `"cpu"`, `"cuda"` or `"mps"`; "" before it began.
        threads: how many threads PyTorch uses for it; 0 before it began.
        steps_per_epoch: steps in an epoch; 0 before it began.
        total_steps: steps in the whole run.
        step: steps done.
        epoch: the current epoch, from 1.
        seconds: training time so far, without pauses and tests.
        seconds_left: the time that the rest takes at the present speed, tests included; None before it is known.
        images_per_second: while it trains.
        test_accuracy: after the last epoch, 0..1; None before the first one.
        best_accuracy: the best of all epochs so far.
        best_epoch: the epoch of `best_accuracy`; 0 before the first one.
        checkpoint: path of the newest network on disk, or "".
    """

    id: str
    number: int
    name: str
    config: TrainingConfig
    dataset: str
    state: str
    message: str
    warning: str
    command: str
    worker: str
    sweep: str
    parent: str
    created_at: float
    deleted_at: float | None
    revision: int
    device: str
    threads: int
    steps_per_epoch: int
    total_steps: int
    step: int
    epoch: int
    seconds: float
    seconds_left: float | None
    images_per_second: float
    test_accuracy: float | None
    best_accuracy: float | None
    best_epoch: int
    checkpoint: str

    @property
    def active(self) -> bool:
        """Whether it waits or trains."""
        return self.state in ACTIVE_STATES

    @property
    def resumable(self) -> bool:
        """Whether it can be resumed."""
        return self.state in RESUMABLE_STATES


def run_from(row: sa.Row) -> Run:
    """The run of a row of the runs table; columns that only older versions used are passed over."""
    values: dict[str, Any] = {name: row._mapping[name] for name in Run.__dataclass_fields__}
    config = values["config"] if isinstance(values["config"], dict) else json.loads(values["config"])
    return Run(**{**values, "config": TrainingConfig(**config)})


def describe(config: TrainingConfig) -> str:
    """A short name that distinguishes runs: network, optimizer, learning rate, batch size, and settings with a tag."""
    network = NETWORKS[config.model].short_name(config.model_config)
    optimizer = f"{config.optimizer} {config.learning_rate:g}"
    return ", ".join(
        [f"{network} {config.activation}", optimizer, f"batch {config.batch_size}", *tags_of(config)]
    )
