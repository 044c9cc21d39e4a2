"""Which runs are laid over one another: said by the page's URL, `?runs=ID,ID`."""

from collections.abc import Sequence

from playground.runs.run import Run
from playground.runs.store import RunStore
from playground.ui.shared.query_parameters import read_choice, write_choice

MAX_CHOSEN = 12
"""The most curves in one picture that can still be distinguished."""

AT_FIRST = 3
"""How many of the newest runs are laid over one another before a first choice."""

NONE = "none"


def chosen_ids(runs: Sequence[Run]) -> list[str]:
    """Ids of the chosen ones among `runs`, in the runs' order; ids of other runs are passed over."""
    wanted = _wanted()
    if wanted is None:
        return [run.id for run in runs if run.step or run.active][:AT_FIRST]
    return [run.id for run in runs if run.id in wanted]


def choose(ids: Sequence[str]) -> None:
    """Choose these runs from now on; to be called in a callback, or before the page is drawn again."""
    write_choice("runs", ",".join(ids) or NONE)


def remember(ids: Sequence[str]) -> None:
    """Put the choice into the URL, so that the page can be shared as it is."""
    text = read_choice("runs")
    if text is not None:
        write_choice("runs", text)
    elif ids:
        choose(ids)


def describe_missing(store: RunStore, ids: Sequence[str]) -> str:
    """What became of runs that the URL names but `ids` lacks, in words; empty when there are none."""
    missing = [run_id for run_id in _wanted() or [] if run_id not in ids and run_id != NONE]
    if not missing:
        return ""
    deleted = [
        run.number for run in map(store.get, missing[:MAX_CHOSEN]) if run is not None and run.deleted_at
    ]
    if deleted:
        numbers = ", ".join(map(str, sorted(deleted)))
        return f"This address also names deleted runs ({numbers}): bring them back below, under Deleted runs."
    some = "a run that is" if len(missing) == 1 else f"{len(missing)} runs that are"
    return f"This address also names {some} not here: deleted for good, or of another playground."


def _wanted() -> list[str] | None:
    text = read_choice("runs")
    return (
        None
        if text is None
        else list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    )
