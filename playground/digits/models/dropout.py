"""Dropout: its range, and whether a network has any."""

from typing import Any

from torch import nn

from playground.errors import ConfigurationError
from playground.formatting import as_given


def check_dropout(share: Any) -> None:
    """Raise `ConfigurationError` unless 0 <= share < 1."""
    number = isinstance(share, int | float) and not isinstance(share, bool)
    if not number or not 0 <= share < 1:  # NaN fails the comparison too
        raise ConfigurationError(
            f"Expected a dropout of at least 0 and below 1, but got {as_given(share)}. It is the share of units that each step "
            "leaves out: try 0.2 or 0.5."
        )


def has_dropout(network: nn.Module) -> bool:
    """Whether training leaves out units at random, so that each step needs random numbers."""
    return any(isinstance(part, nn.Dropout) for part in network.modules())
