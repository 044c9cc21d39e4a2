"""When a run ends before its last epoch: a target reached, patience exhausted, or a time budget used up."""

from typing import Any

from playground.digits.training.config import TrainingConfig


class StopConditions:
    """Watches test accuracy and training time; each condition is off where the config has None.

    Attributes:
        reason: a sentence on the condition that was met; empty as long as none was.
        best_accuracy: the best test accuracy of an epoch so far, 0..1; -1 before the first.
        epochs_since_best: how many epochs in a row have not tested better than that.
    """

    def __init__(self, config: TrainingConfig) -> None:
        self.config = config
        self.reason = ""
        self.best_accuracy = -1.0
        self.epochs_since_best = 0

    def record_test(self, accuracy: float) -> bool:
        """Record an epoch's test accuracy, 0..1; returns whether it is better than all earlier ones."""
        best = accuracy > self.best_accuracy
        self.epochs_since_best = 0 if best else self.epochs_since_best + 1
        self.best_accuracy = max(self.best_accuracy, accuracy)
        target, patience = self.config.target_accuracy, self.config.patience
        if target is not None and accuracy >= target:
            self.reason = f"It reached {accuracy:.2%} test accuracy: the target was {target:.2%}."
        elif patience is not None and self.epochs_since_best >= patience:
            recent = (
                "The last epoch did not test"
                if patience == 1
                else f"None of the last {patience} epochs tested"
            )
            self.reason = f"{recent} better than the best so far, {self.best_accuracy:.2%}."
        return best

    def record_time(self, seconds: float) -> None:
        """Record the training time so far, in seconds."""
        budget = self.config.max_seconds
        if budget is not None and seconds >= budget:
            self.reason = f"The time budget of {budget:g} s was used up."

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
