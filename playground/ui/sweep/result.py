"""A sweep while it fills: progress, the chart, what to notice, and the loss curves of its runs."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from playground.digits.training.config import FIELDS
from playground.digits.training.variations import describe_settings
from playground.figures.sweep import FEW, SweepResult, heatmap_figure, lines_figure, loss_curves_figure
from playground.formatting import counted
from playground.notices.sweep import best_of, describe_sweep, finished_runs
from playground.runs.measures import MEASURES, accuracy_by, common_measure
from playground.runs.run import Run
from playground.runs.store import RunStore, Sweep
from playground.ui.compare.chosen_runs import MAX_CHOSEN
from playground.ui.compare.comparison import curve_of
from playground.ui.components.plotly_figure.component import plotly_figure
from playground.ui.shared import frame
from playground.ui.shared.choice import choose_one
from playground.ui.shared.live import live
from playground.ui.shared.pages import PAGES
from playground.ui.shared.query_parameters import read_choice, write_choice
from playground.ui.shared.streamlit_workarounds import while_known
from playground.ui.sweep.progress import show_progress

POINTS = 700
"""Of all loss curves together: an update stays below 15 kB."""

VIEWS = {"lines": "Lines", "heatmap": "Heatmap"}


def shown_sweep(sweeps: Sequence[Sweep]) -> Sweep | None:
    """The sweep in the URL, else the one shown last, else the newest; it is in the URL from then on."""
    by_id = {sweep.id: sweep for sweep in sweeps if set(sweep.axes) <= set(FIELDS)}
    wanted = read_choice("sweep")
    if wanted and wanted not in by_id:
        st.info("That sweep is not here any more: its runs were deleted, or it is of another playground.")
    sweep = by_id.get(wanted) if wanted in by_id else next(iter(by_id.values()), None)
    if sweep is not None:
        show_sweep(sweep.id)
    if len(by_id) > 1 and sweep is not None:
        st.session_state["chosen_sweep"] = sweep.id
        st.selectbox(
            "Sweep",
            list(by_id),
            format_func=lambda key: sweep_title(by_id[key]),
            key="chosen_sweep",
            on_change=while_known("chosen_sweep", lambda: show_sweep(st.session_state["chosen_sweep"])),
        )
    return sweep


def show_sweep(sweep_id: str) -> None:
    """Show this sweep from now on."""
    write_choice("sweep", sweep_id)


def sweep_title(sweep: Sweep) -> str:
    """Number and what varies, such as 'Sweep 2: learning rate × batch size (3 × 2)'."""
    names = " × ".join(FIELDS[name].label.lower() for name in sweep.axes)
    return f"Sweep {sweep.number}: {names} ({' × '.join(str(len(values)) for values in sweep.axes.values())})"


def sweep_result(store: RunStore, sweep: Sweep) -> None:
    """All of one sweep."""
    view = "lines"
    if len(sweep.axes) == 2:
        view = choose_one("Accuracy as", VIEWS, "lines", "sweep_view")
    active = any(run.active for run in store.list(sweep=sweep.id))
    live(
        partial(_draw, store, sweep, view, active),
        partial(_revisions, store, sweep.id),
        "sweep_result",
        every=0.5 if active else 2.0,
    )


def _revisions(store: RunStore, sweep_id: str) -> tuple[tuple[str, int], ...]:
    return tuple((run.id, run.revision) for run in store.list(sweep=sweep_id))


def _draw(store: RunStore, sweep: Sweep, view: str, was_active: bool) -> None:
    runs = store.list(sweep=sweep.id)[::-1]
    if any(run.active for run in runs) != was_active:
        st.rerun()
    show_progress(store, runs)
    axes = {name: [_value(value) for value in values] for name, values in sweep.axes.items()}
    measure = common_measure(runs)
    done = {run.id: accuracy_by(run, measure) for run in finished_runs(runs)}
    results = [
        SweepResult(tuple(getattr(run.config, name) for name in axes), done.get(run.id)) for run in runs
    ]
    notice = describe_sweep(list(axes), runs)
    figure = heatmap_figure(axes, results) if view == "heatmap" else lines_figure(axes, results, measure)
    plotly_figure(figure, key=f"sweep_chart_{view}", alt=notice)
    frame.what_to_notice(notice)
    _draw_losses(store, list(axes), runs)
    _link_to_compare(runs)


def _link_to_compare(runs: Sequence[Run]) -> None:
    measure = common_measure(runs)
    best = sorted(runs, key=lambda run: -(accuracy_by(run, measure) or 0.0))[:MAX_CHOSEN]
    st.page_link(
        PAGES["compare"].file,
        label="Lay these runs over one another",
        icon=PAGES["compare"].icon,
        query_params={"runs": ",".join(run.id for run in best)},
    )


def _draw_losses(store: RunStore, axes: Sequence[str], runs: Sequence[Run]) -> None:
    begun = [run for run in runs if run.step]
    if not begun:
        return
    names = {run.id: f"Run {run.number}: {describe_settings(run.config, axes)}" for run in begun}
    epochs = max(run.config.epochs for run in begun)
    points = max(10, POINTS // len(begun))
    measure = common_measure(runs)
    curves = {
        names[run.id]: curve_of(store, run, "epoch", (0, run.config.epochs), points=points, measure=measure)
        for run in begun
    }
    first = next((names[run.id] for run in best_of(runs)), "")
    coloured = bool(first) and len(begun) > FEW
    st.markdown("**How the loss of each run falls**" + (f", in colour {first}" if coloured else ""))
    plotly_figure(
        loss_curves_figure(curves, epochs, first),
        key="sweep_losses",
        alt=f"Loss curves of {counted(len(curves), 'run')}."
        + (f" In colour: {first}, of the best {MEASURES[measure]}." if coloured else ""),
    )


def _value(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value  # JSON has no tuples
