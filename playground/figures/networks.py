"""The answers of several networks to one image, beside each other, as a table for a browser."""

from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

from playground.formatting import format_accuracy, format_percent


@dataclass(frozen=True)
class NetworkAnswer:
    """One network's answer.

    Attributes:
        name: for people.
        label: the digit that it reads; None where it abstains.
        confidence: 0..1.
        probabilities: `(10,)` float32.
        chosen: whether it is the network that the page uses.
    """

    name: str
    label: int | None
    confidence: float
    probabilities: NDArray[np.float32]
    chosen: bool = False


STYLE = """<style>
.networks { display: grid; gap: 0.9rem; }
.networks .head { display: flex; flex-wrap: wrap; gap: 0 0.75rem; align-items: baseline; }
.networks .answer { font-weight: 600; }
.networks .bars { display: grid; grid-template-columns: repeat(10, minmax(0, 1fr)); gap: 3px; text-align: center;
  font-variant-numeric: tabular-nums; font-size: 0.8rem; line-height: 1.3; max-width: 46rem; }
.networks .track { position: relative; height: 52px; background: rgba(128, 136, 158, 0.18); border-radius: 4px 4px 0 0; }
.networks .bar { position: absolute; bottom: 0; left: 0; right: 0; background: rgba(128, 136, 158, 0.75);
  border-radius: 3px 3px 0 0; }
.networks .best .bar { background: #5b74f0; }
.networks .best { font-weight: 700; }
</style>"""


def networks_table(answers: list[NetworkAnswer]) -> str:
    """HTML: for each network its name and answer, and ten bars with the digit and the percentage below."""
    return f'{STYLE}<div class="networks">{"".join(_network(answer) for answer in answers)}</div>'


def _network(answer: NetworkAnswer) -> str:
    said = (
        "no digit" if answer.label is None else f"{answer.label}, {format_percent(100 * answer.confidence)}"
    )
    mark = " (reads your drawing above)" if answer.chosen else ""
    bars = "".join(
        _bar(digit, float(probability), digit == answer.label)
        for digit, probability in enumerate(answer.probabilities)
    )
    return (
        f'<section aria-label="{escape(answer.name)} reads {said}"><div class="head"><span>{escape(answer.name)}{mark}</span>'
        f'<span class="answer">reads {said}</span></div><div class="bars">{bars}</div></section>'
    )


def _bar(digit: int, probability: float, best: bool) -> str:
    percent = 100 * probability
    # As everywhere here, a probability below 1 is never shown as 100.
    number = (
        "0"
        if percent < 0.05
        else "&lt;1"
        if percent < 1
        else "&gt;99"
        if 99.5 <= percent < 100
        else f"{percent:.0f}"
    )
    return (
        f'<div class="cell{" best" if best else ""}" title="{digit}: {format_accuracy(probability)}"><div class="track">'
        f'<div class="bar" style="height: {percent:.1f}%"></div></div>{digit}<br>{number}</div>'
    )
