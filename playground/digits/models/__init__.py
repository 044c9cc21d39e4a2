"""The networks that read digits: the catalogue, and how one is described, built and recognised."""

from playground.digits.models.catalogue import NETWORKS, build_model, recognise_networks
from playground.digits.models.entry import (
    CLASSES,
    PIXELS,
    DigitNetwork,
    ModelConfig,
    NetworkEntry,
    to_input,
)
from playground.digits.models.mlp import count_parameters, parse_hidden

__all__ = [
    "CLASSES",
    "NETWORKS",
    "PIXELS",
    "DigitNetwork",
    "ModelConfig",
    "NetworkEntry",
    "build_model",
    "count_parameters",
    "parse_hidden",
    "recognise_networks",
    "to_input",
]
