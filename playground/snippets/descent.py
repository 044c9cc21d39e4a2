"""The PyTorch programs for a descent."""

from collections.abc import Mapping, Sequence
from textwrap import indent

from playground.snippets.lines import chosen_lines, defined


def descent_program(
    optimizer: str, start: Sequence[float], steps: int, definitions: str = "", schedule: str = ""
) -> str:
    """The article's `x -> y` example.

    Args:
        optimizer: its call, such as `torch.optim.SGD([x], lr=0.01)`.
        start: the first point.
        steps: how many steps it takes.
        definitions: the source of an optimizer that `torch.optim` does not have.
        schedule: the call of a scheduler of `optimizer`; empty where the learning rate stays.
    """
    build, step = (f"\nschedule = {schedule}", "\n    schedule.step()") if schedule else ("", "")
    return f"""import torch
{defined(definitions)}
x = torch.tensor({[float(value) for value in start]}, requires_grad=True)
y = torch.tensor([2.0, 4.0, 6.0])
criterion = torch.nn.MSELoss()
optimizer = {optimizer}{build}

for step in range({steps}):
    optimizer.zero_grad()
    loss = criterion(x, y)
    loss.backward()
    optimizer.step(){step}

print("x =", x.tolist())
print("loss =", criterion(x, y).item())
"""


def surface_program(
    loss: str,
    optimizers: Mapping[str, str],
    start: Sequence[float],
    steps: int,
    *,
    batch_size: int | None = None,
    seed: int = 0,
    definitions: str = "",
    schedule: str = "",
) -> str:
    """One descent or a race of several down any surface.

    Args:
        loss: the source of the function `loss(point)`.
        optimizers: display name to its call, such as `torch.optim.Adam([point], lr=0.1)`.
        start: the first point.
        steps: how many steps each takes.
        batch_size: how many examples a step sees: `loss(point, chosen)`; None: all.
        seed: determines which.
        definitions: the source of the optimizers that `torch.optim` does not have.
        schedule: the call of a scheduler of `optimizer`; empty where the learning rates stay.
    """
    builders = "".join(f"    {name!r}: lambda point: {call},\n" for name, call in optimizers.items())
    drawn = batch_size is not None
    return chosen_lines(
        (True, f"import torch\n{defined(definitions)}\n{loss}\n\noptimizers = {{\n{builders}}}"),
        (True, "for name, build in optimizers.items():"),
        (drawn, f"    generator = torch.Generator().manual_seed({seed})"),
        (True, f"    point = torch.tensor({[float(value) for value in start]}, requires_grad=True)"),
        (True, "    optimizer = build(point)"),
        (schedule, indent(f"schedule = {schedule}", "    ")),
        (True, f"    for step in range({steps}):\n        optimizer.zero_grad()"),
        (drawn, f"        chosen = torch.randperm(len(inputs), generator=generator)[:{batch_size}]"),
        (True, f"        loss(point{', chosen' if drawn else ''}).backward()\n        optimizer.step()"),
        (schedule, "        schedule.step()"),
        (True, "    print(name, point.tolist(), loss(point).item())"),
    )
