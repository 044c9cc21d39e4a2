"""How the learning rate moves over a descent or a training run: the catalogue, each entry a class of PyTorch's.

Source: https://docs.pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import torch
from torch.optim.lr_scheduler import CosineAnnealingLR, LinearLR, LRScheduler, OneCycleLR, StepLR

from playground.concepts.optimizers.without_dynamo import keep_dynamo_out

_DOCUMENTATION = "https://docs.pytorch.org/docs/stable/generated/torch.optim.lr_scheduler"


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """One way for the learning rate to move.

    Attributes:
        name: the catalogue key, a lower_snake_case identifier.
        label: the display name.
        notice: what it does and what for, in one sentence.
        scheduler: takes the optimizer and the keywords of `arguments`; None: the rate stays as it is.
        arguments: its keywords, from the learning rate that was chosen and the number of steps.
        of_steps: Python source for the keywords that depend on the number of steps, for a program that counts them
            itself, in a variable `total_steps`.
        of_rate: Python source for those that depend on the learning rate, for a program with several optimizers.
        formula: the rate of step t of T in LaTeX, t counted from 0, from the rate η that was chosen.
        source: where it is documented.
    """

    name: str
    label: str
    notice: str
    formula: str
    source: str
    scheduler: Callable[..., LRScheduler] | None = None
    arguments: Callable[[float, int], dict[str, Any]] = lambda learning_rate, total_steps: {}
    of_steps: Mapping[str, str] = field(default_factory=dict)
    of_rate: Mapping[str, str] = field(default_factory=dict)

    def build(
        self, optimizer: torch.optim.Optimizer, learning_rate: float, total_steps: int
    ) -> LRScheduler | None:
        """The scheduler, to be stepped after each step of `optimizer`; None for a rate that stays.

        Args:
            optimizer: the one whose learning rate moves.
            learning_rate: the one that was chosen, the highest that it reaches.
            total_steps: steps of the whole run, at least 1.
        """
        if self.scheduler is None:
            return None
        return self.scheduler(optimizer, **self.arguments(learning_rate, total_steps))

    def source_call(self, learning_rate: float | None, total_steps: int | None) -> str:
        """The call that builds it for `optimizer`, as a person would write it; empty for a rate that stays.

        Args:
            learning_rate: the one that was chosen; None: what `optimizer` has.
            total_steps: how many steps there are; None: what a variable `total_steps` says.
        """
        if self.scheduler is None:
            return ""
        values = self.arguments(learning_rate or 1.0, total_steps or 1)
        written = {name: repr(value) for name, value in values.items()}
        written |= self.of_rate if learning_rate is None else {}
        written |= self.of_steps if total_steps is None else {}
        arguments = ["optimizer", *(f"{name}={value}" for name, value in written.items())]
        called = f"torch.optim.lr_scheduler.{getattr(self.scheduler, '__name__', '')}"
        one_line = ", ".join(arguments)
        if len(called) + len(one_line) <= 88:
            return f"{called}({one_line})"
        return f"{called}(\n    {one_line if len(one_line) <= 100 else f',{chr(10)}    '.join(arguments)}\n)"


def _step(learning_rate: float, total_steps: int) -> dict[str, Any]:
    del learning_rate
    return {"step_size": -(-total_steps // 3), "gamma": 0.1}


def _cosine(learning_rate: float, total_steps: int) -> dict[str, Any]:
    del learning_rate
    return {"T_max": total_steps}


def _warm_up(learning_rate: float, total_steps: int) -> dict[str, Any]:
    del learning_rate
    return {"start_factor": 0.01, "total_iters": -(-total_steps // 10)}


def _one_cycle(learning_rate: float, total_steps: int) -> dict[str, Any]:
    # At 0.2 of exactly 5 steps PyTorch divides by the warm-up's length of 0.
    share = 0.25 if total_steps == 5 else 0.2
    return {"max_lr": learning_rate, "total_steps": total_steps, "pct_start": share, "cycle_momentum": False}


SCHEDULES: dict[str, Schedule] = {
    entry.name: entry
    for entry in (
        Schedule(
            name="constant",
            label="Constant",
            notice="The same learning rate at every step.",
            formula=r"\eta_t = \eta",
            source="https://docs.pytorch.org/docs/stable/optim.html",
        ),
        Schedule(
            name="step",
            label="Step",
            notice="Divides the learning rate by 10 after each third of the steps: far first, then fine.",
            formula=r"\eta_t = \eta \cdot 0.1^{\lfloor t / \lceil T / 3 \rceil \rfloor}",
            source=f"{_DOCUMENTATION}.StepLR.html",
            scheduler=StepLR,
            arguments=_step,
            of_steps={"step_size": "-(-total_steps // 3)"},
        ),
        Schedule(
            name="cosine",
            label="Cosine",
            notice="Half a wave of the cosine down to 0: long steps first, then ever shorter ones.",
            formula=r"\eta_t = \tfrac{1}{2}\, \eta\, \left(1 + \cos\frac{\pi t}{T}\right)",
            source=f"{_DOCUMENTATION}.CosineAnnealingLR.html",
            scheduler=CosineAnnealingLR,
            arguments=_cosine,
            of_steps={"T_max": "total_steps"},
        ),
        Schedule(
            name="warm_up",
            label="Warm-up",
            notice="From a hundredth up to the whole learning rate during the first tenth of the steps, which spares the start.",
            formula=r"\eta_t = \eta \left(0.01 + 0.99 \min\!\left(1, \frac{t}{\lceil T / 10 \rceil}\right)\right)",
            source=f"{_DOCUMENTATION}.LinearLR.html",
            scheduler=LinearLR,
            arguments=_warm_up,
            of_steps={"total_iters": "-(-total_steps // 10)"},
        ),
        Schedule(
            name="one_cycle",
            label="One cycle",
            notice="Up from a 25th to the whole learning rate in a fifth of the steps, then down to almost 0.",
            formula=r"\eta_t:\; \tfrac{\eta}{25} \nearrow \eta \searrow \tfrac{\eta}{250\,000} "
            r"\text{ along half waves of the cosine}",
            source=f"{_DOCUMENTATION}.OneCycleLR.html",
            scheduler=OneCycleLR,
            arguments=_one_cycle,
            of_rate={"max_lr": 'optimizer.param_groups[0]["lr"]'},
            of_steps={
                "total_steps": "total_steps",
                "pct_start": "0.25 if total_steps == 5 else 0.2",
            },
        ),
    )
}
"""Catalogue key to entry, in the order in which pages list them."""


@lru_cache(maxsize=64)
def scheduled_rates(name: str, learning_rate: float, total_steps: int) -> tuple[float, ...] | None:
    """The learning rate of each step, as PyTorch's own scheduler sets it; None for one that stays.

    Args:
        name: a key of `SCHEDULES`.
        learning_rate: the one that was chosen.
        total_steps: how many steps there are.
    """
    keep_dynamo_out()
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=learning_rate)
    scheduler = SCHEDULES[name].build(optimizer, learning_rate, total_steps)
    if scheduler is None:
        return None
    rates = []
    for _ in range(total_steps):
        rates.append(float(optimizer.param_groups[0]["lr"]))
        optimizer.step()
        scheduler.step()
    return tuple(rates)
