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
from playground.digits.training.changes import Change, check_change
from playground.errors import StoreError
from playground.formatting import on_one_line
from playground.runs import schema
from playground.runs.changes import RunChange, change_from, changes_of, insertion, taking
from playground.runs.database import BUSY_SECONDS, Database
from playground.runs.files import RunFiles
from playground.runs.ledger import forget_run, ledger_lock
from playground.runs.metrics import Metrics
from playground.runs.paths import to_stored
from playground.runs.run import CHANGEABLE_STATES, RESUMABLE_STATES, Run, describe, run_from

MAX_NAME = 200
"""Characters of a run's name."""

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
        full: why no run can be made at the moment, in words; "" when one can.
    """

    full = ""

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
        changes: Sequence[Change] = (),
        **values: Any,
    ) -> Run:
        """Add a run that will train `config` on the data set `dataset`; it waits unless `state` says otherwise.

        `changes` of its settings were in force where it comes from.

        Raises:
            StoreError: the home takes all that it may, see `home_limit`.
        """
        self._refuse_when_full()
        run_id = uuid.uuid4().hex[:8]
        extra = {"sweep": sweep, "parent": parent, "state": state, **to_stored(self.home, values)}
        made = [insertion(run_id, change.settings, change.step) for change in changes]
        self.write(_new(run_id, config, dataset, name, extra), *made)
        run = self.get(run_id)
        assert run is not None
        return run

    def create_sweep(
        self, axes: Mapping[str, Sequence[Any]], configs: Sequence[TrainingConfig], dataset: str
    ) -> Sweep:
        """Add a grid of waiting runs, all or none; `axes` says which settings vary. Raises as `create` does."""
        self._refuse_when_full()
        table, sweep_id = schema.sweeps, uuid.uuid4().hex[:8]
        number = sa.select(sa.func.coalesce(sa.func.max(table.c.number), 0) + 1).scalar_subquery()
        sweep = {"id": sweep_id, "number": number, "axes": dict(axes), "created_at": time.time()}
        new = [_new(uuid.uuid4().hex[:8], config, dataset, "", {"sweep": sweep_id}) for config in configs]
        self.write(table.insert().values(sweep), *new)
        return next(sweep for sweep in self.sweeps() if sweep.id == sweep_id)

    def _refuse_when_full(self) -> None:
        if self.full:
            raise StoreError(self.full)

    def get(self, run_id: str) -> Run | None:
        """The run, deleted or not; None when there is none of that id."""
        rows = self.read(sa.select(_runs).where(_runs.c.id == run_id))
        return self._runs_of(rows)[0] if rows else None

    def _runs_of(self, rows: Sequence[sa.Row]) -> Sequence[Run]:
        """The runs of rows of the runs table, each with its changes."""
        found = self.read(changes_of([row.id for row in rows])) if rows else ()
        changes = [change_from(row) for row in found]
        return [run_from(row, self.home, [one for one in changes if one.run_id == row.id]) for row in rows]

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
        return [*self._runs_of(self.read(query))]

    def sweeps(self) -> Sequence[Sweep]:
        """All sweeps that have a run left, the newest first."""
        table = schema.sweeps
        alive = sa.select(_runs.c.sweep).where(_runs.c.deleted_at.is_(None))
        rows = self.read(sa.select(table).where(table.c.id.in_(alive)).order_by(table.c.number.desc()))
        return [Sweep(row.id, row.number, row.axes, row.created_at) for row in rows]

    def shape(self) -> object:
        """Which runs there are and in which states: what equals itself as long as none begins, ends or is made."""
        query = sa.select(_runs.c.state, sa.func.count(), sa.func.max(_runs.c.number)).group_by(_runs.c.state)
        return sorted(tuple(row) for row in self.read(query))

    def revision(self) -> int:
        """A number that changes with every change of any run."""
        return self.read(sa.select(sa.func.coalesce(sa.func.sum(_runs.c.revision + 1), 0)))[0][0]

    def files(self, run_id: str) -> RunFiles:
        """The files of a run."""
        return RunFiles(self.home, run_id)

    def update(self, run_id: str, **values: Any) -> None:
        """Set columns of a run."""
        self.write(_change(run_id).values(**to_stored(self.home, values)))

    def change_state(self, run_id: str, expected: str | Sequence[str], **values: Any) -> bool:
        """Set columns if the run is in the `expected` state, or one of these; False when somebody was faster."""
        states = [expected] if isinstance(expected, str) else list(expected)
        return (
            self.write(
                _change(run_id).where(_runs.c.state.in_(states)).values(**to_stored(self.home, values))
            )
            == 1
        )

    def rename(self, run_id: str, name: str) -> None:
        """Give the run another name; a blank one is passed over."""
        if shown := on_one_line(name, MAX_NAME):
            self.update(run_id, name=shown)

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
        return self._runs_of(rows)[0] if rows else None

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
        return self.change_state(
            run_id,
            RESUMABLE_STATES,
            state="queued",
            command="",
            message="",
            warning="",
            restarts=0,
            waits_for="",
        )

    def request_change(self, run_id: str, settings: Mapping[str, Any]) -> bool:
        """Ask for other settings from the run's next step on; False: it is too late, the run has ended meanwhile.

        Changes come into force in the order in which they were asked for. Only what is named changes, so that of two
        tabs neither takes back what the other one changed.

        Raises:
            ConfigurationError: see `check_change`.
        """
        run = self.get(run_id)
        if run is None or not run.changeable:
            return False
        check_change(run.latest_config, settings)
        possible = (_runs.c.state.in_(CHANGEABLE_STATES), _runs.c.deleted_at.is_(None))
        change = _change(run_id).where(*possible).returning(_runs.c.id)
        return bool(self.write_returning(change, insertion(run_id, settings)))

    def take_changes(self, run_id: str, worker: str, step: int) -> Sequence[RunChange]:
        """Put waiting changes into force after `step` steps, all of which are stored; those that were waiting."""
        waiting = changes_of([run_id]).where(schema.changes.c.step.is_(None))
        if not self.read(waiting):  # a poll that finds nothing needs no write transaction
            return []
        taken = self.write_returning(taking(run_id, worker, step), _change(run_id))
        return sorted(map(change_from, taken), key=lambda change: change.number)

    def delete(self, run_id: str) -> None:
        """Move the run to the trash; one that trains or waits is stopped."""
        self.request_stop(run_id)
        self.update(run_id, deleted_at=time.time(), bin_seconds=0.0)

    def restore(self, run_id: str) -> None:
        """Take the run out of the trash."""
        self.update(run_id, deleted_at=None)

    def purge(self, run_id: str) -> bool:
        """Remove a run in the trash with its curves and files, for good; False while its worker still writes."""
        with self._errors_translated(), ledger_lock(self.home):
            forget_run(self.home, run_id)  # first: a run that stays after all is counted again
            return self._purge(run_id)

    def _purge(self, run_id: str) -> bool:
        in_trash = (_runs.c.id == run_id, _runs.c.deleted_at.is_not(None), _runs.c.state != "running")
        removed = self.write_returning(
            _runs.delete().where(*in_trash).returning(_runs.c.id),
            *(table.delete().where(table.c.run_id == run_id) for table in (*schema.CURVES, schema.changes)),
        )
        if removed:
            self.files(run_id).delete()
            self.full = ""  # the next look at the limit tells whether that is enough
        return bool(removed)

    def age_trash(self, seconds: float) -> None:
        """Count time that passed while a server was up: a clock that jumps does not empty the trash."""
        in_trash = _runs.update().where(_runs.c.deleted_at.is_not(None))
        self.write(in_trash.values(bin_seconds=_runs.c.bin_seconds + seconds))

    def empty_trash(self, older_than: float) -> None:
        """Purge what has been in the trash for `older_than` seconds in which a server was up."""
        for run in self.list(deleted=True):
            if run.bin_seconds > older_than:
                self.purge(run.id)


def _change(run_id: str) -> sa.Update:
    return _runs.update().where(_runs.c.id == run_id).values(revision=_runs.c.revision + 1)


def _new(run_id: str, config: TrainingConfig, dataset: str, name: str, extra: Mapping[str, Any]) -> sa.Insert:
    number = sa.select(sa.func.coalesce(sa.func.max(_runs.c.number), 0) + 1).scalar_subquery()
    return _runs.insert().values(
        id=run_id,
        number=number,
        name=on_one_line(name, MAX_NAME) or describe(config),
        config=config.to_dict(),
        dataset=dataset,
        created_at=time.time(),
        **{"state": "queued", **extra},
    )
