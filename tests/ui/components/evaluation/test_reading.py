"""A thousand drawings as the browser reads them and as the server does: same images, same answers."""

import base64
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from playground.digits.checkpoints import load_pretrained
from playground.digits.datasets import load_digits
from playground.digits.drawing import to_mnist
from playground.digits.drawing.strokes import CANVAS, Placement, Strokes, random_placement, render
from playground.digits.layer_description import pack_network
from playground.digits.models import to_input
from playground.digits.pretraining.non_digits import families
from playground.digits.pretraining.templates import template_digit
from playground.digits.rejection import CLASSES, KINDS, digit_probability, load_rejection_network
from playground.errors import BlankDrawingError
from playground.formatting import format_percent
from tests.node import needs_node, run_node

SCRIPT = Path(__file__).with_name("evaluate.mjs")

Gray = NDArray[np.uint8]
COUNT = 1_000


def ink(strokes: Strokes, rng: np.random.Generator) -> Gray:
    """`(CANVAS, CANVAS)`, with a random brush, at a random size and place."""
    return render(strokes, random_placement(rng, size_of_path=bool(rng.random() < 0.5)))[..., 0]


def whole_digit(number: int, rng: np.random.Generator) -> Gray:
    return ink(template_digit(number % 10, rng), rng)


def unfinished_digit(number: int, rng: np.random.Generator) -> Gray:
    """As it is while the pen moves: the last stroke is a part of itself."""
    *before, last = template_digit(number % 10, rng)
    return ink([*before, last[: int(rng.integers(1, len(last) + 1))]], rng)


def no_digit(number: int, rng: np.random.Generator) -> Gray:
    makers = [make for kinds in families(held_out=False).values() for make in kinds.values()]
    made = makers[number % len(makers)](rng)
    return ink(made, rng) if isinstance(made, list) else np.asarray(made)[..., 0]


def half_erased_digit(number: int, rng: np.random.Generator) -> Gray:
    """A black stroke as wide as the rest leaves faint edges, now and then nothing else."""
    strokes, placement = template_digit(number % 10, rng), random_placement(rng)
    drawn = render(strokes, placement)[..., 0].astype(np.uint16)
    thin = number % 3 == 0
    rubber = render(
        strokes if thin else template_digit(8, rng),
        placement if thin else Placement(30, 0.8, 0, (0.5, 0.5)),
    )[..., 0]
    return (drawn * (255 - rubber) // 255).astype(np.uint8)


def image_with_a_stroke(number: int, rng: np.random.Generator) -> Gray:
    """An image of a data set on the canvas, with a line across."""
    image = load_digits("embedded").test_images[number].numpy()
    line = ink([rng.uniform(0, 1, (2, 2)).astype(np.float32)], rng)
    return np.maximum(np.kron(image, np.ones((10, 10), np.uint8)), line)


@needs_node
def test_percentages_are_written_as_the_page_writes_them() -> None:
    shares = np.random.default_rng(0).uniform(0, 1, 300).astype(np.float32).tolist()
    near = [0, 1e-9, 0.0004, 0.0005, 0.00051, 0.9994, 0.9995, 0.99951, 1, 0.1225, 0.1275, 0.0025, 0.6875]
    percents = [100 * share for share in shares + near] + [12.25, 12.75, 0.25, 99.75, 50.25]
    assert run_node(SCRIPT, {"percents": percents})["percents"] == [
        format_percent(percent) for percent in percents
    ]


MAKERS = (whole_digit, unfinished_digit, no_digit, half_erased_digit, image_with_a_stroke)


def canvas(number: int) -> NDArray[np.uint8]:
    """`(CANVAS, CANVAS, 4)`: white on opaque black, on nothing, or black on white."""
    rng = np.random.default_rng(number)
    gray = MAKERS[number % len(MAKERS)](number // len(MAKERS), rng)
    rgba = np.full((CANVAS, CANVAS, 4), 255, np.uint8)
    if number % 7 == 1:
        rgba[..., 3] = gray
    else:
        rgba[..., :3] = (255 - gray if number % 7 == 2 else gray)[..., None]
    return rgba


def prepared(rgba: NDArray[np.uint8]) -> Gray | None:
    try:
        return to_mnist(rgba)
    except BlankDrawingError:
        return None


@pytest.fixture(scope="module")
def drawings(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Gray | None]]:
    """A file with the canvases, and their images as Python prepares them."""
    file, images = tmp_path_factory.mktemp("drawings") / "canvases", []
    with file.open("wb") as stream:
        for number in range(COUNT):
            pixels = canvas(number)
            stream.write(pixels.tobytes())
            images.append(prepared(pixels))
    return file, images


@needs_node
def test_a_thousand_drawings_are_prepared_and_read_alike(
    drawings: tuple[Path, list[Gray | None]], tmp_path: Path
) -> None:
    canvases, images = drawings
    judge, reader = load_rejection_network(), load_pretrained("cnn").model
    (tmp_path / "judge").write_bytes(pack_network(judge, "judge"))
    (tmp_path / "reader").write_bytes(pack_network(reader, "cnn"))
    sizes = [sum(kind == one for one, _ in CLASSES) for kind in KINDS]
    asked = {
        "canvases": str(canvases),
        "width": CANVAS,
        "height": CANVAS,
        "judge": str(tmp_path / "judge"),
        "reader": str(tmp_path / "reader"),
        "sizes": sizes,
    }
    answers = run_node(SCRIPT, {"read": [asked]})["read"][0]
    assert [answer is None for answer in answers] == [image is None for image in images]
    inked = [number for number, image in enumerate(images) if image is not None]
    got = np.stack([np.frombuffer(base64.b64decode(answers[number]["image"]), np.uint8) for number in inked])
    wanted = np.stack([images[number] for number in inked])
    different = [inked[at] for at in np.flatnonzero((got != wanted.reshape(len(inked), -1)).any(1))]
    assert not different

    with torch.inference_mode():
        batch = to_input(torch.from_numpy(wanted))
        kinds, shares = judge(batch), reader(batch).softmax(1)
    digit = digit_probability(kinds)
    accepted = digit >= 0.5
    expected = torch.where(accepted[:, None], shares, digit[:, None] * shares)
    torch.testing.assert_close(
        torch.tensor([answers[number]["probabilities"] for number in inked]), expected, rtol=0, atol=1e-5
    )
    labels = [
        int(share.argmax()) if well else None for share, well in zip(shares, accepted.tolist(), strict=True)
    ]
    assert [answers[number]["label"] for number in inked] == labels
    looks = torch.where(accepted, 0, 1 + kinds[:, 1:].argmax(1))
    assert [answers[number]["kind"] for number in inked] == looks.tolist()
    # The drawings are of all sorts, else their answers would agree for nothing.
    assert set(looks.tolist()) == set(range(len(KINDS)))
    assert set(labels) == {None, *range(10)}
