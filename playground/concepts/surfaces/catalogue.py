"""The catalogue of surfaces to descend. Adding one is one entry here."""

import math

import torch
from torch import Tensor
from torch.nn import functional as F

from playground.concepts.surfaces.entry import Examples, Surface
from playground.concepts.surfaces.learning_rates import LEARNING_RATES
from playground.errors import ConfigurationError

_ARTICLE_TARGET = torch.tensor([2.0, 4.0, 6.0])
_ARTICLE_EXAMPLES = Examples(torch.tensor([1.0, 2.0, 3.0]), _ARTICLE_TARGET)


def _article(point: Tensor) -> Tensor:
    # What torch.nn.MSELoss()(point, target) computes; a float64 point needs a float64 target.
    return F.mse_loss(point, _ARTICLE_TARGET.to(point))


# Of the same numbers, `square()` and `unbind()` are the shorter ways through PyTorch than `**2` and `x, y = point`:
# a page waits for 1,000 steps.


def _rosenbrock(point: Tensor) -> Tensor:
    x, y = point.unbind()
    return (1 - x).square() + 100 * (y - x.square()).square()


def _himmelblau(point: Tensor) -> Tensor:
    x, y = point.unbind()
    return (x.square() + y - 11).square() + (x + y.square() - 7).square()


def _beale(point: Tensor) -> Tensor:
    x, y = point.unbind()
    residuals = 1.5 - x + x * y, 2.25 - x + x * y.square(), 2.625 - x + x * y**3
    return residuals[0].square() + residuals[1].square() + residuals[2].square()


def _saddle(point: Tensor) -> Tensor:
    x, y = point.unbind()
    return x.square() / 2 + (y.square() - 1).square() / 4


def _rastrigin(point: Tensor) -> Tensor:
    return 10 * len(point) + (point**2 - 10 * torch.cos(2 * math.pi * point)).sum()


def _plateau(point: Tensor) -> Tensor:
    return 1 - torch.exp(-point.square().sum() / 2)


def _two_numbers(expression: str) -> str:
    """The program of a function of x and y."""
    return f"def loss(point):\n    x, y = point\n    return {expression}\n"


MAX_CONDITION_NUMBER = 1000.0


def bowl(condition_number: float = 10.0) -> Surface:
    """The bowl whose curvature is 1 along x and `condition_number` along y.

    Raises:
        ConfigurationError: a condition number outside 1 to `MAX_CONDITION_NUMBER`.
    """
    if not 1 <= condition_number <= MAX_CONDITION_NUMBER:  # NaN fails the comparison too
        raise ConfigurationError(
            f"Expected a condition number from 1 to {MAX_CONDITION_NUMBER:g}, but got {condition_number!r}. Try 10."
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
        program=_two_numbers(f"(x**2 + {condition_number!r} * y**2) / 2"),
        quadratic=True,
        learning_rates=LEARNING_RATES["bowl"],
    )


_TEST_FUNCTIONS = "https://en.wikipedia.org/wiki/Test_functions_for_optimization"


