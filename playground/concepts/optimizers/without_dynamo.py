"""`torch.optim` without `torch._dynamo`, whose import takes about as long as PyTorch's own.

PyTorch 2.13 imports its compiler in the first constructor and in the first step of a process, to be left alone by it: so
the first descent, printed program or training waits for what nothing here uses. Can go when PyTorch imports it only where
something is compiled.
"""

import functools
from collections.abc import Callable
from typing import Any

import torch

_MARK = "__dynamo_disable"
"""Where `torch._compile` keeps what it calls in place of a wrapped function."""


@functools.cache
def keep_dynamo_out() -> None:
    """Let optimizers call what PyTorch wraps; to be called before the first one of a process is made."""
    for method in vars(torch.optim.Optimizer).values():
        if _is_defined_in(method, "_compile.py"):
            setattr(method.__wrapped__, _MARK, method.__wrapped__)
    for optimizer in vars(torch.optim).values():
        if isinstance(optimizer, type) and _is_defined_in(vars(optimizer).get("step"), "optimizer.py"):
            optimizer.step = _without_gradients(optimizer.step.__wrapped__)  # type: ignore[attr-defined]  # some optimizer's: `type` has no step


def _is_defined_in(wrapper: Any, file: str) -> bool:
    """Whether it is a function of that file that wraps another one."""
    code = getattr(wrapper, "__code__", None)
    return hasattr(wrapper, "__wrapped__") and code is not None and code.co_filename.endswith(file)


def _without_gradients(step: Callable[..., Any]) -> Callable[..., Any]:
    """As PyTorch's own wrapper, but for the hints to its compiler."""

    @functools.wraps(step)
    def wrapper(optimizer: torch.optim.Optimizer, *arguments: Any, **keywords: Any) -> Any:
        with torch.set_grad_enabled(optimizer.defaults["differentiable"]):
            return step(optimizer, *arguments, **keywords)

    return wrapper
