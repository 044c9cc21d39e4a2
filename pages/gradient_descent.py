"""Gradient descent: any optimizer down any function, played step by step, with the numbers of each step."""

import streamlit as st

from playground.concepts.optimizers import OPTIMIZERS
from playground.errors import ConfigurationError, FunctionSyntaxError
from playground.ui.descent import descent_picture, program_of_descent
from playground.ui.descent_form import descent_form
from playground.ui.descent_settings import settings
from playground.ui.experiments import experiments
from playground.ui.frame import page, show_formula, show_pytorch

page("gradient_descent")
controls, picture = st.columns([1, 2.5], gap="medium")
choice = None

try:
    with controls:
        choice = descent_form()
    with picture:
        descent_picture(choice)
except ConfigurationError as error:
    picture.error(str(error), icon=":material/error:")
    if isinstance(error, FunctionSyntaxError):
        picture.code(error.pointer, language=None)
    choice = None

experiments(
    {
        "The article: slow and steady": settings(),
        "Rate 1.5: one step is enough": settings(learning_rate=1.5, steps=10),
        "Rate 2.9: overshoots, but less and less": settings(learning_rate=2.9, steps=100),
        "Rate 3.1: every step makes it worse": settings(learning_rate=3.1),
        "A long valley, with momentum": settings("rosenbrock", "momentum"),
        "Four minima: drag the start": settings("himmelblau", "adam"),
        "Noise: one example a step": settings("fit", batch_size="1", learning_rate=0.05),
        "A race through the saddle": settings("saddle", mode="race", racers=list(OPTIMIZERS)),
    },
    defaults={},
)
if choice is not None and choice.optimizers:
    show_pytorch(program_of_descent(choice))
    for config in choice.optimizers:
        entry = OPTIMIZERS[config.name]
        show_formula(entry.formula, entry.source, entry.label)
    surface = choice.surface
    lines = r" \\ ".join(line for line in (surface.formula, surface.gradient_formula) if line)
    show_formula(rf"\begin{{gathered}} {lines} \end{{gathered}}", surface.source, surface.label)
