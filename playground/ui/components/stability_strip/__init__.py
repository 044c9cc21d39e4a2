"""The ranges of learning rates in which a descent is stable."""
