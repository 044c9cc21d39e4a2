"""The changes of runs while they trained, in words."""

from collections.abc import Sequence

from playground.runs.changes import history
from playground.runs.run import Run


def change_lines(run: Run) -> list[str]:
    """One line for each change, in order: when it came into force, or why it did not."""
    return [_line(run, step, text) for step, text in history(run.config, run.changes)]


def _line(run: Run, step: int | None, text: str) -> str:
    if step is None and run.changeable:
        return f"{text}: {'at its next step' if run.active else 'when it is resumed'}"
    late = run.state != "imported" and not run.changeable  # a file does not say how far its run came
    if step is None or (step >= run.step and late):
        return f"{text}: too late, the run had no further step"
    return f"After step {step:,}: {text}" if step else f"From the first step on: {text}"


def short_changes(run: Run) -> str:
    """What came into force, such as 'learning rate 0.001 → 0.01 after step 120'; empty without any."""
    parts = [
        f"{text} after step {step:,}" for step, text in history(run.config, run.changes) if step is not None
    ]
    return "; ".join(parts)


def describe_changed(runs: Sequence[Run]) -> str:
    """A sentence on which of the runs were changed on the way; empty without any."""
    changed = [run for run in runs if short_changes(run)]
    if not changed:
        return ""
    named = ", ".join(f"run {run.number} ({short_changes(run)})" for run in changed[:3])
    more = f" and {len(changed) - 3} more" if len(changed) > 3 else ""
    return f"Changed while training: {named}{more}. Elsewhere here such a run has the settings that it began with."
