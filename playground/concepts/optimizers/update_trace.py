"""The updates of a descent in lines: each quantity with its arithmetic and its numbers at every step."""

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from playground.errors import ConfigurationError
from playground.formatting import format_number


@dataclass(frozen=True)
class Line:
    """One quantity of an update.

    Attributes:
        name: its key in `UpdateTrace.numbers`.
        symbol: how formulas write it, such as `m̂`.
        label: what it is, in a few words.
        template: its arithmetic with the parameters' numbers filled in and the others as keys of
            `UpdateTrace.numbers` in braces, such as `0.9 · {m_before} + 0.1 · {g}`; empty for a measured quantity.
    """

    name: str
    symbol: str
    label: str
    template: str = ""


@dataclass(frozen=True)
class Arrow:
    """A vector of an update, to be drawn at the point.

    Attributes:
        name: its key in `UpdateTrace.numbers`.
        label: what it is, in a few words.
        kind: `"step"` is the way that was taken; the `"part"`s add up to it; a `"direction"` has no length of its own.
    """

    name: str
    label: str
    kind: str


@dataclass(frozen=True)
class UpdateTrace:
    """All updates of a descent, written out.

    Attributes:
        lines: the quantities in the order in which they are computed; the last one is the new point.
        arrows: what to draw.
        numbers: `(steps, d)` for each name of a line, an arrow or a template; row t belongs to the step from
            point t to point t + 1.
    """

    lines: tuple[Line, ...]
    arrows: tuple[Arrow, ...]
    numbers: dict[str, Tensor]


class UpdateTracer:
    """Collects an update trace: an optimizer's `trace_update` adds to it in the order of computing."""

    def __init__(
        self,
        learning_rate: float,
        values: Mapping[str, float | bool],
        points: Tensor,
        gradients: Tensor,
        states: Mapping[str, Tensor],
        *,
        rates: Tensor | None = None,
    ) -> None:
        """Begin with what was recorded.

        Args:
            learning_rate: of the optimizer.
            values: a number for each of its parameters.
            points: `(steps + 1, d)`.
            gradients: `(steps, d)`, at all points but the last.
            states: the optimizer's memory after each step, `(steps, d)` for each name that it has there.
            rates: `(steps,)`, the learning rate of each step, where a schedule moves it.
        """
        self.values = values
        self.points, self.gradients, self.states = points, gradients, states
        self.lines: list[Line] = []
        self.arrows: list[Arrow] = []
        self.numbers = {"x": points[:-1]}
        self.rates, self.rate_text = torch.full_like(gradients, learning_rate), number_text(learning_rate)
        self._one_rate = None if rates is not None else learning_rate
        if rates is not None:
            scheduled = rates.to(gradients)[:, None].expand_as(gradients)
            self.move_rate(scheduled, "learning rate, by the schedule")

    def move_rate(self, rates: Tensor, label: str, template: str = "") -> None:
        """A line for a learning rate that is another at each step, `(steps, d)`."""
        name = "eta" if "rate" in self.numbers else "rate"
        self.rates, self.rate_text = self.add(name, "η", label, rates, template), f"{{{name}}}"
        self._one_rate = None

    def rate_times(self, factor: float) -> str:
        """The learning rate times a number, for a template: one number where both stay the same."""
        if self._one_rate is None:
            return f"{self.rate_text} · {number_text(factor)}"
        return number_text(self._one_rate * factor)

    @property
    def steps(self) -> int:
        """How many updates there are."""
        return len(self.gradients)

    def value(self, parameter: str) -> float:
        """The number of a parameter; 0 where this optimizer has none of that name."""
        return float(self.values.get(parameter, 0.0))

    def add(self, name: str, symbol: str, label: str, values: Tensor, template: str = "") -> Tensor:
        """A line and its numbers `(steps, d)`."""
        self.lines.append(Line(name, symbol, label, template))
        self.numbers[name] = values
        return values

    def draw(self, name: str, label: str, kind: str, values: Tensor) -> None:
        """An arrow and its numbers `(steps, d)`."""
        self.arrows.append(Arrow(name, label, kind))
        self.numbers[name] = values

    def state(
        self, state: str, name: str, symbol: str, label: str, template: str, *, first: float = 0.0
    ) -> Tensor:
        """A line for what the optimizer remembers; `{name_before}` is what the step before left, `first` at the start.

        Raises:
            ConfigurationError: nothing of that name was recorded.
        """
        if state not in self.states:
            raise ConfigurationError(
                f"Expected a trajectory with the optimizer's {state}, but it has "
                f"{', '.join(self.states) or 'no states'}. Record it with descend(..., record_states=True)."
            )
        values = self.states[state]
        self.numbers[f"{name}_before"] = torch.cat([torch.full_like(values[:1], first), values[:-1]])
        return self.add(name, symbol, label, values, template)

    def gradient(self, *, decoupled_decay: bool = False) -> tuple[str, Tensor]:
        """The measured gradient, then with the pull of weight decay; the name and the numbers of the last.

        Args:
            decoupled_decay: weight decay is no part of the gradient, but acts on the point itself.
        """
        gradient = self.add("g", "g", "gradient", self.gradients)
        decay = self.value("weight_decay")
        if not decay or decoupled_decay:
            return "g", gradient
        decayed = gradient + decay * self.numbers["x"]
        return "g_decayed", self.add(
            "g_decayed", "g′", "with weight decay", decayed, f"{{g}} + {number_text(decay)} · {{x}}"
        )

    def downhill(self) -> None:
        """An arrow that shows only where down is."""
        self.draw("downhill", "steepest way down", "direction", -self.numbers["g"])

    def step(self, values: Tensor, template: str = "") -> None:
        """The line and the arrow of the step that is taken."""
        self.add("step", "Δ", "step", values, template)
        self.arrows.append(Arrow("step", "step taken", "step"))

    def finish(self) -> UpdateTrace:
        """The whole trace, which ends with the new point."""
        self.add("x_new", "new", "point", self.points[1:], "{x} + {step}")
        return UpdateTrace(tuple(self.lines), tuple(self.arrows), self.numbers)


def trace_measured_update(tracer: UpdateTracer) -> None:
    """Any optimizer: the gradient, what it remembers and the step that it took, all measured."""
    tracer.add("g", "g", "gradient", tracer.gradients)
    for name, values in tracer.states.items():
        tracer.add(f"state_{name}", name, "remembered", values)
    tracer.downhill()
    tracer.step(tracer.points[1:] - tracer.points[:-1])


def number_text(number: float) -> str:
    """A parameter's number as a person writes it: 0.1 for 1 - 0.9, 10⁻⁸ for 1e-08."""
    return format_number(number, 6)
