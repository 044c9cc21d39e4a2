"""What to notice about a race of optimizers, with its numbers."""

from collections.abc import Sequence

from playground.concepts.descent.race import Standing
from playground.formatting import counted, listed


def describe_race(standings: Sequence[Standing], labels: dict[str, str], tolerance: float, steps: int) -> str:
    """Who came first, who did not arrive, and who left; `labels` are the display names."""
    arrived = [row for row in standings if row.reached is not None]
    diverged = [row for row in standings if row.diverged_at is not None]
    late = [row for row in standings if row.reached is None and row.diverged_at is None]
    sentences = _arrivals(arrived, labels, tolerance) if arrived else _nearest(late, labels, tolerance, steps)
    if late and arrived:
        sentences.append(f"Still on the way: {listed([labels[row.name] for row in late])}.")
    if diverged:
        names = listed([labels[row.name] for row in diverged])
        whom = "them" if len(diverged) > 1 else "it"
        sentences.append(f"{names} diverged: a smaller learning rate may keep {whom}.")
    return " ".join(sentences)


def _arrivals(arrived: Sequence[Standing], labels: dict[str, str], tolerance: float) -> list[str]:
    """The first contestant that came near enough, and the second where there is one."""
    first, *others = arrived
    steps = counted(first.reached or 0, "step")
    sentences = [
        f"**{labels[first.name]}** comes within {tolerance:g} of the least loss first, after {steps}."
    ]
    if others:
        second = others[0]
        same = second.reached == first.reached
        when = "at the same step" if same else f"after {counted(second.reached or 0, 'step')}"
        sentences.append(f"{labels[second.name]} follows {when}.")
    return sentences


def _nearest(late: Sequence[Standing], labels: dict[str, str], tolerance: float, steps: int) -> list[str]:
    """Nobody came near enough: who is nearest, unless all diverged."""
    sentences = [f"Nobody comes within {tolerance:g} of the least loss in {counted(steps, 'step')}."]
    if late:
        best = late[0]
        sentences.append(f"Nearest is **{labels[best.name]}** with a loss of {best.final_loss:.3g}.")
    return sentences
