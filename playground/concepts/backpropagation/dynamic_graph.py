"""Programs whose graph depends on the numbers: PyTorch records what was done this time, not what could have been."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from playground.concepts.backpropagation.autograd_graph import Forward

LIMIT = 8
"""Rounds after which the loops give up."""


@dataclass(frozen=True)
class Program:
    """A computation with a decision in it.

    Attributes:
        label: for people.
        source: the same as Python text; `x` and `w` are tensors.
        forward: from the leaves `x` and `w` to the result.
        usual: two inputs that take different ways.
        notice: what to see.
    """

    label: str
    source: str
    forward: Forward
    usual: tuple[float, float]
    notice: str


def _branch(leaves: Mapping[str, Tensor]) -> Tensor:
    x, w = leaves["x"], leaves["w"]
    y = w * x if x > 0 else (w + x) ** 2
    return y * 2


def _loop(leaves: Mapping[str, Tensor]) -> Tensor:
    x, w = leaves["x"], leaves["w"]
    y, rounds = w * x, 0
    while y.abs() > 1 and rounds < LIMIT:
        y = y / 2
        rounds += 1
    return y**2


def _repeat(leaves: Mapping[str, Tensor]) -> Tensor:
    x, w = leaves["x"], leaves["w"]
    y = x * 1
    for _ in range(1 + min(int(x.detach().abs()), LIMIT - 1)):
        y = torch.tanh(w * y)
    return y


PROGRAMS: dict[str, Program] = {
    "if": Program(
        label="An if",
        source="if x > 0:\n    y = w * x\nelse:\n    y = (w + x) ** 2\nloss = y * 2",
        forward=_branch,
        usual=(2.0, -1.5),
        notice="The branch that was not taken leaves no node: autograd knows nothing of it.",
    ),
    "while": Program(
        label="A while loop",
        source=f"y, rounds = w * x, 0\nwhile y.abs() > 1 and rounds < {LIMIT}:\n    y = y / 2\n    rounds += 1\nloss = y ** 2",
        forward=_loop,
        usual=(0.5, 3.0),
        notice="Each round adds a division: the larger w · x is, the longer the graph.",
    ),
    "layers": Program(
        label="As many layers as x says",
        source=f"y = x * 1\nfor _ in range(1 + min(int(abs(x)), {LIMIT - 1})):\n    y = torch.tanh(w * y)\nloss = y",
        forward=_repeat,
        usual=(0.5, 2.5),
        notice="The same weight is used in every round, so its gradient is a sum with one term for each.",
    ),
}


def inputs_of(x: float, w: float) -> dict[str, Tensor]:
    """The leaves of a program, float64 scalars."""
    return {"x": torch.tensor(x, dtype=torch.float64), "w": torch.tensor(w, dtype=torch.float64)}
