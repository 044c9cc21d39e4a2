"""The controls of the gradient-descent page, and the descent that they ask for."""

from dataclasses import dataclass

import streamlit as st

from playground.concepts.optimizers import OptimizerConfig
from playground.concepts.optimizers.schedules import SCHEDULES
from playground.concepts.surfaces import Surface
from playground.formatting import format_number
from playground.ui.gradient_descent.learning_rate import learning_rate_strip
from playground.ui.gradient_descent.optimizer_form import optimizer_form, race_form
from playground.ui.gradient_descent.settings import steps_of
from playground.ui.gradient_descent.surface_form import batch_form, start_form, surface_form
from playground.ui.shared.choice import choose_one
from playground.ui.shared.numbers import whole_number

MAX_PAGE_STEPS = 10_000
TOLERANCE = 1e-3
MODES = {"one": "One optimizer", "race": "A race"}
TOLERANCES = (1.0, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6)


@dataclass(frozen=True)
class Choice:
    """What the page is asked to show.

    Attributes:
        surface: the function to descend.
        current: whether that is what is typed; else it is the last text that could be read.
        optimizers: one, or the contestants; none when a race has none yet.
        race: whether they race.
        start: the first point, one number for each coordinate.
        steps: how many steps each takes.
        schedule: how the learning rates move over them, a key of `SCHEDULES`.
        batch_size: how many examples a step sees; None: all.
        seed: determines which.
        tolerance: how near to the least loss a contestant has to come.
    """

    surface: Surface
    current: bool
    optimizers: tuple[OptimizerConfig, ...]
    race: bool
    start: tuple[float, ...]
    steps: int
    schedule: str
    batch_size: int | None
    seed: int
    tolerance: float


def descent_form() -> Choice:
    """All controls, in the order in which a descent is put together.

    Raises:
        ConfigurationError: a number that cannot work.
    """
    surface, current = surface_form()
    mode = choose_one("Who descends", MODES, "one", "mode", width="stretch")
    race = mode == "race"
    if race:
        optimizers = race_form(surface)
    else:
        optimizer, strip = optimizer_form(surface)
        optimizers = [optimizer]
    batch_size, seed = batch_form(surface)
    steps = whole_number("Steps", steps_of(surface.name), "steps", step=10, minimum=1, maximum=MAX_PAGE_STEPS)
    schedule = _schedule_form()
    tolerance = _tolerance_slider() if race else TOLERANCE
    start = start_form(surface)
    if not race:
        with strip:
            learning_rate_strip(surface, optimizer, start)
    return Choice(
        surface=surface,
        current=current,
        optimizers=tuple(optimizers),
        race=race,
        start=tuple(start),
        steps=steps,
        schedule=schedule,
        batch_size=batch_size,
        seed=seed,
        tolerance=tolerance,
    )


def _schedule_form() -> str:
    """How the learning rate moves over the steps."""
    labels = {name: entry.label for name, entry in SCHEDULES.items()}
    name = choose_one("Learning rate over time", labels, "constant", "schedule", widget=st.selectbox)
    if name != "constant":
        st.caption(SCHEDULES[name].notice)
    return name


def _tolerance_slider() -> float:
    return st.select_slider(
        "Has arrived when its loss is within",
        TOLERANCES,
        TOLERANCE,
        format_func=format_number,
        key="tolerance",
        bind="query-params",
        help="Of the least loss there is.",
    )
