"""One kind of network: what the catalogue holds of it, and what every network of the catalogue can do."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import torch
from torch import Tensor, nn

from playground.digits.models.activation_text import activation_keys, one_activation_text
from playground.digits.models.dropout import check_dropout
from playground.digits.models.preparation import Preparation
from playground.errors import ConfigurationError

PIXELS = 28 * 28
CLASSES = 10

DEFAULT_LAYERS = "conv 16 3, relu, maxpool 2, conv 32 3, relu, maxpool 2, flatten, linear 64, relu, linear 10"
"""A small CNN, as a beginning."""

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
        activation: a key of `NETWORK_ACTIVATIONS` for all layers that have one, or one key for each of
            `NetworkEntry.activation_places`, separated by commas; equal ones are kept as one.
        layers: the layers as a text, see `layer_text`, for networks that have `"layers"` among their settings.
        preparation: what is done to the pixels first; a mapping of its attributes is taken too.
        dropout: the share of units that training leaves out before the layers behind the first, at least 0 and below
            1, for networks that have `"dropout"` among their settings. It has no weights.

    Raises:
        ConfigurationError: an unknown name, or settings of which the network cannot be built.
    """

    model: str = "mlp"
    hidden: tuple[int, ...] = (128,)
    activation: str = "relu"
    layers: str = DEFAULT_LAYERS
    preparation: Preparation = field(default_factory=Preparation)
    dropout: float = 0.0

    def __post_init__(self) -> None:
        if isinstance(self.preparation, Mapping):  # from JSON
            object.__setattr__(self, "preparation", Preparation(**self.preparation))
        if not isinstance(self.preparation, Preparation):
            raise ConfigurationError(f"Expected a preparation of the pixels, but got {self.preparation!r}.")
        object.__setattr__(self, "hidden", tuple(self.hidden))  # a list from JSON becomes hashable
        if self.model not in NETWORKS:
            raise ConfigurationError(
                f"Expected a model out of {', '.join(NETWORKS)}, but got {self.model!r}. Choose one of these."
            )
        object.__setattr__(self, "activation", one_activation_text(self.activation, None))
        check_dropout(self.dropout)
        entry = NETWORKS[self.model]
        entry.check(self)
        if not entry.ignores("activation"):
            text = one_activation_text(self.activation, entry.activation_places(self))
            object.__setattr__(self, "activation", text)


class DigitNetwork(nn.Module, ABC):
    """A network of the catalogue: images `(N, 28, 28)` float32 in 0..1 to logits `(N, 10)`.

    Its preparation is applied before `forward`, which sees prepared pixels.

    Attributes:
        config: builds it again.
        explains: which of `HIDDEN_UNITS`, `FEATURE_MAPS`, `GRAD_CAM` and `FEATURES` it allows. Attribution by gradients
            of the pixels, occlusion, weight noise and ablation work with every network.
    """

    explains: frozenset[str] = frozenset()
    dropout: nn.Dropout

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.config = config
        if not config.preparation.changes_nothing:
            self.preparation = config.preparation.build()
            self.register_forward_pre_hook(_prepare)
        if config.dropout and not NETWORKS[config.model].ignores("dropout"):
            self.set_dropout(config.dropout)

    def set_dropout(self, share: float) -> None:
        """Leave out this share of units in training from now on; `config` says so. At 0 there is no such layer.

        Networks with this setting call `left_out` and list `dropout_layers` where it acts.
        """
        self.config = replace(self.config, dropout=share)
        if share:
            self.dropout = nn.Dropout(share)
        elif hasattr(self, "dropout"):
            del self.dropout

    def left_out(self, signal: Tensor) -> Tensor:
        """The signal through the dropout layer, where there is one."""
        return self.dropout(signal) if hasattr(self, "dropout") else signal

    def dropout_layers(self) -> list[nn.Module]:
        """The dropout layer, where there is one."""
        return [self.dropout] if hasattr(self, "dropout") else []

    def activation_at(self, index: int) -> str:
        """The key of the activation behind the layer with weights `index`, counted from 0; "linear" without one."""
        keys = activation_keys(self.config.activation)
        if len(keys) == 1:
            return keys[0]
        return keys[index] if index < len(keys) else "linear"

    @abstractmethod
    def layers(self) -> list[nn.Module]:
        """The same network as the layers of an `nn.Sequential` for images `(N, 1, 28, 28)`.

        Their tensors come in the order of this network's `state_dict`.
        """


def _prepare(network: nn.Module, inputs: tuple[Tensor]) -> tuple[Tensor]:
    # Of the network that is called: a copy has a preparation of its own.
    return (network.get_submodule("preparation")(inputs[0]),)


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
        activation_places: the names of the layers that have an activation, first to last, where each may have its own,
            such as "hidden layer 1".
        accepts: which `state_dict` files belong to it, for an error, such as "the playground's CNN".
        check: raises `ConfigurationError` when no such network can be built, or one of more than
            `settings.MAX_PARAMETERS` weights.
        recognise: the networks that a `state_dict` without any description may belong to, the likeliest first, none
            where it is of another kind; raises `ConfigurationError` as `check` does. Where this is None itself, the
            entry's default network is compared with the file by names, then by shapes.
    """

    key: str
    label: str
    settings: tuple[str, ...]
    build: Callable[[ModelConfig], DigitNetwork]
    describe: Callable[[ModelConfig], str]
    short_name: Callable[[ModelConfig], str]
    accepts: str
    activation_places: Callable[[ModelConfig], Sequence[str]] = lambda config: ()
    check: Callable[[ModelConfig], None] = _anything
    recognise: Callable[[Mapping[str, Tensor]], Sequence[Recognised]] | None = None

    def ignores(self, setting: str) -> bool:
        """Whether `ModelConfig` has this setting, but it makes no difference to networks of this kind."""
        return setting in ModelConfig.__dataclass_fields__ and setting not in ("model", *self.settings)


NETWORKS: dict[str, NetworkEntry] = {}
"""By key; `models.catalogue` lists the entries, which cannot be imported here: they build on this module."""


def to_input(images: Tensor) -> Tensor:
    """`(N, 28, 28)` uint8 pixels to float32 in 0..1, as torchvision's `ToTensor` scales them."""
    return images.to(torch.float32).div_(255)
