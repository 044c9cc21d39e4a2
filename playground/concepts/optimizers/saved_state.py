"""An optimizer's state, as it was saved, for parameters that may lie in memory in another order now."""

from typing import Any

import torch
from torch import Tensor


def load_state(optimizer: torch.optim.Optimizer, state: dict[str, Any]) -> None:
    """`optimizer.load_state_dict(state)`, with every tensor of a parameter's shape in the order of that parameter.

    Fused kernels go through memory without a look at the order: they would take another weight's numbers.
    """
    optimizer.load_state_dict(state)
    for parameter, values in optimizer.state.items():
        for name, value in values.items():
            if isinstance(value, Tensor) and value.shape == parameter.shape:
                values[name] = torch.empty_like(parameter, dtype=value.dtype).copy_(value)
