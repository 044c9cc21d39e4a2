"""Gradient descent: any optimizer down any function, played step by step, with the numbers of each step."""

import streamlit as st

from playground.concepts.optimizers import OPTIMIZERS
from playground.errors import ConfigurationError, FunctionSyntaxError
from playground.ui.gradient_descent.form import descent_form
from playground.ui.gradient_descent.picture import descent_picture, program_of_descent, show_formulas
from playground.ui.gradient_descent.settings import settings
from playground.ui.shared.columns import controls_and_picture
from playground.ui.shared.experiments import experiments
from playground.ui.shared.frame import page, show_pytorch

page("gradient_descent")


@st.fragment  # a moved slider draws neither the navigation nor the experiments again
def descent() -> None:
    controls, picture = controls_and_picture(2.5)
    below = st.container()
    try:
        with controls:
            choice = descent_form()
        with picture:
            descent_picture(choice, below)
    except ConfigurationError as error:
        picture.error(str(error), icon=":material/error:")
        if isinstance(error, FunctionSyntaxError):
            picture.code(error.pointer, language=None)
        return
    if choice.optimizers:
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
