"""Changes of a run's settings while it trains: asked for by a page, taken by the worker between two steps, kept for good."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from playground.digits.training.changes import Change, check_change, describe_changes
from playground.digits.training.config import TrainingConfig
from playground.errors import ConfigurationError
from playground.runs import schema

_changes, _runs = schema.changes, schema.runs


@dataclass(frozen=True)
class RunChange:
    """One row of the changes table.

    Attributes:
        number: counts up, over all runs.
        run_id: the run.
        step: how many steps were done when it came into force; None: it waits for the run's next step.
        settings: new values by name.
    """

    number: int
    run_id: str
    step: int | None
    settings: Mapping[str, Any]


def changes_of(run_ids: Sequence[str]) -> sa.Select:
    """The changes of these runs, in order."""
    return sa.select(_changes).where(_changes.c.run_id.in_(run_ids)).order_by(_changes.c.number)


def change_from(row: sa.Row) -> RunChange:
    """The change of a row; settings are values of JSON, as `TrainingConfig` takes them."""
    settings = row.settings if isinstance(row.settings, dict) else json.loads(row.settings)
    return RunChange(row.number, row.run_id, row.step, settings)


def insertion(run_id: str, settings: Mapping[str, Any], step: int | None = None) -> sa.Insert:
    """Adds a change; without a step it waits."""
    return _changes.insert().values(run_id=run_id, settings=dict(settings), step=step)


def taking(run_id: str, worker: str, step: int) -> sa.Update:
    """Puts the waiting changes into force after `step` steps, while the worker owns the run; returns them."""
    owned = sa.exists().where(_runs.c.id == run_id, _runs.c.worker == worker, _runs.c.state == "running")
    waiting = (_changes.c.run_id == run_id, _changes.c.step.is_(None), owned)
    return _changes.update().where(*waiting).values(step=step).returning(*_changes.c)


def in_force(changes: Sequence[RunChange]) -> list[Change]:
    """Those that do not wait, as training takes them."""
    return [Change(change.step, change.settings) for change in changes if change.step is not None]


def to_metadata(changes: Sequence[RunChange]) -> list[dict[str, Any]]:
    """The changes in force as a file of the run's network keeps them."""
    return [{"step": change.step, **change.settings} for change in in_force(changes)]


def from_metadata(config: TrainingConfig, kept: Any) -> list[Change]:
    """The changes in a file, of a run that began with `config`; none where they are no valid changes of it."""
    try:
        changes = [Change(one["step"], {k: v for k, v in one.items() if k != "step"}) for one in kept]
        for change in changes:
            config = check_change(config, change.settings)
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError, ConfigurationError):
        return []
    steps = [change.step for change in changes]
    whole = all(type(step) is int and 0 <= step < 2**63 for step in steps)
    return changes if whole and steps == sorted(steps) else []


def history(config: TrainingConfig, changes: Sequence[RunChange]) -> list[tuple[int | None, str]]:
    """Step and words of each change, such as `(120, "learning rate 0.001 → 0.01")`; step None: it waits.

    Args:
        config: what the run began with.
        changes: of the run, in order.
    """
    texts = describe_changes(config, [change.settings for change in changes])
    return [(change.step, text) for change, text in zip(changes, texts, strict=True)]
