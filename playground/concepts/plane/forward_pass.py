"""The forward pass layer by layer, and one step of training by its six parts, with every number kept."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from playground.concepts.optimizers import build_optimizer
from playground.concepts.plane.network import PlaneNetwork, in_one_vector
from playground.concepts.plane.training import PlaneTraining, loss_names, loss_on


@dataclass(frozen=True, eq=False)
class LayerPass:
    """What one layer does with N examples.

    Attributes:
        inputs: `(N, fan_in)`.
        weight: `(fan_out, fan_in)`.
        bias: `(fan_out,)`.
        sums: `(N, fan_out)`, the inputs times the weights plus the bias.
        outputs: `(N, fan_out)`, the activation of the sums.
        activation: a key of `NETWORK_ACTIVATIONS`; None where the sums are the outputs.
    """

    inputs: Tensor
    weight: Tensor
    bias: Tensor
    sums: Tensor
    outputs: Tensor
    activation: str | None


@torch.no_grad()
def forward_pass(network: PlaneNetwork, weights: Tensor, inputs: Tensor) -> list[LayerPass]:
    """Every layer's numbers.

    Args:
        network: which network.
        weights: float32 `(parameters,)`, as `Epoch.weights` has them.
        inputs: the features of N points, `(N, inputs)`.
    """
    model = network.build()
    in_one_vector(model).data.copy_(weights)
    modules, passes = list(model), list[LayerPass]()
    activations: list[str | None] = [*network.activations, None]
    for layer in (module for module in modules if isinstance(module, nn.Linear)):
        activation = activations[len(passes)]
        sums = layer(inputs)
        outputs = sums if activation is None else modules[modules.index(layer) + 1](sums)
        passes.append(LayerPass(inputs, layer.weight, layer.bias, sums, outputs, activation))
        inputs = outputs
    return passes


@dataclass(frozen=True, eq=False)
class OneStep:
    """One step of training on one batch.

    Attributes:
        points: `(N, 2)`, the batch.
        targets: `(N,)`.
        loss: before the update.
        gradient: of the first weight of the first layer.
        before: that weight.
        after: the weight after the update.
        loss_after: of the same batch.
    """

    points: Tensor
    targets: Tensor
    loss: float
    gradient: float
    before: float
    after: float
    loss_after: float


def one_step(
    network: PlaneNetwork,
    training: PlaneTraining,
    weights: Tensor,
    batch: tuple[Tensor, Tensor, Tensor],
    target: str,
) -> OneStep:
    """Forward, loss, backward, update, as PyTorch does them.

    Args:
        network: which network.
        training: its loss and optimizer.
        weights: float32 `(parameters,)`.
        batch: points `(N, 2)`, their features `(N, inputs)` and their targets `(N,)`.
        target: what a point is labelled with.
    """
    points, inputs, targets = batch
    model = network.build()
    with torch.no_grad():
        in_one_vector(model).data.copy_(weights)
    loss, encode = loss_on(training.loss or loss_names(target)[0], target)
    optimizer = build_optimizer(training.optimizer, model.parameters())
    first = next(model.parameters())
    before = first[0, 0].item()
    value = loss(model(inputs), encode(targets))
    optimizer.zero_grad()
    value.backward()
    assert first.grad is not None  # it was just computed
    gradient = first.grad[0, 0].item()
    optimizer.step()
    with torch.no_grad():
        after = loss(model(inputs), encode(targets)).item()
    return OneStep(points, targets, value.item(), gradient, before, first[0, 0].item(), after)
