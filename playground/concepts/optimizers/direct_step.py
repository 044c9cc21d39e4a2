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
    return _FusedAdam(optimizer)


def _plainly_fused(group: dict[str, object]) -> bool:
    unusual = ("amsgrad", "maximize", "capturable", "differentiable")
    tensors = group["params"]
    assert isinstance(tensors, list)
    on_cpu = all(tensor.device.type == "cpu" for tensor in tensors)
    return bool(group["fused"]) and on_cpu and not any(group[name] for name in unusual)


class _FusedAdam:
    """The kernel of Adam and AdamW, with its tensors collected once."""

    def __init__(self, optimizer: torch.optim.Optimizer) -> None:
        self.optimizer = optimizer
        self._collected: object = (
            None  # the optimizer's `state` when they were: loading one puts another in its place
        )

    @torch.no_grad()
    def __call__(self) -> None:
        optimizer = self.optimizer
        (group,) = optimizer.param_groups
        if optimizer.state is not self._collected:
            if len(optimizer.state) < len(group["params"]):  # the class makes it at its first step
                optimizer.step()
                return
            self._collect(group["params"])
        self._count.add_(1)
        kernel = torch._fused_adamw_ if group["decoupled_weight_decay"] else torch._fused_adam_
        kernel(
            group["params"],
            [tensor.grad for tensor in group["params"]],
            self._averages,
            self._squares,
            [],
            self._steps,
            lr=group["lr"],
            beta1=group["betas"][0],
            beta2=group["betas"][1],
            weight_decay=group["weight_decay"],
            eps=group["eps"],
            amsgrad=False,
            maximize=False,
        )

    def _collect(self, parameters: list[torch.Tensor]) -> None:
        """Take the state's tensors; the steps become views of one vector, so that one addition counts them all."""
        states = [self.optimizer.state[tensor] for tensor in parameters]
        self._averages = [state["exp_avg"] for state in states]
        self._squares = [state["exp_avg_sq"] for state in states]
        self._count = torch.stack([state["step"] for state in states])
        self._steps = list(self._count.unbind())
        for state, step in zip(states, self._steps, strict=True):
            state["step"] = step
        self._collected = self.optimizer.state
