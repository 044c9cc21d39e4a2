"""The article's multilayer perceptron."""

import itertools
from collections.abc import Mapping, Sequence

from torch import Tensor, nn

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.digits.models.activation_text import activation_keys
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
from playground.digits.models.weight_groups import WeightGroup, orders, weight_groups
from playground.errors import ConfigurationError
from playground.settings import MAX_PARAMETERS


class Mlp(DigitNetwork):
    """784 inputs, fully connected hidden layers, 10 logits.

    The layers are named `fc1`, `fc2`, ... as in the article, so that its `state_dict` files fit. They share one
    `activation`; where each has its own, these are `activation1`, `activation2`, ...
    """

    explains = frozenset({HIDDEN_UNITS, FEATURES})

    def __init__(self, config: ModelConfig) -> None:
        super().__init__(config)
        sizes = _sizes(config)
        keys = activation_keys(config.activation)
        for index, (inputs, outputs) in enumerate(itertools.pairwise(sizes), start=1):
            self.add_module(f"fc{index}", nn.Linear(inputs, outputs))
            if len(keys) > 1 and index <= len(keys):
                self.add_module(f"activation{index}", NETWORK_ACTIVATIONS[keys[index - 1]].build())
        if len(keys) == 1:
            self.activation = NETWORK_ACTIVATIONS[keys[0]].build()
        self.depth = len(sizes) - 1

    def forward(self, images: Tensor) -> Tensor:
        """Logits `(N, 10)` of images `(N, 28, 28)`, float32 in 0..1."""
        signal = images.flatten(1)  # (N, 784)
        for index in range(1, self.depth):
            signal = self.left_out(self._activation(index)(self.get_submodule(f"fc{index}")(signal)))
        return self.get_submodule(f"fc{self.depth}")(signal)

    def layers(self) -> list[nn.Module]:
        """The flattening, then every linear layer with the activation, and dropout if any, between two."""
        layers = [nn.Flatten(), self.get_submodule("fc1")]
        for index in range(2, self.depth + 1):
            layers += [
                self._activation(index - 1),
                *self.dropout_layers(),
                self.get_submodule(f"fc{index}"),
            ]
        return layers

    def _activation(self, layer: int) -> nn.Module:
        """Behind the hidden layer of this number, from 1."""
        return self.activation if hasattr(self, "activation") else self.get_submodule(f"activation{layer}")


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


def _activation_places(config: ModelConfig) -> list[str]:
    return [f"hidden layer {number}" for number in range(1, len(config.hidden) + 1)]


def _recognise(tensors: Mapping[str, Tensor]) -> Sequence[Recognised]:
    """Linear layers with biases that fit together, whatever they are called; ReLU is assumed."""
    found = []
    for transposed in (False, True):
        groups = weight_groups(tensors, transposed=transposed)
        if groups is None or any(group.kind != "linear" or group.bias is None for group in groups):
            continue
        for order in orders(groups):
            layers = _chain(order)
            if layers and len(layers) > 1:
                names = [f"fc{index}" for index in range(1, len(layers) + 1)]
                state = {
                    f"{name}.{part}": getattr(layer, part)
                    for name, layer in zip(names, layers, strict=True)
                    for part in ("weight", "bias")
                }
                found.append((ModelConfig("mlp", tuple(layer.outputs for layer in layers[:-1])), state))
        if found:
            break
    return found


def _chain(groups: Sequence[WeightGroup]) -> list[WeightGroup] | None:
    """The layers so that each reads the one before, from `PIXELS` inputs to `CLASSES` outputs; None where they cannot."""

    def extend(chain: list[WeightGroup], left: list[WeightGroup], inputs: int) -> list[WeightGroup] | None:
        if not left:
            return chain if inputs == CLASSES else None
        for place, group in enumerate(left):
            if group.shapes[0] == (group.outputs, inputs):
                found = extend([*chain, group], [*left[:place], *left[place + 1 :]], group.outputs)
                if found:
                    return found
        return None

    return extend([], list(groups), PIXELS)


def _short_name(config: ModelConfig) -> str:
    return "-".join(map(str, _sizes(config)))


MLP = NetworkEntry(
    key="mlp",
    label="Article's MLP",
    settings=("hidden", "activation", "dropout"),
    build=Mlp,
    describe=lambda config: f"MLP {_short_name(config)}",
    short_name=_short_name,
    accepts=f"a fully connected network from {PIXELS} inputs to {CLASSES} outputs",
    activation_places=_activation_places,
    check=_check,
    recognise=_recognise,
)