def _catalogue() -> tuple[Surface, ...]:
    return (
        Surface(
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
            quadratic=True,
            steps=1000,
            learning_rates=LEARNING_RATES["article"],
        ),
        Surface(
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
            learning_rates=LEARNING_RATES["fit"],
            examples=_ARTICLE_EXAMPLES,
        ),
        bowl(),
        Surface(
            name="rosenbrock",
            label="Rosenbrock's banana",
            function=_rosenbrock,
            start=(-1.2, 1.0),
            minima=((1.0, 1.0),),
            window=((-2.2, 2.2), (-1.0, 2.6)),
            formula=r"f(x, y) = (1 - x)^2 + 100\, (y - x^2)^2",
            gradient_formula=r"\nabla f = \left(-2 (1 - x) - 400\, x (y - x^2),\; 200\, (y - x^2)\right)",
            notice="Into the valley is easy; along its flat, bent floor is the work.",
            source=_TEST_FUNCTIONS,
            program=_two_numbers("(1 - x) ** 2 + 100 * (y - x**2) ** 2"),
            steps=1000,
            learning_rates=LEARNING_RATES["rosenbrock"],
        ),
        Surface(
            name="himmelblau",
            label="Himmelblau: four minima",
            function=_himmelblau,
            start=(-0.5, -1.0),
            minima=(
                (3.0, 2.0),
                (-2.805118086952745, 3.131312518250573),
                (-3.779310253377747, -3.283185991286170),
                (3.584428340330492, -1.848126526964404),
            ),
            window=((-6.0, 6.0), (-5.0, 5.0)),
            formula=r"f(x, y) = (x^2 + y - 11)^2 + (x + y^2 - 7)^2",
            gradient_formula=r"\nabla f = \left(4 x (x^2 + y - 11) + 2 (x + y^2 - 7),\; "
            r"2 (x^2 + y - 11) + 4 y (x + y^2 - 7)\right)",
            notice="Four minima, all equally deep: the start and the optimizer decide which one is found.",
            source=_TEST_FUNCTIONS,
            program=_two_numbers("(x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2"),
            learning_rates=LEARNING_RATES["himmelblau"],
        ),
        Surface(
            name="beale",
            label="Beale",
            function=_beale,
            start=(-2.0, 2.0),
            minima=((3.0, 0.5),),
            window=((-5.4, 5.4), (-4.5, 4.5)),
            formula=r"f(x, y) = \left(\tfrac{3}{2} - x + x y\right)^2 + \left(\tfrac{9}{4} - x + x y^2\right)^2 "
            r"+ \left(\tfrac{21}{8} - x + x y^3\right)^2",
            gradient_formula=r"\nabla f = 2 \sum_{k=1}^{3} \left(c_k - x + x y^k\right) \left(y^k - 1,\; k\, x y^{k-1}\right), "
            r"\quad c = \left(\tfrac{3}{2}, \tfrac{9}{4}, \tfrac{21}{8}\right)",
            notice="Flat in the middle and very steep at the corners: one learning rate can hardly serve both.",
            source=_TEST_FUNCTIONS,
            program=_two_numbers(
                "(1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2"
            ),
            steps=500,
            learning_rates=LEARNING_RATES["beale"],
        ),
        Surface(
            name="saddle",
            label="Saddle between two valleys",
            function=_saddle,
            start=(2.0, 0.001),
            minima=((0.0, 1.0), (0.0, -1.0)),
            window=((-2.5, 2.5), (-2.0, 2.0)),
            formula=r"f(x, y) = \tfrac{1}{2} x^2 + \tfrac{1}{4} (y^2 - 1)^2",
            gradient_formula=r"\nabla f = \left(x,\; y\, (y^2 - 1)\right)",
            notice="At (0, 0) the slope is 0, and yet it is no minimum: plain steps linger there before they fall to a side.",
            source="https://en.wikipedia.org/wiki/Saddle_point",
            program=_two_numbers("x**2 / 2 + (y**2 - 1) ** 2 / 4"),
            learning_rates=LEARNING_RATES["saddle"],
        ),
        Surface(
            name="rastrigin",
            label="Rastrigin: a field of pits",
            function=_rastrigin,
            start=(2.3, -1.7),
            minima=((0.0, 0.0),),
            window=((-6.0, 6.0), (-5.0, 5.0)),
            formula=r"f(x, y) = 20 + x^2 - 10 \cos 2 \pi x + y^2 - 10 \cos 2 \pi y",
            gradient_formula=r"\nabla f = (2 x + 20 \pi \sin 2 \pi x,\; 2 y + 20 \pi \sin 2 \pi y)",
            notice="A pit at nearly every whole number: most descents end in the first one they meet.",
            source="https://en.wikipedia.org/wiki/Rastrigin_function",
            program="def loss(point):\n    return 20 + (point**2 - 10 * torch.cos(2 * torch.pi * point)).sum()\n",
            learning_rates=LEARNING_RATES["rastrigin"],
        ),
        Surface(
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
            learning_rates=LEARNING_RATES["plateau"],
        ),
    )


SURFACES: dict[str, Surface] = {entry.name: entry for entry in _catalogue()}
