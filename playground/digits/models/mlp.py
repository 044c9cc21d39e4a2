"""The article's multilayer perceptron."""

import itertools
from collections.abc import Mapping, Sequence

from torch import Tensor, nn

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.digits.models.entry import (
    CLASSES,
    FEATURES,
    HIDDEN_UNITS,
    PIXELS,
    DigitNetwork,
    ModelConfig,
    NetworkEntry,
    Recognised,
)
from playground.errors import ConfigurationError
from playground.settings import MAX_PARAMETERS


class Mlp(DigitNetwork):
    """784 inputs, fully connected hidden layers, 10 logits.

    The layers are named `fc1`, `fc2`, ... as in the article, so that its `state_dict` files fit.
    """

    explains = frozenset({HIDDEN_UNITS, FEATURES})

    def __init__(self, config: ModelConfig) -> None:
        super().__init__(config)
        sizes = _sizes(config)
        for index, (inputs, outputs) in enumerate(itertools.pairwise(sizes), start=1):
            self.add_module(f"fc{index}", nn.Linear(inputs, outputs))
        self.activation = NETWORK_ACTIVATIONS[config.activation].build()
        self.depth = len(sizes) - 1

    def forward(self, images: Tensor) -> Tensor:
        """Logits `(N, 10)` of images `(N, 28, 28)`, float32 in 0..1."""
        signal = images.flatten(1)  # (N, 784)
        for index in range(1, self.depth):
            signal = self.activation(self.get_submodule(f"fc{index}")(signal))
        return self.get_submodule(f"fc{self.depth}")(signal)

    def layers(self) -> list[nn.Module]:
        """The flattening, then every linear layer with the activation between two."""
        layers = [nn.Flatten(), self.get_submodule("fc1")]
        for index in range(2, self.depth + 1):
            layers += [self.activation, self.get_submodule(f"fc{index}")]
        return layers


def count_parameters(sizes: Sequence[int]) -> int:
    """Weights and biases of a fully connected network with these layer sizes, inputs first."""
    return sum((inputs + 1) * outputs for inputs, outputs in itertools.pairwise(sizes))


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


def _sizes(config: ModelConfig) -> tuple[int, ...]:
    return PIXELS, *config.hidden, CLASSES


def _check(config: ModelConfig) -> None:
    hidden = config.hidden
    whole = all(isinstance(size, int) and not isinstance(size, bool) and size >= 1 for size in hidden)
    if not 1 <= len(hidden) <= 8 or not whole:
        raise ConfigurationError(
            f"Expected 1 to 8 hidden sizes, each a whole number of at least 1, but got {hidden}. "
            "The article uses (128,)."
        )
    parameters = count_parameters(_sizes(config))
    if parameters > MAX_PARAMETERS:
        raise ConfigurationError(
            f"Expected a network of at most {MAX_PARAMETERS:,} weights, but hidden sizes {hidden} make "
            f"{parameters:,}. Use smaller layers: the article's (128,) has 101,770."
        )


def _recognise(tensors: Mapping[str, Tensor]) -> Recognised | None:
    """Weights and biases in turn, of layers that fit together, whatever they are called; ReLU is assumed."""
    values = list(tensors.values())
    hidden = _hidden_sizes(values[::2], values[1::2])
    if hidden is None:
        return None
    names = [f"fc{index}.{part}" for index in range(1, len(hidden) + 2) for part in ("weight", "bias")]
    return ModelConfig("mlp", hidden), dict(zip(names, values, strict=True))


def _hidden_sizes(weights: Sequence[Tensor], biases: Sequence[Tensor]) -> tuple[int, ...] | None:
    """The hidden layers of a network from `PIXELS` inputs to `CLASSES` outputs; None of anything else."""
    if not len(weights) == len(biases) >= 2:
        return None
    for weight, bias in zip(weights, biases, strict=True):
        if weight.ndim != 2 or bias.shape != weight.shape[:1]:
            return None
    inputs, outputs = [weight.shape[1] for weight in weights], [weight.shape[0] for weight in weights]
    if inputs[0] != PIXELS or outputs != [*inputs[1:], CLASSES]:
        return None
    return tuple(inputs[1:])


def _short_name(config: ModelConfig) -> str:
    return "-".join(map(str, _sizes(config)))


MLP = NetworkEntry(
    key="mlp",
    label="Article's MLP",
    settings=("hidden", "activation"),
    build=Mlp,
    describe=lambda config: f"MLP {_short_name(config)}",
    short_name=_short_name,
    accepts=f"a fully connected network from {PIXELS} inputs to {CLASSES} outputs",
    check=_check,
    recognise=_recognise,
)
