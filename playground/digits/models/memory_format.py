"""In which order a network's numbers lie in memory while it trains."""

import torch
from torch import nn

CHANNELS_LAST = ".to(memory_format=torch.channels_last)"
"""What a program writes behind such a network."""


def trains_channels_last(network: nn.Module) -> bool:
    """Whether it has convolutions: with all channels of a pixel side by side, a CPU makes, normalises and pools their maps in
    two thirds of the time. The sums are rounded in another order, nothing else differs."""
    return any(isinstance(part, nn.Conv2d) for part in network.modules())


def to_channels_last(network: nn.Module) -> None:
    """Let the kernels of its convolutions, and so all that comes out of them, lie so; vectors and matrices stay."""
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # PyTorch's stubs lack it
