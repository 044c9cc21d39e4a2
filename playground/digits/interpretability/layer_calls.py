"""A pass through a network, recorded module by module."""

import copy
from dataclasses import dataclass

from torch import Tensor, nn


@dataclass(frozen=True)
class LayerCall:
    """One module without children, as the pass called it.

    Attributes:
        name: in the network, such as "fc1".
        layer: of the copy.
        input: what came in, `(N, ...)`.
        output: what came out, `(N, ...)`.
    """

    name: str
    layer: nn.Module
    input: Tensor
    output: Tensor


def layer_calls(model: nn.Module, inputs: Tensor) -> tuple[list[LayerCall], Tensor]:
    """Send images through a copy of a network in eval mode: hooks must not be in the one that others are using.

    The copy's weights need no gradient; where `inputs` needs one, the recorded tensors belong to one autograd graph, so
    an output can be differentiated by any of them.

    Args:
        model: maps `(N, 28, 28)` to logits `(N, 10)`; it stays as it is.
        inputs: `(N, 28, 28)` float32 in 0..1.

    Returns:
        The calls in their order, and the logits.
    """
    own = copy.deepcopy(model).eval().requires_grad_(False)
    calls: list[LayerCall] = []
    hooks = [
        part.register_forward_hook(
            lambda layer, input, output, name=name: calls.append(LayerCall(name, layer, input[0], output))
        )
        for name, part in own.named_modules()
        if not list(part.children())
    ]
    logits = own(inputs)
    for hook in hooks:  # whoever calls a recorded layer again is not recorded
        hook.remove()
    return calls, logits
