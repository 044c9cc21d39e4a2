"""Quadratic objectives: the same curvature everywhere, so that a descent has a closed form."""

import torch
from torch import Tensor
from torch.nn import functional as F

from playground.concepts.surfaces.entry import Examples, Surface, SurfaceSetting, program_of_x_and_y
from playground.errors import ConfigurationError
from playground.formatting import as_given, format_number
from playground.snippets.descent import descent_program

MAX_CONDITION_NUMBER = 1000.0

_ARTICLE_TARGET = torch.tensor([2.0, 4.0, 6.0])
_ARTICLE_EXAMPLES = Examples(torch.tensor([1.0, 2.0, 3.0]), _ARTICLE_TARGET)


def _article(point: Tensor) -> Tensor:
    # What torch.nn.MSELoss()(point, target) computes; a float64 point needs a float64 target.
    return F.mse_loss(point, _ARTICLE_TARGET.to(point))


ARTICLE = Surface(
    name="article",
    label="x → y by mean squared error",
    function=_article,
    start=(1.0, 2.0, 3.0),
    minima=((2.0, 4.0, 6.0),),
    window=((-1.0, 5.0), (1.5, 6.5)),
    coordinates=("x₁", "x₂", "x₃"),
    formula=r"L(x) = \frac{1}{3} \sum_{i=1}^{3} (x_i - y_i)^2, \quad y = (2, 4, 6)",
    gradient_formula=r"\nabla L(x) = \frac{2}{3} (x - y)",
    notice="The same bowl in every direction: each component moves straight to its target.",
    source="https://docs.pytorch.org/docs/stable/generated/torch.nn.MSELoss.html",
    program="target = torch.tensor([2.0, 4.0, 6.0])\n\n\ndef loss(point):\n    return torch.nn.functional.mse_loss(point, target)\n",
    program_of_one=descent_program,
    quadratic=True,
    steps=1000,
    learning_rates={
        "sgd": 0.01,  # the article's own; the others are measured
        "momentum": 0.5,
        "nesterov": 1.0,
        "adagrad": 2.0,
        "rmsprop": 0.2,
        "adam": 0.5,
        "adamw": 2.0,
    },
)

FIT = Surface(
    name="fit",
    label="Fit a line: y = w·x + b",
    function=_ARTICLE_EXAMPLES.loss,
    start=(-1.0, 3.0),
    minima=((2.0, 0.0),),
    window=((-2.0, 4.0), (-2.0, 5.0)),
    coordinates=("w", "b"),
    formula=r"L(w, b) = \frac{1}{3} \sum_{i=1}^{3} (w x_i + b - y_i)^2, \quad x = (1, 2, 3),\; y = (2, 4, 6)",
    gradient_formula=r"\nabla L = \frac{2}{3} \sum_{i=1}^{3} (w x_i + b - y_i) \, (x_i,\; 1)",
    notice="A step that turns the line also shifts its errors, so weight and bias wait for each other in a valley.",
    source="https://docs.pytorch.org/docs/stable/generated/torch.nn.MSELoss.html",
    program="inputs, targets = torch.tensor([1.0, 2.0, 3.0]), torch.tensor([2.0, 4.0, 6.0])\n\n\n"
    "def loss(point, chosen=slice(None)):\n    weight, bias = point\n"
    "    return torch.nn.functional.mse_loss(weight * inputs[chosen] + bias, targets[chosen])\n",
    quadratic=True,
    steps=200,
    learning_rates={
        "sgd": 0.1,
        "momentum": 0.1,
        "nesterov": 0.05,
        "adagrad": 2.0,
        "rmsprop": 0.2,
        "adam": 1.0,
        "adamw": 0.5,
    },
    examples=_ARTICLE_EXAMPLES,
)


def bowl(condition_number: float = 10.0) -> Surface:
    """The bowl whose curvature is 1 along x and `condition_number` along y.

    Raises:
        ConfigurationError: a condition number outside 1 to `MAX_CONDITION_NUMBER`.
    """
    if not 1 <= condition_number <= MAX_CONDITION_NUMBER:  # NaN fails the comparison too
        raise ConfigurationError(
            f"Expected a condition number from 1 to {format_number(MAX_CONDITION_NUMBER)}, but got {as_given(condition_number)}. Try 10."
        )
    curvatures = torch.tensor([1.0, condition_number])
    return Surface(
        name="bowl",
        label="Bowl",
        function=lambda point: (curvatures.to(point) * point.square()).sum() / 2,
        start=(-4.0, 1.5),
        minima=((0.0, 0.0),),
        window=((-5.0, 5.0), (-4.0, 4.0)),
        formula=rf"f(x, y) = \tfrac{{1}}{{2}} \left(x^2 + {condition_number:g}\, y^2\right)",
        gradient_formula=rf"\nabla f = (x,\; {condition_number:g}\, y)",
        notice="The steep side sets the largest learning rate, the flat side sets how many steps it takes.",
        source="https://distill.pub/2017/momentum/",
        program=program_of_x_and_y(f"(x**2 + {condition_number!r} * y**2) / 2"),
        quadratic=True,
        setting=CONDITION_NUMBER,
        learning_rates={
            "sgd": 0.1,
            "momentum": 0.2,
            "nesterov": 0.01,
            "adagrad": 2.0,
            "rmsprop": 0.2,
            "adam": 0.2,
            "adamw": 0.2,
        },
    )


CONDITION_NUMBER = SurfaceSetting(
    name="condition_number",
    label="Condition number",
    notice="How many times steeper the bowl is along y than along x.",
    low=1.0,
    high=MAX_CONDITION_NUMBER / 10,
    step=1.0,
    default=10.0,
    build=bowl,
)
BOWL = bowl()
