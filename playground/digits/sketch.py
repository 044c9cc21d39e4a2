"""A drawing in progress: what was drawn after each stroke, so that Undo, Clear and a page switch lose nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Step:
    """The canvas after a stroke.

    Attributes:
        objects: the canvas's own description of every stroke so far.
        pixels: `(H, W, 4)` uint8 at that moment; None while the canvas has not sent it.
    """

    objects: tuple[Any, ...]
    pixels: NDArray[np.uint8] | None


@dataclass(frozen=True)
class Sketch:
    """The steps of one drawing, oldest first.

    Attributes:
        steps: each with more strokes than the one before.
        version: part of the canvas's key; a new one makes the browser draw `initial_drawing` afresh.
    """

    steps: tuple[Step, ...] = ()
    version: int = 0

    @property
    def objects(self) -> tuple[Any, ...]:
        """The strokes so far."""
        return self.steps[-1].objects if self.steps else ()

    @property
    def pixels(self) -> NDArray[np.uint8] | None:
        """The picture so far; None for a blank canvas."""
        return self.steps[-1].pixels if self.steps else None

    @property
    def initial_drawing(self) -> dict[str, Any] | None:
        """What a canvas needs to show this drawing."""
        return {"objects": list(self.objects)} if self.steps else None

    def drawn(self, drawing: Mapping[str, Any] | None, pixels: NDArray[np.uint8] | None) -> "Sketch":
        """The sketch after the canvas reported `drawing`, its JSON, and `pixels`.

        A canvas that has just been set up reports its strokes without pixels, which are then remembered ones.
        A canvas emptied by its own toolbar reports pixels, but no strokes.
        """
        objects = tuple((drawing or {}).get("objects") or ())
        if pixels is None and len(objects) == len(self.objects):
            return self
        earlier = tuple(step for step in self.steps if len(step.objects) < len(objects))
        return replace(self, steps=(*earlier, Step(objects, pixels)) if objects else ())

    def undone(self) -> "Sketch":
        """Without the last stroke."""
        objects = self.objects[:-1]
        known = {len(step.objects): step for step in self.steps}
        earlier = tuple(step for step in self.steps if len(step.objects) < len(objects))
        last = (known.get(len(objects), Step(objects, None)),) if objects else ()
        return Sketch((*earlier, *last), self.version + 1)

    def cleared(self) -> "Sketch":
        """Blank."""
        return Sketch((), self.version + 1)
