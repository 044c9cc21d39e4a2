"""The PyTorch programs for loss functions."""

from collections.abc import Mapping, Sequence
from textwrap import indent

from playground.snippets.lines import imports


def losses_program(
    calls: Mapping[str, str],
    codes: Mapping[str, str],
    prediction: float,
    target: float,
    definitions: str = "",
) -> str:
    """Value and gradient of several losses at one prediction.

    Args:
        calls: for each label the module as code, such as `torch.nn.HuberLoss(delta=1.0, reduction="none")`.
        codes: for each label how the module is called with `loss`, `prediction` and `target`.
        prediction: the number, score or probability.
        target: what it should be.
        definitions: the source of the losses that `torch.nn` does not have.
    """
    lines = [imports(definitions), f"target = torch.tensor([{target!r}], dtype=torch.float64)"]
    for label, call in calls.items():
        lines += [
            f"prediction = torch.tensor([{prediction!r}], dtype=torch.float64, requires_grad=True)",
            f"loss = {call}",
            f"value = {codes[label]}",
            "value.sum().backward()",
            f'print("{label}:", f"loss {{value.item():.4f}}, gradient {{prediction.grad.item():.4f}}")',
        ]
    return "\n".join(lines) + "\n"


def line_program(points: Sequence[tuple[float, float]], loss: str) -> str:
    """The line of the least loss through points, by LBFGS; `loss` is the module as code."""
    return f"""import torch

points = torch.tensor({[list(point) for point in points]}, dtype=torch.float64)
x, y = points.unbind(dim=1)
line = torch.zeros(2, dtype=torch.float64, requires_grad=True)  # slope and intercept
loss = {loss}
optimizer = torch.optim.LBFGS([line], max_iter=500, tolerance_change=1e-14, line_search_fn="strong_wolfe")

def closure():
    optimizer.zero_grad()
    value = loss(line[0] * x + line[1], y)
    value.backward()
    return value

optimizer.step(closure)
print(f"slope {{line[0].item():.3f}}, intercept {{line[1].item():.3f}}")
"""


def cross_entropy_program(
    logits: Sequence[float], true_class: int, temperature: float, label_smoothing: float
) -> str:
    """Probabilities, loss and gradient of cross-entropy on one example."""
    smoothing = f"label_smoothing={label_smoothing}" if label_smoothing else ""
    return f"""import torch

logits = torch.tensor([{list(logits)}], dtype=torch.float64, requires_grad=True)
target = torch.tensor([{true_class}])
probabilities = torch.softmax(logits / {temperature}, dim=1)
loss = torch.nn.CrossEntropyLoss({smoothing})(logits / {temperature}, target)
loss.backward()
print("probabilities", [round(p, 4) for p in probabilities[0].tolist()])
print(f"loss {{loss.item():.4f}}")
print("gradient", [round(g, 4) for g in logits.grad[0].tolist()])
"""


def slow_start_program(weight: float, bias: float, learning_rate: float, epochs: int) -> str:
    """One sigmoid neuron trained with squared error and with cross-entropy."""
    return f"""import torch

for loss in (torch.nn.MSELoss(), torch.nn.BCELoss()):
    parameters = torch.tensor([{weight}, {bias}], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([parameters], lr={learning_rate})
    for epoch in range({epochs}):
        output = torch.sigmoid(parameters[0] * 1.0 + parameters[1])
        optimizer.zero_grad()
        loss(output, torch.tensor(0.0, dtype=torch.float64)).backward()
        optimizer.step()
    output = torch.sigmoid(parameters.sum())
    print(loss, f"output {{output.item():.4f}}")
"""


def mistake_program(source: str, corrected: str) -> str:
    """Wrong lines, then the lines that work, each with its last expression printed."""
    return f"""import torch
from torch.nn import functional

try:
{indent(_printing(source), "    ")}
except Exception as error:
    print(type(error).__name__, error)
{_printing(corrected)}
"""


def _printing(source: str) -> str:
    *lines, last = source.splitlines()
    return "\n".join([*lines, f"print({last})"])
