"""The PyTorch programs for activation functions."""

from collections.abc import Mapping, Sequence

from playground.snippets.lines import defined, imports


def activation_program(calls: Mapping[str, str], probe: float, definitions: str = "") -> str:
    """Value and slope of activations at one point.

    Args:
        calls: for each label the function as Python source, such as `torch.nn.Tanh()`.
        probe: the input.
        definitions: the source of the functions that `torch.nn` does not have.
    """
    return f"""{imports(definitions)}
{_dictionary(calls)}
for label, activation in activations.items():
    x = torch.tensor({probe!r}, requires_grad=True)
    y = activation(x)
    y.backward()
    print(f"{{label}}: f(x) = {{y.item():.4f}}, f'(x) = {{x.grad.item():.4f}}")
"""


def stack_program(
    activation: str,
    initialization: str,
    *,
    depth: int,
    width: int,
    batch: int,
    seed: int,
    definitions: str = "",
) -> str:
    """A signal through a stack of layers and a gradient back.

    Args:
        activation: the function as Python source.
        initialization: the call that fills `weight`, with `generator`.
        depth: layers.
        width: units of each.
        batch: examples.
        seed: of everything random.
        definitions: the source of the function's class where `torch.nn` does not have it.
    """
    return f"""{imports(definitions)}
generator = torch.Generator().manual_seed({seed})
activation = {activation}.double()
signal = torch.randn({batch}, {width}, generator=generator, dtype=torch.float64)
outputs = []
for layer in range({depth}):
    weight = torch.empty({width}, {width}, dtype=torch.float64)
    {initialization}
    signal = activation((signal @ weight.T).requires_grad_())
    outputs.append(signal)
sent = torch.randn({batch}, {width}, generator=generator, dtype=torch.float64)
sent /= sent.square().mean().sqrt()
gradients = torch.autograd.grad(signal, outputs, sent)
for layer, (output, gradient) in enumerate(zip(outputs, gradients), 1):
    print(layer, f"output {{output.square().mean().sqrt():.4g}}, gradient {{gradient.square().mean().sqrt():.4g}}")
"""


def softmax_program(logits: Sequence[float], temperature: float) -> str:
    """Softmax of a vector and its Jacobian."""
    return f"""import torch

logits = torch.tensor({list(logits)}, dtype=torch.float64)
softmax = lambda z: torch.softmax(z / {temperature}, dim=0)
print([round(p, 4) for p in softmax(logits).tolist()])
for row in torch.autograd.functional.jacobian(softmax, logits):
    print([round(slope, 4) for slope in row.tolist()])
"""


def comparison_program(
    calls: Mapping[str, str],
    hidden: Sequence[int],
    *,
    learning_rate: float,
    seed: int,
    batch_size: int,
    steps: int,
    validation_share: float,
    definitions: str = "",
) -> str:
    """The same network with several activations on the embedded digits; prints each one's accuracy on validation digits.

    Args:
        calls: for each label the function as Python source.
        hidden: sizes of the hidden layers.
        learning_rate: of plain SGD.
        seed: of first weights and batches.
        batch_size: images a step.
        steps: how many each network makes.
        validation_share: of the training images, held out.
        definitions: the source of the functions that `torch.nn` does not have.
    """
    sizes = [784, *hidden, 10]
    return f"""{_digits(definitions)}
from playground.digits.training.validation import hold_out
digits = hold_out(data, {validation_share}, seed={seed})
{_dictionary(calls)}
for label, activation in activations.items():
    torch.manual_seed({seed})
    layers = [nn.Flatten()]
    for inputs, outputs in zip({sizes}, {sizes[1:]}):
        layers += [nn.Linear(inputs, outputs), activation]
    network = nn.Sequential(*layers[:-1])
    optimizer = torch.optim.SGD(network.parameters(), lr={learning_rate})
    generator = torch.Generator().manual_seed({seed})
    for step in range({steps}):
        chosen = torch.randint(len(digits.train_images), ({batch_size},), generator=generator)
        optimizer.zero_grad()
        nn.functional.cross_entropy(network(digits.train_images[chosen] / 255), digits.train_labels[chosen]).backward()
        optimizer.step()
    right = network(digits.validation_images / 255).argmax(dim=1) == digits.validation_labels
    print(label, f"{{right.double().mean().item():.2%}}")
"""


def _dictionary(calls: Mapping[str, str]) -> str:
    """The lines that define `activations`, the functions by their labels."""
    entries = "".join(f"    {label!r}: {call},\n" for label, call in calls.items())
    return f"activations = {{\n{entries}}}"


def _digits(definitions: str) -> str:
    """The lines that import what is needed and load `data`, the embedded digits."""
    return f"""import torch
from playground.digits.datasets import load_digits  # run this beside app.py
from torch import nn
{defined(definitions)}
data = load_digits("embedded")"""
