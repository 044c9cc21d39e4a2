"""How the learning rate moves over a run."""

from typing import Any

import torch
from torch.optim.lr_scheduler import LRScheduler, OneCycleLR

SCHEDULES: dict[str, str] = {"constant": "Constant", "one_cycle": "One cycle"}
"""Catalogue key to display name."""


def build_schedule(
    name: str, optimizer: torch.optim.Optimizer, learning_rate: float, total_steps: int
) -> LRScheduler | None:
    """The `torch.optim` object, to be stepped after each step of the optimizer; None for a constant rate.

    Args:
        name: a key of `SCHEDULES`.
        optimizer: the one whose learning rate moves.
        learning_rate: the highest that it reaches.
        total_steps: steps of the whole run.
    """
    if name == "constant":
        return None
    return OneCycleLR(optimizer, learning_rate, total_steps, **_one_cycle_arguments(total_steps))


def schedule_call(name: str, learning_rate: float, total_steps: int | None) -> str:
    """The call that builds it for `optimizer`, as a person would write it; empty for a constant rate.

    With None it reads a variable `total_steps`, for a program that finds out how many there are.
    """
    if name == "constant":
        return ""
    if total_steps is None:
        return (
            f"torch.optim.lr_scheduler.OneCycleLR(\n    optimizer, max_lr={learning_rate!r}, total_steps=total_steps,\n"
            "    pct_start=0.25 if total_steps == 5 else 0.2, cycle_momentum=False,\n)"
        )
    arguments = {"max_lr": learning_rate, "total_steps": total_steps, **_one_cycle_arguments(total_steps)}
    written = ", ".join(f"{key}={value!r}" for key, value in arguments.items())
    return f"torch.optim.lr_scheduler.OneCycleLR(\n    optimizer, {written}\n)"


def _one_cycle_arguments(total_steps: int) -> dict[str, Any]:
    # At 0.2 of exactly 5 steps PyTorch divides by the warm-up's length of 0.
    return {"pct_start": 0.25 if total_steps == 5 else 0.2, "cycle_momentum": False}
