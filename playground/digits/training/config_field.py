"""One setting of a training run: how it is typed, shown, checked, described and written into the run's program."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from playground.digits.models import parse_hidden
from playground.digits.training.form_field import FormField
from playground.errors import ConfigurationError
from playground.snippets.training import ProgramPart

if TYPE_CHECKING:
    from playground.digits.training.config import TrainingConfig

Kind = Literal["choice", "switch", "whole", "number", "sizes"]
"""What values are: keys of a catalogue, a bool, an int, a float, or a tuple of int."""

NONE = "none"
"""How the absence of an optional setting is typed and shown."""

METADATA = "setting"
"""Where a dataclass field keeps its `ConfigField`."""

Value = TypeVar("Value")


@dataclass(frozen=True, kw_only=True)
class ConfigField:
    """One setting of `TrainingConfig`.

    Attributes:
        name: the attribute of `TrainingConfig`; `settings_of` fills it in.
        default: the attribute's default; `settings_of` fills it in.
        label: the display name.
        kind: what its values are.
        examples: values worth comparing, in order, as a person types them.
        options: gives value to display name, for a choice; asked each time, as catalogues may grow.
        optional: whether the value may be None.
        log_axis: whether its values are best spread on a logarithmic axis.
        phrase: setting and value in a few words; `{}` is the value. Empty: the label, then the value.
        tag: likewise, for the name of a run in which the value is not the default; empty: names leave it out.
        check: raises `ConfigurationError` for a value out of range; None where another config checks it.
        inapplicable: from the values of all settings, why this one makes no difference; "" where it makes one.
        program: what the program of a run gets from it. Its second argument is the number of steps of the whole run,
            None where only the program can count them.
        sets_weights: whether the first weights depend on it.
        only_luck: whether it changes nothing but the random numbers.
        rank: place among the settings that a person may vary, those that teach most first; of equals, the attribute's.
        form: how it is entered on the Train form.
    """

    label: str
    kind: Kind
    examples: str
    name: str = ""
    default: Any = None
    options: Callable[[], Mapping[Any, str]] = dict
    optional: bool = False
    log_axis: bool = False
    phrase: str = ""
    tag: str = ""
    check: Callable[[Any], None] | None = None
    inapplicable: Callable[[Mapping[str, Any]], str] = lambda values: ""
    program: Callable[["TrainingConfig", int | None], ProgramPart] | None = None
    sets_weights: bool = False
    only_luck: bool = False
    rank: int = 100
    form: FormField = field(default_factory=FormField)

    @property
    def choices(self) -> Mapping[Any, str]:
        """Value to display name, for a choice or a switch; empty for other kinds."""
        return {False: "off", True: "on"} if self.kind == "switch" else self.options()

    @property
    def numeric(self) -> bool:
        """Whether its values are numbers, which have an order and distances."""
        return self.kind in ("whole", "number")

    def validate(self, value: Any) -> None:
        """Check the range of a value.

        Raises:
            ConfigurationError: it is out of range, or None where the setting is not optional.
        """
        if self.check is not None and not (self.optional and value is None):
            self.check(value)

    def parse(self, text: str) -> Any:
        """The value that a person typed; whether a number is in its range is for `TrainingConfig` to say.

        Raises:
            ConfigurationError: it is no value of this kind.
        """
        text = text.strip()
        if self.optional and text.lower() in (NONE, ""):
            return None
        return _PARSERS[self.kind](self, text)

    def format(self, value: Any) -> str:
        """The value as `parse` reads it back."""
        if value is None:
            return NONE
        if self.choices:
            return self.choices.get(value, str(value))
        if self.kind == "sizes":
            return "-".join(map(str, value))
        if isinstance(value, float):
            short = f"{value:g}"
            return short if float(short) == value else repr(value)
        return str(value)

    def parse_values(self, text: str) -> tuple[Any, ...]:
        """Several values, separated by commas, semicolons or spaces, each once, in the order typed.

        Raises:
            ConfigurationError: there is none, or one of them is no value of this kind.
        """
        separator = r"[,;]" if self.choices else r"[,;\s]+"
        parts = [part for part in re.split(separator, text) if part.strip()]
        if not parts:
            raise ConfigurationError(
                f"Expected values of the {self.label.lower()} such as {self.examples}, but got none. Type some."
            )
        return tuple(dict.fromkeys(self.parse(part) for part in parts))

    def describe(self, value: Any) -> str:
        """Setting and value in a few words, such as 'learning rate 0.001' or 'Adam'."""
        return (self.phrase or f"{self.label.lower()} {{}}").format(self.format(value))


def setting(default: Value, entry: ConfigField) -> Value:
    """An attribute of a dataclass that is also a setting; for type checkers it is its default."""
    return cast(Value, field(default=default, metadata={METADATA: entry}))


def _parse_choice(entry: ConfigField, text: str) -> Any:
    for value, label in entry.choices.items():
        if text.lower() in (str(value).lower(), label.lower()):
            return value
    raise ConfigurationError(
        f"Expected the {entry.label.lower()} to be one of {', '.join(entry.choices.values())}, but got {text[:60]!r}."
    )


def _parse_whole(entry: ConfigField, text: str) -> int:
    digits = text.removeprefix("-")
    if not digits.isdecimal() or len(digits) > 19:
        raise ConfigurationError(
            f"Expected the {entry.label.lower()} as a whole number such as {entry.examples}, but got {text[:60]!r}."
        )
    return int(text)


def _parse_number(entry: ConfigField, text: str) -> float:
    try:
        return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        raise ConfigurationError(
            f"Expected the {entry.label.lower()} as a number such as {entry.examples}, but got {text[:60]!r}."
        ) from None


def _parse_sizes(entry: ConfigField, text: str) -> tuple[int, ...]:
    del entry
    return parse_hidden(re.sub(r"(?<=\d)\s*-\s*(?=\d)", " ", text))  # "128-64"; a minus sign is no separator


_PARSERS: dict[Kind, Callable[[ConfigField, str], Any]] = {
    "choice": _parse_choice,
    "switch": _parse_choice,
    "whole": _parse_whole,
    "number": _parse_number,
    "sizes": _parse_sizes,
}
