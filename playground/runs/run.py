"""One run as the store holds it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from playground.digits.models import NETWORKS
from playground.digits.models.activation_text import activation_keys
from playground.digits.training import TrainingConfig
from playground.digits.training.changes import with_changes
from playground.digits.training.config import from_stored
from playground.digits.training.variations import tags_of
from playground.formatting import MOST_DIGITS, format_number
from playground.runs.changes import RunChange
from playground.runs.paths import from_stored as from_stored_path

ACTIVE_STATES = ("queued", "running")
RESUMABLE_STATES = ("paused", "interrupted", "stopped", "failed")
"""States from which a run can be resumed."""

CHANGEABLE_STATES = (*ACTIVE_STATES, *RESUMABLE_STATES)
"""States in which settings can still be changed: there is, or may be, a next step."""

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
        test_accuracy: of the network that it keeps, 0..1; None before the first test.
        validation_accuracy: of the same network; None without a validation part.
        kept_epoch: the epoch of that network: with a validation part the best by it so far, else the last; 0 before.
        checkpoint: absolute path of the network that it keeps, or "".
        bin_seconds: how long it has been in the trash while a server was up.
        restarts: how often it was started again without anybody asking, since somebody last did.
        waits_for: "memory" or "disk" while an interrupted run waits for room; else "".
        changes: of its settings while it trained, in order; `config` is what it began with.
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
    validation_accuracy: float | None
    kept_epoch: int
    checkpoint: str
    bin_seconds: float = 0.0
    restarts: int = 0
    waits_for: str = ""
    changes: tuple[RunChange, ...] = ()

    @property
    def active(self) -> bool:
        """Whether it waits or trains."""
        return self.state in ACTIVE_STATES

    @property
    def changeable(self) -> bool:
        """Whether its settings can be changed."""
        return self.state in CHANGEABLE_STATES and self.deleted_at is None

    @property
    def latest_config(self) -> TrainingConfig:
        """Its settings with all changes, those that wait included unless the run is over."""
        changes = [change for change in self.changes if change.step is not None or self.changeable]
        return with_changes(self.config, [change.settings for change in changes])

    @property
    def resumable(self) -> bool:
        """Whether it can be resumed."""
        return self.state in RESUMABLE_STATES


def run_from(row: sa.Row, home: Path, changes: Sequence[RunChange] = ()) -> Run:
    """The run of a row of the runs table with its changes; columns that only older versions used are passed over."""
    values: dict[str, Any] = {
        name: row._mapping[name] for name in Run.__dataclass_fields__ if name != "changes"
    }
    values["checkpoint"] = from_stored_path(home, values["checkpoint"])
    config = values["config"] if isinstance(values["config"], dict) else json.loads(values["config"])
    return Run(**{**values, "config": from_stored(config), "changes": tuple(changes)})


def describe(config: TrainingConfig) -> str:
    """A short name that distinguishes runs: network, optimizer, learning rate, batch size, and settings with a tag."""
    network = NETWORKS[config.model].short_name(config.model_config)
    optimizer = f"{config.optimizer} {format_number(config.learning_rate, MOST_DIGITS)}"
    return ", ".join(
        [
            f"{network} {'-'.join(activation_keys(config.activation))}",
            optimizer,
            f"batch {config.batch_size}",
            *tags_of(config),
        ]
    )
