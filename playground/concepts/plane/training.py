"""Training in the plane: which loss, optimizer and penalties, and the loop, epoch by epoch, with a way back."""

import copy
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from playground.concepts.backpropagation.by_hand import BackwardByHand
from playground.concepts.backpropagation.derivative_kernels import Loss
from playground.concepts.losses.catalogue import losses_of
from playground.concepts.optimizers import OptimizerConfig, build_optimizer
from playground.concepts.plane.data import PlaneData
from playground.concepts.plane.network import PlaneNetwork, in_one_vector
from playground.errors import ConfigurationError
from playground.formatting import as_given

KEEP_EVERY = 20
"""Epochs between two kept states of optimizer and random numbers: going back repeats at most so many."""
CLASS_LOSSES = ("bce_with_logits", "hinge")


def loss_names(target: str) -> tuple[str, ...]:
    """Keys of the losses that such a target can be learnt with, the usual one first."""
    if target == "three classes":
        return ("cross_entropy",)
    return (*CLASS_LOSSES, *losses_of("number")) if target == "two classes" else tuple(losses_of("number"))


@dataclass(frozen=True)
class PlaneTraining:
    """How to train.

    Attributes:
        loss: a key of `loss_names`; empty is the usual one of the data.
        optimizer: which optimizer with which numbers.
        batch_size: points a step, at least 1.
        l1: times the sum of all weights' sizes is added to the loss.
        l2: times half the sum of all weights' squares is added to it.
        dropout: the share of hidden outputs that each step leaves out, at least 0 and below 1.
        seed: of the order of the points, and of what is left out.
    """

    loss: str = ""
    optimizer: OptimizerConfig = field(default_factory=lambda: OptimizerConfig("sgd", 0.03))
    batch_size: int = 10
    l1: float = 0.0
    l2: float = 0.0
    dropout: float = 0.0
    seed: int = 0

    def __post_init__(self) -> None:
        if self.batch_size < 1 or not 0 <= self.dropout < 1:
            raise ConfigurationError(
                f"Expected at least one point a step and a dropout from 0 to below 1, but got {self.batch_size} and "
                f"{as_given(self.dropout)}. Take 10 and 0."
            )
        if not (0 <= self.l1 < math.inf and 0 <= self.l2 < math.inf):
            raise ConfigurationError(
                f"Expected L1 and L2 of 0 or more, but got {as_given(self.l1)} and {as_given(self.l2)}. Take 0."
            )


class Epoch(NamedTuple):
    """After an epoch; epoch 0 is before the first.

    Attributes:
        weights: float32 `(parameters,)`, layer by layer, each layer's weight `(fan_out, fan_in)` before its bias.
        train_loss: the mean loss of all training points, without penalties.
        test_loss: the same of the test points; NaN without any.
    """

    weights: Tensor
    train_loss: float
    test_loss: float


