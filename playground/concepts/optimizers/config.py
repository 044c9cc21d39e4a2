"""Which optimizer with which numbers: what a form, a link or a notebook asks for, checked."""

from collections.abc import Iterable
from dataclasses import dataclass

import torch
from torch import Tensor

from playground.concepts.optimizers.catalogue import OPTIMIZERS
from playground.concepts.optimizers.entry import Optimizer
from playground.concepts.optimizers.parameters import Parameter
from playground.errors import ConfigurationError
from playground.formatting import as_given, format_number

MAX_LEARNING_RATE = 1000.0
"""The most that a form or a URL may ask for; no example of the playground learns with more."""


@dataclass(frozen=True, init=False)
class OptimizerConfig:
    """Which optimizer with which numbers, such as `OptimizerConfig("adam", 0.1, beta1=0.5)`.

    Attributes:
        name: a key of `OPTIMIZERS`.
        learning_rate: the step size, above 0 and at most `MAX_LEARNING_RATE`.
        parameters: names and numbers of the parameters that are not the catalogue's defaults, by name.
    """

    name: str
    learning_rate: float
    parameters: tuple[tuple[str, float | bool], ...]

    def __init__(
        self,
        name: str = "sgd",
        learning_rate: float = 0.01,
        parameters: Iterable[tuple[str, float | bool]] = (),
        **numbers: float | bool | None,
    ) -> None:
        """Check everything.

        Args:
            name: see above.
            learning_rate: see above.
            parameters: pairs of a name and a number.
            **numbers: the same as keywords; None means the catalogue's default.

        Raises:
            ConfigurationError: a name that is not in the catalogue, or a number outside its range. A parameter of
                another optimizer is checked too, and has no effect.
        """
        if name not in OPTIMIZERS:
            raise ConfigurationError(
                f"Expected an optimizer out of {', '.join(OPTIMIZERS)}, but got {name!r}. Choose one of these."
            )
        check_learning_rate(learning_rate)
        given = {**dict(parameters), **{key: value for key, value in numbers.items() if value is not None}}
        known = _known_parameters(OPTIMIZERS[name])
        for key, value in given.items():
            if key not in known:
                raise ConfigurationError(
                    f"Expected parameters out of {', '.join(known)}, but got {key!r}. Leave it out."
                )
            known[key].check(value)
        # The class is frozen: its own `__init__` is the one place that may write.
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "learning_rate", learning_rate)
        object.__setattr__(self, "parameters", tuple(sorted(given.items())))

    @property
    def optimizer(self) -> Optimizer:
        """The catalogue's entry."""
        return OPTIMIZERS[self.name]

    @property
    def values(self) -> dict[str, float | bool]:
        """The number used for each parameter of this optimizer: this configuration's own, else the default."""
        own = dict(self.parameters)
        return {name: own.get(name, default) for name, default in self.optimizer.defaults.items()}

    def value(self, parameter: str) -> float | bool:
        """The number used for `parameter`. Raises `KeyError` where this optimizer has none of that name."""
        return self.values[parameter]

    def number(self, parameter: str) -> float:
        """The same as a float; 0 where this optimizer has none of that name."""
        return float(self.values.get(parameter, 0.0))

    def source_call(self, tensors: str = "[x]", fused: bool = False) -> str:
        """The call that a person would write for this optimizer; `tensors` is the source of what it updates."""
        return self.optimizer.source_call(tensors, self.learning_rate, self.values, fused)


def check_learning_rate(learning_rate: float) -> None:
    """Raise `ConfigurationError` unless 0 < learning_rate <= `MAX_LEARNING_RATE`."""
    number = isinstance(learning_rate, int | float) and not isinstance(learning_rate, bool)
    if not number or not 0 < learning_rate <= MAX_LEARNING_RATE:  # NaN fails the comparison too
        raise ConfigurationError(
            f"Expected a learning rate above 0 and at most {format_number(MAX_LEARNING_RATE)}, but got {as_given(learning_rate)}. "
            "Try 0.001 for Adam or 0.01 for SGD."
        )


def build_optimizer(
    config: OptimizerConfig, parameters: Iterable[Tensor], fused: bool = False
) -> torch.optim.Optimizer:
    """The optimizer for `config`.

    Args:
        config: which optimizer, with which numbers.
        parameters: the tensors to update, each requiring its gradient.
        fused: use PyTorch's fused kernel where this optimizer has one (the whole update in one call).
    """
    return config.optimizer.build(parameters, config.learning_rate, config.values, fused)


def _known_parameters(optimizer: Optimizer) -> dict[str, Parameter]:
    """Every parameter of the catalogue; `optimizer`'s own where others use the same name."""
    everywhere = {entry.name: entry for other in OPTIMIZERS.values() for entry in other.parameters}
    return {**everywhere, **{entry.name: entry for entry in optimizer.parameters}}
