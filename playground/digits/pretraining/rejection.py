"""Trains the out-of-distribution detector, which abstains where a drawing is no digit: `python -m playground.digits.pretraining.rejection`.

It needs MNIST on disk (see `PLAYGROUND_DATA_DIR`), requirements-dev.txt and the handwriting fonts, and writes
`playground/digits/pretrained/rejection.safetensors`. Digits are MNIST's and the embedded ones, and drawings of them;
the rest comes from `playground.digits.pretraining.non_digits` and from the letters of the fonts.
"""

import argparse
import math
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from torch import Tensor
from torch.nn import functional as F

from playground.digits.datasets import load_digits
from playground.digits.drawing import to_mnist
from playground.digits.drawing.strokes import random_placement, render
from playground.digits.models import to_input
from playground.digits.pretraining.drawings import CHUNK, with_drawings
from playground.digits.pretraining.handwriting_fonts import TRAINING_FONTS, default_folder, handwritten
from playground.digits.pretraining.hershey import character
from playground.digits.pretraining.networks import COPIES, OF_EACH_FONT, OTHERS
from playground.digits.pretraining.non_digits import HANDWRITTEN_LETTERS, families, font_families
from playground.digits.rejection import CLASSES, FILE, KINDS, OTHER, RejectionNetwork, digit_probability
from playground.digits.training.augmentation import augment

EPOCHS, BATCH_SIZE, LEARNING_RATE = 3, 128, 0.005
NON_DIGITS = {"dot": 4_000, "scribble": 14_000, "letter": 12_000, "picture": 14_000, "several": 12_000}
"""Drawings of each kind that is refused, beside the letters."""
LETTERS_OF_EACH_FONT = 400
"""Drawings of letters, of each handwriting font and of each of Hershey's fonts with Latin letters."""
LATIN_FONTS = ("futural", "cursive", "rowmand", "timesr")
FALSE_REJECTIONS = 0.009
"""The share of real digits that may be refused on the images held back, a fortieth of all, which set the threshold."""


@dataclass(frozen=True)
class Examples:
    """Images `(N, 28, 28)` uint8 and what they show `(N,)` int64, indices into `CLASSES`."""

    images: Tensor
    classes: Tensor


def class_index(kind: str, name: str = OTHER) -> int:
    """The index in `CLASSES` of a digit, a letter (of either case where the two look alike), or a whole kind."""
    known = {one for of, one in CLASSES if of == kind}
    return CLASSES.index((kind, next((one for one in (name, name.upper()) if one in known), OTHER)))


