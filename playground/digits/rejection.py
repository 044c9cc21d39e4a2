"""Out-of-distribution detection: is this one digit at all? A network of its own answers before any other reads it.

A classifier of ten digits must answer with one of them, and is often sure about a horse: it has never seen one. So a
small network that has seen other things too judges the image first. It is shared by all networks that read, it learnt
from drawings alone (`playground.digits.pretraining.rejection`), and `benchmarks/not_a_digit.py` measures it beside methods
that need no training.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import torch
from torch import Tensor, nn

from playground.digits.models import to_input

KINDS: dict[str, str] = {
    "digit": "one digit",
    "dot": "a dot or a filled shape",
    "scribble": "a scribble",
    "letter": "a letter or a sign",
    "picture": "a picture",
    "several": "several digits side by side",
}
"""What the network tells apart: key to display name. All but the first are refused."""
OTHER = "other"
LETTERS = (*"ABCDEFGHJKLMNPQRTUVWXY", *"adefhijmnrt", OTHER)
"""Letters that the network tells apart; one letter where upper and lower case look alike."""
CLASSES: tuple[tuple[str, str], ...] = (
    *(("digit", digit) for digit in "0123456789"),
    ("dot", OTHER),
    ("scribble", OTHER),
    *(("letter", letter) for letter in LETTERS),
    ("picture", OTHER),
    ("several", OTHER),
)
"""What it tells apart inside: kind and name, the kinds in the order of `KINDS`."""
FILE = Path(__file__).parent / "pretrained" / "rejection.safetensors"


@dataclass(frozen=True)
class Judgement:
    """What an image looks like.

    Attributes:
        kind: the most likely key of `KINDS`; "digit" exactly where `digit` is at least 0.5.
        digit: how likely it is one digit, 0..1.
    """

    kind: str
    digit: float

    @property
    def accepted(self) -> bool:
        """Whether a network should read it."""
        return self.kind == "digit"


class RejectionNetwork(nn.Sequential):
    """Three convolutions and a linear layer: `(N, 28, 28)` float32 in 0..1 to logits `(N, 6)` of `KINDS`.

    Inside it tells the digits and the letters one from another, its `CLASSES`: so it learns what an A looks like,
    instead of what no digit looks like, and knows an A of another hand.
    """

    def __init__(self) -> None:
        layers: list[nn.Module] = [nn.Unflatten(1, (1, 28))]
        for inputs, outputs, kernel in ((1, 32, 5), (32, 64, 3), (64, 96, 3)):
            layers += [
                nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2, bias=False),
                nn.MaxPool2d(2),  # before what follows, which is then a quarter of the work
                nn.BatchNorm2d(outputs),
                nn.ReLU(),
            ]
        layers += [nn.Flatten(), nn.Dropout(0.2), nn.Linear(96 * 3 * 3, len(CLASSES))]
        super().__init__(*layers)

    def forward(self, images: Tensor) -> Tensor:
        """Logits `(N, 6)`: of each kind, all its classes together."""
        return kind_logits(self.class_logits(images))

    def class_logits(self, images: Tensor) -> Tensor:
        """Logits `(N, len(CLASSES))`."""
        return super().forward(images)


def kind_logits(class_logits: Tensor) -> Tensor:
    """Logits `(..., len(CLASSES))` as logits `(..., 6)`: the sum of the classes' probabilities stays the kind's."""
    sizes = [sum(kind == one for one, _ in CLASSES) for kind in KINDS]
    return torch.stack([part.logsumexp(-1) for part in class_logits.split(sizes, -1)], -1)


@torch.inference_mode()
def judge(image: Tensor) -> Judgement:
    """What `(28, 28)` uint8, white ink on black, looks like."""
    logits = load_rejection_network()(to_input(image.unsqueeze(0)))[0]  # (6,)
    digit = float(digit_probability(logits))
    # Below one half the likeliest kind is named among those that are refused.
    kind = 0 if digit >= 0.5 else 1 + int(logits[1:].argmax())
    return Judgement(list(KINDS)[kind], digit)


def digit_probability(logits: Tensor) -> Tensor:
    """How likely logits `(..., 6)` are one digit, `(...)` in 0..1, against all other kinds together."""
    return (logits[..., 0] - logits[..., 1:].logsumexp(-1)).sigmoid()


@cache
def load_rejection_network() -> RejectionNetwork:
    """The network that ships with the project, in eval mode; do not change it."""
    from safetensors.torch import load_file

    network = RejectionNetwork()
    network.load_state_dict(load_file(FILE))
    return network.eval()
