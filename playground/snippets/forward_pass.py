"""The PyTorch program of the article's network: digits through both layers, then one step of Adam."""

from collections.abc import Sequence

TRAINED = """from playground.digits.checkpoints import load_pretrained  # run this beside app.py

W1, b1, W2, b2 = load_pretrained("mlp").model.parameters()"""
"""The weights that ship with the playground."""
UNTRAINED = """from playground.digits.models import ModelConfig, build_model  # run this beside app.py

W1, b1, W2, b2 = build_model(ModelConfig(), seed=0).parameters()"""
"""Those that PyTorch begins with."""


def forward_program(
    weights: str,
    layers: Sequence[str],
    pixels: str,
    labels: Sequence[int],
    *,
    learning_rate: float,
    followed: tuple[int, int],
) -> str:
    """Read the digits, then make one step with them, and follow one weight.

    Args:
        weights: the lines that set `W1`, `b1`, `W2` and `b2`.
        layers: the lines that make `logits` of `x`.
        pixels: the images' 28 x 28 bytes, one image after the other, as `pack_image` writes them.
        labels: what the images show.
        learning_rate: Adam's.
        followed: neuron and input of the weight of the first layer that is printed.
    """
    forward = "\n".join(f"    {line}" for lines in layers for line in lines.splitlines())
    neuron, place = followed
    return f"""import base64
import zlib

import torch
from torch.nn.functional import cross_entropy

{weights}
pixels = zlib.decompress(base64.b64decode("{pixels}"))
x = torch.tensor(list(pixels)).view({len(labels)}, 784) / 255
labels = torch.tensor({list(labels)})


def forward(x):
{forward}
    return logits


logits = forward(x)
for label, probabilities in zip(labels, logits.softmax(1)):
    answer = int(probabilities.argmax())
    print(f"the {{label}} is read as {{answer}} with {{probabilities[answer]:.1%}}")

optimizer = torch.optim.Adam([W1, b1, W2, b2], lr={learning_rate!r})
loss = cross_entropy(logits, labels)
optimizer.zero_grad()
loss.backward()
print(f"loss {{loss.item():.4g}}, slope of W1[{neuron}, {place}] {{W1.grad[{neuron}, {place}].item():.4g}}")
print(f"weight {{W1[{neuron}, {place}].item():.5g}}", end=" ")
optimizer.step()
print(f"-> {{W1[{neuron}, {place}].item():.5g}}, loss {{cross_entropy(forward(x), labels).item():.4g}}")
"""
