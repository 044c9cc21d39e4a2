"""The player of a network that learns, and what it asks of the server: further epochs, branches, weights, points."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st
import torch

from playground.concepts.plane.branches import MOST_AHEAD, OPENING, Branches, Experiment
from playground.concepts.plane.data import OwnPoint
from playground.concepts.plane.stopping import StopRule
from playground.figures.network_player import decoded_weights, player_data
from playground.ui.components.network_player.component import network_player


@dataclass(frozen=True)
class Growth:
    """Asked for: another branch from an epoch, with the settings of the page, or with other weights."""

    epoch: int
    weights: torch.Tensor | None = None


def last_experiment(name: str) -> Experiment | None:
    """What the player of that name shows; None before it has shown anything."""
    branches: Branches | None = st.session_state.get(f"{name}_branches")
    return None if branches is None else branches.present.experiment


def learn(
    experiment: Experiment,
    name: str,
    on_points: Callable[[tuple[OwnPoint, ...]], None] | None = None,
    rule: StopRule = StopRule(),  # noqa: B008 - frozen
) -> Branches:
    """The player of an experiment.

    Args:
        experiment: everything that decides what is learnt.
        name: tells the players of several parts apart.
        on_points: takes points that were drawn, moved or removed; without it they are fixed.
        rule: when playing stops.

    Raises:
        ConfigurationError: what is asked for does not fit together.
    """
    branches: Branches | None = st.session_state.get(f"{name}_branches")
    growth: Growth | None = st.session_state.pop(f"{name}_growth", None)
    if branches is None or branches.shape != (experiment.source, experiment.network):
        branches = _begin(experiment, branches)
        st.session_state[f"{name}_branches"], st.session_state[f"{name}_from"] = branches, 0
    elif growth is not None:
        branches.grow(growth.epoch, experiment, growth.weights)
        st.session_state[f"{name}_from"] = branches.present.start
    branches.rule = rule
    pending = branches.present.experiment != experiment
    data = player_data(
        branches, st.session_state[f"{name}_from"], editable=on_points is not None, pending=pending
    )
    network_player(
        data,
        key=name,
        on_more=lambda asked: _more(name, asked),
        on_edit=lambda asked: _grow(name, asked, with_weights=True),
        on_branch=lambda asked: _grow(name, asked, with_weights=False),
        on_points=None if on_points is None else lambda asked: on_points(_drawn(asked)),
        on_return=lambda asked: _return(name, asked),
        on_reached=lambda asked: _reached(name, asked),
    )
    return branches


def _begin(experiment: Experiment, before: Branches | None) -> Branches:
    """The first weights; other points of one's own are learnt with the weights that the network has already."""
    if before is None or before.shape[1] != experiment.network:
        return Branches.begin(experiment)
    present, both = before.present, (experiment.source.own, before.shape[0].own)
    goes_on = None not in both and bool(present.trainer.epochs[-1].weights.isfinite().all())
    return Branches.begin(experiment, present.trainer.epochs[-1].weights if goes_on else None)


def _drawn(asked: dict[str, Any]) -> tuple[OwnPoint, ...]:
    points = zip(asked["points"], asked["targets"], strict=True)
    return tuple((float(x1), float(x2), float(target)) for (x1, x2), target in points)


def _more(name: str, asked: dict[str, Any]) -> None:
    """Train ahead of what is shown; an answer to an older branch's question would be no use."""
    branches = _asked_of(name, asked)
    if branches is None:
        return
    first = min(max(int(asked["from"]), branches.present.start), branches.present.epochs + 1)
    _note_seen(branches, asked)
    if asked["past"] is not None:
        branches.go_past(asked["past"])
    branches.train(first + (MOST_AHEAD if asked["playing"] else OPENING))
    st.session_state[f"{name}_from"] = first


def _reached(name: str, asked: dict[str, Any]) -> None:
    """Play has come to rest: what to notice is about that epoch."""
    branches = _asked_of(name, asked)
    if branches is not None:
        branches.present.show(asked["epoch"])


def _note_seen(branches: Branches, asked: dict[str, Any]) -> None:
    """What was seen of the branch that is played on or left."""
    if asked["reached"] is not None:
        branches.present.show(asked["reached"])


def _asked_of(name: str, asked: dict[str, Any]) -> Branches | None:
    """The branches, if the present one is asked for."""
    branches: Branches | None = st.session_state.get(f"{name}_branches")
    is_present = branches is not None and str(asked["branch"]).endswith(f"-{branches.present.name}")
    return branches if is_present else None


def _grow(name: str, asked: dict[str, Any], *, with_weights: bool) -> None:
    branches: Branches | None = st.session_state.get(f"{name}_branches")
    if branches is None:
        return
    _note_seen(branches, asked)
    weights = None
    if with_weights:
        weights = decoded_weights(asked["weights"], branches.present.experiment.network.parameters)
        if weights is None:
            return
    st.session_state[f"{name}_growth"] = Growth(int(asked["epoch"]), weights)


def _return(name: str, asked: dict[str, Any]) -> None:
    branches: Branches | None = st.session_state.get(f"{name}_branches")
    if branches is not None:
        _note_seen(branches, asked)
        branches.return_to(str(asked["name"]))
        st.session_state[f"{name}_from"] = branches.present.start
