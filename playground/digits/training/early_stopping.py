"""When a run ends before its last epoch: a target reached, patience exhausted, or a time budget used up."""

from typing import Any

from playground.digits.training.config import TrainingConfig
from playground.formatting import format_accuracy, format_number


class StopConditions:
    """Watches the accuracy after each epoch, and training time; each condition is off where the config has None.

    The accuracy is that on the validation part, without one that on the test images.

    Attributes:
        reason: a sentence on the condition that was met; empty as long as none was.
        best_accuracy: the best of these accuracies of an epoch so far, 0..1; -1 before the first.
        epochs_since_best: how many epochs in a row have not been better than that.
    """

    def __init__(self, config: TrainingConfig) -> None:
        self.config = config
        self._measure = "validation" if config.validation_share else "test"
        self.reason = ""
        self.best_accuracy = -1.0
        self.epochs_since_best = 0

    def record_accuracy(self, accuracy: float) -> bool:
        """Record an epoch's accuracy, 0..1; returns whether it is better than all earlier ones."""
        best = accuracy > self.best_accuracy
        self.epochs_since_best = 0 if best else self.epochs_since_best + 1
        self.best_accuracy = max(self.best_accuracy, accuracy)
        target, patience = self.config.target_accuracy, self.config.patience
        if target is not None and accuracy >= target:
            self.reason = f"It reached {format_accuracy(accuracy)} {self._measure} accuracy: the target was {format_accuracy(target)}."
        elif patience is not None and self.epochs_since_best >= patience:
            recent = "The last epoch was not" if patience == 1 else f"None of the last {patience} epochs was"
            best_so_far = f"{format_accuracy(self.best_accuracy)} {self._measure} accuracy"
            self.reason = f"{recent} better than the best so far, {best_so_far}."
        return best

    def record_time(self, seconds: float) -> None:
        """Record the training time so far, in seconds."""
        budget = self.config.max_seconds
        if budget is not None and seconds >= budget:
            self.reason = f"The time budget of {format_number(budget)} s was used up."

    def state_dict(self) -> dict[str, Any]:
        """What `load_state_dict` needs. The reason is part of it: a run that ended must not go on."""
        return {
            "reason": self.reason,
            "best_accuracy": self.best_accuracy,
            "epochs_since_best": self.epochs_since_best,
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Restore a run of the same config."""
        self.reason = state["reason"]
        self.best_accuracy = state["best_accuracy"]
        self.epochs_since_best = state["epochs_since_best"]
