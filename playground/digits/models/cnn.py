"""A small convolutional network."""

from torch import Tensor, nn

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.digits.models.entry import (
    CLASSES,
    FEATURE_MAPS,
    FEATURES,
    GRAD_CAM,
    DigitNetwork,
    ModelConfig,
    NetworkEntry,
)


class Cnn(DigitNetwork):
    """Three convolutions with batch normalisation and pooling, then one linear layer; 62,186 weights."""

    explains = frozenset({FEATURE_MAPS, GRAD_CAM, FEATURES})

    def __init__(self, config: ModelConfig) -> None:
        super().__init__(config)
        blocks: list[nn.Module] = []
        for inputs, outputs, kernel in ((1, 32, 5), (32, 64, 3), (64, 64, 3)):
            blocks += [
                nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2, bias=False),
                nn.BatchNorm2d(outputs),
                NETWORK_ACTIVATIONS[config.activation].build(),
                nn.MaxPool2d(2),
            ]
        self.features = nn.Sequential(*blocks)  # (N, 1, 28, 28) -> (N, 64, 3, 3)
        self.classifier = nn.Linear(64 * 3 * 3, CLASSES)

    def forward(self, images: Tensor) -> Tensor:
        """Logits `(N, 10)` of images `(N, 28, 28)`, float32 in 0..1."""
        return self.classifier(self.features(images.unsqueeze(1)).flatten(1))

    def layers(self) -> list[nn.Module]:
        """The blocks, the flattening, and the linear layer."""
        return [*self.features.children(), nn.Flatten(), self.classifier]


CNN = NetworkEntry(
    key="cnn",
    label="Small CNN",
    settings=("activation",),
    build=Cnn,
    describe=lambda config: "Small CNN",
    short_name=lambda config: "CNN",
    accepts="the playground's CNN",
)
