"""A network: its data, layers and training on the left, the player on the right."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from playground.concepts.plane.branches import Branches, Experiment
from playground.concepts.plane.data import PlaneSource
from playground.concepts.plane.datasets import PLANE_DATASETS
from playground.concepts.plane.program import plane_program
from playground.concepts.plane.stopping import StopRule
from playground.errors import ConfigurationError
from playground.markdown import literal
from playground.notices.plane import learning_notice, stop_sentence
from playground.ui.network.data_form import data_form
from playground.ui.network.learning import last_experiment, learn
from playground.ui.network.network_form import network_form
from playground.ui.network.own_points import keep_points
from playground.ui.network.stop_form import stop_form
from playground.ui.network.training_form import training_form
from playground.ui.shared import columns
from playground.ui.shared.frame import show_pytorch, what_to_notice

PLAYER = "network_player"


def show() -> None:
    """The controls, the player, and what is said of it; while something cannot be, the last network that could."""
    controls, right = columns.controls_and_picture(3.3)
    with right:
        refusal, place = st.container(), columns.player()
    try:
        with controls:
            experiment, rule = _form()
        branches = _player(experiment, place, rule)
    except ConfigurationError as error:
        refusal.error(literal(error), icon=":material/error:")
        last = last_experiment(PLAYER)
        if last is None:
            return
        branches = _player(last, place, StopRule())
    _say(branches)


def _form() -> tuple[Experiment, StopRule]:
    """All controls are drawn before anything is refused: one that is not drawn would lose its value."""
    data, network, training = st.tabs(["Data", "Network", "Training"])
    with data:
        source = data_form()
    refused = None
    with network:
        try:
            built = network_form(source.outputs)
        except ConfigurationError as error:
            refused = error
    with training:
        try:
            trained = training_form(source.target)
        except ConfigurationError as error:
            refused = refused or error
        rule = stop_form(source.test_share)
    if refused is not None:
        raise refused
    return Experiment(source, built, trained), rule


def _player(experiment: Experiment, place: DeltaGenerator, rule: StopRule) -> Branches:
    drawn = keep_points if experiment.source.own is not None else None
    with place:
        return learn(experiment, PLAYER, drawn, rule)


def _say(branches: Branches) -> None:
    branch = branches.present
    experiment = branch.experiment
    notice, stop = learning_notice(branch.seen, branch.start, _idea(experiment.source)), branches.stop
    if stop is not None and stop.epoch <= branch.shown:
        notice = f"{notice} {stop_sentence(stop)}"
    what_to_notice(notice)
    if branch.start == 0:
        program = plane_program(experiment.source, experiment.network, experiment.training, branch.shown)
        show_pytorch(program, f"It prints the losses of epoch {branch.shown:,}, the last one that was shown.")


def _idea(source: PlaneSource) -> str:
    if source.own is not None:
        return "These points are your own: draw harder ones."
    if source.typed is not None:
        return f"The network sees points alone, never the function {literal(source.typed.text)} that labels them."
    return PLANE_DATASETS[source.name].notice
