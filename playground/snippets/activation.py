"""The PyTorch program for activation functions at one point."""

from collections.abc import Sequence


def activation_program(modules: Sequence[str], probe: float) -> str:
    """Value and slope of `torch.nn` modules, given by class name, at one point."""
    return f"""import torch

for activation in ({", ".join(f"torch.nn.{module}()" for module in modules)},):
    x = torch.tensor({probe!r}, requires_grad=True)
    y = activation(x)
    y.backward()
    print(activation, f"f(x) = {{y.item():.4f}}, f'(x) = {{x.grad.item():.4f}}")
"""
