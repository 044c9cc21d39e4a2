"""Loss functions: the catalogue, and what each does with outliers, logits and a slow start."""

from playground.concepts.losses.catalogue import LOSSES
from playground.concepts.losses.entry import Loss

__all__ = ["LOSSES", "Loss"]
