"""The same network on digits with one activation after another: same data, same batches, same first weights."""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from playground.concepts.optimizers.without_dynamo import keep_dynamo_out
from playground.digits.datasets import DigitDataset
from playground.digits.models import ModelConfig, build_model, to_input
from playground.digits.training.validation import hold_out

BATCH_SIZE = 64
VALIDATION_SHARE = 0.1
"""Of the training images, held out of training: the networks are ranked by them."""
MAX_STEPS = 400
SMOOTHING = 0.9


class ActivationComparison:
    """Networks that train in turns, one step each, so that their curves grow side by side.

    Args:
        activations: keys of `NETWORK_ACTIVATIONS`.
        dataset: what they are trained on, but for `VALIDATION_SHARE` of its training images.
        hidden: sizes of the hidden layers.
        learning_rate: of plain SGD, which hides least of what an activation does.
        seed: of first weights, which are equal for all, of the batches, and of what is held out.
    """

    def __init__(
        self,
        activations: Sequence[str],
        dataset: DigitDataset,
        *,
        hidden: Sequence[int] = (64, 64),
        learning_rate: float = 0.1,
        seed: int = 0,
    ) -> None:
        self.dataset, self.images = dataset, hold_out(dataset, VALIDATION_SHARE, seed)
        self.learning_rate, self.seed, self.hidden = learning_rate, seed, tuple(hidden)
        self.models = {
            name: build_model(ModelConfig("mlp", self.hidden, name), seed=seed) for name in activations
        }
        keep_dynamo_out()
        self.optimizers = {
            name: torch.optim.SGD(model.parameters(), lr=learning_rate) for name, model in self.models.items()
        }
        self.losses: dict[str, list[float]] = {name: [] for name in activations}
        self._generator = torch.Generator().manual_seed(seed)

    @property
    def steps(self) -> int:
        """Steps that every network has made."""
        return min((len(losses) for losses in self.losses.values()), default=0)

    @property
    def finished(self) -> bool:
        """Whether all have made `MAX_STEPS`."""
        return self.steps >= MAX_STEPS

    def step(self) -> None:
        """One step of each network on the same batch of training images."""
        chosen = torch.randint(len(self.images.train_images), (BATCH_SIZE,), generator=self._generator)
        images, labels = to_input(self.images.train_images[chosen]), self.images.train_labels[chosen]
        for name, model in self.models.items():
            self.optimizers[name].zero_grad()
            loss = functional.cross_entropy(model(images), labels)
            loss.backward()
            self.optimizers[name].step()
            self.losses[name].append(loss.item())

    def smoothed(self, name: str) -> list[float]:
        """The losses of one network, each a mean over about the last ten, as batches differ."""
        smooth, weight, result = 0.0, 0.0, []
        for loss in self.losses[name]:
            smooth = SMOOTHING * smooth + (1 - SMOOTHING) * loss
            weight = SMOOTHING * weight + (1 - SMOOTHING)
            result.append(smooth / weight)
        return result

    def validation_accuracy(self, name: str) -> float:
        """Share of the validation images that a network reads right now, 0..1."""
        return self._accuracy(name, self.images.validation_images, self.images.validation_labels)

    def test_accuracy(self, name: str) -> float:
        """Share of the test images that a network reads right now, 0..1; to be asked of the best one alone."""
        return self._accuracy(name, self.dataset.test_images, self.dataset.test_labels)

    def _accuracy(self, name: str, images: Tensor, labels: Tensor) -> float:
        with torch.no_grad():
            predicted = self.models[name](to_input(images)).argmax(dim=1)
        return float((predicted == labels).double().mean())
