"""The PyTorch program for what a page shows: runnable as it is, printing the page's numbers."""

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


def descent_program(optimizer: str, start: Sequence[float], steps: int) -> str:
    """The article's `x -> y` example; `optimizer` is the call, such as `torch.optim.SGD([x], lr=0.01)`."""
    return f"""import torch

x = torch.tensor({[float(value) for value in start]}, requires_grad=True)
y = torch.tensor([2.0, 4.0, 6.0])
criterion = torch.nn.MSELoss()
optimizer = {optimizer}

for step in range({steps}):
    optimizer.zero_grad()
    loss = criterion(x, y)
    loss.backward()
    optimizer.step()

print("x =", x.tolist())
print("loss =", criterion(x, y).item())
"""
