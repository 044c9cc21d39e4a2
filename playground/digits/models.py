"""The networks that read digits: the article's multilayer perceptron and a small CNN."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.errors import ConfigurationError
from playground.settings import MAX_PARAMETERS

PIXELS = 28 * 28
CLASSES = 10

MODELS: dict[str, str] = {"mlp": "Article's MLP", "cnn": "Small CNN"}
"""Catalogue key to display name."""


class Mlp(nn.Module):
    """784 inputs, fully connected hidden layers, 10 logits.

    The layers are named `fc1`, `fc2`, ... as in the article, so that its `state_dict` files fit.
    """

    def __init__(self, hidden: Sequence[int] = (128,), activation: str = "relu") -> None:
        super().__init__()
        self.config = ModelConfig("mlp", tuple(hidden), activation)
        sizes = (PIXELS, *hidden, CLASSES)
        for index, (inputs, outputs) in enumerate(itertools.pairwise(sizes), start=1):
            self.add_module(f"fc{index}", nn.Linear(inputs, outputs))
        self.activation = NETWORK_ACTIVATIONS[activation].build()
        self.depth = len(sizes) - 1

    def forward(self, images: Tensor) -> Tensor:
        """Logits `(N, 10)` of images `(N, 28, 28)`, float32 in 0..1."""
        signal = images.flatten(1)  # (N, 784)
        for index in range(1, self.depth):
            signal = self.activation(self.get_submodule(f"fc{index}")(signal))
        return self.get_submodule(f"fc{self.depth}")(signal)


class Cnn(nn.Module):
    """Three 3 x 3 convolutions with batch normalisation and pooling, then one linear layer; 62,186 weights."""

    def __init__(self, activation: str = "relu") -> None:
        super().__init__()
        self.config = ModelConfig("cnn", activation=activation)
        blocks: list[nn.Module] = []
        for inputs, outputs, kernel in ((1, 32, 5), (32, 64, 3), (64, 64, 3)):
            blocks += [
                nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2, bias=False),
                nn.BatchNorm2d(outputs),
                NETWORK_ACTIVATIONS[activation].build(),
                nn.MaxPool2d(2),
            ]
        self.features = nn.Sequential(*blocks)  # (N, 1, 28, 28) -> (N, 64, 3, 3)
        self.classifier = nn.Linear(64 * 3 * 3, CLASSES)

    def forward(self, images: Tensor) -> Tensor:
        """Logits `(N, 10)` of images `(N, 28, 28)`, float32 in 0..1."""
        return self.classifier(self.features(images.unsqueeze(1)).flatten(1))


@dataclass(frozen=True)
class ModelConfig:
    """Which network: `model` a key of `MODELS`, `hidden` the MLP's layer sizes, `activation` a catalogue key.

    Raises:
        ConfigurationError: an unknown name, or sizes that make no network of at most `MAX_PARAMETERS` weights.
    """

    model: str = "mlp"
    hidden: tuple[int, ...] = (128,)
    activation: str = "relu"

    def __post_init__(self) -> None:
        object.__setattr__(self, "hidden", tuple(self.hidden))  # a list from JSON becomes hashable
        if self.model not in MODELS:
            raise ConfigurationError(
                f"Expected a model out of {', '.join(MODELS)}, but got {self.model!r}. Choose one of these."
            )
        if self.activation not in NETWORK_ACTIVATIONS:
            raise ConfigurationError(
                f"Expected an activation out of {', '.join(NETWORK_ACTIVATIONS)}, but got {self.activation!r}. "
                "Choose one of these."
            )
        if self.model == "mlp":
            _check_hidden(self.hidden)


DigitNetwork = Mlp | Cnn
"""A network of this module; its `config` says how to build it again."""


def build_model(config: ModelConfig, seed: int | None = None) -> DigitNetwork:
    """A fresh network with PyTorch's own initialisation.

    Args:
        config: which network.
        seed: makes the weights repeatable; the global random state is left as it was. None: use that state.
    """
    if seed is None:
        return Mlp(config.hidden, config.activation) if config.model == "mlp" else Cnn(config.activation)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return build_model(config)


def to_input(images: Tensor) -> Tensor:
    """`(N, 28, 28)` uint8 pixels to float32 in 0..1, as torchvision's `ToTensor` scales them."""
    return images.to(torch.float32).div_(255)


def count_parameters(sizes: Sequence[int]) -> int:
    """Weights and biases of a fully connected network with these layer sizes, inputs first."""
    return sum((inputs + 1) * outputs for inputs, outputs in itertools.pairwise(sizes))


def _check_hidden(hidden: tuple[int, ...]) -> None:
    whole = all(isinstance(size, int) and not isinstance(size, bool) and size >= 1 for size in hidden)
    if not 1 <= len(hidden) <= 8 or not whole:
        raise ConfigurationError(
            f"Expected 1 to 8 hidden sizes, each a whole number of at least 1, but got {hidden}. "
            "The article uses (128,)."
        )
    parameters = count_parameters((PIXELS, *hidden, CLASSES))
    if parameters > MAX_PARAMETERS:
        raise ConfigurationError(
            f"Expected a network of at most {MAX_PARAMETERS:,} weights, but hidden sizes {hidden} make "
            f"{parameters:,}. Use smaller layers: the article's (128,) has 101,770."
        )


def parse_hidden(text: str) -> tuple[int, ...]:
    """Layer sizes as a person types them: `"128"` or `"128, 64"`.

    Raises:
        ConfigurationError: something that is not whole numbers.
    """
    parts = text.replace(",", " ").split()
    if not parts or not all(part.isdecimal() and len(part) < 10 for part in parts):
        raise ConfigurationError(
            f"Expected hidden layers as whole numbers such as 128 or 128, 64, but got {text!r}. Correct them."
        )
    return tuple(int(part) for part in parts)
