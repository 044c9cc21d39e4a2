"""Optimizers of `torch.optim`, shared by the descent page and by training: the catalogue and what it is asked for."""

from playground.concepts.optimizers.catalogue import OPTIMIZERS
from playground.concepts.optimizers.config import (
    MAX_LEARNING_RATE,
    OptimizerConfig,
    build_optimizer,
    check_learning_rate,
)
from playground.concepts.optimizers.entry import Optimizer
from playground.concepts.optimizers.parameters import Parameter

__all__ = [
    "MAX_LEARNING_RATE",
    "OPTIMIZERS",
    "Optimizer",
    "OptimizerConfig",
    "Parameter",
    "build_optimizer",
    "check_learning_rate",
]
