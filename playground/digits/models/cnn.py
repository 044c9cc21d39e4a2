"""A small convolutional network."""

from torch import Tensor, nn

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.digits.models.activation_text import activation_keys
from playground.digits.models.entry import (
    CLASSES,
    FEATURE_MAPS,
    FEATURES,
    GRAD_CAM,
    DigitNetwork,
    ModelConfig,
    NetworkEntry,
)

_CONVOLUTIONS = ((1, 32, 5), (32, 64, 3), (64, 64, 3))
"""Of each: channels that come in and go out, and the side of its kernel."""


class Cnn(DigitNetwork):
    """Three convolutions with batch normalisation and pooling, then one linear layer; 62,186 weights."""

    explains = frozenset({FEATURE_MAPS, GRAD_CAM, FEATURES})

    def __init__(self, config: ModelConfig) -> None:
        super().__init__(config)
        blocks: list[nn.Module] = []
        keys = activation_keys(config.activation)
        each = keys if len(keys) > 1 else keys * len(_CONVOLUTIONS)
        for (inputs, outputs, kernel), activation in zip(_CONVOLUTIONS, each, strict=True):
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
        signal = images.unsqueeze(1)
        maps = self._pooled_first(signal) if self.training else self.features(signal)
        return self.classifier(self.left_out(maps.flatten(1)))

    def _pooled_first(self, signal: Tensor) -> Tensor:
        """`features`, to the last bit, at less cost: ReLU keeps the order of numbers, so that the largest of four can be
        taken before it, and its gradient goes the same way."""
        layers = iter(self.features.children())
        for convolution, normalisation, activation, pooling in zip(*[layers] * 4, strict=True):
            signal = normalisation(convolution(signal))
            first, second = (pooling, activation) if type(activation) is nn.ReLU else (activation, pooling)
            signal = second(first(signal))
        return signal

    def layers(self) -> list[nn.Module]:
        """The blocks, the flattening, dropout if any, and the linear layer."""
        return [*self.features.children(), nn.Flatten(), *self.dropout_layers(), self.classifier]


CNN = NetworkEntry(
    key="cnn",
    label="Small CNN",
    settings=("activation", "dropout"),
    build=Cnn,
    describe=lambda config: "Small CNN",
    short_name=lambda config: "CNN",
    accepts="the playground's CNN",
    activation_places=lambda config: [f"convolution {number}" for number in range(1, len(_CONVOLUTIONS) + 1)],
)
