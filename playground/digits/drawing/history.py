"""The history of a drawing: the canvas after each stroke, for Undo, Redo and coming back to the page.

It may start from an image of a data set or from a photograph, on which strokes are then drawn.
"""

import base64
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from playground.digits.drawing.preprocessing import BLANK, SIZE, Preparation, prepare

ENLARGEMENT = 10
"""Canvas pixels per pixel of an image that is put onto the canvas: 280 for 28."""


@dataclass(frozen=True)
class Step:
    """The canvas after a stroke.

    Attributes:
        objects: the canvas's own description of every stroke so far.
        pixels: `(H, W, 4)` uint8 at that moment; None while the canvas has not sent it.
        image: `(28, 28)` uint8, where the canvas holds nothing but this image.
        image_reference: of that image, such as `mnist-test-247`.
    """

    objects: tuple[Any, ...]
    pixels: NDArray[np.uint8] | None
    image: NDArray[np.uint8] | None = None
    image_reference: str = ""


@dataclass(frozen=True)
class DrawingHistory:
    """The steps of one drawing, oldest first; immutable, each change gives a new one.

    Attributes:
        steps: each with more strokes than the one before.
        version: part of the canvas's key; a new one makes the browser draw `initial_drawing` afresh.
        redo_steps: the undone steps, the next one to redo first.
        replaced: the drawing before it was cleared, or before an image took its place: Undo brings it back.
    """

    steps: tuple[Step, ...] = ()
    version: int = 0
    redo_steps: tuple[Step, ...] = ()
    replaced: tuple[Step, ...] = ()

    @property
    def image_reference(self) -> str:
        """The reference of the data set's image that it started from, or ""."""
        return self.steps[0].image_reference if self.steps else ""

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

    def prepared(self) -> tuple[NDArray[np.uint8], Preparation | None]:
        """The `(28, 28)` uint8 image for the network, and the steps to it; None for an image of a data set.

        Such an image is passed on as it is: enlarged, cropped and shrunk again, 15 of the article's MLP's 216 mistakes
        on MNIST would be read as something else.

        Raises:
            BlankDrawingError: there is nothing on the canvas.
        """
        if self.steps and self.steps[-1].image is not None:
            return self.steps[-1].image, None
        preparation = prepare(BLANK if self.pixels is None else self.pixels)
        return preparation.image, preparation

    def drawn(self, drawing: Mapping[str, Any] | None, pixels: NDArray[np.uint8] | None) -> "DrawingHistory":
        """The history after the canvas reported `drawing`, its JSON, and `pixels`.

        A canvas that has just been set up reports its strokes without pixels, which are then remembered ones.
        A canvas emptied by its own toolbar reports pixels, but no strokes.
        """
        objects = tuple((drawing or {}).get("objects") or ())
        if len(objects) == len(self.objects) and (pixels is None or not objects):
            return self
        if not objects:
            return DrawingHistory(version=self.version)
        if self.image_reference and len(objects) == 1:
            return replace(self, steps=self.steps[:1])
        redo_steps = self.redo_steps if len(objects) == len(self.objects) else ()  # a new stroke clears them
        return replace(
            self, steps=(*self._shorter_than(len(objects)), Step(objects, pixels)), redo_steps=redo_steps
        )

    def undone(self) -> "DrawingHistory":
        """Without the last stroke, or without the image when there is no stroke; of a blank canvas what was cleared."""
        if not self.steps:
            return DrawingHistory(self.replaced, self.version + 1) if self.replaced else self
        objects = self.objects[:-1]
        steps = self._shorter_than(len(objects) + 1)
        if objects and (not steps or len(steps[-1].objects) < len(objects)):  # two strokes came at once
            steps = (*steps, Step(objects, None))
        return replace(
            self, steps=steps, version=self.version + 1, redo_steps=(self.steps[-1], *self.redo_steps)
        )

    def redone(self) -> "DrawingHistory":
        """With the stroke or image again that was undone last."""
        if not self.redo_steps:
            return self
        step, *redo_steps = self.redo_steps
        steps = (*self._shorter_than(len(step.objects)), step)
        return replace(self, steps=steps, version=self.version + 1, redo_steps=tuple(redo_steps))

    def cleared(self) -> "DrawingHistory":
        """Blank."""
        return DrawingHistory((), self.version + 1, replaced=self.steps or self.replaced)

    def starting_with_image(self, image: NDArray[np.uint8], image_reference: str) -> "DrawingHistory":
        """Nothing but `image`, `(28, 28)` uint8, enlarged to fill a canvas of 280 x 280, with its reference."""
        gray = np.kron(image, np.ones((ENLARGEMENT, ENLARGEMENT), dtype=np.uint8))
        return self._starting_with(gray, image, image_reference)

    def starting_with_photograph(self, pixels: NDArray[np.uint8]) -> "DrawingHistory":
        """Nothing but a photograph's strokes, `(280, 280, 4)` uint8, which are prepared as every drawing is."""
        return self._starting_with(pixels[..., 0], None, "")

    def _starting_with(
        self, gray: NDArray[np.uint8], image: NDArray[np.uint8] | None, image_reference: str
    ) -> "DrawingHistory":
        pixels = np.stack([gray, gray, gray, np.full_like(gray, 255)], axis=-1)
        return DrawingHistory(
            (Step((_canvas_image(gray),), pixels, image, image_reference),),
            self.version + 1,
            replaced=self.steps or self.replaced,
        )

    def _shorter_than(self, objects: int) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if len(step.objects) < objects)


def _canvas_image(gray: NDArray[np.uint8]) -> dict[str, Any]:
    """A picture as the canvas (Fabric.js) describes it."""
    buffer = io.BytesIO()
    Image.fromarray(gray).save(buffer, "PNG")
    source = "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")
    side = SIZE * ENLARGEMENT
    return {
        "type": "Image",
        "originX": "left",
        "originY": "top",
        "left": 0,
        "top": 0,
        "width": side,
        "height": side,
        "src": source,
        "selectable": False,
    }
