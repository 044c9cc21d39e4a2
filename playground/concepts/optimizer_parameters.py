"""The catalogue of the numbers that optimizers take beside the learning rate: names, ranges and what they do."""

from dataclasses import dataclass

from playground.errors import ConfigurationError

MAX_AMOUNT = 1e30
"""PyTorch ends in a RuntimeError where such a number, or its product with a learning rate, does not fit float32."""


@dataclass(frozen=True)
class Parameter:
    """One parameter of `torch.optim`, as a person meets it.

    Attributes:
        name: the field of `OptimizerConfig`, a lower_snake_case identifier.
        label: the display name.
        symbol: the letter that formulas use for it; empty for a switch.
        below: it must be at least 0 and below this; `MAX_AMOUNT` where PyTorch sets no limit.
        switch: it is on or off.
        notice: what it does, in one sentence.
    """

    name: str
    label: str
    symbol: str
    below: float
    notice: str
    switch: bool = False

    def check(self, value: float | bool | None) -> None:
        """Raise `ConfigurationError` unless `value` is None or within the range."""
        if value is None:
            return
        if self.switch:
            if not isinstance(value, bool):
                raise ConfigurationError(
                    f"Expected {self.name} to be True or False, but got {value!r}. Leave it out for the default."
                )
        elif (
            not isinstance(value, int | float) or not 0 <= value < self.below
        ):  # NaN fails the comparison too
            raise ConfigurationError(
                f"Expected {self.name} to be at least 0 and below {self.below:g}, but got {value!r}. Leave it out for the default."
            )


PARAMETERS: dict[str, Parameter] = {
    entry.name: entry
    for entry in (
        Parameter("momentum", "Momentum β", "β", 1.0, "The share of the last step that is kept."),
        Parameter(
            "dampening", "Dampening", "τ", 1.0, "How much of the new gradient is left out of the momentum."
        ),
        Parameter(
            "beta1", "β₁", "β₁", 1.0, "Memory of the gradient's running mean: 0.9 looks back about 10 steps."
        ),
        Parameter(
            "beta2",
            "β₂",
            "β₂",
            1.0,
            "Memory of the squared gradient's running mean: 0.999 looks back 1,000 steps.",
        ),
        Parameter(
            "alpha",
            "α",
            "α",
            1.0,
            "Memory of the squared gradient's running mean: 0.99 looks back 100 steps.",
        ),
        Parameter("epsilon", "ε", "ε", MAX_AMOUNT, "Added to the root, so that nothing is divided by 0."),
        Parameter("weight_decay", "Weight decay λ", "λ", MAX_AMOUNT, "A steady pull of the point towards 0."),
        Parameter(
            "lr_decay",
            "Decay of the learning rate",
            "δ",
            MAX_AMOUNT,
            "Divides the learning rate by 1 + step × δ.",
        ),
        Parameter(
            "initial_accumulator_value",
            "Sum at the start",
            "s₀",
            MAX_AMOUNT,
            "What the sum of squares begins with.",
        ),
        Parameter(
            "amsgrad",
            "AMSGrad",
            "",
            MAX_AMOUNT,
            "Divides by the root of the largest running mean of squared gradients so far.",
            switch=True,
        ),
        Parameter(
            "centered",
            "Centered",
            "",
            MAX_AMOUNT,
            "Divides by the root of the gradient's variance instead.",
            switch=True,
        ),
    )
}
