"""Loss and gradients of a batch: by autograd for any network, by the chain rule written out for a fully connected one.

Both give the same numbers to the last bit; without a graph to build, the second is the faster one.
"""

from collections.abc import Callable, Sequence

from torch import Tensor, nn
from torch.nn import functional as F

from playground.concepts.backpropagation.by_hand import BackwardByHand
from playground.digits.models import DigitNetwork

Gradients = Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]
"""From images `(B, 28, 28)`, float32 in 0..1, and labels `(B,)` int64: the mean cross-entropy, a scalar, and the logits
`(B, 10)`. The gradients are left in the parameters' `.grad`."""


def gradients_by_autograd(network: DigitNetwork) -> Gradients:
    """As the article has it: `zero_grad()`, the network, the loss, `backward()`."""

    def gradients(images: Tensor, labels: Tensor) -> tuple[Tensor, Tensor]:
        network.zero_grad()
        logits = network(images)
        loss = F.cross_entropy(logits, labels)
        loss.backward()
        return loss.detach(), logits.detach()

    return gradients


def gradients_by_hand(network: DigitNetwork) -> Gradients | None:
    """The same without a graph; None where the network is more than linear layers, activations and its dropout.

    It draws the units that dropout leaves out from PyTorch's own generator, as `nn.Dropout` does.
    """
    first, *parts = network.layers()
    share = network.config.dropout if hasattr(network, "dropout") else 0.0
    width = 3 if share else 2
    layers = [part for part in parts[::width] if isinstance(part, nn.Linear) and part.bias is not None]
    activations = parts[1::width]
    left_out = parts[2::width] if share else []
    # Pixels are prepared by a hook of the network; an activation with weights of its own is autograd's.
    if (
        not isinstance(first, nn.Flatten)
        or hasattr(network, "preparation")
        or len(layers) != len(parts[::width])
        or len(layers) != len(activations) + 1
        or any(isinstance(part, nn.Dropout | nn.Linear) for part in activations)
        or not all(isinstance(part, nn.Dropout) for part in left_out)
        or _parameters(layers) != _parameters([network])
    ):
        return None
    step = BackwardByHand(layers, [*activations, nn.Identity()], nn.CrossEntropyLoss(), share)
    return lambda images, labels: step(images.flatten(1), labels)


def _parameters(modules: Sequence[nn.Module]) -> set[int]:
    return {id(parameter) for module in modules for parameter in module.parameters()}
