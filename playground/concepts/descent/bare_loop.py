"""A backward pass and an optimizer's step without PyTorch's bookkeeping around them.

PyTorch 2.13 wraps `Optimizer.step` in a profiler range and in hooks for compiled graphs, and `Tensor.backward` checks
its many options: together 30 to 45 µs a step, which on three numbers is half of all. A page on which somebody waits
for 1,000 steps can do without. The functions below are those that PyTorch itself calls in the end, so every number
stays the same, which the tests hold against plain loops. Can go when the wrappers cost nothing.
"""

import inspect
from collections.abc import Callable

import torch
from torch import Tensor
from torch.autograd import Variable


def bare_backward(loss: Tensor, one: Tensor) -> None:
    """`loss.backward()`; `one` is a 1 of the loss's shape and dtype."""
    Variable._execution_engine.run_backward(  # type: ignore[attr-defined]  # PyTorch's stubs leave the engine out
        (loss,), (one,), False, False, (), allow_unreachable=True, accumulate_grad=True
    )


def bare_step(optimizer: torch.optim.Optimizer) -> Callable[[], None]:
    """A function that takes one step of `optimizer`, whose parameters are on the CPU and have their gradients."""
    for group in optimizer.param_groups:
        group["foreach"] = False  # what PyTorch decides anew at every step, for tensors on the CPU
    step = inspect.unwrap(type(optimizer).step)

    def take() -> None:
        with torch.no_grad():
            step(optimizer)

    return take
