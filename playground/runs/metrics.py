"""What runs reported while they trained: losses, layers and epochs, written in batches and read as short curves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import sqlalchemy as sa

from playground.digits.training.events import EpochFinished, LayersMeasured, StepFinished
from playground.runs import schema
from playground.runs.database import Database
from playground.runs.paths import to_stored

MAX_POINTS = 1000


@dataclass
class Batch:
    """Events that wait to be written together."""

    steps: list[StepFinished] = field(default_factory=list)
    layers: list[LayersMeasured] = field(default_factory=list)
    epochs: list[EpochFinished] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.steps or self.layers or self.epochs)


class Metrics:
    """The curves of all runs in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, run_id: str, batch: Batch, worker: str | None = None, **values: Any) -> str | None:
        """Write a batch and columns of the run in one transaction.

        Args:
            run_id: the run.
            batch: events that were not written yet.
            worker: write only while this worker owns the run; None: whoever owns it.
            values: columns of the run.

        Returns:
            The run's command, "" when there is none; None, with nothing written, when the run was purged
            or is owned by another worker.
        """
        runs = schema.runs
        stored = to_stored(self._database.home, values)
        change = runs.update().where(runs.c.id == run_id).values(revision=runs.c.revision + 1, **stored)
        if worker is not None:
            change = change.where(runs.c.worker == worker, runs.c.state == "running")
        # A run that goes on after its database was repaired repeats bit for bit what may be there in part.
        inserts = [
            (table.insert().prefix_with("OR IGNORE"), rows)
            for table, rows in (
                (schema.steps, _step_rows(run_id, batch.steps)),
                (schema.layers, _layer_rows(run_id, batch.layers)),
                (schema.epochs, _epoch_rows(run_id, batch.epochs)),
            )
            if rows
        ]
        returned = self._database.write_returning(change.returning(runs.c.command), *inserts)
        return returned[0].command if returned else None

    def last_epoch(self, run_id: str) -> int:
        """The last epoch that was written; 0 when there is none."""
        table = schema.epochs
        query = sa.select(sa.func.coalesce(sa.func.max(table.c.epoch), 0)).where(table.c.run_id == run_id)
        return self._database.read(query)[0][0]

    def last_step(self, run_id: str) -> tuple[int, float]:
        """The last step that was written and its training seconds; `(0, 0.0)` when there is none."""
        table = schema.steps
        query = sa.select(table.c.step, table.c.seconds).where(table.c.run_id == run_id)
        rows = self._database.read(query.order_by(table.c.step.desc()).limit(1))
        return (rows[0].step, rows[0].seconds) if rows else (0, 0.0)

    def steps(
        self, run_id: str, first: int = 1, last: int | None = None, max_points: int | None = MAX_POINTS
    ) -> pd.DataFrame:
        """Losses from step `first` to `last`, in order: columns `step`, `epoch`, `loss`, `seconds`.

        Args:
            run_id: the run.
            first: the first step wanted, from 1.
            last: the last step wanted; None: the newest.
            max_points: at most this many rows, every n-th step, always with the first and the last; None: all.
        """
        table = schema.steps
        newest, _ = self.last_step(run_id)
        last = min(last or newest, newest)
        stride = 1 if max_points is None else max(1, -(-(last - first) // max(1, max_points - 1)))
        query = (
            sa.select(table.c.step, table.c.epoch, table.c.loss, table.c.seconds)
            .where(table.c.run_id == run_id, table.c.step >= first, table.c.step <= last)
            .where(((table.c.step - first) % stride == 0) | (table.c.step == last))
            .order_by(table.c.step)
        )
        return pd.DataFrame(self._database.read(query), columns=["step", "epoch", "loss", "seconds"])

    def layers(self, run_id: str, max_points: int = 100) -> pd.DataFrame:
        """Gradient norm and share of dead units: columns `step`, `seconds`, `position`, `layer`, `gradient_norm`, `dead`.

        Args:
            run_id: the run.
            max_points: at most this many steps.
        """
        table = schema.layers
        taken = self._database.read(
            sa.select(table.c.step)
            .where(table.c.run_id == run_id, table.c.position == 0)
            .order_by(table.c.step)
        )
        stride = -(-len(taken) // max_points) or 1
        chosen = [row.step for row in taken[::stride]]
        query = (
            sa.select(
                table.c.step,
                schema.steps.c.seconds,
                table.c.position,
                table.c.layer,
                table.c.gradient_norm,
                table.c.dead,
            )
            .join(
                schema.steps,
                sa.and_(schema.steps.c.run_id == table.c.run_id, schema.steps.c.step == table.c.step),
            )
            .where(table.c.run_id == run_id, table.c.step.in_(chosen))
            .order_by(table.c.step, table.c.position)
        )
        columns = ["step", "seconds", "position", "layer", "gradient_norm", "dead"]
        return pd.DataFrame(self._database.read(query), columns=columns)

    def epochs(self, run_id: str) -> Sequence[dict[str, Any]]:
        """Each finished epoch's columns, in order."""
        table = schema.epochs
        rows = self._database.read(sa.select(table).where(table.c.run_id == run_id).order_by(table.c.epoch))
        return [dict(row._mapping) for row in rows]


def _step_rows(run_id: str, events: Sequence[StepFinished]) -> list[dict[str, Any]]:
    return [
        {
            "run_id": run_id,
            "step": event.step,
            "epoch": event.epoch,
            "loss": event.loss,
            "seconds": event.seconds,
        }
        for event in events
    ]


def _layer_rows(run_id: str, events: Sequence[LayersMeasured]) -> list[dict[str, Any]]:
    return [
        {
            "run_id": run_id,
            "step": event.step,
            "position": position,
            "layer": layer.layer,
            "gradient_norm": layer.gradient_norm,
            "dead": layer.dead,
        }
        for event in events
        for position, layer in enumerate(event.layers)
    ]


def _epoch_rows(run_id: str, events: Sequence[EpochFinished]) -> list[dict[str, Any]]:
    columns = [column.name for column in schema.epochs.c if column.name != "run_id"]
    return [{"run_id": run_id, **{name: getattr(event, name) for name in columns}} for event in events]
