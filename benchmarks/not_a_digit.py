"""What is refused as 'not one digit', and what that costs: `python -m benchmarks.not_a_digit`.

It needs MNIST on disk (see `PLAYGROUND_DATA_DIR`) and requirements-dev.txt. Real digits are MNIST's test images and the
3,000 drawings of `benchmarks.drawn_digits`; the rest are drawings of families that no training saw, and, for
comparison, of families that it saw. Four methods are measured at the same price, and the shipped one as it is set.
"""

import numpy as np
import torch
from torch import Tensor

from benchmarks.drawn_digits import make_drawings
from playground.digits.checkpoints import load_pretrained
from playground.digits.datasets import load_digits
from playground.digits.drawing import to_mnist
from playground.digits.drawing.strokes import random_placement, render
from playground.digits.models import to_input
from playground.digits.models.cnn import Cnn
from playground.digits.pretraining.non_digits import families
from playground.digits.rejection import KINDS, digit_probability, load_rejection_network

EACH = 60
"""Drawings of each family."""
SEED = 20_260_003
PRICES = (0.002, 0.005, 0.01, 0.02, 0.05)
"""Shares of real digits lost at which the methods are compared."""


def draw_all(*, held_out: bool) -> dict[str, dict[str, Tensor]]:
    """Kind to family to images `(EACH, 28, 28)` uint8."""
    rng = np.random.default_rng((SEED, held_out))
    return {
        kind: {
            name: torch.from_numpy(
                np.stack([to_mnist(render(make(rng), random_placement(rng))) for _ in range(EACH)])
            )
            for name, make in makers.items()
        }
        for kind, makers in families(held_out=held_out).items()
    }


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
    torch.set_num_threads(1)
    scores = Scores()
    drawings = make_drawings()
    real = {
        "MNIST's test images": load_digits("mnist").test_images,
        "embedded test images": load_digits("embedded").test_images,
        "drawings": torch.from_numpy(drawings.images["to_mnist"]),
    }
    digits = {name: scores(images) for name, images in real.items()}
    others = {
        held: {
            kind: {name: scores(images) for name, images in made.items()}
            for kind, made in draw_all(held_out=held).items()
        }
        for held in (True, False)
    }
    report_curve(digits["drawings"], others[True])
    report_shipped(digits, others)


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


if __name__ == "__main__":
    main()
