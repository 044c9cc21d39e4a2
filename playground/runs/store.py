"""Runs, their metrics and the words between pages and workers, in a database: the only channel between both."""

import json
import sqlite3
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from filelock import FileLock

from playground.digits.training import EpochFinished, StepFinished, TrainingConfig
from playground.errors import StoreError
from playground.settings import home_directory

SCHEMA_VERSION = 1
ACTIVE_STATES = ("queued", "running")
BUSY_SECONDS = 15

_metadata = sa.MetaData()
_runs = sa.Table(
    "runs",
    _metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("config", sa.JSON, nullable=False),
    sa.Column("dataset", sa.String, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("message", sa.String, nullable=False, default=""),
    sa.Column("command", sa.String, nullable=False, default=""),
    sa.Column("created_at", sa.Float, nullable=False),
    sa.Column("started_at", sa.Float),
    sa.Column("finished_at", sa.Float),
    sa.Column("heartbeat_at", sa.Float),
    sa.Column("pid", sa.Integer),
    sa.Column("device", sa.String, nullable=False, default=""),
    sa.Column("steps_per_epoch", sa.Integer, nullable=False, default=0),
    sa.Column("total_steps", sa.Integer, nullable=False, default=0),
    sa.Column("step", sa.Integer, nullable=False, default=0),
    sa.Column("epoch", sa.Integer, nullable=False, default=0),
    sa.Column("images_per_second", sa.Float, nullable=False, default=0.0),
    sa.Column("test_accuracy", sa.Float),
    sa.Column("confusion", sa.JSON),
    sa.Column("checkpoint", sa.String, nullable=False, default=""),
)
_steps = sa.Table(
    "steps",
    _metadata,
    sa.Column("run_id", sa.String, primary_key=True),
    sa.Column("step", sa.Integer, primary_key=True),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("loss", sa.Float, nullable=False),
)
_epochs = sa.Table(
    "epochs",
    _metadata,
    sa.Column("run_id", sa.String, primary_key=True),
    sa.Column("epoch", sa.Integer, primary_key=True),
    sa.Column("step", sa.Integer, nullable=False),
    sa.Column("train_loss", sa.Float, nullable=False),
    sa.Column("train_accuracy", sa.Float, nullable=False),
    sa.Column("test_loss", sa.Float, nullable=False),
    sa.Column("test_accuracy", sa.Float, nullable=False),
)


@dataclass(frozen=True)
class Run:
    """One row of the runs table.

    `state` is queued, running, finished, stopped, diverged or failed; times are seconds since 1970; `command`
    is what a page asks of the worker, "" or "stop"; `confusion` is 10 lists of 10 counts or None.
    """

    id: str
    name: str
    config: TrainingConfig
    dataset: str
    state: str
    message: str
    command: str
    created_at: float
    started_at: float | None
    finished_at: float | None
    heartbeat_at: float | None
    pid: int | None
    device: str
    steps_per_epoch: int
    total_steps: int
    step: int
    epoch: int
    images_per_second: float
    test_accuracy: float | None
    confusion: list[list[int]] | None
    checkpoint: str

    @property
    def active(self) -> bool:
        """Whether it waits or trains."""
        return self.state in ACTIVE_STATES

    @property
    def seconds_left(self) -> float | None:
        """The time that the remaining steps take at the present speed; None before it is known."""
        if not self.images_per_second:
            return None
        return (self.total_steps - self.step) * self.config.batch_size / self.images_per_second


class RunStore:
    """The database of runs in `home/runs.sqlite`; several processes may use it at once.

    Args:
        home: its folder; None means `settings.home_directory()`.

    Raises:
        StoreError: from every method when the database cannot be read or written; the text says what to do.
    """

    def __init__(self, home: Path | None = None) -> None:
        self.home = home or home_directory()
        self.path = self.home / "runs.sqlite"
        with self._explained():
            self.home.mkdir(parents=True, exist_ok=True)
            self._engine = sa.create_engine(f"sqlite:///{self.path}", connect_args={"timeout": BUSY_SECONDS})
            sa.event.listen(self._engine, "connect", _prepare_connection)
            self._prepare_schema()

    def create(self, config: TrainingConfig, dataset: str, name: str = "") -> Run:
        """Add a queued run that will train `config` on the data set `dataset`."""
        run_id = uuid.uuid4().hex[:8]
        values = {
            "id": run_id,
            "name": name or describe(config),
            "config": config.to_dict(),
            "dataset": dataset,
            "state": "queued",
            "created_at": time.time(),
        }
        self._write(_runs.insert().values(values))
        run = self.get(run_id)
        assert run is not None
        return run

    def get(self, run_id: str) -> Run | None:
        """The run, or None when there is none of that id."""
        rows = self._read(sa.select(_runs).where(_runs.c.id == run_id))
        return _to_run(rows[0]) if rows else None

    def list(self, states: Sequence[str] | None = None) -> list[Run]:
        """Runs, the newest first; `states` keeps those in one of these states."""
        query = sa.select(_runs).order_by(_runs.c.created_at.desc())
        rows = self._read(query if states is None else query.where(_runs.c.state.in_(states)))
        return [_to_run(row) for row in rows]

    def update(self, run_id: str, **values: Any) -> None:
        """Set columns of a run."""
        self._write(_runs.update().where(_runs.c.id == run_id).values(**values))

    def change_state(self, run_id: str, expected: str, **values: Any) -> bool:
        """Set columns if the run is in the `expected` state; False when another process was faster."""
        changed = self._write(
            _runs.update().where(_runs.c.id == run_id, _runs.c.state == expected).values(**values)
        )
        return changed == 1

    def request_stop(self, run_id: str) -> None:
        """Ask a running worker to stop, keeping what was learnt; a queued run is stopped at once."""
        now = time.time()
        message = "Stopped before it began."
        if not self.change_state(run_id, "queued", state="stopped", finished_at=now, message=message):
            self.change_state(run_id, "running", command="stop")

    def add_events(
        self, run_id: str, steps: Sequence[StepFinished], epochs: Sequence[EpochFinished], **values: Any
    ) -> None:
        """Write a batch of events and columns of the run in one transaction, with a heartbeat."""
        statements: Any = []
        if steps:
            rows = [{"run_id": run_id, "step": e.step, "epoch": e.epoch, "loss": e.loss} for e in steps]
            statements.append((_steps.insert(), rows))
            values = {"step": steps[-1].step, "epoch": steps[-1].epoch, **values}
        for event in epochs:
            columns = {
                column.name: getattr(event, column.name) for column in _epochs.c if column.name != "run_id"
            }
            statements.append(_epochs.insert().values(run_id=run_id, **columns))
        heartbeat = _runs.update().where(_runs.c.id == run_id).values(heartbeat_at=time.time(), **values)
        self._write(*statements, heartbeat)

    def loss_curve(self, run_id: str, max_points: int = 1000) -> Sequence[tuple[int, float]]:
        """`(step, loss)` pairs in order: at most about `max_points`, every n-th step, always with the last one."""
        last = self._read(sa.select(sa.func.max(_steps.c.step)).where(_steps.c.run_id == run_id))[0][0] or 0
        stride = -(-last // max_points) or 1
        query = (
            sa.select(_steps.c.step, _steps.c.loss)
            .where(_steps.c.run_id == run_id)
            .where((_steps.c.step % stride == 1 % stride) | (_steps.c.step == last))
            .order_by(_steps.c.step)
        )
        return [(row.step, row.loss) for row in self._read(query)]

    def epochs(self, run_id: str) -> Sequence[dict[str, Any]]:
        """Each finished epoch's columns, in order."""
        rows = self._read(sa.select(_epochs).where(_epochs.c.run_id == run_id).order_by(_epochs.c.epoch))
        return [dict(row._mapping) for row in rows]

    def _prepare_schema(self) -> None:
        # Servers that start at the same moment take turns: SQLite does not wait for others when it changes a
        # database to WAL, and without a turn the second server could find half of the tables.
        with FileLock(f"{self.path}.lock", timeout=BUSY_SECONDS), self._engine.connect() as connection:
            # WAL lets pages read while a worker writes; the database file remembers it.
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            if version not in (0, SCHEMA_VERSION):
                raise StoreError(
                    f"Expected version {SCHEMA_VERSION} of the database {self.path}, but it has version {version}, "
                    "made by another version of the playground. Start that version, or set PLAYGROUND_HOME to "
                    "another folder."
                )
            _metadata.create_all(connection)
            connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
            connection.commit()

    def _read(self, query: sa.Select) -> Sequence[sa.Row]:
        with self._explained(), self._engine.connect() as connection:
            return connection.execute(query).all()

    def _write(self, *statements: Any) -> int:
        changed = 0
        with self._explained(), self._engine.begin() as connection:
            for statement in statements:
                arguments = statement if isinstance(statement, tuple) else (statement,)
                changed = connection.execute(*arguments).rowcount
        return changed

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (sa.exc.SQLAlchemyError, sqlite3.Error, OSError) as error:
            cause = getattr(error, "orig", None) or error
            raise StoreError(
                f"Expected to read and write the database of runs {self.path}, but: {cause}. "
                "Check that the folder is writable and the disk has space, or set PLAYGROUND_HOME to another "
                "folder and start the app again."
            ) from error


def describe(config: TrainingConfig) -> str:
    """A short name that tells runs apart: network, optimizer, learning rate, batch, epochs."""
    network = "-".join(map(str, (784, *config.hidden, 10))) if config.model == "mlp" else "CNN"
    return f"{network} {config.activation}, {config.optimizer} {config.learning_rate:g}, batch {config.batch_size}"


def _prepare_connection(connection: sqlite3.Connection, _: object) -> None:
    # With WAL, NORMAL loses no committed row when a process is killed.
    connection.execute("PRAGMA synchronous = NORMAL")


def _to_run(row: sa.Row) -> Run:
    values = dict(row._mapping)
    config = values["config"] if isinstance(values["config"], dict) else json.loads(values["config"])
    return Run(**{**values, "config": TrainingConfig(**config)})
