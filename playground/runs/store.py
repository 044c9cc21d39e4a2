"""Runs, and the commands from pages to workers: the only channel between both.

Each change names the states that it may come from, so that of two tabs, servers or workers only one succeeds.
"""

import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from playground.digits.training import TrainingConfig
from playground.runs import schema
from playground.runs.database import BUSY_SECONDS, Database
from playground.runs.files import RunFiles
from playground.runs.metrics import Metrics
from playground.runs.run import RESUMABLE_STATES, Run, describe, run_from

_runs = schema.runs


@dataclass(frozen=True)
class Sweep:
    """A grid of runs: `axes` maps each varied setting of `TrainingConfig` to its values."""

    id: str
    number: int
    axes: Mapping[str, Sequence[Any]]
    created_at: float


class RunStore(Database):
    """All runs below a home directory; see `Database` for arguments and errors.

    Attributes:
        metrics: curves of the runs.
    """

    def __init__(self, home: Path | None = None, busy_seconds: float = BUSY_SECONDS) -> None:
        super().__init__(home, busy_seconds)
        self.metrics = Metrics(self)

    def create(
        self,
        config: TrainingConfig,
        dataset: str,
        name: str = "",
        *,
        sweep: str = "",
        parent: str = "",
        state: str = "queued",
        **values: Any,
    ) -> Run:
        """Add a run that will train `config` on the data set `dataset`; it waits unless `state` says otherwise."""
        run_id = uuid.uuid4().hex[:8]
        extra = {"sweep": sweep, "parent": parent, "state": state, **values}
        self.write(_new(run_id, config, dataset, name, extra))
        run = self.get(run_id)
        assert run is not None
        return run

    def create_sweep(
        self, axes: Mapping[str, Sequence[Any]], configs: Sequence[TrainingConfig], dataset: str
    ) -> Sweep:
        """Add a grid of waiting runs, all or none; `axes` says which settings vary."""
        table, sweep_id = schema.sweeps, uuid.uuid4().hex[:8]
        number = sa.select(sa.func.coalesce(sa.func.max(table.c.number), 0) + 1).scalar_subquery()
        sweep = {"id": sweep_id, "number": number, "axes": dict(axes), "created_at": time.time()}
        new = [_new(uuid.uuid4().hex[:8], config, dataset, "", {"sweep": sweep_id}) for config in configs]
        self.write(table.insert().values(sweep), *new)
        return next(sweep for sweep in self.sweeps() if sweep.id == sweep_id)

    def get(self, run_id: str) -> Run | None:
        """The run, deleted or not; None when there is none of that id."""
        rows = self.read(sa.select(_runs).where(_runs.c.id == run_id))
        return run_from(rows[0]) if rows else None

    def list(
        self, states: Sequence[str] | None = None, *, sweep: str | None = None, deleted: bool = False
    ) -> list[Run]:
        """Runs, the newest first; `states` and `sweep` keep those in one of these, `deleted` shows the trash instead."""
        query = sa.select(_runs).order_by(_runs.c.number.desc())
        query = query.where(_runs.c.deleted_at.is_not(None) if deleted else _runs.c.deleted_at.is_(None))
        if states is not None:
            query = query.where(_runs.c.state.in_(states))
        if sweep is not None:
            query = query.where(_runs.c.sweep == sweep)
        return [run_from(row) for row in self.read(query)]

    def sweeps(self) -> Sequence[Sweep]:
        """All sweeps that have a run left, the newest first."""
        table = schema.sweeps
        alive = sa.select(_runs.c.sweep).where(_runs.c.deleted_at.is_(None))
        rows = self.read(sa.select(table).where(table.c.id.in_(alive)).order_by(table.c.number.desc()))
        return [Sweep(row.id, row.number, row.axes, row.created_at) for row in rows]

    def revision(self) -> int:
        """A number that changes with every change of any run."""
        return self.read(sa.select(sa.func.coalesce(sa.func.sum(_runs.c.revision + 1), 0)))[0][0]

    def files(self, run_id: str) -> RunFiles:
        """The files of a run."""
        return RunFiles(self.home, run_id)

    def update(self, run_id: str, **values: Any) -> None:
        """Set columns of a run."""
        self.write(_change(run_id).values(**values))

    def change_state(self, run_id: str, expected: str | Sequence[str], **values: Any) -> bool:
        """Set columns if the run is in the `expected` state, or one of these; False when somebody was faster."""
        states = [expected] if isinstance(expected, str) else list(expected)
        return self.write(_change(run_id).where(_runs.c.state.in_(states)).values(**values)) == 1

    def rename(self, run_id: str, name: str) -> None:
        """Give the run another name; a blank one is passed over."""
        if name.strip():
            self.update(run_id, name=name.strip()[:200])

    def claim(self, worker: str, limit: int) -> Run | None:
        """Assign the run that waits longest to a worker, unless `limit` runs train already."""
        waiting = (
            sa.select(_runs.c.id)
            .where(_runs.c.state == "queued", _runs.c.deleted_at.is_(None))
            .order_by(_runs.c.number)
            .limit(1)
        )
        if not self.read(waiting):  # a poll that finds nothing needs no write transaction
            return None
        running = sa.select(sa.func.count()).where(_runs.c.state == "running")
        change = (
            sa.update(_runs)
            .where(_runs.c.id == waiting.scalar_subquery(), running.scalar_subquery() < limit)
            .values(state="running", worker=worker, command="", message="", revision=_runs.c.revision + 1)
            .returning(*_runs.c)
        )
        rows = self.write_returning(change)
        return run_from(rows[0]) if rows else None

    def request_pause(self, run_id: str) -> bool:
        """Ask a running worker to pause; a waiting run is paused at once. False: there was nothing to pause."""
        return self.change_state(run_id, "queued", state="paused") or self.change_state(
            run_id, "running", command="pause"
        )

    def request_stop(self, run_id: str) -> bool:
        """Ask a running worker to stop, keeping what was learnt; a run without worker is stopped at once."""
        return self.change_state(
            run_id, ("queued", "paused", "interrupted"), state="stopped", message=""
        ) or self.change_state(run_id, "running", command="stop")

    def request_resume(self, run_id: str) -> bool:
        """Queue a run that ended early; it goes on from its last saved state."""
        return self.change_state(run_id, RESUMABLE_STATES, state="queued", command="", message="", warning="")

    def delete(self, run_id: str) -> None:
        """Move the run to the trash; one that trains or waits is stopped."""
        self.request_stop(run_id)
        self.update(run_id, deleted_at=time.time())

    def restore(self, run_id: str) -> None:
        """Take the run out of the trash."""
        self.update(run_id, deleted_at=None)

    def purge(self, run_id: str) -> bool:
        """Remove a run in the trash with its curves and files, for good; False while its worker still writes."""
        in_trash = (_runs.c.id == run_id, _runs.c.deleted_at.is_not(None), _runs.c.state != "running")
        removed = self.write_returning(
            _runs.delete().where(*in_trash).returning(_runs.c.id),
            *(table.delete().where(table.c.run_id == run_id) for table in schema.CURVES),
        )
        if removed:
            self.files(run_id).delete()
        return bool(removed)

    def empty_trash(self, older_than: float) -> None:
        """Purge what has been in the trash for `older_than` seconds."""
        for run in self.list(deleted=True):
            if run.deleted_at is not None and time.time() - run.deleted_at > older_than:
                self.purge(run.id)


def _change(run_id: str) -> sa.Update:
    return _runs.update().where(_runs.c.id == run_id).values(revision=_runs.c.revision + 1)


def _new(run_id: str, config: TrainingConfig, dataset: str, name: str, extra: Mapping[str, Any]) -> sa.Insert:
    number = sa.select(sa.func.coalesce(sa.func.max(_runs.c.number), 0) + 1).scalar_subquery()
    return _runs.insert().values(
        id=run_id,
        number=number,
        name=name.strip()[:200] or describe(config),
        config=config.to_dict(),
        dataset=dataset,
        created_at=time.time(),
        **{"state": "queued", **extra},
    )
