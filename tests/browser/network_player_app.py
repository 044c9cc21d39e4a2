"""A page with the network player alone and a real training behind it; run by test_network_player.py."""

from dataclasses import replace
from typing import Any

import streamlit as st

from playground.concepts.plane.branches import MOST_AHEAD, Branches, Experiment
from playground.concepts.plane.data import PlaneSource
from playground.concepts.plane.network import PlaneNetwork
from playground.concepts.plane.stopping import StopRule
from playground.concepts.plane.training import PlaneTraining
from playground.figures.network_player import decoded_weights, player_data
from playground.ui.components.network_player.component import network_player

Event = dict[str, Any]

st.set_page_config(layout="wide")
state = st.session_state
query = st.query_params


def first_experiment() -> Experiment:
    """What the URL asks for."""
    layers = tuple(int(size) for size in query.get("hidden", "4,2").split(",") if size)
    source = PlaneSource(query.get("data", "circle"))
    outputs = 3 if source.target == "three classes" else 1
    features = tuple(query.get("features", "x1,x2").split(","))
    network = PlaneNetwork(features, layers, ("tanh",) * len(layers), outputs, typed=query.get("typed", ""))
    return Experiment(source, network, PlaneTraining())


def more(event: Event) -> None:
    branch = state.branches.present
    state.start = min(max(event["from"], branch.start), branch.epochs + 1)
    if event["past"] is not None:
        state.branches.go_past(event["past"])
    state.branches.train(state.start + MOST_AHEAD)


def reached(event: Event) -> None:
    state.branches.present.show(event["epoch"])


def grow(event: Event) -> None:
    branches: Branches = state.branches
    branches.present.show(event["reached"])
    experiment = branches.present.experiment
    weights = decoded_weights(event.get("weights"), experiment.network.parameters)
    branches.grow(event["epoch"], experiment, weights)
    state.start = branches.present.start


def own_points(event: Event) -> None:
    experiment = state.branches.present.experiment
    own = tuple((x, y, target) for (x, y), target in zip(event["points"], event["targets"], strict=True))
    state.branches = Branches.begin(replace(experiment, source=replace(experiment.source, own=own)))
    state.start = 0


def go_back(event: Event) -> None:
    state.branches.present.show(event["reached"])
    state.branches.return_to(event["name"])
    state.start = state.branches.present.start


if "branches" not in state:
    state.branches, state.start = Branches.begin(first_experiment()), 0
    if "stop" in query:
        state.branches.rule = StopRule(epoch=int(query["stop"]))


@st.fragment
def show() -> None:
    """The player, and below it what the server knows."""
    network_player(
        player_data(state.branches, state.start, editable=True),
        key="player",
        on_more=more,
        on_edit=grow,
        on_branch=grow,
        on_points=own_points,
        on_return=go_back,
        on_reached=reached,
    )
    branch = state.branches.present
    data = branch.trainer.data
    points = len(data.train_points) + len(data.test_points)
    st.text(f"branch {branch.name} from {branch.start}, {points} points")
    st.text(f"trained to epoch {branch.epochs}")
    st.text(f"shown to epoch {branch.shown}")


show()
