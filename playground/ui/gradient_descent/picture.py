"""The pictures of the gradient-descent page: the player, what to notice, and charts or a table of the race."""

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from playground.concepts.descent import Trajectory, descend
from playground.concepts.descent.closed_form import closed_form
from playground.concepts.descent.race import Standing, standings
from playground.concepts.descent.update_trace import trace_updates
from playground.concepts.optimizers import OptimizerConfig
from playground.concepts.optimizers.schedules import SCHEDULES
from playground.concepts.surfaces import Surface
from playground.figures.descent_player import Descent, player_data
from playground.figures.gradient_descent import coordinates_option, losses_option, near, rates_option
from playground.formatting import format_number
from playground.notices.descent import describe_descent
from playground.notices.non_finite import describe_ending
from playground.notices.race import describe_race
from playground.snippets.descent import surface_program
from playground.ui.components.descent_player.component import descent_player
from playground.ui.gradient_descent.form import Choice
from playground.ui.gradient_descent.learning_rate import stability_of
from playground.ui.shared.charts import live_chart
from playground.ui.shared.experiments import experiments_chosen
from playground.ui.shared.frame import show_formula, what_to_notice

TIME_LIMIT = 5.0
"""Seconds that a descent may take before the page gives it up."""

CHART_HEIGHT = 300
_GREY = """<style>
.st-key-descent, .st-key-below { opacity: 0.4; filter: grayscale(1); --shown: 0.4; --grey: 1; }
@media (max-width: 640px) { .st-key-beside .st-key-what_to_notice { opacity: 0.4; } }
</style>"""


def descent_picture(choice: Choice, below: DeltaGenerator) -> None:
    """Compute what was asked for, and show it: the player here, charts, table and download `below`.

    Raises:
        ConfigurationError: a descent that cannot be computed.
    """
    surface = choice.surface
    trajectories = {
        config.name: _descend(
            f"{surface.name}: {surface.program}",
            surface,
            config,
            start=choice.start,
            steps=choice.steps,
            schedule=choice.schedule,
            batch_size=choice.batch_size,
            seed=choice.seed,
        )
        for config in choice.optimizers
    }
    if choice.race:
        _race(choice, trajectories, below)
    else:
        _single(choice, trajectories[choice.optimizers[0].name], below)
    if trajectories:
        below.download_button(
            "Download the steps as CSV",
            lambda: steps_csv(choice.surface, trajectories),
            "descent.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
            key="csv",
        )


def out_of_date(picture: DeltaGenerator) -> None:
    """Grey what shows another function than the one that is typed."""
    with picture:
        st.html(_GREY)


def program_of_descent(choice: Choice) -> str:
    """The PyTorch program that prints the page's numbers."""
    sources = dict.fromkeys(config.optimizer.definition for config in choice.optimizers)
    definitions = "\n\n".join(source for source in sources if source)
    rate = None if choice.race else choice.optimizers[0].learning_rate
    schedule = SCHEDULES[choice.schedule].source_call(rate, choice.steps)
    if choice.surface.program_of_one is not None and not choice.race:
        call = choice.optimizers[0].source_call("[x]")
        return choice.surface.program_of_one(call, choice.start, choice.steps, definitions, schedule)
    calls = {config.optimizer.label: config.source_call("[point]") for config in choice.optimizers}
    return surface_program(
        choice.surface.program,
        calls,
        choice.start,
        choice.steps,
        batch_size=choice.batch_size,
        seed=choice.seed,
        definitions=definitions,
        schedule=schedule,
    )


def show_formulas(choice: Choice) -> None:
    """The formula of each optimizer, and of the function with its gradient."""
    for config in choice.optimizers:
        entry = config.optimizer
        extras = any(config.value(name) for name in entry.defaults if name not in entry.in_formula)
        show_formula(
            entry.formula,
            entry.source,
            f"{entry.label}, without its extra numbers" if extras else entry.label,
        )
    if choice.schedule != "constant":
        schedule = SCHEDULES[choice.schedule]
        show_formula(schedule.formula, schedule.source, f"the learning rate, {schedule.label.lower()}")
    surface = choice.surface
    lines = r" \\ ".join(line for line in (surface.formula, surface.gradient_formula) if line)
    show_formula(rf"\begin{{gathered}} {lines} \end{{gathered}}", surface.source, surface.label)


def steps_csv(surface: Surface, trajectories: dict[str, Trajectory]) -> bytes:
    """One row for each step of each descent: optimizer, step, coordinates, loss, gradient."""
    frames = []
    for name, trajectory in trajectories.items():
        columns: dict[str, Any] = {"optimizer": name, "step": range(trajectory.steps + 1)}
        columns |= dict(zip(surface.coordinates, trajectory.points.T.numpy(), strict=True))
        if trajectory.rates is not None:  # of the step that leaves the row's point; the last row has none
            columns["learning rate"] = [*trajectory.rates.tolist(), math.nan]
        columns["loss"] = trajectory.losses.numpy()
        gradients = [f"gradient of {coordinate}" for coordinate in surface.coordinates]
        columns |= dict(zip(gradients, trajectory.gradients.T.numpy(), strict=True))
        frames.append(pd.DataFrame(columns))
    return pd.concat(frames).to_csv(index=False).encode()


