"""The player of a network that learns, and what it asks of the server: further epochs, branches, weights, points.

It is a fragment of its own: further epochs, asked for several times a second while it plays, draw neither the controls
nor what is said beside it again. Everything else that it asks for draws its part of the page.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st
import torch

from playground.concepts.plane.branches import MOST_AHEAD, OPENING, Branches, Experiment
from playground.concepts.plane.data import OwnPoint
from playground.concepts.plane.stopping import StopRule
from playground.figures.network_player import decoded_weights, player_data
from playground.ui.components.network_player.component import Event, network_player
from playground.ui.shared.parts import redraw_part
from playground.ui.shared.streamlit_workarounds import fragment_in_container

PART_EVERY = 1.0
"""Seconds of playing after which the rest of the part follows."""
CROWDED = 0.3
"""Seconds: when further epochs take so long, others play too, and the rest of the part follows once it comes to rest."""


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
    st.session_state[f"{name}_part_drawn"] = time.monotonic()
    fragment_in_container(_show)(name, experiment, on_points)
    return branches


def _show(
    name: str, experiment: Experiment, on_points: Callable[[tuple[OwnPoint, ...]], None] | None
) -> None:
    branches: Branches = st.session_state[f"{name}_branches"]
    pending = branches.present.experiment != experiment
    data = player_data(
        branches, st.session_state[f"{name}_from"], editable=on_points is not None, pending=pending
    )
    network_player(
        data,
        key=name,
        on_more=lambda asked: _more(name, asked),
        on_edit=_with_part(lambda asked: _grow(name, asked, with_weights=True)),
        on_branch=_with_part(lambda asked: _grow(name, asked, with_weights=False)),
        on_points=None if on_points is None else _with_part(lambda asked: on_points(_drawn(asked))),
        on_return=_with_part(lambda asked: _return(name, asked)),
        on_reached=_with_part(lambda asked: _reached(name, asked)),
    )


def _with_part(listener: Callable[[Event], None]) -> Callable[[Event], None]:
    def answer(asked: Event) -> None:
        listener(asked)
        redraw_part()

    return answer


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
    begun = time.monotonic()
    branches.train(first + (MOST_AHEAD if asked["playing"] else OPENING))
    st.session_state[f"{name}_from"] = first
    if time.monotonic() - begun < CROWDED and begun - st.session_state[f"{name}_part_drawn"] > PART_EVERY:
        redraw_part()


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
