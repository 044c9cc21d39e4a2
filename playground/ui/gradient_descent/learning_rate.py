"""The learning rate as a place on a strip that says what each rate does."""

from collections.abc import Sequence

import streamlit as st
import torch

from playground.concepts.descent.stability import Stability, curvatures, stability
from playground.concepts.optimizers import OptimizerConfig
from playground.concepts.surfaces import Surface
from playground.formatting import format_number
from playground.ui.components.stability_strip.component import stability_strip


def learning_rate_strip(surface: Surface, config: OptimizerConfig, start: Sequence[float]) -> None:
    """The strip, and under it what follows from the curvatures at the minimum nearest to the start."""
    found = stability_of(surface, config, start)
    stability_strip(config.learning_rate, found, key="strip", on_pick=_pick)
    if found is None:
        return
    where = ""
    if not surface.quadratic:
        where = f"Near the minimum ({', '.join(map(format_number, _minimum(surface, start)))}): "
    elif surface.examples is not None:
        where = "With all examples a step: "
    st.caption(_consequences(found, config, where))


def _consequences(found: Stability, config: OptimizerConfig, where: str) -> str:
    """The best rate, the border, and with momentum what goes best with what; `where` all of that holds."""
    low, high = found.curvatures[0], found.curvatures[-1]
    with_momentum = bool(config.optimizer.defaults.get("momentum"))  # an optimizer that is about momentum
    first, last, limit = _told_apart(*found.best_range, found.limit)
    best = f"best {first}" if first == last else f"equally fast from {first} to {last}"
    text = f"{best}, diverges from {limit}"
    text = f"{where}{text}" if where else text[0].upper() + text[1:]
    if low < high:
        text += f". Curvatures {format_number(low)} to {format_number(high)}"
    if with_momentum and not where.startswith("Near"):
        critical = found.critical_momentum(config.learning_rate)
        if critical and config.learning_rate * high < 1:
            text += f". Critical momentum at this rate: {format_number(critical)}; less creeps, more swings"
        rate, momentum = found.ideal
        best_momentum = format_number(max(round(momentum, 9), 0))
        text += f". The best pair: rate {format_number(rate)} with momentum {best_momentum}"
    return f"{text}."


def _told_apart(*numbers: float) -> list[str]:
    """The numbers in three digits, or in as many as it takes to tell those apart that differ."""
    different = len({f"{number:.9g}" for number in numbers})
    for digits in range(3, 10):
        texts = [format_number(number, digits) for number in numbers]
        if len(set(texts)) == different:
            break
    return texts


def stability_of(surface: Surface, config: OptimizerConfig, start: Sequence[float]) -> Stability | None:
    """What each learning rate does near the minimum nearest to the start; None where that is not known."""
    minimum = surface.nearest_minimum(torch.tensor(start, dtype=torch.float64))
    return None if minimum is None else stability(curvatures(surface, minimum), config)


def _minimum(surface: Surface, start: Sequence[float]) -> list[float]:
    minimum = surface.nearest_minimum(torch.tensor(start, dtype=torch.float64))
    assert minimum is not None  # its stability is known
    return [round(x, 4) + 0.0 for x in minimum.tolist()]


def _pick(rate: float) -> None:
    st.session_state["learning_rate"] = rate
