"""Somebody's own digits as pictures in a row, and what each network makes of them, as HTML for the page.

A page of a hundred small pictures is a hundred elements to Streamlit, but one to a browser that gets them as HTML: they
wrap at any width, follow the theme, and come in one message.
"""

import base64
import html
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from playground.digits.own_digits.folder import UserTestSet
from playground.digits.own_digits.png import encode_png
from playground.digits.own_digits.scores import ScoredNetwork
from playground.figures.theme import CORRECT, INCORRECT
from playground.formatting import format_percent

SHOWN_PER_DIGIT = 20
"""The newest drawings of each digit that are shown; all of them count."""

SHOWN_MISTAKES = 40

_WRONG, _RIGHT = f"rgb{INCORRECT}", f"rgb{CORRECT}"

STYLE = f"""<style>
.own-row {{ display: flex; flex-wrap: wrap; gap: 6px; align-items: flex-start; margin: 2px 0 10px; }}
.own-row figure, .own-digit {{ margin: 0; width: 48px; text-align: center; font-size: 12px; line-height: 1.35; }}
.own-row img {{ width: 48px; height: 48px; image-rendering: pixelated; border-radius: 4px; display: block; box-shadow: 0 0 0 1px rgba(128, 136, 158, 0.5); }}
.own-row figcaption {{ margin-top: 3px; }}
.own-set {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(min(300px, 100%), 1fr)); column-gap: 24px; }}
.own-row figure.wrong img {{ outline: 2px solid {_WRONG}; outline-offset: 1px; }}
.own-digit {{ font-size: 22px; font-weight: 600; width: 52px; }}
.own-digit small {{ display: block; font-size: 12px; font-weight: 400; opacity: 0.8; }}
.own-line {{ display: grid; grid-template-columns: 52px 1fr; gap: 6px; }}
.own-score {{ margin: 0 0 14px; }}
.own-score summary {{ cursor: pointer; font-size: 14px; margin-top: 4px; }}
.own-score .own-row {{ margin: 8px 0 4px; padding: 0 4px; gap: 10px; }}
.own-track {{ position: relative; height: 14px; margin: 6px 0 2px; border-radius: 7px; background: rgba(128, 136, 158, 0.22); }}
.own-band {{ position: absolute; top: 0; bottom: 0; border-radius: 7px; background: {_RIGHT}; opacity: 0.55; }}
.own-point {{ position: absolute; top: -3px; bottom: -3px; width: 4px; margin-left: -2px; background: currentColor; }}
.own-scale {{ display: flex; justify-content: space-between; font-size: 12px; opacity: 0.8; margin-bottom: 12px; }}
</style>"""


def collection_html(digits: UserTestSet) -> str:
    """All drawings, a row a digit: the digit with their number, then the pictures, numbered in the order of saving."""
    rows = []
    for digit, count in enumerate(digits.counts):
        if not count:
            continue
        images = digits.images[digits.labels == digit]
        first = max(count - SHOWN_PER_DIGIT, 0)
        figures = "".join(
            _figure(image, str(number), f"your {digit} number {number}")
            for number, image in enumerate(images[first:], first + 1)
        )
        earlier = f"<small>{first:,} earlier ones are not shown</small>" if first else ""
        rows.append(
            f'<div class="own-line"><div class="own-digit">{digit}<small>{count:,} saved</small></div>'
            f'<div class="own-row">{figures}{earlier}</div></div>'
        )
    return f'{STYLE}<div class="own-set">{"".join(rows)}</div>'


def scores_html(digits: UserTestSet, networks: Sequence[ScoredNetwork]) -> str:
    """A bar a network on one scale: the share read right, and the band that a set of this size allows.

    A network that learnt from some of the drawings gets no band.
    """
    return STYLE + "".join(_network(digits, network) for network in networks) + _SCALE


_SCALE = '<div class="own-scale"><span>0 %</span><span>read right</span><span>100 %</span></div>'


def _network(digits: UserTestSet, network: ScoredNetwork) -> str:
    score = network.score
    right, of = int(score.right.sum()), len(score.right)
    low, high = score.interval
    name = html.escape(network.name) + (" (it reads the canvas now)" if network.chosen else "")
    words, band = f"{right} of {of} right, {format_percent(100 * right / of)}", ""
    if not score.learnt.any():  # what was learnt by heart allows no conclusion about other drawings
        words += f" (95\u00a0% interval: {format_percent(100 * low)} to {format_percent(100 * high)})"
        band = f'<div class="own-band" style="left: {100 * low:.1f}%; right: {100 * (1 - high):.1f}%"></div>'
    note = f"<div><small>{html.escape(network.note)}</small></div>" if network.note else ""
    return (
        f'<div class="own-score"><b>{name}</b><div>{words}</div>{note}'
        f'<div class="own-track" role="img" aria-label="{words}">'
        f'{band}<div class="own-point" style="left: {100 * right / of:.1f}%"></div></div>'
        f"{_mistakes(digits, network)}</div>"
    )


def _mistakes(digits: UserTestSet, network: ScoredNetwork) -> str:
    wrong = np.flatnonzero(~network.score.right)
    if not len(wrong):
        return "<small>No mistake.</small>"
    figures = []
    for index in wrong[:SHOWN_MISTAKES]:
        label, read = int(digits.labels[index]), int(network.score.predicted[index])
        figures.append(
            _figure(digits.images[index], f"{label} → {read}", f"your {label} read as {read}", "wrong")
        )
    more = f"<small>and {len(wrong) - SHOWN_MISTAKES:,} more</small>" if len(wrong) > SHOWN_MISTAKES else ""
    mistakes = "1 mistake" if len(wrong) == 1 else f"{len(wrong):,} mistakes"
    return (
        f"<details{' open' if network.chosen else ''}><summary>{mistakes}: what you meant → what it read</summary>"
        f'<div class="own-row">{"".join(figures)}{more}</div></details>'
    )


def _figure(image: NDArray[np.uint8], caption: str, alt: str, kind: str = "") -> str:
    return (
        f'<figure class="{kind}"><img src="{_source(image.tobytes(), image.shape)}" alt="{alt}">'
        f"<figcaption>{caption}</figcaption></figure>"
    )


@lru_cache(maxsize=4096)
def _source(pixels: bytes, shape: tuple[int, int]) -> str:
    png = encode_png(np.frombuffer(pixels, dtype=np.uint8).reshape(shape))
    return "data:image/png;base64," + base64.b64encode(png).decode("ascii")
