"""What is refused as 'not one digit', and what that costs: `python -m benchmarks.not_a_digit`.

It needs MNIST on disk (see `PLAYGROUND_DATA_DIR`), the handwriting fonts (see
`playground.digits.pretraining.handwriting_fonts`) and requirements-dev.txt. Real digits are MNIST's test images and the
drawings of `benchmarks.drawn_digits`; the rest are drawings of families and of fonts that no training saw, and, for
comparison, of families that it saw. Four methods are measured at the same price, and the shipped one as it is set, for
each letter and each digit too.
"""

import argparse
import string
from functools import partial
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from benchmarks.drawn_digits import Drawings, make_drawings
from playground.digits.checkpoints import load_pretrained
from playground.digits.datasets import load_digits
from playground.digits.drawing import to_mnist
from playground.digits.drawing.strokes import Strokes, random_placement, render
from playground.digits.models import to_input
from playground.digits.models.cnn import Cnn
from playground.digits.pretraining.handwriting_fonts import (
    HELD_OUT_FONTS,
    default_folder,
    glyphs,
    handwritten,
)
from playground.digits.pretraining.non_digits import LOOKALIKES, Family, families, font_families
from playground.digits.rejection import KINDS, digit_probability, load_rejection_network

EACH, OF_EACH_LETTER = 60, 6
"""Drawings of each family; of each letter of each handwriting font that is held out."""
SEED = 20_260_003
PRICES = (0.002, 0.005, 0.01, 0.02, 0.05)
"""Shares of real digits lost at which the methods are compared."""


def draw_all(fonts: Path, *, held_out: bool) -> dict[str, dict[str, Tensor]]:
    """Kind to family to images `(EACH, 28, 28)` uint8; of the handwriting fonts those that are held out."""
    rng = np.random.default_rng((SEED, held_out))
    made = {kind: dict(makers) for kind, makers in families(held_out=held_out).items()}
    if held_out:
        for kind, makers in font_families(fonts, held_out=True).items():
            made[kind] |= makers
    return {
        kind: {name: draw(make, EACH, rng) for name, make in makers.items()} for kind, makers in made.items()
    }


def draw_letters(fonts: Path) -> dict[str, Tensor]:
    """Letters of the handwriting fonts that are held out, each with its images `(N, 28, 28)` uint8."""
    rng = np.random.default_rng((SEED, 2))
    drawn = {}
    for one in string.ascii_letters:
        having = [font for font in HELD_OUT_FONTS if one in glyphs(font, fonts)]
        images = [draw(partial(_letter, font, one, fonts), OF_EACH_LETTER, rng) for font in having]
        drawn[one] = torch.cat(images)
    return drawn


def draw(make: Family, count: int, rng: np.random.Generator) -> Tensor:
    """`(count, 28, 28)` uint8 of a family."""
    return torch.from_numpy(
        np.stack([to_mnist(render(make(rng), random_placement(rng))) for _ in range(count)])
    )


def _letter(font: str, one: str, fonts: Path, rng: np.random.Generator) -> Strokes:
    return handwritten(font, one, rng, fonts)[1]


