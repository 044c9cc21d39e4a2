"""Gradient descent: any optimizer down any function, played step by step, with the numbers of each step."""

import streamlit as st

from playground.concepts.optimizers import OPTIMIZERS
from playground.errors import ConfigurationError
from playground.markdown import literal
from playground.ui.gradient_descent.form import descent_form
from playground.ui.gradient_descent.picture import (
    descent_picture,
    out_of_date,
    program_of_descent,
    show_formulas,
)
from playground.ui.gradient_descent.settings import settings
from playground.ui.shared import columns
from playground.ui.shared.experiments import experiments
from playground.ui.shared.frame import next_idea, page, show_pytorch

page("gradient_descent")


@st.fragment  # a moved slider draws neither the navigation nor the experiments again
def descent() -> None:
    controls, picture = columns.controls_and_picture()
    picture, below = picture.container(key="descent"), st.container(key="below")
    try:
        with controls:
            choice = descent_form()
        with picture:
            descent_picture(choice, below)
    except ConfigurationError as error:
        picture.error(literal(error), icon=":material/error:")
        return
    if not choice.current:
        out_of_date(picture)
    elif choice.optimizers:
        show_pytorch(program_of_descent(choice))
        show_formulas(choice)


descent()
experiments(
    {
        "The article: slow and steady": {},
        "Rate 1.5: one step is enough": {"learning_rate": 1.5, "steps": 10},
        "Rate 2.9: overshoots, but less and less": {"learning_rate": 2.9, "steps": 100},
        "Rate 3.1: every step makes it worse": {"learning_rate": 3.1},
        "A long valley, with momentum": {"surface": "rosenbrock", "optimizer": "momentum"},
        "Four minima: drag the start": {"surface": "himmelblau", "optimizer": "adam"},
        "Noise: one example a step": {"surface": "fit", "batch_size": "1", "learning_rate": 0.05},
        "A race through the saddle": {"surface": "saddle", "mode": "race", "racers": list(OPTIMIZERS)},
    },
    lambda choice: settings(**choice),
)
next_idea("gradient_descent")
