"""The PyTorch program of one neuron."""

from collections.abc import Sequence

from playground.snippets.lines import defined


def neuron_program(
    numbers: Sequence[float],
    point: Sequence[float],
    activation: str,
    definitions: str = "",
    learning: str = "",
    *,
    learnt: bool = False,
) -> str:
    """A neuron at a point, and what it learns.

    Args:
        numbers: both weights and the bias.
        point: both inputs.
        activation: the module as Python source, with `nn`.
        definitions: the source of its class where `torch.nn` does not have it.
        learning: what `learning_lines` gives; empty where there is nothing to learn.
        learnt: whether the point is asked for after it has learnt.
    """
    first, second, bias = numbers
    asked = f"""
z = neuron(torch.tensor([{float(point[0])!r}, {float(point[1])!r}]))
print(f"z = {{z.item():.4f}}, a = {{activation(z).item():.4f}}")
"""
    return f"""import torch
from torch import nn
{defined(definitions)}
neuron = nn.Linear(2, 1)
activation = {activation}
with torch.no_grad():
    neuron.weight[:] = torch.tensor([[{first!r}, {second!r}]])
    neuron.bias[:] = {bias!r}
{learning + asked if learnt else asked + learning}"""


def learning_lines(
    points: Sequence[Sequence[float]],
    targets: Sequence[float],
    *,
    cross_entropy: bool,
    learning_rate: float,
    steps: int,
) -> str:
    """The same neuron by gradient descent, all points a step.

    Args:
        points: both inputs of each.
        targets: what is to come out at each.
        cross_entropy: whether the loss is that, on z; else it is the squared error of a.
        learning_rate: what the gradient is multiplied by.
        steps: how many.
    """
    loss = "nn.functional.binary_cross_entropy_with_logits(z, targets)" if cross_entropy else None
    loss = loss or "nn.functional.mse_loss(activation(z), targets)"
    return f"""
points = torch.tensor({[[round(float(value), 4) for value in point] for point in points]})
targets = torch.tensor({[float(target) for target in targets]})
optimizer = torch.optim.SGD(neuron.parameters(), lr={learning_rate!r})
for step in range({steps}):
    z = neuron(points).flatten()
    loss = {loss}
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print("weights", [round(value, 4) for value in neuron.weight.flatten().tolist()], "bias", round(neuron.bias.item(), 4))
"""
