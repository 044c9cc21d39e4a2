"""Objectives that gradient descent minimises: the catalogue, and functions typed by a visitor."""

from playground.concepts.surfaces.catalogue import SURFACES
from playground.concepts.surfaces.entry import Surface

__all__ = ["SURFACES", "Surface"]
