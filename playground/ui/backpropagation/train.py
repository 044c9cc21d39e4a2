"""Train it: the loop again and again on a few points, with the loss, the answers and the graph's gradients."""

import math

import streamlit as st

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.backpropagation.autograd_graph import record
from playground.concepts.backpropagation.passes import written
from playground.concepts.backpropagation.small_net_training import MAX_STEPS, TASKS, SmallNetTrainer
from playground.concepts.module_definition import definitions_source
from playground.figures.autograd_graph import chain_checks, graph_data
from playground.figures.backpropagation import answers_option, losses_option
from playground.snippets.backpropagation import training_program
from playground.ui.backpropagation.net_form import learning_rate_slider, net_form
from playground.ui.backpropagation.settings import DEFAULTS
from playground.ui.components.autograd_graph.component import autograd_graph
from playground.ui.shared.charts import is_dark, live_chart
from playground.ui.shared.choice import choose_one
from playground.ui.shared.frame import show_pytorch, what_to_notice
from playground.ui.shared.live_training import train_live

HEIGHT = 240
"""Low enough that the graph below is in sight too."""


def show() -> None:
    """The task, the network, and the pictures, which move by themselves while it learns."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        labels = {name: entry.label for name, entry in TASKS.items()}
        name = choose_one("What to learn", labels, DEFAULTS["task"], "task")
        rate = learning_rate_slider(st.container(width=260))
    task = TASKS[name]
    net = net_form(task.inputs)
    train_live("small_learner", (name, net, rate), lambda: SmallNetTrainer(net, task, rate), _draw)


def _draw(learner: SmallNetTrainer, running: bool) -> None:
    words = _notice(learner)
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown("**The loss** over the steps")
        live_chart(losses_option(learner.losses), height=HEIGHT, key="loss_curve", alt=words)
    with right:
        st.markdown("**What the network says**")
        live_chart(answers_option(learner, is_dark()), height=HEIGHT, key="answers", alt=words)
    graph = record(learner.forward, learner.values)
    checks = chain_checks(graph, learner.forward, learner.values, learner.weights)
    st.markdown(
        "**The graph of this step**, whole layers at a time: the gradient's shape is its value's shape"
    )
    autograd_graph(graph_data(graph, (), ("x",), words, checks), key="training_graph")
    what_to_notice(f"{words} {learner.task.notice}")
    if not running:
        show_pytorch(_program(learner))


def _program(learner: SmallNetTrainer) -> str:
    net = learner.net
    activation = NETWORK_ACTIVATIONS[net.activation]
    return training_program(
        net.weights(),
        activation.source_call(),
        learner.task.program,
        learner.learning_rate,
        len(learner.losses) - 1,
        definitions=definitions_source([activation.definition]),
    )


def _notice(learner: SmallNetTrainer) -> str:
    done, loss = len(learner.losses) - 1, learner.losses[-1]
    if not math.isfinite(loss):
        return (
            f"After {done:,} steps the loss is no finite number any more: the learning rate is too large, each step "
            "overshoots farther. Take a smaller one."
        )
    if loss > learner.losses[0]:
        return (
            f"After {done:,} of {MAX_STEPS:,} steps the mean squared error is **{written(loss)}**, more than the "
            f"{written(learner.losses[0])} at the start: at learning rate {learner.learning_rate:g} a step leapt too far, and "
            "what the network says may lie outside of the picture."
        )
    words = f"After {done:,} of {MAX_STEPS:,} steps the mean squared error is **{written(loss)}**"
    return f"{words}; it began at {written(learner.losses[0])}." if done else f"{words}. Press Train."
