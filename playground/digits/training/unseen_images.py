"""The images that a run does not learn from, and what its network makes of them."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor, nn

from playground.digits.evaluation.metrics import Evaluation, evaluate
from playground.digits.training.trainer import DivergedError


@dataclass(frozen=True)
class Measured:
    """Figures of one network.

    Attributes:
        validation: on the validation part; None where there is none.
        test: on the test images.
    """

    validation: Evaluation | None
    test: Evaluation


@dataclass(frozen=True)
class UnseenImages:
    """The validation part and the test images of a run, where it trains.

    Attributes:
        validation: images `(V, 28, 28)` uint8 and labels `(V,)` int64; V is 0 without a validation part.
        test: images `(T, 28, 28)` uint8 and labels `(T,)` int64.
    """

    validation: tuple[Tensor, Tensor]
    test: tuple[Tensor, Tensor]

    def measure(self, model: nn.Module, should_stop: Callable[[], bool] = lambda: False) -> Measured:
        """Figures of the network as it is.

        Raises:
            Interrupted: `should_stop` returned True.
            DivergedError: its last step destroyed it, which no later loss shows.
        """
        validation = None
        if len(self.validation[0]):
            validation = evaluate(model, *self.validation, should_stop=should_stop)
        test = evaluate(model, *self.test, should_stop=should_stop)
        if not math.isfinite(test.loss):
            raise DivergedError(test.loss)
        return Measured(validation, test)
