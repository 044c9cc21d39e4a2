"""Objectives with cosines and exponentials: many local minima, and ground that is almost level."""

import math

import torch
from torch import Tensor

from playground.concepts.surfaces.entry import Surface


def _rastrigin(point: Tensor) -> Tensor:
    return 10 * len(point) + (point**2 - 10 * torch.cos(2 * math.pi * point)).sum()


def _plateau(point: Tensor) -> Tensor:
    return 1 - torch.exp(-point.square().sum() / 2)


RASTRIGIN = Surface(
    name="rastrigin",
    label="Rastrigin: a field of pits",
    function=_rastrigin,
    start=(2.3, -1.7),
    minima=((0.0, 0.0),),
    window=((-6.0, 6.0), (-5.0, 5.0)),
    formula=r"f(x, y) = 20 + x^2 - 10 \cos 2 \pi x + y^2 - 10 \cos 2 \pi y",
    gradient_formula=r"\nabla f = (2 x + 20 \pi \sin 2 \pi x,\; 2 y + 20 \pi \sin 2 \pi y)",
    notice="A pit near every point of whole numbers: most descents end in the first one they meet.",
    source="https://en.wikipedia.org/wiki/Rastrigin_function",
    program="def loss(point):\n    return 20 + (point**2 - 10 * torch.cos(2 * torch.pi * point)).sum()\n",
    learning_rates={
        "sgd": 0.002,
        "momentum": 0.0001,
        "nesterov": 0.001,
        "adagrad": 0.2,
        "rmsprop": 0.002,
        "adam": 0.2,
        "adamw": 0.2,
    },
)

PLATEAU = Surface(
    name="plateau",
    label="Plateau with a hole",
    function=_plateau,
    start=(-2.6, 2.2),
    minima=((0.0, 0.0),),
    window=((-5.0, 5.0), (-4.0, 4.0)),
    formula=r"f(x, y) = 1 - e^{-(x^2 + y^2) / 2}",
    gradient_formula=r"\nabla f = (x, y)\, e^{-(x^2 + y^2) / 2}",
    notice="Out on the plateau there is almost no slope to follow: steps as long as the slope hardly move.",
    source="https://en.wikipedia.org/wiki/Vanishing_gradient_problem",
    program="def loss(point):\n    return 1 - torch.exp(-point.square().sum() / 2)\n",
    learning_rates={
        "sgd": 2.0,
        "momentum": 0.5,
        "nesterov": 1.0,
        "adagrad": 0.5,
        "rmsprop": 0.05,
        "adam": 0.5,
        "adamw": 1.0,
    },
)
