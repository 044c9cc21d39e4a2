"""The learning rate as a place on a strip that says what each rate does."""

import math

import streamlit as st
import torch

from playground.concepts.optimizers import OptimizerConfig
from playground.concepts.stability import Stability, curvatures, stability
from playground.concepts.surface import Surface
from playground.ui.stability_strip import stability_strip


def learning_rate_strip(surface: Surface, config: OptimizerConfig) -> None:
    """The strip, and under it what follows from the curvatures."""
    found = stability_of(surface, config)
    stability_strip(config.learning_rate, found, key="strip", on_pick=_pick)
    if found is None:
        return
    st.caption(_consequences(found, config, surface.quadratic))


def _consequences(found: Stability, config: OptimizerConfig, everywhere: bool) -> str:
    """The best rate, the border, and with momentum what goes best with what."""
    low, high = found.curvatures[0], found.curvatures[-1]
    best = f"best {found.best:.3g}"
    if config.name == "momentum" and math.isclose(found.best_factor, math.sqrt(found.momentum), rel_tol=1e-6):
        best = f"equally fast from {found.best:.3g} on"  # everything rings, and shrinks by the root of the momentum
    text = f"{best}, diverges from {found.limit:.3g}"
    text = text[0].upper() + text[1:] if everywhere else f"Near the minimum: {text}"
    if low < high:
        text += f". Curvatures {low:.3g} to {high:.3g}"
    if config.name != "sgd" and everywhere:
        critical = found.critical_momentum(config.learning_rate)
        if critical is not None:
            text += f". Critical momentum at this rate: {critical:.3g}; less creeps, more swings"
        rate, momentum = found.ideal
        text += f". The best pair: rate {rate:.3g} with momentum {momentum:.3g}"
    return f"{text}."


def stability_of(surface: Surface, config: OptimizerConfig) -> Stability | None:
    """What each learning rate does near the minimum nearest to the start; None where that is not known."""
    minimum = surface.nearest_minimum(torch.tensor(surface.start))
    return None if minimum is None else stability(curvatures(surface, minimum), config)


def _pick(rate: float) -> None:
    st.session_state["learning_rate"] = rate
