"""What becomes of a run whose worker is dead, or that lacked room: columns of the run, with the reason in words."""

import signal
from typing import Any

from playground.runs.run import Run
from playground.runs.worker_process import CANNOT_WRITE

MAX_RESTARTS = 3
"""How often a run is started again without anybody asking."""


def fate(run: Run, status: int | None, *, silent: str = "", out_of_memory: bool = False) -> dict[str, Any]:
    """The run's new columns.

    Args:
        run: running, as the store has it.
        status: how its worker ended; None where that is not known.
        silent: why the supervisor killed it, see `Pulse.silent`; "" where it did not.
        out_of_memory: whether the system has killed processes for lack of memory.
    """
    if run.command == "stop":
        return {"state": "stopped", "message": f"The training process ended at step {run.step:,}."}
    if silent:
        return started_again(run, f"The training process {silent} at step {run.step:,}")
    if status == -signal.SIGKILL and out_of_memory:
        how, shortage = "was ended by the system because memory ran out", "memory"
    elif status == CANNOT_WRITE:
        how, shortage = "could not write into the database any more; the disk may be full", "disk"
    elif status == -signal.SIGKILL:
        how, shortage = "was killed by the system or from outside (SIGKILL)", ""
    else:
        how, shortage = "ended unexpectedly", ""
    more = " It goes on by itself when there is room." if shortage else ""
    message = f"The training process {how} at step {run.step:,}.{more}"
    return {"state": "interrupted", "message": message, "waits_for": shortage}


def started_again(run: Run, what: str) -> dict[str, Any]:
    """The columns with which another worker goes on with the run; after a few times somebody has to ask."""
    if run.restarts >= MAX_RESTARTS:
        often = f"It was started again {MAX_RESTARTS} times: press Resume to try once more."
        return {"state": "interrupted", "message": f"{what}. {often}", "waits_for": ""}
    warning = f"{what}, and another one went on."
    state = "paused" if run.command == "pause" else "queued"
    return {"state": state, "message": "", "warning": warning, "restarts": run.restarts + 1, "waits_for": ""}
