"""The forward pass of fully connected layers, and one step of training by its parts, with every number kept."""

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn

from playground.concepts.optimizers import OptimizerConfig, build_optimizer


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

    def of(self, example: int) -> "LayerPass":
        """The numbers of one example, from 0: N is 1."""
        inputs, sums, outputs = (part[example][None] for part in (self.inputs, self.sums, self.outputs))
        return replace(self, inputs=inputs, sums=sums, outputs=outputs)


@torch.no_grad()
def forward_pass(layers: Sequence[nn.Module], activations: Sequence[str], inputs: Tensor) -> list[LayerPass]:
    """Every layer's numbers.

    Args:
        layers: `nn.Linear` layers with one activation between two.
        activations: the key of each activation.
        inputs: N examples, `(N, inputs)`.
    """
    keys: list[str | None] = [*activations, None]
    bends = [*layers[1::2], nn.Identity()]
    passes = list[LayerPass]()
    for layer, bend, key in zip(layers[::2], bends, keys, strict=True):
        assert isinstance(layer, nn.Linear)  # every second one is
        sums = layer(inputs)
        passes.append(LayerPass(inputs, layer.weight.detach(), layer.bias.detach(), sums, bend(sums), key))
        inputs = passes[-1].outputs
    return passes


@dataclass(frozen=True, eq=False)
class OneStep:
    """One step of training on one batch, and what it does to one weight of the first layer.

    Attributes:
        loss: before the update.
        neuron: of the first layer, from 0: where the weight leads to.
        input: from 0: where it comes from.
        gradient: the slope of the loss along this weight, of all weights of the layer the steepest.
        before: the weight.
        after: the weight after the update.
        loss_after: of the same batch.
    """

    loss: float
    neuron: int
    input: int
    gradient: float
    before: float
    after: float
    loss_after: float


def one_step(
    model: nn.Module,
    loss: Callable[[Tensor, Tensor], Tensor],
    optimizer: OptimizerConfig,
    inputs: Tensor,
    targets: Tensor,
) -> OneStep:
    """Forward, loss, backward, update, as PyTorch does them, on a copy of the model.

    Args:
        model: its first parameter is the weight `(fan_out, fan_in)` of the first layer.
        loss: of the outputs and the targets, a scalar.
        optimizer: which one, at its first step.
        inputs: the batch, as the model takes it.
        targets: what should come out, as the loss takes it.
    """
    model = copy.deepcopy(model)
    steps = build_optimizer(optimizer, model.parameters())
    first = next(model.parameters())
    value = loss(model(inputs), targets)
    steps.zero_grad()
    value.backward()
    assert first.grad is not None  # it was just computed
    neuron, place = divmod(int(first.grad.abs().argmax()), first.shape[1])
    gradient, before = first.grad[neuron, place].item(), first[neuron, place].item()
    steps.step()
    with torch.no_grad():
        loss_after = loss(model(inputs), targets).item()
    return OneStep(value.item(), neuron, place, gradient, before, first[neuron, place].item(), loss_after)
