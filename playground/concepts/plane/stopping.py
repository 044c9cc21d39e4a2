"""Conditions at which playing stops; training can go on from there."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from playground.concepts.plane.training import Epoch
from playground.errors import ConfigurationError
from playground.formatting import as_given

Measured = Literal["test", "training"]


@dataclass(frozen=True)
class StopRule:
    """When to stop; nothing that is None stops.

    Attributes:
        epoch: at this one, at least 1.
        below: once the loss is below this number, above 0.
        measured: whose loss that is, of the test points or of the training points.
        patience: once the test loss has had no new least value for so many epochs, at least 1: early stopping.
    """

    epoch: int | None = None
    below: float | None = None
    measured: Measured = "test"
    patience: int | None = None

    def __post_init__(self) -> None:
        for what, number in (("stop at epoch", self.epoch), ("patience in epochs", self.patience)):
            if number is not None and number < 1:
                raise ConfigurationError(f"Expected a {what} of 1 or more, but got {number}. Take 100.")
        if self.below is not None and not 0 < self.below < math.inf:  # NaN fails the comparison too
            raise ConfigurationError(
                f"Expected a loss above 0 to stop below, but got {as_given(self.below)}. Take 0.1, or leave it empty."
            )


@dataclass(frozen=True)
class Stop:
    """Where a rule stops, and why.

    Attributes:
        epoch: its number.
        rule: what stopped it.
        reason: which of its conditions.
        loss: of that epoch, the one that the condition looks at; NaN where it looks at none.
        best: the least test loss, with `best_epoch`, where the condition is `patience`.
        best_epoch: its epoch.
    """

    epoch: int
    rule: StopRule
    reason: Literal["epoch", "below", "patience"]
    loss: float = math.nan
    best: float = math.nan
    best_epoch: int = 0


class StopWatch:
    """Looks at epochs as they come, each once, until one stops."""

    def __init__(self, rule: StopRule, first: int, past: int | None = None) -> None:
        """Watch a branch.

        Args:
            rule: when to stop.
            first: the number of the branch's first epoch, which never stops: nothing is learnt in it.
            past: the epoch of the last stop, from which training has gone on: epochs are counted from it, and a loss
                that is below the number already stops again once it has risen above it.
        """
        self.rule, self.past, self._first = rule, past, first
        self._seen = first if past is None else past
        self._best, self._best_epoch, self._was_below = math.inf, self._seen, False
        self._stop: Stop | None = None
        self._begun = False

    def look(self, epochs: Sequence[Epoch]) -> Stop | None:
        """Where it stops, of a branch's epochs from its first one; None: not yet."""
        if not self._begun:
            self._begun = True
            self._note(epochs[self._seen - self._first])
            self._was_below &= self.past is not None
        while self._stop is None and self._seen - self._first < len(epochs) - 1:
            self._seen += 1
            epoch, was_below = epochs[self._seen - self._first], self._was_below
            self._note(epoch)
            self._stop = self._reached(epoch, was_below)
        return self._stop

    def _note(self, epoch: Epoch) -> None:
        if epoch.test_loss < self._best:
            self._best, self._best_epoch = epoch.test_loss, self._seen
        self._was_below = self.rule.below is not None and self._measured(epoch) < self.rule.below

    def _reached(self, epoch: Epoch, was_below: bool) -> Stop | None:
        rule, number = self.rule, self._seen
        if number == rule.epoch:
            return Stop(number, rule, "epoch")
        if self._was_below and not was_below:
            return Stop(number, rule, "below", self._measured(epoch))
        waited = number - self._best_epoch
        if rule.patience is not None and waited >= rule.patience and not math.isnan(epoch.test_loss):
            return Stop(number, rule, "patience", epoch.test_loss, self._best, self._best_epoch)
        return None

    def _measured(self, epoch: Epoch) -> float:
        return epoch.test_loss if self.rule.measured == "test" else epoch.train_loss
