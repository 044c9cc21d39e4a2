"""The reading of a drawing: the digit, its confidence, what the network saw and ten bars, also while the pen moves.

The server's answer is the one that counts. While the pen is down the browser reads by itself, every frame, with the
networks that `network_delivery` brought; `pixels.js` says how it sees the canvas. Its answers are the server's, and stand
where that is shown, so that nothing moves when it comes.
"""

import base64
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.digits.prediction import Prediction
from playground.digits.rejection import CLASSES, KINDS
from playground.ui.components.mount import component

_READING = component("digit_reading")


@dataclass(frozen=True)
class Networks:
    """The keys under which the browser has the chosen network and the refusing one."""

    reader: str
    judge: str


@dataclass(frozen=True)
class Drawing:
    """Which drawing an answer is about.

    Attributes:
        version: differs after each Undo, Redo and Clear.
        strokes: how many it has.
    """

    version: int
    strokes: int


def digit_reading(
    answer: tuple[Prediction, NDArray[np.uint8]] | None,
    drawing: Drawing,
    networks: Networks | None,
    *,
    key: str,
    canvas: str,
    place: str,
    alt: str,
    why: str = "",
    photographed: bool = False,
) -> None:
    """Show an answer, and be ready for the next stroke.

    Args:
        answer: the prediction and the `(28, 28)` uint8 image; None where the page shows something else.
        drawing: what it is about.
        networks: what the browser reads with; None where it cannot.
        key: the element's key.
        canvas: the key of the container with the drawing canvas.
        place: the key of the container that the answer is in.
        alt: what the bars show.
        why: why the browser cannot read, in a sentence.
        photographed: whether the photograph that the digit is from stands above.
    """
    data: dict[str, Any] = {
        "canvas": canvas,
        "place": place,
        "networks": None if networks is None else asdict(networks),
        "why": why,
        "kinds": [
            {"name": name, "size": sum(kind == one for one, _ in CLASSES)} for kind, name in KINDS.items()
        ],
        **asdict(drawing),
        "answer": None if answer is None else _answer(*answer),
        "alone": answer is not None and not photographed,
        "photographed": photographed,
        "alt": alt,
    }
    _READING(key=key, data=data)


def _answer(prediction: Prediction, image: NDArray[np.uint8]) -> dict[str, Any]:
    return {
        "label": prediction.label,
        "probabilities": prediction.probabilities.tolist(),
        "kind": list(KINDS).index(prediction.looks_like) if prediction.looks_like else -1,
        "image": base64.b64encode(image.tobytes()).decode("ascii"),
    }
