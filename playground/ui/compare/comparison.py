"""The chosen runs laid over one another, drawn again while they train."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from playground.figures.compare import comparison_figure, points_for
from playground.figures.train import AXES
from playground.notices.comparison import describe_comparison, run_labels
from playground.runs.curves import Curve, extent, read_curve
from playground.runs.measures import common_measure
from playground.runs.run import Run
from playground.runs.store import RunStore
from playground.ui.compare.chosen_runs import MAX_CHOSEN
from playground.ui.components.plotly_figure.component import plotly_figure
from playground.ui.shared import columns, frame
from playground.ui.shared.choice import choose_one
from playground.ui.shared.live import live


@dataclass(frozen=True)
class ComparisonView:
    """How the runs are shown: what the x axis counts, a logarithmic loss, and the shown part in percent."""

    axis: str
    log: bool
    zoom: tuple[int, int]


def comparison(store: RunStore, ids: Sequence[str]) -> None:
    """The chart of these runs with its switches, which are kept in the URL, and what to notice."""
    shown = ids[:MAX_CHOSEN]
    with columns.switches(horizontal=True):
        view = _choose_view()
    picture = columns.picture()
    if len(ids) > MAX_CHOSEN:
        st.caption(
            f"{len(ids)} runs are ticked; the first {MAX_CHOSEN} are drawn, so that they can be told apart."
        )
    revisions = partial(_revisions, store, shown)
    active = any(run.active for run in _runs(store, shown))
    every = 0.5 if active else 2.0
    with picture:
        live(partial(_draw_chart, store, shown, view, active), revisions, "comparison", every)
    live(partial(_draw_notice, store, shown), revisions, "comparison_words", every)


def _choose_view() -> ComparisonView:
    axis = choose_one("Against", AXES, "step", "against")
    log = st.toggle("Logarithmic loss", key="log_loss", bind="query-params")
    low, high = st.slider(
        "Zoom",
        0,
        100,
        (0, 100),
        format="%d %%",
        key="zoom",
        width=220,
        bind="query-params",
        help="The part of the axis that is shown; a part is shown with more of its steps.",
    )
    return ComparisonView(axis, log, (low, high) if low < high else (0, 100))


def _revisions(store: RunStore, ids: Sequence[str]) -> tuple[int, ...]:
    return tuple(run.revision if run is not None else -1 for run in map(store.get, ids))


def _runs(store: RunStore, ids: Sequence[str]) -> list[Run]:
    return [run for run in map(store.get, ids) if run is not None and not run.deleted_at]


def _draw_chart(store: RunStore, ids: Sequence[str], view: ComparisonView, was_active: bool) -> None:
    runs = _runs(store, ids)
    if any(run.active for run in runs) != was_active:
        st.rerun()  # what the page has beside the chart, such as downloads, is for a run that ended
    if not runs:
        st.info(
            "Tick runs in the table: their curves are laid over one another here.",
            icon=":material/checklist:",
        )
        return
    labels = run_labels(runs)
    end = max(extent(run, view.axis) for run in runs) or 1.0
    window = (end * view.zoom[0] / 100, end * view.zoom[1] / 100)
    points = points_for(len(runs)) // len(runs)
    measure = common_measure(runs)
    curves = {
        labels[run.id]: curve_of(store, run, view.axis, window, points=points, measure=measure)
        for run in runs
    }
    plotly_figure(
        comparison_figure(curves, view.axis, window, view.log, measure),
        key="comparison_chart",
        alt=describe_comparison(runs, labels),
    )


def _draw_notice(store: RunStore, ids: Sequence[str]) -> None:
    runs = _runs(store, ids)
    if runs:
        frame.what_to_notice(describe_comparison(runs, run_labels(runs)))


def curve_of(
    store: RunStore, run: Run, axis: str, window: tuple[float, float], *, points: int, measure: str
) -> Curve:
    """`read_curve`, remembered once the run has ended."""
    if run.active:
        return read_curve(store, run, axis, window, max_points=points, measure=measure)
    view = (axis, window, points, measure)
    return _cached_curve(str(store.home), run.revision, view, _store=store, _run=run, run_id=run.id)


@st.cache_data(max_entries=200, show_spinner=False)
def _cached_curve(
    home: str,
    revision: int,
    view: tuple[str, tuple[float, float], int, str],
    *,
    run_id: str,
    _store: RunStore,
    _run: Run,
) -> Curve:
    del home, run_id, revision  # the cache's key: a run that ended changes no more
    axis, window, points, measure = view
    return read_curve(_store, _run, axis, window, max_points=points, measure=measure)
