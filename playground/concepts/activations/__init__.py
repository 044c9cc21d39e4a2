"""Activation functions: the catalogue, its facts, and what depth makes of a signal."""

from playground.concepts.activations.catalogue import ACTIVATIONS, NETWORK_ACTIVATIONS
from playground.concepts.activations.entry import Activation

__all__ = ["ACTIVATIONS", "NETWORK_ACTIVATIONS", "Activation"]
