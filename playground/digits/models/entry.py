"""One kind of network: what the catalogue holds of it, and what every network of the catalogue can do."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.errors import ConfigurationError

PIXELS = 28 * 28
CLASSES = 10

HIDDEN_UNITS = "hidden_units"
"""`interpretability.hidden_units` can trace it: linear layers that read one another and, first, the pixels."""
FEATURE_MAPS = "feature_maps"
"""`interpretability.feature_maps` can trace it: convolutions without groups, padded by a number of pixels."""
GRAD_CAM = "grad_cam"
"""`interpretability.attribution.grad_cam` can attribute its answer: it has a convolution."""
FEATURES = "features"
"""`interpretability.features` can read its features: it ends in a linear layer with `CLASSES` outputs."""


@dataclass(frozen=True)
class ModelConfig:
    """Which network.

    Attributes:
        model: a key of `NETWORKS`.
        hidden: sizes of the hidden layers, for networks that have `"hidden"` among their settings.
        activation: a key of `NETWORK_ACTIVATIONS`.

    Raises:
        ConfigurationError: an unknown name, or settings of which the network cannot be built.
    """

    model: str = "mlp"
    hidden: tuple[int, ...] = (128,)
    activation: str = "relu"

    def __post_init__(self) -> None:
        object.__setattr__(self, "hidden", tuple(self.hidden))  # a list from JSON becomes hashable
        if self.model not in NETWORKS:
            raise ConfigurationError(
                f"Expected a model out of {', '.join(NETWORKS)}, but got {self.model!r}. Choose one of these."
            )
        if self.activation not in NETWORK_ACTIVATIONS:
            raise ConfigurationError(
                f"Expected an activation out of {', '.join(NETWORK_ACTIVATIONS)}, but got {self.activation!r}. "
                "Choose one of these."
            )
        NETWORKS[self.model].check(self)


class DigitNetwork(nn.Module, ABC):
    """A network of the catalogue: images `(N, 28, 28)` float32 in 0..1 to logits `(N, 10)`.

    Attributes:
        config: builds it again.
        explains: which of `HIDDEN_UNITS`, `FEATURE_MAPS`, `GRAD_CAM` and `FEATURES` it allows. Attribution by gradients
            of the pixels, occlusion and damage work with every network.
    """

    explains: frozenset[str] = frozenset()

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config

    @abstractmethod
    def layers(self) -> list[nn.Module]:
        """The same network as the layers of an `nn.Sequential` for images `(N, 1, 28, 28)`.

        Their tensors come in the order of this network's `state_dict`.
        """


Recognised = tuple[ModelConfig, dict[str, Tensor]]
"""The network that tensors belong to, and the tensors under the names of its `state_dict`."""


def _anything(config: ModelConfig) -> None:
    del config


@dataclass(frozen=True)
class NetworkEntry:
    """One kind of network.

    Attributes:
        key: the catalogue key, a lower_snake_case identifier.
        label: the display name of the kind.
        settings: which attributes of `ModelConfig` it has, beside `model`; the others make no difference to it.
        build: a fresh network with PyTorch's own initialisation.
        describe: one network, such as "MLP 784-128-10".
        short_name: the same within the name of a run, such as "784-128-10".
        accepts: which `state_dict` files belong to it, for an error, such as "the playground's CNN".
        check: raises `ConfigurationError` when no such network can be built, or one of more than
            `settings.MAX_PARAMETERS` weights.
        recognise: the network that a `state_dict` without any description belongs to, None where it is of another
            kind; raises `ConfigurationError` as `check` does. Where this is None itself, the entry's default network
            is compared with the file by names, then by shapes.
    """

    key: str
    label: str
    settings: tuple[str, ...]
    build: Callable[[ModelConfig], DigitNetwork]
    describe: Callable[[ModelConfig], str]
    short_name: Callable[[ModelConfig], str]
    accepts: str
    check: Callable[[ModelConfig], None] = _anything
    recognise: Callable[[Mapping[str, Tensor]], Recognised | None] | None = None

    def ignores(self, setting: str) -> bool:
        """Whether `ModelConfig` has this setting, but it makes no difference to networks of this kind."""
        return setting in ModelConfig.__dataclass_fields__ and setting not in ("model", *self.settings)


NETWORKS: dict[str, NetworkEntry] = {}
"""By key; `models.catalogue` lists the entries, which cannot be imported here: they build on this module."""


def to_input(images: Tensor) -> Tensor:
    """`(N, 28, 28)` uint8 pixels to float32 in 0..1, as torchvision's `ToTensor` scales them."""
    return images.to(torch.float32).div_(255)
