"""The learning rate as a place on a strip that says what each rate does."""

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
    where = "" if surface.quadratic else "Near the minimum: "
    low, high = found.curvatures[0], found.curvatures[-1]
    sentence = f"{where}best {found.best:.3g}, diverges from {found.limit:.3g}"
    if low < high:
        sentence += f" (curvatures {low:.3g} to {high:.3g})"
    if config.name != "sgd":
        critical = found.critical_momentum(config.learning_rate)
        if critical is not None:
            sentence += f"; at this rate momentum {critical:.3g} is the fastest"
    st.caption(f"{sentence}.")


def stability_of(surface: Surface, config: OptimizerConfig) -> Stability | None:
    """What each learning rate does near the minimum nearest to the start; None where that is not known."""
    minimum = surface.nearest_minimum(torch.tensor(surface.start))
    return None if minimum is None else stability(curvatures(surface, minimum), config)


def _pick(rate: float) -> None:
    st.session_state["learning_rate"] = rate
