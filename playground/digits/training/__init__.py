"""Training the digit network: configuration, loop, events."""

from playground.digits.training.config import TrainingConfig
from playground.digits.training.loop import train

__all__ = ["TrainingConfig", "train"]
