"""How well the shipped networks read drawings: `python -m benchmarks.drawn_digits`.

It needs MNIST on disk (see `PLAYGROUND_DATA_DIR`), the handwriting fonts (see
`playground.digits.pretraining.handwriting_fonts`) and requirements-dev.txt. Two thousand drawings are traced from MNIST's
test images, a thousand are of our own templates, a thousand of Hershey's fonts and ninety of each handwriting font
whose shapes no training saw, sixty of each of `benchmarks.digit_kinds`; each under a brush, size, tilt and place of its
own. The seeds are fixed and no training may use them: what a network learnt from drawings is measured here.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.digit_kinds import KINDS
from playground.digits.checkpoints import load_pretrained
from playground.digits.datasets import load_digits
from playground.digits.drawing import to_mnist
from playground.digits.drawing.preprocessing import shrink_only
from playground.digits.drawing.strokes import CANVAS, Strokes, place, random_placement, render
from playground.digits.models import to_input
from playground.digits.pretraining.handwriting_fonts import HELD_OUT_FONTS as HELD_OUT_HANDWRITING
from playground.digits.pretraining.handwriting_fonts import default_folder, handwritten
from playground.digits.pretraining.hershey import HELD_OUT_FONTS, character
from playground.digits.pretraining.templates import template_digit
from playground.digits.pretraining.tracing import trace

TRACED, TEMPLATED, LETTERED, HANDWRITTEN, OF_EACH_KIND = 2000, 1000, 1000, 90, 60
SEEDS = {
    "traced": 20_260_001,
    "template": 20_260_002,
    "held-out font": 20_260_004,
    "handwriting font": 20_260_005,
    "kind": 20_260_006,
}
TINY = (24.0, 0.32)
"""Brush in pixels and size as a share of the canvas of the kind with a thick pen."""

NETWORKS = ("cnn", "mlp")


PREPARATIONS: dict[str, Callable[[NDArray[np.uint8]], NDArray[np.uint8]]] = {
    "to_mnist": to_mnist,
    "shrink only": shrink_only,
}

BINS: dict[str, tuple[float, ...]] = {
    "brush": (8, 13, 19, 25, 30),
    "size": (0.25, 0.4, 0.55, 0.7, 0.9),
    "brush / ink's size": (0, 0.06, 0.1, 0.15, 0.2, 0.3, 0.5),
    "tilt": (-15, -9, -3, 3, 9, 15),
    "distance from centre": (0, 20, 40, 60, 100, 150),
}
"""Edges of each property's bins; the last bin holds its upper edge too."""


@dataclass(frozen=True)
class Drawings:
    """A test set.

    Attributes:
        images: for each of `PREPARATIONS`, `(N, 28, 28)` uint8.
        labels: `(N,)` int64.
        source: `(N,)` of str, a key of `SEEDS`.
        detail: `(N,)` of str, the handwriting font or the kind; empty in other sources.
        properties: for each of `BINS`, `(N,)` float64.
    """

    images: dict[str, NDArray[np.uint8]]
    labels: NDArray[np.int64]
    source: NDArray[np.str_]
    detail: NDArray[np.str_]
    properties: dict[str, NDArray[np.float64]]


def make_drawings(fonts: Path, *, size_of_path: bool = False) -> Drawings:
    """The fixed test set; `fonts` is the handwriting fonts' folder, `size_of_path` as in `random_placement`."""
    images: dict[str, list[NDArray[np.uint8]]] = {name: [] for name in PREPARATIONS}
    properties: dict[str, list[float]] = {name: [] for name in BINS}
    labels, source, detail = [], [], []
    sources = {
        "traced": [("", *one) for one in traced_digits()],
        "template": [("", *one) for one in templated_digits()],
        "held-out font": [("", *one) for one in lettered_digits()],
        "handwriting font": handwritten_digits(fonts),
        "kind": digits_of_kinds(),
    }
    for name, digits in sources.items():
        rng = np.random.default_rng([SEEDS[name], 1])
        for about, label, strokes in digits:
            placement = random_placement(rng, size_of_path=size_of_path)
            if about == "thick pen, tiny digit":
                placement = replace(placement, brush=TINY[0], size=TINY[1])
            rgba = render(strokes, placement)
            for preparation, prepare in PREPARATIONS.items():
                images[preparation].append(prepare(rgba))
            points = np.concatenate(place(strokes, placement))
            middle = (points.min(axis=0) + points.max(axis=0)) / 2
            shown = placement.size - placement.brush / CANVAS * size_of_path
            distance = float(np.hypot(*(middle - CANVAS / 2)))
            ratio = placement.brush / (placement.size * CANVAS)
            values = (placement.brush, shown, ratio, placement.tilt, distance)
            for key, value in zip(BINS, values, strict=True):
                properties[key].append(value)
            labels.append(label)
            source.append(name)
            detail.append(about)
    return Drawings(
        {key: np.stack(value) for key, value in images.items()},
        np.array(labels),
        np.array(source),
        np.array(detail),
        {key: np.array(value) for key, value in properties.items()},
    )


