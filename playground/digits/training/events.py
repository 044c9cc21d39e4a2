"""What a training run reports while it goes on."""

from dataclasses import dataclass

from playground.digits.evaluation.metrics import Evaluation
from playground.digits.models import DigitNetwork
from playground.digits.training.config import TrainingConfig
from playground.digits.training.layer_statistics import LayerStatistics


@dataclass(frozen=True)
class TrainingStarted:
    """First event: what is about to run, and on which device."""

    device: str
    parameters: int
    steps_per_epoch: int
    total_steps: int


@dataclass(frozen=True)
class StepFinished:
    """One update of the weights.

    `step` counts from 1, `loss` is the batch's mean cross-entropy before it, `seconds` the training time until
    then, without the time that the run was paused.
    """

    step: int
    epoch: int
    loss: float
    seconds: float = 0.0


@dataclass(frozen=True)
class SettingsChanged:
    """Settings that are in force from the next step on: `config` has them; see `changes`."""

    step: int
    epoch: int
    config: TrainingConfig
    steps_per_epoch: int
    total_steps: int


@dataclass(frozen=True)
class LayersMeasured:
    """Statistics of each layer in one step, measured on that step's batch; see `trainer.LAYER_MEASUREMENTS`."""

    step: int
    layers: tuple[LayerStatistics, ...]


@dataclass(frozen=True)
class EpochFinished:
    """One pass over the training set.

    `train_loss` and `train_accuracy` are means over the epoch's batches, each measured before its update;
    the test figures are measured after the epoch, `evaluation` holds all of them; so are the validation figures, None
    without a validation part. `best` says whether no earlier epoch was as good or better by the validation images, or
    by the test images where there are none. `model` is the live network: save it, do not change it.
    """

    epoch: int
    step: int
    train_loss: float
    train_accuracy: float
    test_loss: float
    test_accuracy: float
    model: DigitNetwork
    best: bool = False
    seconds: float = 0.0
    evaluation: Evaluation | None = None
    validation_loss: float | None = None
    validation_accuracy: float | None = None


@dataclass(frozen=True)
class TrainingHalted:
    """`should_stop` ended the run; nothing is trained any more. Iterate on for the final figures, or leave."""

    model: DigitNetwork
    step: int


@dataclass(frozen=True)
class TrainingFinished:
    """Last event of a run that ended well: all epochs done, a stop condition met, or stopped by the user.

    `reason` names the stop condition that was met; it is empty for the other two. All figures are those of the network
    as it is now, `model`; `validation_accuracy` is None without a validation part.
    """

    model: DigitNetwork
    test_accuracy: float
    evaluation: Evaluation
    step: int
    stopped: bool
    reason: str = ""
    validation_accuracy: float | None = None


@dataclass(frozen=True)
class TrainingDiverged:
    """Last event of a run whose loss left the finite numbers; `message` says where and what to change."""

    model: DigitNetwork
    test_accuracy: float
    step: int
    loss: float
    message: str


TrainingEvent = (
    TrainingStarted
    | StepFinished
    | SettingsChanged
    | LayersMeasured
    | EpochFinished
    | TrainingHalted
    | TrainingFinished
    | TrainingDiverged
)
