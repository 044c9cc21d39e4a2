"""Which operation of a function first leaves the finite numbers: in its value, or in its gradient.

The function is run once more with every operation recorded. Of a value that is no finite number one goes back from the
result to the first operation whose operands still are; of a gradient, from the result along the chain rule to the first
local derivative that is not.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.overrides import TorchFunctionMode

NAMES = {
    "div": {"true_divide", "truediv", "divide"},
    "mul": {"multiply"},
    "sub": {"subtract"},
    "pow": {"float_power"},
    "mod": {"remainder", "fmod"},
    "norm": {"vector_norm", "linalg_norm", "linalg_vector_norm"},
}
"""PyTorch's own names of one operation."""
REVERSED = {
    "rdiv": "div",
    "rtruediv": "div",
    "rpow": "pow",
    "rsub": "sub",
    "rmod": "mod",
    "rmul": "mul",
    "radd": "add",
}
"""Operations that Python calls on the right operand."""


@dataclass(frozen=True)
class NonFinite:
    """The operation at fault.

    Attributes:
        of: `"value"`, or `"gradient"` where the value is finite.
        operation: its name, such as `"sqrt"`, `"log"`, `"pow"`, `"div"`.
        operands: its operands, finite numbers as a rule; of a tensor, the element at fault.
        result: its value, or its local derivative.
        by: of a derivative, which operand it is by, counted from 0.
        gradient: of a derivative, what the chain rule multiplies it by, coming from the end of the function.
        inner: of a derivative, what the chain rule multiplies it by next: the derivatives of the operand by the point.
        final: the function's value, or the numbers of its gradient.
    """

    of: str
    operation: str
    operands: tuple[float, ...]
    result: float
    by: int = 0
    gradient: float = 1.0
    inner: tuple[float, ...] = ()
    final: tuple[float, ...] = ()

    @property
    def times_zero(self) -> bool:
        """Whether the chain rule multiplies an infinite derivative by 0, which is no number."""
        if not math.isinf(self.result):
            return False
        broken = [
            inner == 0 for inner, final in zip(self.inner, self.final, strict=False) if math.isnan(final)
        ]
        return self.gradient == 0 or any(broken)

    @property
    def overflows(self) -> bool:
        """Whether the numbers are only too large for their dtype: the function has a value there, or a slope."""
        if not all(map(math.isfinite, self.operands)):
            return True
        if self.of == "gradient":
            return self.operation in _GROWING and max(map(abs, self.operands), default=0.0) > 1
        return math.isinf(self.result) and not _is_pole(self.operation, self.operands)


_GROWING = {"exp", "exp2", "expm1", "sinh", "cosh", "mul", "square", "add", "sub", "sum", "prod"}


def _is_pole(operation: str, operands: tuple[float, ...]) -> bool:
    """Whether the operation is infinite at the operands themselves, as 1 / 0 and ln 0 are."""
    if operation in ("div", "mod") and len(operands) > 1:
        return operands[1] == 0
    if operation == "pow":
        return operands[0] == 0
    if operation in ("atanh", "erfinv", "log1p"):
        return abs(operands[0]) == 1
    return operation in ("log", "log2", "log10", "reciprocal", "rsqrt") and operands[0] == 0


def find_non_finite(function: Callable[[Tensor], Tensor], point: Tensor) -> NonFinite | None:
    """The operation at which the value of `function` at `point`, else its gradient, leaves the finite numbers.

    Args:
        function: maps a point `(d,)` to a scalar tensor, by torch operations.
        point: finite, `(d,)` of any floating dtype.

    Returns:
        None where value and gradient are finite, or where no single operation explains it.
    """
    leaf = point.detach().clone().requires_grad_()
    with torch.enable_grad(), _Recorder() as recorder:
        value = function(leaf)
    if not bool(value.isfinite().all()):
        return _of_value(recorder.calls, value)
    if not value.requires_grad:
        return None
    (gradient,) = torch.autograd.grad(value, leaf, retain_graph=True, allow_unused=True)
    if gradient is None or bool(gradient.isfinite().all()):
        return None
    return _of_gradient(recorder.calls, value, leaf, gradient)


@dataclass(frozen=True, eq=False)
class _Call:
    """One operation as it was called."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    keywords: dict[str, Any]
    results: tuple[Tensor, ...]

    @property
    def operation(self) -> str:
        name = str(getattr(self.function, "__name__", self.function)).strip("_")
        name = REVERSED.get(name, name)
        return next((known for known, others in NAMES.items() if name in others), name)

    @property
    def tensors(self) -> list[Tensor]:
        return list(_tensors(self.arguments))

    def operands(self, index: int | None = None, shape: torch.Size | None = None) -> tuple[float, ...]:
        """The operands in the order in which they are written, each by its element `index` where it has that `shape`."""
        name = str(getattr(self.function, "__name__", "")).strip("_")
        written = [
            _element(value, index, shape)
            for value in self.arguments
            if isinstance(value, Tensor | int | float)
        ]
        if name in REVERSED:
            written.reverse()
        return tuple(written)

    def position(self, tensor: Tensor) -> int:
        """Which of the written operands `tensor` is."""
        values = [value for value in self.arguments if isinstance(value, Tensor | int | float)]
        if str(getattr(self.function, "__name__", "")).strip("_") in REVERSED:
            values.reverse()
        return next((place for place, value in enumerate(values) if value is tensor), 0)


class _Recorder(TorchFunctionMode):
    """Keeps every call that gives tensors."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[_Call] = []

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        results = tuple(_tensors([result]))
        if results:
            self.calls.append(_Call(func, tuple(args), dict(kwargs or {}), results))
        return result


