"""The gradients of one batch of digits by autograd, by the loop that trains and by a textbook's lines, side by side."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from playground.concepts.backpropagation.textbook import textbook_backward
from playground.digits.models import DigitNetwork
from playground.digits.training.gradients import Gradients, gradients_by_autograd, gradients_by_hand
from playground.errors import ConfigurationError


@dataclass(frozen=True)
class ComparedGradient:
    """The gradient of one parameter.

    Attributes:
        name: of the parameter, such as `fc1.weight`.
        of: by each way of `WAYS`, of the parameter's shape.
    """

    name: str
    of: Mapping[str, Tensor]

    @property
    def steepest(self) -> float:
        """The largest size of a derivative, by autograd."""
        return self.of["autograd"].abs().max().item()

    def difference(self, way: str) -> float:
        """The largest size of a derivative by that way minus autograd's."""
        return (self.of[way] - self.of["autograd"]).abs().max().item()

    def identical(self, way: str) -> bool:
        """Whether all derivatives by that way are autograd's to the last bit."""
        own, autograd = (self.of[name].view(torch.int32) for name in (way, "autograd"))
        return torch.equal(own, autograd)


def gradients_of_textbook(network: DigitNetwork) -> Gradients:
    """As `textbook_backward` has it, for a network of one hidden ReLU layer."""
    parameters = list(network.parameters())
    w1, b1, w2, b2 = (parameter.detach() for parameter in parameters)

    @torch.no_grad()
    def gradients(images: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        x = images.flatten(1)
        a = F.linear(x, w1, b1).relu()
        logits = F.linear(a, w2, b2)
        found = textbook_backward(x, labels, a, logits, w2)
        for parameter, gradient in zip(parameters, found, strict=True):
            parameter.grad = gradient
        return F.cross_entropy(logits, labels), logits

    return gradients


def _gradients_of_the_loop(network: DigitNetwork) -> Gradients:
    by_hand = gradients_by_hand(network)
    assert by_hand is not None  # one hidden layer is fully connected
    return by_hand


WAYS = {
    "autograd": gradients_by_autograd,
    "textbook": gradients_of_textbook,
    "loop": _gradients_of_the_loop,
}
"""Autograd's, which the others are compared with; the textbook's lines; what trains here."""


def compare_gradients(network: DigitNetwork, images: Tensor, labels: Tensor) -> list[ComparedGradient]:
    """Each parameter's gradient by every way, in the network's order; leaves gradients in the network.

    Args:
        network: of one hidden ReLU layer, float32 on the CPU.
        images: `(N, 28, 28)` float32 in 0..1.
        labels: `(N,)` int64.

    Raises:
        ConfigurationError: the network is another one.
    """
    found: dict[str, dict[str, Tensor]] = {name: {} for name, _ in network.named_parameters()}
    for way, gradients in _ways(network).items():
        gradients(images, labels)
        for name, parameter in network.named_parameters():
            assert parameter.grad is not None  # every way leaves it
            found[name][way] = parameter.grad.clone()
    return [ComparedGradient(name, of) for name, of in found.items()]


def time_gradients(
    network: DigitNetwork, images: Tensor, labels: Tensor, rounds: int = 15
) -> dict[str, float]:
    """Seconds for loss and gradients of a batch by every way: the shortest of several in turn.

    In turn, so that what else the machine does meets all alike; the shortest, since on a server whose cores train other
    runs most of a longer time is waiting for a core. The arguments are those of `compare_gradients`.
    """
    ways = _ways(network)
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    for _ in range(rounds):
        for way, gradients in ways.items():
            started = time.perf_counter()
            gradients(images, labels)
            seconds[way].append(time.perf_counter() - started)
    return {way: min(times) for way, times in seconds.items()}


def _ways(network: DigitNetwork) -> dict[str, Gradients]:
    config = network.config
    if config.model != "mlp" or len(config.hidden) != 1 or config.activation != "relu" or config.dropout:
        raise ConfigurationError(
            "Expected a network of one hidden layer with ReLU, as the article has it, but got another one. Its gradients "
            "are not written out in six lines; choose the article's."
        )
    return {way: gradients(network) for way, gradients in WAYS.items()}
