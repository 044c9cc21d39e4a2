"""What the controls of the gradient-descent page begin with: complete settings for any function and optimizer."""

from typing import Any

from playground.concepts.descent.learning_rates import suggested_learning_rate
from playground.concepts.optimizers import OPTIMIZERS
from playground.concepts.surfaces import SURFACES

TYPED = "typed"
TYPED_LABEL = "Type your own f(x, y)"
TYPED_FUNCTION = "x^2 + 3y^2 + 2sin(2x)"
TYPED_START = (2.5, 1.5)
DEFAULT_CONTESTANTS = ("sgd", "momentum", "rmsprop", "adam")


def suggested_rate(surface: str, optimizer: str) -> float:
    """The learning rate that an optimizer begins with on a function."""
    if surface == TYPED:
        return OPTIMIZERS[optimizer].surface_learning_rate
    return suggested_learning_rate(SURFACES[surface], optimizer)


def start_of(surface: str) -> tuple[float, ...]:
    """The point that a descent begins with."""
    return TYPED_START if surface == TYPED else SURFACES[surface].start


def steps_of(surface: str) -> int:
    """How many steps a descent begins with."""
    return 100 if surface == TYPED else SURFACES[surface].steps


def optimizer_settings(surface: str, optimizer: str) -> dict[str, Any]:
    """Widget keys and values that belong to the chosen optimizer."""
    return {"learning_rate": suggested_rate(surface, optimizer), **OPTIMIZERS[optimizer].defaults}


def surface_settings(surface: str) -> dict[str, Any]:
    """Widget keys and values that belong to the chosen function."""
    return {
        "steps": steps_of(surface),
        **{f"x{index}": value for index, value in enumerate(start_of(surface), 1)},
        **{f"rate_{name}": suggested_rate(surface, name) for name in OPTIMIZERS},
    }


def settings(surface: str = "article", optimizer: str = "sgd", **changes: Any) -> dict[str, Any]:
    """Every setting of the page, as an experiment puts it: the defaults of a function and an optimizer, then `changes`."""
    return {
        "surface": surface,
        **{entry.setting.name: entry.setting.default for entry in SURFACES.values() if entry.setting},
        "function": TYPED_FUNCTION,
        "half_width": 3.0,
        "batch_size": "all",
        "seed": 0,
        "schedule": "constant",
        "mode": "one",
        "optimizer": optimizer,
        "racers": list(DEFAULT_CONTESTANTS),
        "tolerance": 1e-3,
        **surface_settings(surface),
        **optimizer_settings(surface, optimizer),
        **changes,
    }
