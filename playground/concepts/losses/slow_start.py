"""One sigmoid neuron that begins badly wrong: why squared error learns slowly there and cross-entropy does not.

The example is that of M. Nielsen, *Neural Networks and Deep Learning*, chapter 3,
http://neuralnetworksanddeeplearning.com/chap3.html: the input is 1 and the target 0.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from playground.concepts.losses.catalogue import LOSSES
from playground.concepts.optimizers.without_dynamo import keep_dynamo_out

INPUT, TARGET = 1.0, 0.0
COMPARED = ("mse", "bce")
"""The two losses, by their keys in the catalogue."""
REACHED = 0.1
"""An output this near to the target counts as learnt."""


@dataclass(frozen=True)
class Training:
    """What happened, one row an epoch, from before the first step: float64 `(epochs + 1,)` each.

    Attributes:
        outputs: of the neuron.
        losses: of its own loss.
        gradients: of that loss by the sum z that goes into the sigmoid.
    """

    outputs: Tensor
    losses: Tensor
    gradients: Tensor

    @property
    def learnt_at(self) -> int | None:
        """The first epoch with an output within `REACHED` of the target; None if there was none."""
        near = (self.outputs - TARGET).abs() <= REACHED
        return int(near.int().argmax()) if bool(near.any()) else None


def train(weight: float, bias: float, learning_rate: float, epochs: int) -> dict[str, Training]:
    """Teach two such neurons by `torch.optim.SGD`, one under each loss; by the losses' keys.

    Args:
        weight: of both to begin with.
        bias: of both to begin with.
        learning_rate: above 0.
        epochs: steps, as there is one example.
    """
    modules = [LOSSES[name].build() for name in COMPARED]
    parameters = torch.tensor(
        [[weight] * len(modules), [bias] * len(modules)], dtype=torch.float64, requires_grad=True
    )
    keep_dynamo_out()
    optimizer = torch.optim.SGD([parameters], lr=learning_rate)
    target = torch.tensor(TARGET, dtype=torch.float64)
    visited = [parameters.detach().clone()]
    with torch.enable_grad():
        for _ in range(epochs):
            first, second = torch.sigmoid(parameters[0] * INPUT + parameters[1])
            optimizer.zero_grad()
            (
                modules[0](first, target) + modules[1](second, target)
            ).backward()  # neither neuron knows of the other
            optimizer.step()
            visited.append(parameters.detach().clone())
    sums = torch.stack([place[0] * INPUT + place[1] for place in visited])  # (epochs + 1, 2)
    return {name: _training(name, sums[:, index]) for index, name in enumerate(COMPARED)}


def _training(loss: str, z: Tensor) -> Training:
    outputs = torch.sigmoid(z)
    module = LOSSES[loss].build("none")
    return Training(outputs, module(outputs, torch.full_like(outputs, TARGET)), gradients(loss, z))


def gradients(loss: str, z: Tensor) -> Tensor:
    """The derivative of the loss by the sum z, `(N,)`, from autograd."""
    with torch.enable_grad():
        point = z.detach().clone().requires_grad_()
        output = torch.sigmoid(point)
        value = LOSSES[loss].build()(output, torch.full_like(output, TARGET)) * len(z)  # the mean, undone
        (slopes,) = torch.autograd.grad(value, point)
    return slopes