def _single(choice: Choice, trajectory: Trajectory, below: DeltaGenerator) -> None:
    surface, config = choice.surface, choice.optimizers[0]
    exact = None
    if choice.batch_size is None:
        exact = closed_form(surface, config, choice.start, choice.steps, choice.schedule)
    words = describe_descent(
        trajectory, surface, config, stability_of(surface, config, choice.start), choice.batch_size
    )
    descents = [Descent(config.name, config.optimizer.label, trajectory)]
    descent_player(
        player_data(surface, descents, trace_updates(config, trajectory), words),
        key="player",
        on_pick=_pick_start,
        experiment=experiments_chosen(),
    )
    what_to_notice(words)
    left, right, *further = below.columns(2 if trajectory.rates is None else 3, gap="medium")
    with left:
        goal = "and its target" if surface.minima else "over the steps"
        st.markdown(
            f"**Each coordinate** {goal if near(trajectory) == trajectory.steps else 'until it is far out'}"
        )
        live_chart(
            coordinates_option(trajectory, surface, exact), height=CHART_HEIGHT, key="coordinates", alt=words
        )
    with right:
        st.markdown("**The loss** over the steps")
        live_chart(losses_option({"loss": trajectory}, exact), height=CHART_HEIGHT, key="loss", alt=words)
    for place in further:
        with place:
            _rates({"learning rate": trajectory})


def _rates(trajectories: dict[str, Trajectory]) -> None:
    st.markdown("**The learning rate** of each step")
    live_chart(
        rates_option(trajectories),
        height=CHART_HEIGHT,
        key="rates",
        alt="The learning rate of each step, as the schedule sets it.",
    )


def _race(choice: Choice, trajectories: dict[str, Trajectory], below: DeltaGenerator) -> None:
    if not trajectories:
        st.info("Choose at least one racer.", icon=":material/touch_app:")
        return
    labels = {config.name: config.optimizer.label for config in choice.optimizers}
    table = standings(choice.surface, trajectories, choice.tolerance)
    endings = {
        config.name: describe_ending(trajectories[config.name], choice.surface, config)
        for config in choice.optimizers
    }
    words = describe_race(table, labels, choice.tolerance, choice.steps, endings)
    descents = [Descent(name, labels[name], trajectory) for name, trajectory in trajectories.items()]
    descent_player(
        player_data(choice.surface, descents, None, words),
        key="player",
        on_pick=_pick_start,
        experiment=experiments_chosen(),
    )
    what_to_notice(words)
    named = {labels[name]: trajectory for name, trajectory in trajectories.items()}
    with below:
        st.table(_race_table(choice, table).set_index("Optimizer"))
        st.markdown("**The loss** of each")
        live_chart(losses_option(named), height=CHART_HEIGHT, key="race_losses", alt=words)
        if choice.schedule != "constant":
            _rates(named)


def _race_table(choice: Choice, table: Sequence[Standing]) -> pd.DataFrame:
    """One row for each contestant, as text."""
    configs = {config.name: config for config in choice.optimizers}
    return pd.DataFrame(
        {
            "Optimizer": [configs[row.name].optimizer.label for row in table],
            "Learning rate" if choice.schedule == "constant" else "Highest learning rate": [
                format_number(configs[row.name].learning_rate, 6) for row in table
            ],
            f"Steps to within {format_number(choice.tolerance)}": [_arrival(row) for row in table],
            "Loss at the end": [format_number(row.final_loss) for row in table],
            "Lowest on the way": [format_number(row.lowest_loss) for row in table],
        }
    )


def _arrival(row: Standing) -> str:
    if row.reached is not None:
        return f"{row.reached:,}"
    return "–" if row.diverged_at is None else f"left at {row.diverged_at:,}"


def _pick_start(x: float, y: float) -> None:
    st.session_state["x1"], st.session_state["x2"] = float(f"{x:.4g}"), float(f"{y:.4g}")


@st.cache_data(max_entries=64, show_spinner=False)
def _descend(
    identity: str,
    _surface: Surface,
    config: OptimizerConfig,
    *,
    start: tuple[float, ...],
    steps: int,
    schedule: str,
    batch_size: int | None,
    seed: int,
) -> Trajectory:
    """One descent; `identity` stands for the surface, whose functions cannot be compared."""
    return descend(
        _surface,
        config,
        start,
        steps,
        schedule=schedule,
        record_states=True,
        batch_size=batch_size,
        seed=seed,
        time_limit=TIME_LIMIT,
    )
