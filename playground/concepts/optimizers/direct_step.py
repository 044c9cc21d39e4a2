"""An optimizer's update without what its class does around it, where one kernel makes the whole update."""

from collections.abc import Callable

import torch


def direct_step(optimizer: torch.optim.Optimizer) -> Callable[[], object]:
    """What `optimizer.step()` does, to the last bit, for tensors that all have a gradient.

    The class looks through its groups, checks its options and sorts the tensors by device before each update, which for
    a small network takes as long as the arithmetic. Adam and AdamW with `fused=True` on a CPU go to PyTorch's kernel
    directly; its numbers stay those of `optimizer.state`, so that saving, loading and schedules work as before.
    Every other optimizer goes through its class.
    """
    adam = type(optimizer) in (torch.optim.Adam, torch.optim.AdamW) and len(optimizer.param_groups) == 1
    if not adam or not _plainly_fused(optimizer.param_groups[0]):
        return optimizer.step
    return lambda: _fused_adam(optimizer)


def _plainly_fused(group: dict[str, object]) -> bool:
    unusual = ("amsgrad", "maximize", "capturable", "differentiable")
    tensors = group["params"]
    assert isinstance(tensors, list)
    on_cpu = all(tensor.device.type == "cpu" for tensor in tensors)
    return bool(group["fused"]) and on_cpu and not any(group[name] for name in unusual)


def _fused_adam(optimizer: torch.optim.Optimizer) -> None:
    (group,) = optimizer.param_groups
    states = [optimizer.state[tensor] for tensor in group["params"]]
    if not all(states):  # the class makes them at its first step
        optimizer.step()
        return
    steps = [state["step"] for state in states]
    torch._foreach_add_(steps, 1)
    kernel = torch._fused_adamw_ if group["decoupled_weight_decay"] else torch._fused_adam_
    kernel(
        [tensor.detach() for tensor in group["params"]],
        [tensor.grad for tensor in group["params"]],
        [state["exp_avg"] for state in states],
        [state["exp_avg_sq"] for state in states],
        [],
        steps,
        lr=group["lr"],
        beta1=group["betas"][0],
        beta2=group["betas"][1],
        weight_decay=group["weight_decay"],
        eps=group["eps"],
        amsgrad=False,
        maximize=False,
    )
