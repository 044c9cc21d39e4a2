"""A fully connected network of the plane: which inputs, layers and beginnings, and its tensors in one vector."""

import itertools
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.activations.initialization import INITIALIZATIONS
from playground.concepts.plane.features import FEATURES, TYPED
from playground.errors import ConfigurationError

MAX_LAYERS, MAX_NEURONS = 6, 8
DEFAULT_INITIALIZATION = "torch"
"""What `nn.Linear` does by itself: uniform within 1 / sqrt(fan_in)."""
INITIALIZATION_LABELS = {
    DEFAULT_INITIALIZATION: "PyTorch's",
    "xavier": "Xavier",
    "kaiming": "Kaiming",
    "zeros": "Zeros",
}


@dataclass(frozen=True)
class PlaneNetwork:
    """Which network.

    Attributes:
        features: keys of `FEATURES` or `TYPED`, at least one.
        hidden: neurons of each hidden layer; none is a single layer of neurons.
        activations: a key of `NETWORK_ACTIVATIONS` for each hidden layer.
        outputs: 1 for a number or two classes, else the number of classes.
        initialization: a key of `INITIALIZATION_LABELS`.
        seed: of the weights.
        typed: the text of the typed feature.
    """

    features: tuple[str, ...] = ("x1", "x2")
    hidden: tuple[int, ...] = (4, 2)
    activations: tuple[str, ...] = ("tanh", "tanh")
    outputs: int = 1
    initialization: str = DEFAULT_INITIALIZATION
    seed: int = 0
    typed: str = ""

    def __post_init__(self) -> None:
        unknown = set(self.features) - {*FEATURES, TYPED}
        if not self.features or unknown or len(set(self.features)) < len(self.features):
            raise ConfigurationError(
                f"Expected one or more different features out of {', '.join([*FEATURES, TYPED])}, but got "
                f"{', '.join(self.features) or 'none'}. Choose x1 and x2."
            )
        if len(self.hidden) > MAX_LAYERS or not all(1 <= size <= MAX_NEURONS for size in self.hidden):
            raise ConfigurationError(
                f"Expected up to {MAX_LAYERS} hidden layers of 1 to {MAX_NEURONS} neurons, but got {self.hidden}. "
                "Take fewer."
            )
        if len(self.activations) != len(self.hidden) or set(self.activations) - set(NETWORK_ACTIVATIONS):
            raise ConfigurationError(
                f"Expected an activation out of {', '.join(NETWORK_ACTIVATIONS)} for each of {len(self.hidden)} hidden "
                f"layers, but got {', '.join(self.activations) or 'none'}. Take tanh."
            )
        if self.initialization not in INITIALIZATION_LABELS:
            raise ConfigurationError(
                f"Expected an initialisation out of {', '.join(INITIALIZATION_LABELS)}, but got "
                f"{self.initialization!r}. Take {DEFAULT_INITIALIZATION}."
            )

    @property
    def sizes(self) -> tuple[int, ...]:
        """Neurons of every layer, from the inputs to the outputs."""
        return (len(self.features), *self.hidden, self.outputs)

    @property
    def parameters(self) -> int:
        """How many weights and biases there are."""
        return sum((fan_in + 1) * fan_out for fan_in, fan_out in itertools.pairwise(self.sizes))

    def build(self) -> nn.Sequential:
        """The network with its first weights: `Linear` layers, an activation after each hidden one."""
        generator = torch.Generator().manual_seed(self.seed)
        modules: list[nn.Module] = []
        for number, pair in enumerate(itertools.pairwise(self.sizes)):
            with torch.device("meta"):
                layer = nn.Linear(*pair)
            layer = layer.to_empty(device="cpu")
            self._fill(layer, generator)
            modules.append(layer)
            if number < len(self.hidden):
                modules.append(NETWORK_ACTIVATIONS[self.activations[number]].build())
        return nn.Sequential(*modules)

    def with_weights(self, weights: Tensor) -> nn.Sequential:
        """The network with given weights.

        Args:
            weights: float32 `(parameters,)`, layer by layer, each layer's weight `(fan_out, fan_in)` before its bias.
        """
        model = self.build()
        in_one_vector(model).data.copy_(weights)
        return model

    def _fill(self, layer: nn.Linear, generator: torch.Generator) -> None:
        with torch.no_grad():
            if self.initialization == DEFAULT_INITIALIZATION:
                bound = layer.in_features**-0.5
                layer.weight.uniform_(-bound, bound, generator=generator)
                layer.bias.uniform_(-bound, bound, generator=generator)
                return
            layer.bias.zero_()
            if self.initialization == "zeros":
                layer.weight.zero_()
            else:
                INITIALIZATIONS[self.initialization].fill(layer.weight, 0.0, generator)


def in_one_vector(model: nn.Module) -> Tensor:
    """Lay all parameters, and their gradients, into one vector each, in the order of `parameters()`.

    The parameters become views of it, so that one operation updates, copies or replaces all.

    Returns:
        The vector, float32 `(parameters,)`, whose `.grad` is the vector of gradients.
    """
    parameters = list(model.parameters())
    vector = nn.Parameter(torch.cat([parameter.detach().flatten() for parameter in parameters]))
    vector.grad = torch.zeros_like(vector)
    place = 0
    for parameter in parameters:
        end = place + parameter.numel()
        parameter.data = vector.data[place:end].view_as(parameter)
        parameter.grad = vector.grad[place:end].view_as(parameter)
        place = end
    return vector
