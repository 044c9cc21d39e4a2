"""How well photographs are read, kind by kind: `python -m benchmarks.photographs [SHEETS]`.

It needs MNIST on disk (see `PLAYGROUND_DATA_DIR`). Each kind of `tests.digits.drawing.sheets` gives 200 sheets, or as many
as are asked for: half hold one digit, half two to six in a row, all taken from those of MNIST's test images that the
shipped CNN reads as they are. The seed is fixed. A sheet is right when all its digits are, in their rows.
"""

import sys
import time
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from playground.digits.checkpoints import load_pretrained
from playground.digits.datasets import load_digits
from playground.digits.drawing.photograph_file import open_photograph
from playground.digits.prediction import predict
from playground.digits.several import find_digits_in_photograph
from playground.errors import PhotographError
from tests.digits.drawing.sheets import KINDS, TOUCHING, Sheet, photographed

SHEETS = 200
SEED = 20_260_005
MODEL = load_pretrained("cnn").model


@dataclass
class Tally:
    """Sheets of one kind: how many, and how many were read rightly; those read wrongly without a `?`; seconds."""

    one: int = 0
    one_right: int = 0
    several: int = 0
    several_right: int = 0
    unnoticed: int = 0
    seconds: float = 0.0

    def count(self, rows: list[list[int]], read: list[list[int | None]], seconds: float) -> None:
        """Add a sheet."""
        right, single = rows == read, sum(map(len, rows)) == 1
        self.one += single
        self.one_right += single and right
        self.several += not single
        self.several_right += not single and right
        self.unnoticed += not right and bool(read) and all(label is not None for row in read for label in row)
        self.seconds += seconds


def readable() -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """MNIST's test images that are accepted and read rightly as they are, and their labels."""
    digits = load_digits("mnist")
    kept = [
        at
        for at in range(0, len(digits.test_images), 4)
        if predict(MODEL, digits.test_images[at]).label == int(digits.test_labels[at])
    ]
    return digits.test_images[kept].numpy(), digits.test_labels[kept].numpy()


def read(content: bytes) -> list[list[int | None]]:
    """What the page reads in a photograph, row by row; nothing where it says why not."""
    try:
        sheet = find_digits_in_photograph(open_photograph(content))
    except PhotographError:
        return []
    return [[predict(MODEL, sheet.marks[number].image).label for number in row] for row in sheet.rows]


def measure(
    digits: tuple[NDArray[np.uint8], NDArray[np.int64]],
    kind: Sheet,
    rng: np.random.Generator,
    sheets: int,
    least: int,
) -> Tally:
    """`sheets` sheets of a kind, every second one with one digit unless `least` is more."""
    images, labels = digits
    tally = Tally()
    for number in range(sheets):
        single = number % 2 == 0 and kind.rows == least == 1
        lengths = [1 if single else int(rng.integers(max(least, 2), 7)) for _ in range(kind.rows)]
        rows = [rng.integers(len(images), size=length) for length in lengths]
        content = photographed([[images[at] for at in row] for row in rows], rng, kind)
        started = time.process_time()
        answer = read(content)
        tally.count([labels[row].tolist() for row in rows], answer, time.process_time() - started)
    return tally


def main() -> None:
    sheets = int(sys.argv[1]) if len(sys.argv) > 1 else SHEETS
    torch.set_num_threads(1)
    digits = readable()
    print(f"{'read rightly in percent':24}{'one digit':>12}{'a row':>12}{'wrong, no ?':>14}{'CPU ms':>10}")
    for number, (name, kind) in enumerate([*KINDS.items(), ("touching", TOUCHING)]):
        tally = measure(
            digits, kind, np.random.default_rng([SEED, number]), sheets, 2 if kind is TOUCHING else 1
        )
        one = f"{100 * tally.one_right / tally.one:.1f}" if tally.one else ""
        print(
            f"{name:24}{one:>12}{100 * tally.several_right / max(tally.several, 1):12.1f}"
            f"{100 * tally.unnoticed / sheets:14.1f}{1000 * tally.seconds / sheets:10.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
