"""Train it: the loop again and again on a few points, with the loss, the answers and the graph's gradients."""

import time

import streamlit as st

from playground.concepts.activations import ACTIVATIONS
from playground.concepts.autograd_graph import record
from playground.concepts.backprop import written
from playground.concepts.small_net import SmallNet
from playground.concepts.small_net_training import MAX_STEPS, TASKS, Learner, Task
from playground.figures.autograd_graph import chain_checks, graph_data
from playground.figures.backpropagation import answers_option, losses_option
from playground.snippets.backpropagation import training_program
from playground.ui.autograd_graph import autograd_graph
from playground.ui.backpropagation.net_form import learning_rate_slider, net_form
from playground.ui.charts import is_dark, live_chart
from playground.ui.frame import show_pytorch, what_to_notice

LABELS = {task.label: name for name, task in TASKS.items()}
TICK = 0.25
"""Seconds between two looks while it learns."""
WORK = 0.08
"""Seconds of learning in each of them: the server answers others in between."""
STEPS_A_TICK = 60
LEARNER, RUNNING, SETTINGS = "small_learner", "small_learner_runs", "small_learner_settings"
HEIGHT = 300


def show() -> None:
    """The task, the network, the buttons, and the pictures, which move by themselves while it learns."""
    label = st.segmented_control(
        "What to learn",
        list(LABELS),
        default=next(iter(LABELS)),
        required=True,
        key="task",
        bind="query-params",
    )
    task = TASKS[LABELS[label or next(iter(LABELS))]]
    net = net_form(task.inputs)
    rate = learning_rate_slider(st.container(width=320), 0.1)
    if st.session_state.get(SETTINGS) != (label, net, rate):
        st.session_state[SETTINGS], st.session_state[RUNNING] = (label, net, rate), False
        _again(net, task, rate)
    running = st.session_state[RUNNING]
    with st.container():
        st.fragment(_watch, run_every=TICK if running else None)(running)


def _buttons(learner: Learner) -> None:
    running = st.session_state[RUNNING]
    with st.container(horizontal=True):
        # Two buttons, not one that switches: Streamlit 1.67 may call back twice for a click during a tick.
        if running:
            st.button(
                "Pause", icon=":material/pause:", type="primary", key="pause", on_click=_run, args=(False,)
            )
        else:
            st.button(
                "Train", icon=":material/play_arrow:", type="primary", key="train", on_click=_run, args=(True,),
                disabled=learner.finished,
            )  # fmt: skip
        st.button("One step", icon=":material/skip_next:", key="one_step", on_click=learner.step, disabled=running or learner.finished)  # fmt: skip
        st.button(
            "Start again",
            icon=":material/restart_alt:",
            key="again",
            on_click=_again,
            args=(learner.net, learner.task, learner.learning_rate),
        )


def _run(running: bool) -> None:
    st.session_state[RUNNING] = running


def _again(net: SmallNet, task: Task, rate: float) -> None:
    st.session_state[LEARNER] = Learner(net, task, rate)


def _watch(running: bool) -> None:
    """A tick: learn for a moment, then draw. `running` is whether this fragment was started with a timer."""
    learner: Learner = st.session_state[LEARNER]
    if st.session_state[RUNNING]:
        _learn(learner)
    if st.session_state[RUNNING] != running:
        st.rerun()  # a fragment's timer is set where the fragment is started
    _buttons(learner)
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


def _program(learner: Learner) -> str:
    net = learner.net
    return training_program(
        net.weights(),
        repr(ACTIVATIONS[net.activation].module()),
        learner.task.program,
        learner.learning_rate,
        len(learner.losses) - 1,
    )


def _learn(learner: Learner) -> None:
    until = time.monotonic() + WORK
    for _ in range(STEPS_A_TICK):
        if learner.finished or time.monotonic() > until:
            break
        learner.step()
    if learner.finished:
        st.session_state[RUNNING] = False


def _notice(learner: Learner) -> str:
    done, loss = len(learner.losses) - 1, learner.losses[-1]
    if not loss < float("inf"):
        return (
            f"After {done:,} steps the loss is no finite number any more: the learning rate is too large, each step "
            "overshoots farther. Take a smaller one."
        )
    words = f"After {done:,} of {MAX_STEPS:,} steps the mean squared error is **{written(loss)}**"
    return f"{words}; it began at {written(learner.losses[0])}." if done else f"{words}. Press Train."
