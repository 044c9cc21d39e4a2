"""The numbers that optimizers take beside the learning rate: names, ranges and what they do."""

from dataclasses import dataclass

from playground.errors import ConfigurationError
from playground.formatting import as_given, format_number

MAX_AMOUNT = 1e30
"""PyTorch ends in a RuntimeError where such a number, or its product with a learning rate, does not fit float32."""


@dataclass(frozen=True, kw_only=True)
class Parameter:
    """One parameter of an optimizer, as a person meets it.

    Attributes:
        name: a lower_snake_case identifier.
        label: the display name.
        notice: what it does, in one sentence.
        default: the number that is used unless another is given; True or False makes the parameter a switch.
        below: a number must be at least 0 and below this; `MAX_AMOUNT` where PyTorch sets no limit.
        keyword: what the optimizer's class calls it, where that is not its name.
    """

    name: str
    label: str
    notice: str
    default: float | bool = 0.0
    below: float = MAX_AMOUNT
    keyword: str = ""

    @property
    def is_switch(self) -> bool:
        """Whether it is on or off instead of a number."""
        return isinstance(self.default, bool)

    @property
    def is_decay(self) -> bool:
        """Whether it is a share: at least 0 and below 1."""
        return self.below == 1 and not self.is_switch

    def check(self, value: float | bool) -> None:
        """Raise `ConfigurationError` unless `value` is within the range."""
        if self.is_switch:
            if not isinstance(value, bool):
                raise ConfigurationError(
                    f"Expected {self.name} to be True or False, but got {value!r}. Leave it out for the default."
                )
        elif (
            not isinstance(value, int | float) or not 0 <= value < self.below
        ):  # NaN fails the comparison too
            raise ConfigurationError(
                f"Expected {self.name} to be at least 0 and below {format_number(self.below)}, but got {as_given(value)}. Leave it out for the default."
            )


WEIGHT_DECAY = Parameter(
    name="weight_decay", label="Weight decay λ", notice="A steady pull of the point towards 0."
)
EPSILON = Parameter(
    name="epsilon",
    keyword="eps",
    label="ε",
    notice="Added to the root, so that nothing is divided by 0.",
    default=1e-8,
)
MOMENTUM = Parameter(
    name="momentum", label="Momentum β", notice="The share of the last step that is kept.", below=1.0
)