class PlaneTrainer:
    """A network, its data, and every epoch so far."""

    def __init__(
        self, network: PlaneNetwork, training: PlaneTraining, data: PlaneData, weights: Tensor | None = None
    ) -> None:
        """Begin with the network's first weights, or with others.

        Raises:
            ConfigurationError: the loss is not one for these targets, or a feature is not finite at a point.
        """
        self.network, self.training, self.data = network, training, data
        self.model = network.build()
        self._vector = in_one_vector(self.model)
        assert self._vector.grad is not None  # made with it
        self._gradient = self._vector.grad
        if weights is not None:
            self._vector.data.copy_(weights)
        layers = [module for module in self.model if isinstance(module, nn.Linear)]
        bends = [module for module in self.model if not isinstance(module, nn.Linear)]
        self._loss, encode = loss_on(training.loss or loss_names(data.target)[0], data.target)
        self._random = torch.Generator().manual_seed(training.seed)
        self._backward = BackwardByHand(
            layers, [*bends, nn.Identity()], self._loss, training.dropout, self._random
        )
        self._optimizer = build_optimizer(training.optimizer, [self._vector])
        self._weights_alone = _mask(layers)
        self._inputs, self._test_inputs = (
            data.features(points, network) for points in (data.train_points, data.test_points)
        )
        self._targets, self._test_targets = encode(data.train_targets), encode(data.test_targets)
        self.epochs: list[Epoch] = []
        self._states: list[tuple[Tensor, dict[str, Any], Tensor]] = []
        self._record()

    @property
    def finished(self) -> bool:
        """Whether the numbers are finite no more: nothing further can be learnt."""
        return not math.isfinite(self.epochs[-1].train_loss)

    def train(self, epochs: int = 1) -> None:
        """That many epochs more, each in an order of its own."""
        for _ in range(epochs):
            self._epoch()
            self._record()

    def back_to(self, epoch: int) -> None:
        """Forget what came after an epoch; training goes on from there as it did before, to the last bit."""
        kept = epoch // KEEP_EVERY
        vector, optimizer, random = self._states[kept]
        self._vector.data.copy_(vector)
        self._optimizer.load_state_dict(copy.deepcopy(optimizer))
        self._random.set_state(random)
        del self._states[kept + 1 :]
        del self.epochs[kept * KEEP_EVERY + 1 :]
        self.train(epoch - kept * KEEP_EVERY)

    def _epoch(self) -> None:
        order = torch.randperm(len(self._inputs), generator=self._random)
        size = self.training.batch_size
        batches = zip(self._inputs[order].split(size), self._targets[order].split(size), strict=True)
        step = self._sgd_step() or self._optimizer.step
        for inputs, targets in batches:
            self._backward(inputs, targets)
            self._add_penalties()
            step()

    def _sgd_step(self) -> Callable[[], object] | None:
        """Plain SGD as the one operation that it is, without what the class does around it."""
        config = self.training.optimizer
        if config.name != "sgd" or any(config.values.values()):
            return None
        vector, gradient, rate = self._vector.data, self._gradient, config.learning_rate
        return lambda: vector.add_(gradient, alpha=-rate)

    def _add_penalties(self) -> None:
        if self.training.l2:
            self._gradient.addcmul_(self._vector.data, self._weights_alone, value=self.training.l2)
        if self.training.l1:
            self._gradient.addcmul_(self._vector.data.sign(), self._weights_alone, value=self.training.l1)

    @torch.no_grad()
    def _record(self) -> None:
        train, test = (
            self._loss(self.model(inputs), targets).item() if len(inputs) else math.nan
            for inputs, targets in ((self._inputs, self._targets), (self._test_inputs, self._test_targets))
        )
        if len(self.epochs) % KEEP_EVERY == 0:
            state = copy.deepcopy(self._optimizer.state_dict())
            self._states.append((self._vector.detach().clone(), state, self._random.get_state()))
        self.epochs.append(Epoch(self._vector.detach().clone(), train, test))


def loss_on(name: str, target: str) -> tuple[Loss, Callable[[Tensor], Tensor]]:
    """A loss of the network's outputs `(N, outputs)`, and what makes its targets of the data's.

    With one output two classes are -1 and 1 for losses of numbers, 0 and 1 for losses of scores.

    Raises:
        ConfigurationError: such a target is not learnt with that loss.
    """
    if name not in loss_names(target):
        raise ConfigurationError(
            f"Expected a loss out of {', '.join(loss_names(target))} for {target}, but got {name!r}. "
            f"Take {loss_names(target)[0]}."
        )
    if name == "cross_entropy":
        return nn.CrossEntropyLoss(), lambda targets: targets
    if name == "hinge":
        entry = losses_of("score")[name]
        module = entry.build()

        def hinge(outputs: Tensor, targets: Tensor) -> Tensor:
            return entry.call(module, *entry.arranged(outputs.flatten(), targets.flatten()))

        return hinge, lambda targets: targets[:, None].float()
    if name == "bce_with_logits":
        return losses_of("score")[name].build(), lambda targets: targets[:, None].float()
    module = losses_of("number")[name].build()
    if target == "two classes":
        return module, lambda targets: 2 * targets[:, None].float() - 1
    return module, lambda targets: targets[:, None].float()


def _mask(layers: list[nn.Linear]) -> Tensor:
    """1 at the place of each weight in the vector of all parameters, 0 at that of each bias."""
    return torch.cat(
        [torch.cat([torch.ones(layer.weight.numel()), torch.zeros(layer.bias.numel())]) for layer in layers]
    )
