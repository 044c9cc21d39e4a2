"""The forward pass of the network of the page, layer by layer, and one step of its training by its six parts."""

import streamlit as st
import torch

from playground.concepts.plane.branches import Branch, Branches, Experiment
from playground.concepts.plane.data import PlaneData, PlaneSource
from playground.concepts.plane.forward_pass import LayerPass, OneStep, forward_pass, one_step
from playground.concepts.plane.network import PlaneNetwork
from playground.concepts.plane.training import PlaneTraining
from playground.formatting import counted, format_number
from playground.notices.forward_pass import shapes, written_entry, written_layer
from playground.ui.network.settings import DEFAULTS
from playground.ui.shared.choice import choose_one
from playground.ui.shared.frame import what_to_notice
from playground.ui.shared.numbers import DECIMAL

WHOLE = {"one": "One point", "three": "A batch of three"}


def show() -> None:
    """Points go through the layers; then one batch makes one step."""
    branches: Branches | None = st.session_state.get("network_player_branches")
    if branches is None:
        branches = Branches.begin(Experiment(PlaneSource(), PlaneNetwork(), PlaneTraining()))
    branch = branches.present
    name = choose_one("What goes in", WHOLE, "one", "examples_in")
    points = _points(branch, name)
    weights = branch.seen[-1].weights
    network = branch.experiment.network
    passes = forward_pass(network, weights, PlaneData.features(points, network))
    st.caption(
        f"The network that learns, after {counted(branch.shown, 'epoch')}: `a = f(W x + b)`, layer after layer; "
        "with several points their rows are multiplied at once."
    )
    for number, layer in enumerate(passes, 1):
        _layer(layer, number, len(passes))
    what_to_notice(_notice(passes, network.outputs))
    st.header("One step of training, in six", anchor=False)
    _walk_through(branch)


def _points(branch: Branch, name: str) -> torch.Tensor:
    if name == "three":
        return branch.trainer.data.train_points[:3]
    left, right = st.columns(2, gap="medium")
    x1, x2 = (
        place.slider(label, -6.0, 6.0, default, 0.1, format=DECIMAL, key=key, bind="query-params")
        for place, label, default, key in (
            (left, "x₁", DEFAULTS["point_1"], "point_1"),
            (right, "x₂", DEFAULTS["point_2"], "point_2"),
        )
    )
    return torch.tensor([[x1, x2]])


def _layer(layer: LayerPass, number: int, layers: int) -> None:
    where = "Output layer" if number == layers else f"Hidden layer {number}"
    with st.container(border=True):
        st.markdown(f"**{where}**: {shapes(layer)}")
        st.latex(written_layer(layer, number))
        neurons = [f"{index}" for index in range(1, len(layer.bias) + 1)]
        with st.container(horizontal=True, vertical_alignment="center"):
            chosen = choose_one("Neuron", neurons, "1", f"neuron_{number}") if len(neurons) > 1 else "1"
            st.markdown(written_entry(layer, 0, int(chosen) - 1))
        call = "z" if layer.activation is None else "a"
        st.code(
            f"z = torch.nn.functional.linear(x, W{number}, b{number})  # x @ W{number}.T + b{number}\n"
            + (f"a = activation_{number}(z)" if call == "a" else "output = z"),
            language="python",
        )


def _notice(passes: list[LayerPass], outputs: int) -> str:
    numbers = sum(layer.weight.numel() + layer.bias.numel() for layer in passes)
    output = passes[-1].outputs[0].tolist()
    said = " and ".join(format_number(value) for value in output) if outputs == 1 else f"{outputs} logits"
    return (
        f"The forward pass is nothing but this: multiply, add, bend, {len(passes)} times over. {numbers} numbers decide "
        f"that the first point comes out as {said}. Nothing else is stored in a network."
    )


def _walk_through(branch: Branch) -> None:
    data, experiment = branch.trainer.data, branch.experiment
    count = min(experiment.training.batch_size, len(data.train_points))
    points, targets = data.train_points[:count], data.train_targets[:count]
    batch = (points, PlaneData.features(points, experiment.network), targets)
    step = one_step(experiment.network, experiment.training, branch.seen[-1].weights, batch, data.target)
    for number, (title, text, page) in enumerate(_steps(step, experiment), 1):
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{number}. {title}.** {text}")
            if page:
                st.page_link(f"pages/{page}.py", label="Go deeper", icon=":material/arrow_forward:")


def _steps(step: OneStep, experiment: Experiment) -> list[tuple[str, str, str]]:
    optimizer = experiment.training.optimizer
    return [
        ("Prepare", f"Take {len(step.points)} points as one batch, with what they should come out as.", ""),
        ("Forward", "Send them through the layers above.", "activations"),
        ("Loss", f"Compare: the loss of this batch is {format_number(step.loss)}.", "losses"),
        (
            "Backward",
            f"Ask of every weight how the loss changes with it: of the first one the slope is {format_number(step.gradient)}.",
            "backpropagation",
        ),
        (
            "Update",
            f"{optimizer.optimizer.label} moves it from {format_number(step.before, 5)} to {format_number(step.after, 5)}, and "
            "every other one too.",
            "gradient_descent",
        ),
        (
            "Repeat",
            f"The loss of the same batch is {format_number(step.loss_after)} now. The next batch comes, and after all of them "
            "an epoch is over.",
            "train",
        ),
    ]
