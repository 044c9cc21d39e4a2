"""One step of an optimizer, told in lines: each quantity with its arithmetic and the numbers of that very step."""

from dataclasses import dataclass

import torch
from torch import Tensor

from playground.concepts.descent.trajectory import Trajectory
from playground.concepts.optimizers import OptimizerConfig
from playground.errors import ConfigurationError


@dataclass(frozen=True)
class Line:
    """One quantity of an update.

    Attributes:
        name: its key in `Narration.numbers`.
        symbol: how formulas write it, such as `m̂`.
        label: what it is, in a few words.
        template: its arithmetic with the parameters' numbers filled in and the others as keys of
            `Narration.numbers` in braces, such as `0.9 · {m_before} + 0.1 · {g}`; empty for a measured quantity.
    """

    name: str
    symbol: str
    label: str
    template: str = ""


@dataclass(frozen=True)
class Arrow:
    """A vector of an update, to be drawn at the point.

    Attributes:
        name: its key in `Narration.numbers`.
        label: what it is, in a few words.
        kind: `"step"` is the way that was taken; the `"part"`s add up to it; a `"direction"` has no length of its own.
    """

    name: str
    label: str
    kind: str


@dataclass(frozen=True)
class Narration:
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


class Story:
    """A narration in the making: the rules of `playground.concepts.descent.update_rules` add to it in the order of computing."""

    def __init__(self, config: OptimizerConfig, trajectory: Trajectory) -> None:
        self.config, self.trajectory = config, trajectory
        self.lines: list[Line] = []
        self.arrows: list[Arrow] = []
        self.numbers = {"x": trajectory.points[:-1]}
        self.rate = config.learning_rate

    def value(self, parameter: str) -> float:
        """The number of a parameter; 0 where this optimizer has none of that name."""
        try:
            return float(self.config.value(parameter))
        except KeyError:
            return 0.0

    def add(self, name: str, symbol: str, label: str, values: Tensor, template: str = "") -> Tensor:
        """A line and its numbers `(steps, d)`."""
        self.lines.append(Line(name, symbol, label, template))
        self.numbers[name] = values
        return values

    def point_at(self, name: str, label: str, kind: str, values: Tensor) -> None:
        """An arrow and its numbers `(steps, d)`."""
        self.arrows.append(Arrow(name, label, kind))
        self.numbers[name] = values

    def memory(
        self, state: str, name: str, symbol: str, label: str, template: str, *, first: float = 0.0
    ) -> Tensor:
        """A line for the optimizer's own memory; `{name_before}` is what the step before left, `first` at the start."""
        if state not in self.trajectory.states:
            raise ConfigurationError(
                f"Expected a trajectory with the optimizer's {state}, but it has "
                f"{', '.join(self.trajectory.states) or 'no states'}. Record it with descend(..., record_states=True)."
            )
        values = self.trajectory.states[state]
        self.numbers[f"{name}_before"] = torch.cat([torch.full_like(values[:1], first), values[:-1]])
        return self.add(name, symbol, label, values, template)

    def gradient(self) -> tuple[str, Tensor]:
        """The measured gradient, then with the pull of weight decay; the name and the numbers of the last."""
        gradient = self.add("g", "g", "gradient", self.trajectory.gradients[:-1])
        decay = self.value("weight_decay")
        if not decay or self.config.name == "adamw":
            return "g", gradient
        decayed = gradient + decay * self.numbers["x"]
        return "g_decayed", self.add(
            "g_decayed", "g′", "with weight decay", decayed, f"{{g}} + {number_text(decay)} · {{x}}"
        )

    def step(self, values: Tensor, template: str) -> None:
        """The line and the arrow of the step that is taken."""
        self.add("step", "Δ", "step", values, template)
        self.arrows.append(Arrow("step", "step taken", "step"))

    def finish(self) -> Narration:
        """The whole narration."""
        return Narration(tuple(self.lines), tuple(self.arrows), self.numbers)

    def downhill(self) -> None:
        """An arrow that shows only where down is."""
        self.point_at("downhill", "steepest way down", "direction", -self.numbers["g"])


def number_text(number: float) -> str:
    """A parameter's number as a person writes it: 0.1 for 1 - 0.9, 10⁻⁸ for 1e-08."""
    text = f"{number:.6g}"
    mantissa, _, exponent = text.partition("e")
    if not exponent:
        return text
    power = "10" + str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return power if mantissa == "1" else f"{mantissa}·{power}"
