"""Trains the out-of-distribution detector, which abstains where a drawing is no digit: `python -m playground.digits.pretraining.rejection`.

It needs MNIST on disk (see `PLAYGROUND_DATA_DIR`) and requirements-dev.txt, and writes
`playground/digits/pretrained/rejection.safetensors`. Digits are MNIST's and the embedded ones, and drawings of them;
the rest comes from `playground.digits.pretraining.non_digits`.
"""

import argparse
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

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
from playground.digits.pretraining.drawings import with_drawings
from playground.digits.pretraining.networks import COPIES, OTHERS
from playground.digits.pretraining.non_digits import families
from playground.digits.rejection import FILE, KINDS, RejectionNetwork, digit_probability
from playground.digits.training.augmentation import augment

EPOCHS, BATCH_SIZE, LEARNING_RATE = 7, 128, 0.004
NON_DIGITS = 20_000
"""Drawings of each kind that is refused; a fortieth of all images is held back to set the threshold."""
FALSE_REJECTIONS = 0.006
"""The share of real digits that may be refused on the images held back."""


@dataclass(frozen=True)
class Examples:
    """Images `(N, 28, 28)` uint8 and their kinds `(N,)` int64, indices into `KINDS`."""

    images: Tensor
    kinds: Tensor


def draw_non_digits(kind: str, count: int, seed: int, *, held_out: bool = False) -> NDArray[np.uint8]:
    """`(count, 28, 28)` uint8: drawings of `kind`, its families in turn, each under a random brush and placement."""
    rng = np.random.default_rng((seed, list(KINDS).index(kind), held_out))
    makers = list(families(held_out=held_out)[kind].values())
    drawn = (makers[at % len(makers)](rng) for at in range(count))
    return np.stack([to_mnist(render(strokes, random_placement(rng))) for strokes in drawn])


def make_examples(seed: int = 0) -> Examples:
    """Digits and everything else, in random order."""
    digits = with_drawings(load_digits("mnist"), COPIES, OTHERS).train_images[::2]
    embedded = load_digits("embedded").train_images
    kinds = list(KINDS)[1:]
    with ProcessPoolExecutor() as pool:
        made = list(pool.map(draw_non_digits, kinds, [NON_DIGITS] * len(kinds), [seed] * len(kinds)))
    images = [digits, embedded, *(torch.from_numpy(drawn) for drawn in made)]
    labels = [0, 0, *range(1, len(kinds) + 1)]
    order = torch.randperm(sum(map(len, images)), generator=torch.Generator().manual_seed(seed))
    numbers = torch.cat([torch.full((len(part),), kind) for part, kind in zip(images, labels, strict=True)])
    return Examples(torch.cat(images)[order], numbers[order])


def train_rejection(examples: Examples, seed: int = 0) -> RejectionNetwork:
    """A trained network in eval mode whose one half is the threshold at which `FALSE_REJECTIONS` of the digits are refused."""
    held_back = len(examples.images) // 40
    torch.manual_seed(seed)
    network, generator = RejectionNetwork(), torch.Generator().manual_seed(seed)
    optimizer = torch.optim.AdamW(network.parameters(), weight_decay=0.01)
    count = len(examples.images) - held_back
    steps = count // BATCH_SIZE
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, LEARNING_RATE, total_steps=EPOCHS * steps)
    for epoch in range(EPOCHS):
        order = held_back + torch.randperm(count, generator=generator)
        for batch in order[: steps * BATCH_SIZE].split(BATCH_SIZE):
            inputs = augment(to_input(examples.images[batch]), generator)
            loss = F.cross_entropy(network(inputs), examples.kinds[batch], label_smoothing=0.02)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
        print(f"epoch {epoch + 1}: loss of the last batch {loss.item():.4f}", flush=True)
    _set_threshold(network.eval(), examples.images[:held_back], examples.kinds[:held_back])
    return network


@torch.inference_mode()
def _set_threshold(network: RejectionNetwork, images: Tensor, kinds: Tensor) -> None:
    """Move the digit's bias so that `FALSE_REJECTIONS` of these digits are less likely than one half."""
    logits = torch.cat([network(to_input(batch)) for batch in images.split(500)])
    scores = digit_probability(logits)[kinds == 0].logit()
    refused = digit_probability(logits)[kinds != 0].logit()
    threshold = scores.quantile(FALSE_REJECTIONS)
    last = network[-1]
    assert isinstance(last, torch.nn.Linear)
    last.bias[0] -= threshold
    print(f"threshold {threshold:.2f}: refused of the rest {(refused < threshold).float().mean():.4f}")


def main() -> None:
    """Train the network and save it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--threads", type=int, default=1, help="threads that PyTorch uses")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    network = train_rejection(make_examples())
    save_file(network.state_dict(), FILE)
    print(f"{FILE}: {FILE.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
