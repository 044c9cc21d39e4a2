"""An attribution laid over the drawing, and the legend of its colours."""

import numpy as np
from numpy.typing import NDArray

from playground.digits.interpretability.attribution import Attribution, Question
from playground.digits.interpretability.occlusion import Square
from playground.figures.pixel_map import ABOVE, BELOW, FOREGROUND, Option, css, pixel_map_option


def attribution_option(
    image: NDArray[np.uint8], attribution: Attribution, square: Square | None = None
) -> Option:
    """The drawing in grey under what each pixel says; `square` has a white frame."""
    frame = None if square is None else (square.row, square.column, square.size)
    return pixel_map_option(attribution.values.numpy(), image, name="speaks", frame=frame)


def sign_words(question: Question) -> tuple[str, str]:
    """What blue and what orange stand for."""
    if question.other is None:
        return f"speaks for the {question.digit}", f"speaks against the {question.digit}"
    return f"speaks for the {question.digit}", f"speaks for the {question.other}"


def legend_html(above: str, below: str, foreground: str = "ink that says little") -> str:
    """The colours with their words, readable in both themes; one without words is left out."""
    parts = [("+", ABOVE, above), ("−", BELOW, below), ("", FOREGROUND, foreground)]
    return (
        "<div style='display:flex;flex-wrap:wrap;gap:4px 16px;font-size:14px'>"
        + "".join(
            f"<span style='display:inline-flex;align-items:center;gap:6px'><span style='width:16px;height:16px;"
            f"line-height:16px;text-align:center;color:#000;font-weight:700;border-radius:3px;"
            f"background:{css(color)}'>{sign}</span>{words}</span>"
            for sign, color, words in parts
            if words
        )
        + "</div>"
    )
