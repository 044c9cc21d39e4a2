"""What a forward pass says of itself while it is recorded: results, names, the neuron that computes them, constants.

Autograd keeps functions, not names: it does not know that an addition was the third one in a neuron. A forward pass says
so with `grouped` and `named`; where nothing records, both do nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from torch import Tensor
from torch.overrides import TorchFunctionMode


@dataclass(frozen=True)
class Group:
    """Operations that belong together: a neuron, a layer, the inputs, the loss.

    Attributes:
        kind: `"inputs"`, `"neuron"`, `"layer"` or `"loss"`.
        layer: the column: 0 for the inputs, then the layers, then the loss.
        index: which one of its layer, counted from 1.
        where: in words, such as `hidden layer 1`.
        who: such as `neuron 2`; empty for what is alone in its layer.
        formula: what it computes, such as `z = w·x + b, a = tanh(z)`.
        function: the activation's name in a formula; empty without one.
    """

    kind: str
    layer: int
    index: int
    where: str
    who: str
    formula: str
    function: str = ""

    @property
    def label(self) -> str:
        """Such as `hidden layer 1, neuron 2`."""
        return f"{self.where}, {self.who}" if self.who else self.where


@dataclass(frozen=True)
class Constant:
    """An operand that autograd has no node for, since nobody asks for its gradient.

    Attributes:
        name: `y` for the target; empty for a plain number.
        value: None where it is a number inside of one call, which PyTorch keeps to itself.
        position: among the operands, counted from 0.
    """

    name: str
    value: Tensor | float | None
    position: int


_group: ContextVar[Group | None] = ContextVar("group", default=None)
_recording: ContextVar["Recording | None"] = ContextVar("recording", default=None)


@contextmanager
def grouped(group: Group) -> Iterator[None]:
    """What is computed and named within belongs to `group`."""
    before = _group.set(group)
    try:
        yield
    finally:
        _group.reset(before)


def named(symbol: str, value: Tensor) -> Tensor:
    """`value` itself, which a recording knows as `symbol` from now on; its first symbol counts."""
    recording = _recording.get()
    if recording is not None:
        key: Any = value.grad_fn or id(value)
        recording.symbols.setdefault(key, symbol)
        recording.kept.append(value)
        if (group := _group.get()) is not None:
            recording.groups.setdefault(key, group)
    return value


@dataclass
class Recording:
    """What is known by backward function, or by `id` for tensors that no operation made."""

    results: dict[Any, Tensor] = field(default_factory=dict)
    symbols: dict[Any, str] = field(default_factory=dict)
    groups: dict[Any, Group] = field(default_factory=dict)
    constants: dict[Any, tuple[Constant, ...]] = field(default_factory=dict)
    kept: list[Tensor] = field(default_factory=list)
    """Alive as long as the recording: an `id` may be given to another tensor afterwards."""


@contextmanager
def recorded() -> Iterator[Recording]:
    """Record every call, name and group of the forward pass within."""
    recording = Recording()
    before = _recording.set(recording)
    try:
        with _KeepResults(recording):
            yield recording
    finally:
        _recording.reset(before)


class _KeepResults(TorchFunctionMode):
    """Keeps the result of every call that has a backward function, under the function's identity."""

    def __init__(self, recording: Recording) -> None:
        super().__init__()
        self.recording = recording

    def __torch_function__(self, function: Any, types: Any, arguments: Any = (), keywords: Any = None) -> Any:
        result = function(*arguments, **(keywords or {}))
        for tensor in result if isinstance(result, tuple) else (result,):
            if isinstance(tensor, Tensor) and tensor.grad_fn is not None:
                self._keep(tensor, arguments)
        return result

    def _keep(self, result: Tensor, arguments: Any) -> None:
        recording, key = self.recording, result.grad_fn
        recording.results[key] = result
        recording.constants[key] = tuple(
            Constant(recording.symbols.get(id(argument), ""), argument, position)
            for position, argument in enumerate(arguments)
            if _is_constant(argument)
        )
        if (group := _group.get()) is not None:
            recording.groups.setdefault(key, group)


def _is_constant(argument: Any) -> bool:
    if isinstance(argument, Tensor):
        return not argument.requires_grad
    return isinstance(argument, int | float) and not isinstance(argument, bool)
