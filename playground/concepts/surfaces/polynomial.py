"""Polynomials of two variables that optimizers are tested on: bent valleys, several minima, a saddle point."""

from torch import Tensor

from playground.concepts.surfaces.entry import Surface, program_of_x_and_y

TEST_FUNCTIONS = "https://en.wikipedia.org/wiki/Test_functions_for_optimization"

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


ROSENBROCK = Surface(
    name="rosenbrock",
    label="Rosenbrock's banana",
    function=_rosenbrock,
    start=(-1.2, 1.0),
    minima=((1.0, 1.0),),
    window=((-2.2, 2.2), (-1.0, 2.6)),
    formula=r"f(x, y) = (1 - x)^2 + 100\, (y - x^2)^2",
    gradient_formula=r"\nabla f = \left(-2 (1 - x) - 400\, x (y - x^2),\; 200\, (y - x^2)\right)",
    notice="Into the valley is easy; along its flat, bent floor is the work.",
    source=TEST_FUNCTIONS,
    program=program_of_x_and_y("(1 - x) ** 2 + 100 * (y - x**2) ** 2"),
    steps=1000,
    learning_rates={
        "sgd": 0.001,
        "momentum": 0.001,
        "nesterov": 0.0005,
        "adagrad": 0.2,
        "rmsprop": 0.01,
        "adam": 0.2,
        "adamw": 0.1,
    },
)

HIMMELBLAU = Surface(
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
    source=TEST_FUNCTIONS,
    program=program_of_x_and_y("(x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2"),
    learning_rates={
        "sgd": 0.01,
        "momentum": 0.001,
        "nesterov": 0.005,
        "adagrad": 1.0,
        "rmsprop": 0.05,
        "adam": 0.5,
        "adamw": 0.2,
    },
)

BEALE = Surface(
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
    source=TEST_FUNCTIONS,
    program=program_of_x_and_y(
        "(1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2"
    ),
    steps=500,
    learning_rates={
        "sgd": 0.005,
        "momentum": 0.001,
        "nesterov": 0.001,
        "adagrad": 2.0,
        "rmsprop": 0.2,
        "adam": 1.0,
        "adamw": 0.5,
    },
)

SADDLE = Surface(
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
    program=program_of_x_and_y("x**2 / 2 + (y**2 - 1) ** 2 / 4"),
    learning_rates={
        "sgd": 0.5,
        "momentum": 0.5,
        "nesterov": 0.5,
        "adagrad": 1.0,
        "rmsprop": 0.1,
        "adam": 1.0,
        "adamw": 1.0,
    },
)
