"""The loop on a few points: forward, loss, backward, update, again; a network small enough to watch."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from playground.concepts.backpropagation.autograd_graph import Forward
from playground.concepts.backpropagation.small_net import SmallNet

MAX_STEPS = 5000


@dataclass(frozen=True)
class Task:
    """Points to learn.

    Attributes:
        label: for people.
        points: `(N, inputs)`, float64, within -1 to 1.
        targets: `(N,)`: numbers to fit, or the classes 0 and 1.
        program: Python source that makes the two as `x` and `y`.
        notice: what to watch for.
    """

    label: str
    points: Tensor
    targets: Tensor
    program: str
    notice: str

    @property
    def inputs(self) -> int:
        """How many numbers a point has."""
        return self.points.shape[1]


def _curve(*, label: str, function: Callable[[Tensor], Tensor], source: str, notice: str) -> Task:
    x = torch.linspace(-1, 1, 15, dtype=torch.float64)
    program = f"x = torch.linspace(-1, 1, 15, dtype=torch.float64)\ny = {source}\nx = x[:, None]\n"
    return Task(label=label, points=x[:, None], targets=function(x), program=program, notice=notice)


def _plane(*, label: str, function: Callable[[Tensor], Tensor], source: str, notice: str) -> Task:
    side = torch.linspace(-0.9, 0.9, 6, dtype=torch.float64)
    points = torch.cartesian_prod(side, side)
    program = (
        "side = torch.linspace(-0.9, 0.9, 6, dtype=torch.float64)\n"
        f"x = torch.cartesian_prod(side, side)\ny = ({source}).double()\n"
    )
    return Task(label=label, points=points, targets=function(points).double(), program=program, notice=notice)


TASKS: dict[str, Task] = {
    "wave": _curve(
        label="A wave",
        function=lambda x: torch.sin(torch.pi * x),
        source="torch.sin(torch.pi * x)",
        notice="Each hidden neuron gives one bend: two smooth ones make a wave, with ReLU it takes three.",
    ),
    "hill": _curve(
        label="A hill",
        function=lambda x: torch.exp(-6 * x**2),
        source="torch.exp(-6 * x**2)",
        notice="Up and down again: two bends that face each other.",
    ),
    "halves": _plane(
        label="Two halves",
        function=lambda x: x.sum(dim=1) > 0,
        source="x.sum(dim=1) > 0",
        notice="One straight line is enough: one neuron can do it.",
    ),
    "xor": _plane(
        label="XOR",
        function=lambda x: x.prod(dim=1) < 0,
        source="x.prod(dim=1) < 0",
        notice="No straight line separates these: it takes hidden neurons, and more than one.",
    ),
    "ring": _plane(
        label="A ring",
        function=lambda x: (x**2).sum(dim=1) < 0.6,
        source="(x**2).sum(dim=1) < 0.6",
        notice="To enclose the middle the network needs at least three bends.",
    ),
}


class SmallNetTrainer:
    """A small network on a task, trained by `torch.optim.SGD` on all points at once."""

    def __init__(self, net: SmallNet, task: Task, learning_rate: float) -> None:
        self.net, self.task, self.learning_rate = net, task, learning_rate
        self.weights = {name: value.requires_grad_() for name, value in net.weights().items()}
        self.optimizer = torch.optim.SGD(self.weights.values(), lr=learning_rate)
        self.losses = [self._loss().item()]

    @property
    def finished(self) -> bool:
        """Whether no further step is useful: the limit, or numbers that are finite no more."""
        return len(self.losses) > MAX_STEPS or not math.isfinite(self.losses[-1])

    def step(self) -> None:
        """Forward, loss, backward, update; the new loss is added to `losses`."""
        self.optimizer.zero_grad()
        loss = self._loss()
        loss.backward()
        self.optimizer.step()
        self.losses.append(self._loss().item())

    def answers(self, points: Tensor) -> Tensor:
        """What the network says now for points `(M, inputs)`: `(M,)`."""
        with torch.no_grad():
            return self.net.output(self.weights, points)

    @property
    def forward(self) -> Forward:
        """The mean squared error over all points, whole layers at a time, from the leaves of `values`."""
        return self.net.by_layers(self.task.targets)

    @property
    def values(self) -> dict[str, Tensor]:
        """The points `x` and the weights now."""
        return {"x": self.task.points, **{name: value.detach() for name, value in self.weights.items()}}

    def _loss(self) -> Tensor:
        return ((self.net.output(self.weights, self.task.points) - self.task.targets) ** 2).mean()