def draw_non_digits(kind: str, count: int, seed: int, fonts: Path | None = None) -> NDArray[np.uint8]:
    """`(count, 28, 28)` uint8: drawings of `kind`, its families in turn, each under a random brush and placement.

    Every second one is of the fonts' families where the folder `fonts` is given and the kind has such.
    """
    rng = np.random.default_rng((seed, list(KINDS).index(kind)))
    groups = [list(families(held_out=False)[kind].values())]
    if fonts is not None and kind in font_families(fonts, held_out=False):
        groups.append(list(font_families(fonts, held_out=False)[kind].values()))
    drawn = []
    for at in range(count):
        group = groups[at % len(groups)]
        strokes = group[at // len(groups) % len(group)](rng)
        drawn.append(to_mnist(render(strokes, random_placement(rng))))
    return np.stack(drawn)


def draw_letters(
    font: str, count: int, seed: int, fonts: Path
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """`(count, 28, 28)` uint8 and `(count,)` int64, indices into `CLASSES`: letters of a handwriting font or of Hershey's."""
    rng = np.random.default_rng((seed, 7, *font.encode()))
    images, classes = [], []
    for _ in range(count):
        if font in LATIN_FONTS:
            one, strokes = character(font, HANDWRITTEN_LETTERS, rng)
        else:
            one, strokes = handwritten(font, HANDWRITTEN_LETTERS, rng, fonts)
        images.append(to_mnist(render(strokes, random_placement(rng))))
        classes.append(class_index("letter", one))
    return np.stack(images), np.array(classes, dtype=np.int64)


def make_examples(fonts: Path, seed: int = 0) -> Examples:
    """Digits and everything else, in random order."""
    parts = [_digits(fonts)]
    letter_fonts = [*TRAINING_FONTS, *LATIN_FONTS]
    with ProcessPoolExecutor() as pool:
        tasks = [(kind, number) for kind, count in NON_DIGITS.items() for number in range(count // CHUNK)]
        made = pool.map(partial(_draw_chunk, seed=seed, fonts=fonts), tasks)
        letters = pool.map(
            partial(draw_letters, count=LETTERS_OF_EACH_FONT, seed=seed, fonts=fonts), letter_fonts
        )
        parts += [
            (drawn, np.full(len(drawn), class_index(kind)))
            for (kind, _), drawn in zip(tasks, made, strict=True)
        ]
        parts += list(letters)
    images = torch.from_numpy(np.concatenate([drawn for drawn, _ in parts]))
    classes = torch.from_numpy(np.concatenate([names for _, names in parts]))
    order = torch.randperm(len(images), generator=torch.Generator().manual_seed(seed))
    return Examples(images[order], classes[order])


def _draw_chunk(task: tuple[str, int], seed: int, fonts: Path) -> NDArray[np.uint8]:
    """The drawings of one task: of a kind, and its number among those."""
    kind, number = task
    return draw_non_digits(kind, CHUNK, seed + 1000 * number, fonts)


def _digits(fonts: Path) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Every third image of MNIST and of its drawings, all other drawings, and the embedded images."""
    mnist, embedded = load_digits("mnist"), load_digits("embedded")
    data = with_drawings(mnist, COPIES, OTHERS, of_each_font=OF_EACH_FONT, fonts=fonts)
    others = OTHERS + OF_EACH_FONT * len(TRAINING_FONTS)
    chosen = np.r_[
        0 : len(data.train_images) - others : 3, len(data.train_images) - others : len(data.train_images)
    ]
    images = np.concatenate([data.train_images.numpy()[chosen], embedded.train_images.numpy()])
    return images, np.concatenate([data.train_labels.numpy()[chosen], embedded.train_labels.numpy()])


def train_rejection(examples: Examples, seed: int = 0) -> RejectionNetwork:
    """A trained network in eval mode whose one half is the threshold at which `FALSE_REJECTIONS` of the digits are refused."""
    held_back = len(examples.images) // 40
    torch.manual_seed(seed)
    torch.set_flush_denormal(True)
    # With channels last, and bfloat16 where it is not the weights, a convolution on a CPU takes less than half the time.
    network, generator = RejectionNetwork(), torch.Generator().manual_seed(seed)
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimizer = torch.optim.AdamW(network.parameters(), weight_decay=0.01, fused=True)
    count = len(examples.images) - held_back
    steps = count // BATCH_SIZE
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, total_steps=EPOCHS * steps)
    for epoch in range(EPOCHS):
        order = held_back + torch.randperm(count, generator=generator)
        for batch in order[: steps * BATCH_SIZE].split(BATCH_SIZE):
            inputs = augment(to_input(examples.images[batch]), generator)
            with torch.autocast("cpu", torch.bfloat16):
                logits = network.class_logits(inputs)
            loss = F.cross_entropy(logits.float(), examples.classes[batch], label_smoothing=0.02)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
        print(f"epoch {epoch + 1}: loss of the last batch {loss.item():.4f}", flush=True)
    network.to(memory_format=torch.contiguous_format)  # type: ignore[call-overload]
    _set_threshold(network.eval(), examples.images[:held_back], examples.classes[:held_back])
    return network


@torch.inference_mode()
def _set_threshold(network: RejectionNetwork, images: Tensor, classes: Tensor) -> None:
    """Move the digits' biases so that `FALSE_REJECTIONS` of these digits are less likely than one half."""
    last = network[-1]
    assert isinstance(last, torch.nn.Linear)
    # Dots are easily told, so few are among the examples: they count as if they were as many as the pictures.
    last.bias[class_index("dot")] += math.log(NON_DIGITS["picture"] / NON_DIGITS["dot"])
    logits = torch.cat([network(to_input(batch)) for batch in images.split(500)])
    digits = classes < 10
    scores, refused = digit_probability(logits)[digits].logit(), digit_probability(logits)[~digits].logit()
    threshold = scores.quantile(FALSE_REJECTIONS)
    last.bias[:10] -= threshold
    print(f"threshold {threshold:.2f}: refused of the rest {(refused < threshold).float().mean():.4f}")


def main() -> None:
    """Train the network and save it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=1, help="threads that PyTorch uses")
    parser.add_argument(
        "--fonts", type=Path, default=default_folder(), help="where the handwriting fonts lie"
    )
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    network = train_rejection(make_examples(arguments.fonts))
    save_file(network.state_dict(), FILE)
    print(f"{FILE}: {FILE.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
