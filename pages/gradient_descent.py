"""Gradient descent on the article's x -> y example."""

import streamlit as st
import torch

from playground.concepts.descent import MAX_STEPS, article_closed_form, article_factor, descend
from playground.concepts.narration import describe_descent
from playground.concepts.optimizers import OPTIMIZERS, OptimizerConfig
from playground.concepts.surfaces import SURFACES
from playground.errors import ConfigurationError
from playground.figures.gradient_descent import components_figure, loss_figure, path_figure
from playground.snippets import descent_program
from playground.ui import frame

frame.page("gradient_descent")
surface = SURFACES["article"]
target = torch.tensor(surface.minimum)
controls, picture = st.columns([1, 2.6], gap="large")
with controls:
    name = st.selectbox(
        "Optimizer", list(OPTIMIZERS), format_func=lambda key: OPTIMIZERS[key].label, key="optimizer",
        bind="query-params",
    )  # fmt: skip
    learning_rate = st.number_input(
        "Learning rate", value=0.01, step=0.01, format="%g", key="learning_rate", bind="query-params",
        help="How far each step goes along the slope. The example's best is 1.5; above 3 it flies apart.",
    )  # fmt: skip
    steps = st.number_input(
        "Steps", value=1000, step=100, key="steps", bind="query-params", help=f"1 to {MAX_STEPS:,}"
    )
    with st.expander("Start point"):
        start = tuple(
            st.number_input(f"x{index}", value=value, key=f"x{index}", bind="query-params")
            for index, value in enumerate(surface.start, start=1)
        )
try:
    optimizer = OptimizerConfig(name, learning_rate)
    trajectory = descend(surface, optimizer, start, int(steps))
except ConfigurationError as error:
    picture.error(str(error))
    st.stop()

exact = name == "sgd"
points, losses = (
    article_closed_form(torch.tensor(start), target, learning_rate, int(steps)) if exact else (None, None)
)
notice = describe_descent(trajectory, article_factor(learning_rate) if exact else None)
with controls:
    frame.what_to_notice(notice)
with picture:
    st.plotly_chart(
        loss_figure(trajectory, losses), width="stretch", key="loss", alt=f"Loss against step. {notice}"
    )
    left, right = st.columns(2)
    left.plotly_chart(
        components_figure(trajectory, target, points), width="stretch", key="components",
        alt="Each component of x moving towards its target 2, 4 or 6.",
    )  # fmt: skip
    right.plotly_chart(
        path_figure(trajectory, target), width="stretch", key="path", alt="The path of x1 and x2 over the loss.",
    )  # fmt: skip

frame.what_to_try(
    "gradient_descent",
    {
        "The article: learning rate 0.01": {},
        "Too small: 0.001": {"learning_rate": "0.001"},
        "Best of all: 1.5 arrives in one step": {"learning_rate": "1.5", "steps": "10"},
        "Overshooting: 2.8 swings from side to side": {"learning_rate": "2.8", "steps": "60"},
        "Too large: 3.1 flies apart": {"learning_rate": "3.1", "steps": "100"},
    },
)
frame.show_pytorch(descent_program(OPTIMIZERS[name].source_call(optimizer), start, int(steps)))
frame.show_formula(surface.formula + r" \qquad x_{t+1} = x_t - \eta\,\nabla L(x_t)", surface.source)
