"""What to notice about a race of optimizers, with its numbers."""

from collections.abc import Mapping, Sequence

from playground.concepts.descent.race import Standing
from playground.formatting import counted, format_number, listed
from playground.notices.non_finite import Ending


def describe_race(
    standings: Sequence[Standing],
    labels: Mapping[str, str],
    tolerance: float,
    steps: int,
    endings: Mapping[str, Ending | None],
) -> str:
    """Who came first, who did not arrive, and who left; `labels` are the display names, `endings` why each left."""
    arrived = [row for row in standings if row.reached is not None]
    diverged = [row for row in standings if row.diverged_at is not None]
    late = [row for row in standings if row.reached is None and row.diverged_at is None]
    sentences = _arrivals(arrived, labels, tolerance) if arrived else _nearest(late, labels, tolerance, steps)
    if late and arrived:
        sentences.append(
            f"Not there after {counted(steps, 'step')}: {listed([labels[row.name] for row in late])}."
        )
    away = [labels[row.name] for row in diverged if not _words(endings, row)]
    if away:
        whom = "them" if len(away) > 1 else "it"
        sentences.append(f"{listed(away)} diverged: a smaller learning rate may keep {whom}.")
    for row in diverged:
        if words := _words(endings, row):
            sentences.append(f"{labels[row.name]} broke off. {words}")
    return " ".join(sentences)


def _words(endings: Mapping[str, Ending | None], row: Standing) -> str:
    ending = endings.get(row.name)
    return "" if ending is None else ending.words


def _arrivals(arrived: Sequence[Standing], labels: Mapping[str, str], tolerance: float) -> list[str]:
    """The first contestants that came near enough, several at one step, and the next one where there is one."""
    first = [row for row in arrived if row.reached == arrived[0].reached]
    steps = counted(arrived[0].reached or 0, "step")
    names = listed([f"**{labels[row.name]}**" for row in first])
    come, after = ("comes", "after") if len(first) == 1 else ("come", "at the same step, after")
    sentences = [
        f"{names} {come} within {format_number(tolerance)} of the least loss first, {after} {steps}."
    ]
    if len(first) < len(arrived):
        second = arrived[len(first)]
        sentences.append(f"{labels[second.name]} follows after {counted(second.reached or 0, 'step')}.")
    return sentences


def _nearest(late: Sequence[Standing], labels: Mapping[str, str], tolerance: float, steps: int) -> list[str]:
    """Nobody came near enough: who is nearest, unless all diverged."""
    sentences = [
        f"Nobody comes within {format_number(tolerance)} of the least loss in {counted(steps, 'step')}."
    ]
    if late:
        best = [row for row in late if row.final_loss == late[0].final_loss]
        names = listed([f"**{labels[row.name]}**" for row in best])
        are = "is" if len(best) == 1 else "are"
        sentences.append(f"Nearest {are} {names} with a loss of {format_number(best[0].final_loss)}.")
    return sentences
