"""The PyTorch programs for one pass forward and backward."""

from collections.abc import Mapping, Sequence
from textwrap import indent

from torch import Tensor

from playground.snippets.lines import imports

AUTOGRAD_LINES = """network.zero_grad()
logits = network(images)
loss = cross_entropy(logits, labels)
loss.backward()"""
"""One pass forward and backward as the article has it."""


def net_program(
    weights: Mapping[str, Tensor],
    activation: str,
    point: Sequence[float],
    target: float,
    learning_rate: float,
    *,
    definitions: str = "",
) -> str:
    """Loss, gradients and updated weights of a small network for one example.

    Args:
        weights: its weights and biases by name, layer by layer, such as `W⁽¹⁾` and `b⁽¹⁾`.
        activation: the function as Python source, such as `torch.nn.Tanh()`.
        point: the inputs.
        target: what the output should be.
        learning_rate: of the update.
        definitions: the source of the function's class where `torch.nn` does not have it.
    """
    weights = {_ascii(name): value for name, value in weights.items()}
    layers = len(weights) // 2
    lines = [imports(definitions), f"x = torch.tensor({list(point)}, dtype=torch.float64)"]
    lines += _tensors(weights)
    lines += [f"activation = {activation}", "", "h = x"]
    lines += [f"h = activation(W{layer} @ h + b{layer})" for layer in range(1, layers)]
    lines += [
        f"loss = ((W{layers} @ h + b{layers} - {target}) ** 2).sum()",
        "loss.backward()",
        'print(f"loss {loss.item():.6f}")',
        f"for name, parameter in {{{', '.join(f'{name!r}: {name}' for name in weights)}}}.items():",
        "    with torch.no_grad():",
        f"        updated = parameter - {learning_rate} * parameter.grad",
        '    print(name, "gradient", parameter.grad.tolist(), "updated", updated.tolist())',
    ]
    return "\n".join(lines) + "\n"


def typed_program(program: str, x: float, y: float) -> str:
    """Value and derivatives of a typed function, whose text defines `loss(point)`."""
    return (
        f"import torch\n\n{program}\n"
        f"point = torch.tensor([{x}, {y}], dtype=torch.float64, requires_grad=True)\n"
        "result = loss(point)\nresult.backward()\n"
        'print(f"f = {result.item():.6f}, df/dx = {point.grad[0]:.6f}, df/dy = {point.grad[1]:.6f}")\n'
    )


def dynamic_program(source: str, x: float, w: float) -> str:
    """The derivative of a program with a decision in it, and the last node of its graph."""
    return (
        "import torch\n\n"
        f"x = torch.tensor({x}, dtype=torch.float64, requires_grad=True)\n"
        f"w = torch.tensor({w}, dtype=torch.float64, requires_grad=True)\n"
        f"{source}\n"
        "loss.backward()\n"
        'print(loss.grad_fn.name(), f"loss {loss.item():.6f}, dloss/dw {w.grad.item():.6f}")\n'
    )


def _tensors(weights: Mapping[str, Tensor]) -> list[str]:
    return [
        f"{name} = torch.tensor({value.tolist()}, dtype=torch.float64, requires_grad=True)"
        for name, value in weights.items()
    ]


def _ascii(name: str) -> str:
    return name.translate(str.maketrans("¹²³", "123", "⁽⁾"))


def by_hand_program(weights: str, dataset: str, images: int, lines: str) -> str:
    """The article's network on a batch of digits: autograd's gradients beside those of a textbook's lines.

    Args:
        weights: the lines that set `W1`, `b1`, `W2` and `b2`.
        dataset: the catalogue key of the data set.
        images: how many of its first test images.
        lines: what sets `w1_gradient`, `b1_gradient`, `w2_gradient` and `b2_gradient` out of `x`, `labels`, the hidden
            outputs `a`, `logits` and `w2`.
    """
    return f"""import torch
from torch.nn.functional import cross_entropy, linear, one_hot

from playground.digits.datasets import load_digits
{weights.replace("W1, b1, W2, b2", "w1, b1, w2, b2")}
digits = load_digits("{dataset}")
x, labels = digits.test_images[:{images}].flatten(1) / 255, digits.test_labels[:{images}]

a = linear(x, w1, b1).relu()
logits = linear(a, w2, b2)
loss = cross_entropy(logits, labels)
loss.backward()

with torch.no_grad():
{indent(lines, "    ")}

print(f"loss {{loss.item():.6f}}")
by_hand = {{"w1": w1_gradient, "b1": b1_gradient, "w2": w2_gradient, "b2": b2_gradient}}
for parameter, (name, gradient) in zip((w1, b1, w2, b2), by_hand.items()):
    difference = (gradient - parameter.grad).abs().max().item()
    print(f"{{name}}: steepest {{parameter.grad.abs().max().item():.4g}}, by hand differs by {{difference:.2g}}")
"""