def _tensors(values: Iterable[Any]) -> Iterable[Tensor]:
    for value in values:
        if isinstance(value, Tensor):
            yield value
        elif isinstance(value, list | tuple):
            yield from _tensors(value)


def _of_value(calls: list[_Call], value: Tensor) -> NonFinite | None:
    """Back from the result: from each operation to the operand that was no finite number already, NaN before infinity."""
    made = {id(result): call for call in calls for result in call.results}
    at, call = value, made.get(id(value))
    while call is not None:
        broken = [
            tensor
            for tensor in call.tensors
            if tensor.is_floating_point() and not bool(tensor.isfinite().all())
        ]
        broken.sort(key=lambda tensor: not bool(tensor.isnan().any()))
        before = next((tensor for tensor in broken if id(tensor) in made), None)
        if before is None:
            index = int((~at.isfinite()).flatten().int().argmax())
            result = float(at.detach().flatten()[index])
            return NonFinite(
                "value",
                call.operation,
                call.operands(index, at.shape),
                result,
                final=(float(value.detach()),),
            )
        at, call = before, made[id(before)]
    return None


def _of_gradient(calls: list[_Call], value: Tensor, leaf: Tensor, gradient: Tensor) -> NonFinite | None:
    """Back along the chain rule: the first operation that makes a gradient without end of a finite one."""
    for call in reversed(calls):
        found = _slope_at_fault(call, value)
        if found is not None:
            by, index, slope, incoming, tensor = found
            inner = _inner(by, index, leaf)
            return NonFinite(
                "gradient",
                call.operation,
                call.operands(index, tensor.shape),
                slope,
                call.position(by),
                incoming,
                inner,
                tuple(gradient.tolist()),
            )
    return None


def _slope_at_fault(call: _Call, value: Tensor) -> tuple[Tensor, int, float, float, Tensor] | None:
    """The operand, the element, the local derivative there, and the finite gradient that came to it."""
    (result, *others) = call.results
    if others or not result.requires_grad:  # what takes a tensor apart does not compute
        return None
    if result is value:
        incoming: Tensor | None = torch.ones_like(value)
    else:
        (incoming,) = torch.autograd.grad(value, result, retain_graph=True, allow_unused=True)
    if incoming is None or not bool(incoming.isfinite().all()):
        return None
    for tensor in call.tensors:
        if not tensor.requires_grad:
            continue
        slope, product = (_local(call, tensor, weight) for weight in (torch.ones_like(incoming), incoming))
        if product is None or slope is None or bool(product.isfinite().all()):
            continue
        index = int((~product.isfinite()).flatten().int().argmax())
        weight = incoming.expand_as(product) if incoming.numel() == 1 else incoming
        coming = float(weight.flatten()[index]) if weight.numel() > index else math.nan
        return tensor, index, float(slope.flatten()[index]), coming, product
    return None


def _inner(operand: Tensor, index: int, leaf: Tensor) -> tuple[float, ...]:
    """The derivatives `(d,)` of one element of `operand` by the point."""
    element = operand.flatten()[index]
    (gradient,) = torch.autograd.grad(element, leaf, retain_graph=True, allow_unused=True)
    return () if gradient is None else tuple(gradient.tolist())


def _local(call: _Call, operand: Tensor, weight: Tensor) -> Tensor | None:
    """`weight` times the derivative of this one operation by `operand`, computed anew with nothing behind it."""
    leaf = operand.detach().clone().requires_grad_()

    def replaced(value: Any) -> Any:
        if value is operand:
            return leaf
        if isinstance(value, Tensor):
            return value.detach()
        return type(value)(map(replaced, value)) if isinstance(value, list | tuple) else value

    with torch.enable_grad():
        result = call.function(*map(replaced, call.arguments), **call.keywords)
    (gradient,) = torch.autograd.grad(result, leaf, weight, allow_unused=True)
    return gradient


def _element(value: Tensor | float, index: int | None, shape: torch.Size | None) -> float:
    if not isinstance(value, Tensor):
        return float(value)
    numbers = value.detach().flatten()
    if len(numbers) == 1:
        return float(numbers[0])
    if index is not None and value.shape == shape:
        return float(numbers[index])
    return float(
        numbers.double().norm()
    )  # of a vector as a whole: what a norm takes, and 0 only where all are