def traced_digits() -> list[tuple[int, Strokes]]:
    """Labelled strokes from MNIST's test images, without those that leave no line."""
    dataset = load_digits("mnist")
    order = np.random.default_rng(SEEDS["traced"]).permutation(len(dataset.test_images))[:TRACED]
    started = time.perf_counter()
    digits = [(int(dataset.test_labels[at]), trace(dataset.test_images[at].numpy())) for at in order]
    print(f"tracing {1000 * (time.perf_counter() - started) / len(digits):.2f} ms a drawing")
    return [(label, strokes) for label, strokes in digits if strokes]


def templated_digits() -> list[tuple[int, Strokes]]:
    """Labelled strokes of our own hand, as many of each digit."""
    rng = np.random.default_rng(SEEDS["template"])
    return [(at % 10, template_digit(at % 10, rng)) for at in range(TEMPLATED)]


def lettered_digits() -> list[tuple[int, Strokes]]:
    """Labelled strokes of Hershey's fonts that are held out, as many of each digit."""
    rng = np.random.default_rng(SEEDS["held-out font"])
    fonts = [HELD_OUT_FONTS[at // 10 % len(HELD_OUT_FONTS)] for at in range(LETTERED)]
    return [(at % 10, character(font, str(at % 10), rng)[1]) for at, font in enumerate(fonts)]


def handwritten_digits(fonts: Path) -> list[tuple[str, int, Strokes]]:
    """Font, label and strokes of the handwriting fonts that are held out, as many of each digit."""
    rng = np.random.default_rng(SEEDS["handwriting font"])
    return [
        (font, at % 10, handwritten(font, str(at % 10), rng, fonts)[1])
        for font in HELD_OUT_HANDWRITING
        for at in range(HANDWRITTEN)
    ]


def digits_of_kinds() -> list[tuple[str, int, Strokes]]:
    """Kind, label and strokes of each of `KINDS`."""
    rng = np.random.default_rng(SEEDS["kind"])
    return [(kind, *make(rng, at)) for kind, make in KINDS.items() for at in range(OF_EACH_KIND)]


@torch.inference_mode()
def read(network: str, images: NDArray[np.uint8]) -> NDArray[np.int64]:
    """The digit that a shipped network sees in each of `(N, 28, 28)` uint8."""
    model = load_pretrained(network).model.eval()
    batches = torch.from_numpy(images).split(250)
    return torch.cat([model(to_input(batch)).argmax(1) for batch in batches]).numpy()


def groups(drawings: Drawings) -> list[tuple[str, NDArray[np.bool_]]]:
    """What the table's rows are about: a title and the drawings `(N,)` that belong to it."""
    rows = [("overall", np.ones(len(drawings.labels), dtype=bool))]
    rows += [(name, drawings.source == name) for name in SEEDS]
    rows += [(f"digit {digit}", drawings.labels == digit) for digit in range(10)]
    fonts = drawings.source == "handwriting font"
    rows += [(f"handwriting fonts, digit {digit}", fonts & (drawings.labels == digit)) for digit in range(10)]
    rows += [(name, drawings.detail == name) for name in (*HELD_OUT_HANDWRITING, *KINDS)]
    for name, edges in BINS.items():
        which = np.digitize(drawings.properties[name], edges[1:-1])
        rows += [
            (f"{name} {low:g} to {high:g}", which == at) for at, (low, high) in enumerate(pairwise(edges))
        ]
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size-of-path", action="store_true", help="sizes are the path's, not the ink's")
    parser.add_argument(
        "--fonts", type=Path, default=default_folder(), help="where the handwriting fonts lie"
    )
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    drawings = make_drawings(arguments.fonts, size_of_path=arguments.size_of_path)
    right = {
        f"{network} {preparation}": read(network, images) == drawings.labels
        for network in NETWORKS
        for preparation, images in drawings.images.items()
    }
    print(f"{'accuracy in percent':32}{'n':>6}" + "".join(f"{name:>18}" for name in right))
    for title, members in groups(drawings):
        if members.any():
            shares = "".join(f"{100 * hits[members].mean():18.2f}" for hits in right.values())
            print(f"{title:32}{members.sum():6}{shares}")


if __name__ == "__main__":
    main()