class Scores:
    """Four scores of how much an image looks like a digit; higher is more."""

    def __init__(self) -> None:
        model = load_pretrained("cnn").model
        assert isinstance(model, Cnn)
        self.model, self.rejection = model, load_rejection_network()
        digits = load_digits("mnist")
        features = self.features(digits.train_images[:10_000])
        labels = digits.train_labels[:10_000]
        self.means = torch.stack([features[labels == digit].mean(0) for digit in range(10)])  # (10, 576)
        rest = features - self.means[labels]
        # A little of the mean variance on the diagonal: some features hardly vary.
        covariance = rest.T @ rest / len(rest)
        self.precision = torch.linalg.inv(
            covariance + 0.01 * covariance.diagonal().mean() * torch.eye(len(covariance))
        )

    @torch.inference_mode()
    def features(self, images: Tensor) -> Tensor:
        """`(N, 576)` float32: what the CNN's last layer sees."""
        return torch.cat(
            [self.model.features(to_input(part).unsqueeze(1)).flatten(1) for part in images.split(500)]
        )

    @torch.inference_mode()
    def __call__(self, images: Tensor) -> dict[str, Tensor]:
        """Method to scores `(N,)`."""
        features = self.features(images)
        logits = self.model.classifier(features)
        apart = features.unsqueeze(1) - self.means  # (N, 10, 576)
        distance = torch.einsum("ncf,fg,ncg->nc", apart, self.precision, apart).amin(1)
        judged = torch.cat([self.rejection(to_input(part)) for part in images.split(500)])
        return {
            "largest probability": logits.softmax(1).amax(1),
            "energy": logits.logsumexp(1),
            "distance to class features": -distance,
            "trained network": digit_probability(judged).logit(),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--fonts", type=Path, default=default_folder(), help="where the handwriting fonts lie"
    )
    fonts = parser.parse_args().fonts
    torch.set_num_threads(1)
    scores = Scores()
    drawings = make_drawings(fonts)
    real = {
        "MNIST's test images": load_digits("mnist").test_images,
        "embedded test images": load_digits("embedded").test_images,
        "drawings": torch.from_numpy(drawings.images["to_mnist"]),
    }
    digits = {name: scores(images) for name, images in real.items()}
    others = {
        held: {
            kind: {name: scores(images) for name, images in made.items()}
            for kind, made in draw_all(fonts, held_out=held).items()
        }
        for held in (True, False)
    }
    letters = {name: scores(images)["trained network"] for name, images in draw_letters(fonts).items()}
    report_curve(digits["drawings"], others[True])
    report_shipped(digits, others)
    report_digits(drawings, digits["drawings"]["trained network"])
    report_letters(letters)


def report_curve(digits: dict[str, Tensor], others: dict[str, dict[str, dict[str, Tensor]]]) -> None:
    """Each method at each price: the mean over the held-out kinds of the share refused."""
    print(
        f"{'refused of held-out kinds, at drawn digits lost of':52}"
        + "".join(f"{price:8.1%}" for price in PRICES)
    )
    for method, of_digits in digits.items():
        shares = []
        for price in PRICES:
            threshold = of_digits.quantile(price)
            kinds = [torch.cat([made[method] for made in families.values()]) for families in others.values()]
            shares.append(float(torch.stack([(kind < threshold).float().mean() for kind in kinds]).mean()))
        print(f"{method:52}" + "".join(f"{share:8.1%}" for share in shares))


def report_shipped(
    digits: dict[str, dict[str, Tensor]], others: dict[bool, dict[str, dict[str, dict[str, Tensor]]]]
) -> None:
    """The shipped network as it is set: what it refuses of everything."""
    print(f"\n{'refused by the trained network as it is set':52}")
    for name, of_digits in digits.items():
        print(f"  {name:50}{(of_digits['trained network'] < 0).float().mean():8.1%}")
    for held, kinds in others.items():
        print("held out of its training:" if held else "families that its training saw:")
        for kind, made in kinds.items():
            refused = {
                name: (scores["trained network"] < 0).float().mean().item() for name, scores in made.items()
            }
            print(
                f"  {KINDS[kind]:50}{np.mean(list(refused.values())):8.1%}  "
                + ", ".join(f"{name} {share:.0%}" for name, share in refused.items() if share < 0.9)
            )


def report_digits(drawings: Drawings, scores: Tensor) -> None:
    """The shipped network as it is set: what it refuses of drawn digits, by source, kind and digit."""
    refused = scores.numpy() < 0
    print("\ndrawn digits refused:")
    for about in (drawings.source, drawings.detail, drawings.labels.astype(str)):
        shares = {name: refused[about == name].mean() for name in dict.fromkeys(about.tolist()) if name}
        print("  " + ", ".join(f"{name} {share:.1%}" for name, share in shares.items()))


def report_letters(letters: dict[str, Tensor]) -> None:
    """The shipped network as it is set: what it refuses of each letter of fonts that are held out."""
    shares = {name: (scores < 0).float().mean().item() for name, scores in letters.items()}
    for title, of in (
        ("letters", [name for name in shares if name not in LOOKALIKES]),
        ("letters that some hand writes as another writes a digit", list(LOOKALIKES)),
    ):
        print(f"\n{title} refused: {np.mean([shares[name] for name in of]):.1%}")
        print("  " + ", ".join(f"{name} {shares[name]:.0%}" for name in of))


if __name__ == "__main__":
    main()
