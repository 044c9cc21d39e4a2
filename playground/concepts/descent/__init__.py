"""Gradient descent: trajectories, stability, races of optimizers, and each update in detail."""

from playground.concepts.descent.trajectory import Trajectory, descend

__all__ = ["Trajectory", "descend"]
