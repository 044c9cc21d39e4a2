"""What the convolutions of a network make of one image: maps, the sum at every position, and each map's contribution to a digit."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from playground.digits.interpretability.attribution import to_inputs
from playground.digits.interpretability.layer_calls import LayerCall, layer_calls
from playground.errors import ConfigurationError


@dataclass(frozen=True)
class ConvolutionBlock:
    """A convolution and the modules after it that keep the size, such as batch normalisation and activation.

    Attributes:
        layer: the convolution, of a copy of the network.
        inputs: `(channels, H, W)` float32, what came in.
        steps: `(name, (maps, h, w) float32)` of the convolution and each such module, in order.
        slopes: `(maps, h, w)` float32, how fast the asked digit's logit grows with each number of `maps`.
    """

    layer: nn.Conv2d
    inputs: Tensor
    steps: tuple[tuple[str, Tensor], ...]
    slopes: Tensor

    @property
    def maps(self) -> Tensor:
        """`(maps, h, w)` float32: the result of the last step."""
        return self.steps[-1][1]

    @property
    def kernels(self) -> Tensor:
        """`(maps, channels, k, k)` float32."""
        return self.layer.weight.detach()

    def contributions(self) -> Tensor:
        """`(maps,)` float64: activation times slope, summed over a map's places; a first-order estimate."""
        return (self.maps.double() * self.slopes.double()).sum((1, 2))

    def under_kernel(self, row: int, column: int) -> Tensor:
        """`(channels, k, k)` float32: the inputs that the kernels lie on for this place; 0 beyond the edge."""
        layer = self.layer
        assert not isinstance(layer.padding, str)  # refused by `trace_maps`
        patches = F.unfold(
            self.inputs.unsqueeze(0), layer.kernel_size, layer.dilation, layer.padding, layer.stride
        )[0]
        return patches[:, row * self.maps.shape[2] + column].reshape(self.kernels.shape[1:])

    def strongest_place(self, index: int) -> tuple[int, int]:
        """Row and column of a map's largest number by size."""
        row, column = divmod(int(self.maps[index].abs().argmax()), self.maps.shape[2])
        return row, column


@dataclass(frozen=True)
class Readout:
    """The linear layer that turns the last maps into logits.

    Attributes:
        weight: `(10, maps, h, w)` float32.
        bias: `(10,)` float32.
        inputs: `(maps, h, w)` float32: the last maps, made smaller by pooling.
        logits: `(10,)` float32.
    """

    weight: Tensor
    bias: Tensor
    inputs: Tensor
    logits: Tensor

    def by_map(self, digit: int) -> Tensor:
        """`(maps,)` float64: weight times input summed over a map's places; with the bias they make the logit."""
        return (self.weight[digit].double() * self.inputs.double()).sum((1, 2))


@dataclass(frozen=True)
class FeatureMaps:
    """All blocks, first to last, and the readout; None where more than one linear layer follows the maps."""

    blocks: tuple[ConvolutionBlock, ...]
    readout: Readout | None


def trace_maps(model: nn.Module, image: NDArray[np.uint8] | Tensor, digit: int) -> FeatureMaps:
    """Send an image through a copy of the network and keep what passes.

    Args:
        model: with `nn.Conv2d` layers; it stays as it is.
        image: `(28, 28)` uint8, white ink on black.
        digit: 0..9, whose logit the slopes are of.

    Raises:
        ConfigurationError: there is no convolution, or one in groups or with padding by name.
    """
    calls, logits = layer_calls(model, to_inputs(image).requires_grad_())
    blocks = _split(calls)
    slopes = torch.autograd.grad(logits[0, digit], [steps[-1].output for steps in blocks])
    return FeatureMaps(
        tuple(_block(steps, slope) for steps, slope in zip(blocks, slopes, strict=True)),
        _readout(calls, logits[0].detach()),
    )


def order_maps(block: ConvolutionBlock, by_contribution: bool) -> list[int]:
    """All maps by what they contribute to the digit, falling, or by their number."""
    contributions = block.contributions()
    if not by_contribution:
        return list(range(len(contributions)))
    return contributions.argsort(descending=True, stable=True).tolist()


def _split(calls: list[LayerCall]) -> list[list[LayerCall]]:
    """Each convolution with the modules after it whose result has its shape."""
    blocks: list[list[LayerCall]] = []
    for call in calls:
        layer = call.layer
        if isinstance(layer, nn.Conv2d):
            if layer.groups != 1 or isinstance(layer.padding, str):
                raise ConfigurationError(
                    f"Expected convolutions without groups and with padding in pixels, but got {layer}. "
                    "Choose another network."
                )
            blocks.append([call])
        elif (
            blocks and call.output.shape == blocks[-1][0].output.shape and call.input is blocks[-1][-1].output
        ):
            blocks[-1].append(call)
    if not blocks:
        raise ConfigurationError("Expected a network with convolutions, but this one has none. Choose a CNN.")
    return blocks


def _block(steps: list[LayerCall], slope: Tensor) -> ConvolutionBlock:
    layer = steps[0].layer
    assert isinstance(layer, nn.Conv2d)
    results = tuple((type(call.layer).__name__, call.output[0].detach()) for call in steps)
    return ConvolutionBlock(layer, steps[0].input[0].detach(), results, slope[0])


def _readout(calls: list[LayerCall], logits: Tensor) -> Readout | None:
    linear = [index for index, call in enumerate(calls) if isinstance(call.layer, nn.Linear)]
    if len(linear) != 1:
        return None
    layer, received = calls[linear[0]].layer, calls[linear[0]].input
    assert isinstance(layer, nn.Linear)
    maps = next((call.output for call in reversed(calls[: linear[0]]) if call.output.dim() == 4), None)
    if maps is None or not torch.equal(maps.flatten(1), received):
        return None
    bias = torch.zeros(len(logits)) if layer.bias is None else layer.bias.detach()
    return Readout(layer.weight.detach().reshape(-1, *maps.shape[1:]), bias, maps[0].detach(), logits)
