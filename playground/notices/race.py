"""What to notice about a race of optimizers, in words with the numbers of this moment."""

from collections.abc import Sequence

from playground.concepts.descent.race import Standing
from playground.formatting import counted, listed


def describe_race(standings: Sequence[Standing], labels: dict[str, str], tolerance: float, steps: int) -> str:
    """Who came first, who did not arrive, and who left; `labels` are the display names."""
    arrived = [row for row in standings if row.reached is not None]
    lost = [labels[row.name] for row in standings if row.diverged_at is not None]
    late = [labels[row.name] for row in standings if row.reached is None and row.diverged_at is None]
    if arrived:
        first = arrived[0]
        text = f"**{labels[first.name]}** comes within {tolerance:g} of the least loss first, after {counted(first.reached or 0, 'step')}."
        if len(arrived) > 1:
            second = arrived[1]
            after = (
                f"after {counted(second.reached or 0, 'step')}"
                if second.reached != first.reached
                else "at the same step"
            )
            text += f" {labels[second.name]} follows {after}."
    else:
        text = f"Nobody comes within {tolerance:g} of the least loss in {counted(steps, 'step')}."
        if late:
            best = next(row for row in standings if row.diverged_at is None)
            text += f" Nearest is **{labels[best.name]}** with a loss of {best.final_loss:.3g}."
    if late and arrived:
        text += f" Still on the way: {listed(late)}."
    if lost:
        text += (
            f" {listed(lost)} diverged: a smaller learning rate may keep {'them' if len(lost) > 1 else 'it'}."
        )
    return text
