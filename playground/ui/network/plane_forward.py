"""The forward pass of the network that learns in the plane, and one step of its training."""

import streamlit as st
import torch

from playground.concepts.forward_pass import LayerPass, forward_pass, one_step
from playground.concepts.plane.branches import Branch, Branches, Experiment
from playground.concepts.plane.data import PlaneData, PlaneSource
from playground.concepts.plane.features import FEATURES
from playground.concepts.plane.network import PlaneNetwork
from playground.concepts.plane.training import PlaneTraining, loss_names, loss_on
from playground.formatting import counted
from playground.notices.forward_pass import describe_numbers, written_entry
from playground.notices.training_step import StepBatch
from playground.ui.network.forward_layers import show_formula_of, show_step
from playground.ui.network.settings import DEFAULTS
from playground.ui.shared.choice import choose_one
from playground.ui.shared.frame import what_to_notice
from playground.ui.shared.numbers import DECIMAL


def show_plane(batch: bool) -> None:
    """Points go through the layers; then one batch makes one step."""
    branches: Branches | None = st.session_state.get("network_player_branches")
    if branches is None:
        branches = Branches.begin(Experiment(PlaneSource(), PlaneNetwork(), PlaneTraining()))
    branch = branches.present
    points = branch.trainer.data.train_points[:3] if batch else _point()
    network = branch.experiment.network
    model = network.with_weights(branch.seen[-1].weights)
    passes = forward_pass(list(model), network.activations, PlaneData.features(points, network))
    st.caption(
        f"The network that learns, after {counted(branch.shown, 'epoch')}: `a = f(W x + b)`, layer after layer; "
        "with several points their rows are multiplied at once."
    )
    for number, layer in enumerate(passes, 1):
        with st.container(border=True):
            show_formula_of(layer, number, len(passes))
            _entry(layer, number, "The first point: " if batch else "")
    what_to_notice(describe_numbers(passes))
    _step(branch, model)


def _point() -> torch.Tensor:
    left, right = st.columns(2, gap="medium")
    x1, x2 = (
        place.slider(label, -6.0, 6.0, default, 0.1, format=DECIMAL, key=key, bind="query-params")
        for place, label, default, key in (
            (left, "x₁", DEFAULTS["point_1"], "point_1"),
            (right, "x₂", DEFAULTS["point_2"], "point_2"),
        )
    )
    return torch.tensor([[x1, x2]])


def _entry(layer: LayerPass, number: int, whose: str) -> None:
    neurons = [f"{index}" for index in range(1, len(layer.bias) + 1)]
    with st.container(horizontal=True, vertical_alignment="center"):
        chosen = choose_one("Neuron", neurons, "1", f"neuron_{number}") if len(neurons) > 1 else "1"
        st.markdown(whose + written_entry(layer, 0, int(chosen) - 1))


def _step(branch: Branch, model: torch.nn.Module) -> None:
    data, experiment = branch.trainer.data, branch.experiment
    network, training = experiment.network, experiment.training
    count = min(training.batch_size, len(data.train_points))
    loss, encode = loss_on(training.loss or loss_names(data.target)[0], data.target)
    inputs = PlaneData.features(data.train_points[:count], network)
    step = one_step(model, loss, training.optimizer, inputs, encode(data.train_targets[:count]))
    feature = network.features[step.input]
    name = FEATURES[feature].label if feature in FEATURES else network.typed
    batch = StepBatch(
        examples=counted(count, "training point"),
        prepared="Each comes with what the network should say there.",
        weight=f"from {name} to neuron {step.neuron + 1}",
        optimizer=training.optimizer.optimizer.label,
    )
    show_step(step, batch)
