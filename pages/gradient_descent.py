"""Gradient descent on the article's x -> y example: components, loss and path of every step."""

import streamlit as st

from playground.concepts.descent import closed_form, descend
from playground.concepts.optimizers import OPTIMIZERS, OptimizerConfig
from playground.concepts.surfaces import SURFACES
from playground.errors import ConfigurationError
from playground.figures.gradient_descent import components_figure, loss_figure, path_figure
from playground.snippets import descent_program
from playground.ui.charts import THEME_COLORS
from playground.ui.descent_words import describe_descent
from playground.ui.experiments import experiments
from playground.ui.frame import page, show_formula, show_pytorch, what_to_notice
from playground.ui.numbers import whole_number

PLAIN = {"displayModeBar": False}
DEFAULTS = {"optimizer": "sgd", "learning_rate": 0.01, "steps": 1000, "x1": 1.0, "x2": 2.0, "x3": 3.0}

page("gradient_descent")
surface = SURFACES["article"]
controls, picture = st.columns([1, 2], gap="large")

with controls:
    name = st.selectbox(
        "Optimizer",
        list(OPTIMIZERS),
        format_func=lambda key: OPTIMIZERS[key].label,
        key="optimizer",
        bind="query-params",
    )
    learning_rate = st.number_input(
        "Learning rate",
        value=0.01,
        step=0.01,
        format="%g",
        key="learning_rate",
        bind="query-params",
        help="How far one step goes along the negative gradient.",
    )
    steps = whole_number("Steps", 1000, "steps", step=100, minimum=1, maximum=10_000)
    with st.expander("Start point", icon=":material/my_location:"):
        start = [
            st.number_input(f"x{index}", value=value, format="%g", key=f"x{index}", bind="query-params")
            for index, value in enumerate(surface.start, 1)
        ]
    st.caption(OPTIMIZERS[name].notice)

program = ""
try:
    config = OptimizerConfig(name, learning_rate)
    trajectory = descend(surface, config, start, steps)
except ConfigurationError as error:
    picture.error(str(error), icon=":material/error:")
else:
    program = descent_program(OPTIMIZERS[name].source_call(config), start, steps)
    exact = closed_form(surface, config, start, steps)
    words = describe_descent(trajectory, surface, config, exact)
    with picture:
        st.markdown("**Each component goes to its target**, the dotted line")
        chart = components_figure(trajectory, surface, exact, THEME_COLORS)
        st.plotly_chart(chart, width="stretch", key="components", alt=words, config=PLAIN)
        what_to_notice(words)
        left, right = st.columns(2, gap="medium")
        left.markdown("**The loss** on a logarithmic axis")
        chart = loss_figure(trajectory, exact, THEME_COLORS)
        left.plotly_chart(chart, width="stretch", key="loss", alt=words, config=PLAIN)
        right.markdown("**The path** over the loss, x₃ at its target")
        chart = path_figure(trajectory, surface, THEME_COLORS)
        right.plotly_chart(chart, width="stretch", key="path", alt=words, config=PLAIN)

experiments(
    {
        "0.01: the article, slow and steady": {},
        "0.5: there in about 20 steps": {"learning_rate": 0.5, "steps": 20},
        "1.5: one step is enough": {"learning_rate": 1.5, "steps": 10},
        "2.9: overshoots, but less and less": {"learning_rate": 2.9, "steps": 100},
        "3.1: every step makes it worse": {"learning_rate": 3.1},
        "Momentum: overshoots and comes back": {"optimizer": "momentum", "learning_rate": 0.1, "steps": 150},
    },
    defaults=DEFAULTS,
)
if program:
    show_pytorch(program)
show_formula(
    rf"\begin{{gathered}} {surface.formula} \\ {surface.gradient_formula} \\ x_{{t+1}} = x_t - \eta\, \nabla L(x_t) \\ "
    r"\text{so } x_t = y + (x_0 - y) \left(1 - \tfrac{2}{3} \eta\right)^t \end{gathered}",
    surface.source,
)
