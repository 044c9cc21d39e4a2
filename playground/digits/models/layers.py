"""Any stack of layers, described by a text."""

from collections.abc import Mapping, Sequence

from torch import Tensor, nn

from playground.digits.models.entry import (
    FEATURE_MAPS,
    FEATURES,
    GRAD_CAM,
    HIDDEN_UNITS,
    DigitNetwork,
    ModelConfig,
    NetworkEntry,
    Recognised,
)
from playground.digits.models.layer_kinds import KINDS, WEIGHTED
from playground.digits.models.layer_text import PlacedLayer, plan_layers

_CHAIN = ("flatten", "linear", "dropout")
"""Beside activations, the layers among which each linear layer reads the sums of the one before."""


class LayerStack(DigitNetwork):
    """The layers of `config.layers`, named "0", "1", ... as in an `nn.Sequential`."""

    def __init__(self, config: ModelConfig) -> None:
        super().__init__(config)
        planned = plan_layers(config.layers)
        self.words = tuple(placed.layer.word for placed in planned)
        for index, placed in enumerate(planned):
            self.add_module(str(index), placed.effect.build())
        first = self.get_submodule("0")
        if isinstance(first, nn.ConstantPad2d):  # a rim of black pixels, prepared as the others are
            first.value = config.preparation.black
        self.explains = _explains(planned)

    def forward(self, images: Tensor) -> Tensor:
        """Logits `(N, 10)` of images `(N, 28, 28)`, float32 in 0..1."""
        signal = images.unsqueeze(1)
        for layer in self.layers():
            signal = layer(signal)
        return signal

    def layers(self) -> list[nn.Module]:
        """The stack."""
        return [self.get_submodule(str(index)) for index in range(len(self.words))]

    def activation_at(self, index: int) -> str:
        """The first one before the next layer with weights; "linear" without one."""
        places = [place for place, word in enumerate(self.words) if word in WEIGHTED]
        following = self.words[places[index] + 1 : (*places, len(self.words))[index + 1]]
        return next((word for word in following if word not in KINDS), "linear")


def _explains(planned: Sequence[PlacedLayer]) -> frozenset[str]:
    words = [placed.layer.word for placed in planned]
    allowed = {FEATURES} if words[-1] == "linear" else set()
    convolutions = [placed.layer for placed in planned if placed.layer.word == "conv"]
    if convolutions:
        allowed.add(GRAD_CAM)
        if all(layer.option("groups", 1) == 1 for layer in convolutions):
            allowed.add(FEATURE_MAPS)
    elif words[0] == "flatten" and _is_chain(words):
        allowed.add(HIDDEN_UNITS)
    return frozenset(allowed)


def _is_chain(words: Sequence[str]) -> bool:
    """Whether there is nothing but linear layers, dropout, and at most one activation between two."""
    between = 0
    for word in words[1:]:
        if word == "linear":
            between = 0
        elif word not in KINDS:
            between += 1
        if between > 1 or (word in KINDS and word not in _CHAIN):
            return False
    return words[-1] == "linear"


def _sizes(config: ModelConfig, word: str) -> str:
    """The outputs of all layers of a kind, such as "linear 128-10"; "" without any."""
    planned = plan_layers(config.layers)
    sizes = [f"{placed.layer.numbers[0]:.0f}" for placed in planned if placed.layer.word == word]
    return f"{word} {'-'.join(sizes)}" if sizes else ""


def _short_name(config: ModelConfig) -> str:
    return ", ".join(filter(None, (_sizes(config, word) for word in WEIGHTED)))


def _describe(config: ModelConfig) -> str:
    return f"layers {_short_name(config)}"


def _check(config: ModelConfig) -> None:
    plan_layers(config.layers)


def _recognise(tensors: Mapping[str, Tensor]) -> Sequence[Recognised]:
    from playground.digits.models.stack_recognition import (
        recognise_stacks,
    )  # only files from elsewhere need it

    return recognise_stacks(tensors)


LAYERS = NetworkEntry(
    key="layers",
    label="Layers of your own",
    settings=("layers",),
    build=LayerStack,
    describe=_describe,
    short_name=_short_name,
    accepts="a stack of linear layers, convolutions and batch normalisations",
    check=_check,
    recognise=_recognise,
)
