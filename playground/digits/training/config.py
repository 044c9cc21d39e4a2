"""What determines a training run."""

import math
from dataclasses import asdict, dataclass
from typing import Any

from playground.concepts.optimizers import OptimizerConfig
from playground.digits.models import ModelConfig
from playground.digits.training.schedules import SCHEDULES
from playground.errors import ConfigurationError
from playground.settings import MAX_BATCH_SIZE, MAX_EPOCHS


@dataclass(frozen=True)
class TrainingConfig:
    """Everything that determines a run; the defaults are the article's.

    Attributes:
        model: a key of `models.MODELS`.
        hidden: sizes of the MLP's hidden layers; the CNN ignores them.
        activation: a key of `ACTIVATIONS`.
        optimizer: a key of `OPTIMIZERS`; its other numbers are the catalogue's defaults.
        learning_rate: above 0, at most `optimizers.MAX_LEARNING_RATE`.
        batch_size: images a step, 1 to `MAX_BATCH_SIZE`.
        epochs: passes over the training set, 1 to `MAX_EPOCHS`.
        seed: 0 to 2**63 - 1; determines weights, shuffling and augmentation.
        schedule: a key of `SCHEDULES`.
        augmentation: show a slightly moved, turned and scaled copy of each image, new in every epoch.
        target_accuracy: end after the first epoch whose test accuracy reaches this share, 0 to 1; None: never.
        patience: end after this many epochs in a row without a better test accuracy, at least 1; None: never.
        max_seconds: end after this many seconds of training, above 0; None: never.
        own_digits: learn from the drawings in `own_digits.OwnDigits` too; whoever starts the run adds them to its data.

    Raises:
        ConfigurationError: a number outside its range or an unknown name.
    """

    model: str = "mlp"
    hidden: tuple[int, ...] = (128,)
    activation: str = "relu"
    optimizer: str = "adam"
    learning_rate: float = 0.001
    batch_size: int = 64
    epochs: int = 10
    seed: int = 0
    schedule: str = "constant"
    augmentation: bool = False
    target_accuracy: float | None = None
    patience: int | None = None
    max_seconds: float | None = None
    own_digits: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "hidden", tuple(self.hidden))
        _ = self.model_config, self.optimizer_config  # these check their own parts
        _check_whole("batch size", self.batch_size, 1, MAX_BATCH_SIZE)
        _check_whole("number of epochs", self.epochs, 1, MAX_EPOCHS)
        _check_whole("seed", self.seed, 0, 2**63 - 1)
        _check_share("target accuracy", self.target_accuracy)
        if self.patience is not None:
            _check_whole("patience", self.patience, 1, MAX_EPOCHS)
        if self.max_seconds is not None and not (
            _is_number(self.max_seconds) and 0 < self.max_seconds < math.inf
        ):
            raise ConfigurationError(
                f"Expected a time budget above 0 seconds, but got {self.max_seconds!r}. Choose a longer one or none."
            )
        if self.schedule not in SCHEDULES:
            raise ConfigurationError(
                f"Expected a schedule out of {', '.join(SCHEDULES)}, but got {self.schedule!r}. Choose one of these."
            )

    @property
    def model_config(self) -> ModelConfig:
        """The part that determines the network."""
        return ModelConfig(self.model, self.hidden, self.activation)

    @property
    def optimizer_config(self) -> OptimizerConfig:
        """The part that determines the optimizer."""
        return OptimizerConfig(self.optimizer, self.learning_rate)

    def to_dict(self) -> dict[str, Any]:
        """The fields as JSON can hold them; `TrainingConfig(**d)` reads them back."""
        return {**asdict(self), "hidden": list(self.hidden)}


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _check_whole(name: str, value: int, lowest: int, highest: int) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
        raise ConfigurationError(
            f"Expected a {name} from {lowest} to {highest:,}, a whole number, but got {value!r}. "
            "Choose a number in that range."
        )


def _check_share(name: str, value: float | None) -> None:
    if value is not None and not (_is_number(value) and 0 <= value <= 1):
        raise ConfigurationError(
            f"Expected a {name} from 0 to 1, but got {value!r}. Choose a number in that range, or none."
        )
