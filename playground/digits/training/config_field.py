"""One setting of a training run: how it is typed, shown, checked, described and written into the run's program."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from playground.digits.models import parse_hidden
from playground.digits.models.activation_text import SEPARATOR, activation_keys
from playground.digits.training.form_field import FormField
from playground.errors import ConfigurationError
from playground.formatting import MOST_DIGITS, format_number, read_number
from playground.snippets.training import ProgramPart

if TYPE_CHECKING:
    from playground.digits.training.config import TrainingConfig

Kind = Literal["choice", "switch", "whole", "number", "sizes", "text"]
"""What values are: keys of a catalogue, a bool, an int, a float, a tuple of int, or a str."""

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
        before: what runs had that are older than the setting, where that is not the default; see `from_stored`.
        label: the display name.
        kind: what its values are.
        examples: values worth comparing, in order, as a person types them.
        options: gives value to display name, for a choice; asked each time, as catalogues may grow.
        places: for a choice that may differ between places of one run: their names, such as "hidden layer 1", from the
            values of all settings; the value is one key for all, or one for each, separated by commas. It raises
            `ConfigurationError` for values that make no run. None: there is one value for all.
        optional: whether the value may be None.
        none: how None is shown, and typed beside `NONE`.
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
        live: whether it can be changed while a run trains, see `changes`.
        form: how it is entered on the Train form.
    """

    label: str
    kind: Kind
    examples: str
    name: str = ""
    default: Any = None
    before: Any = None
    options: Callable[[], Mapping[Any, str]] = dict
    places: Callable[[Mapping[str, Any]], Sequence[str]] | None = None
    optional: bool = False
    none: str = NONE
    log_axis: bool = False
    phrase: str = ""
    tag: str = ""
    check: Callable[[Any], None] | None = None
    inapplicable: Callable[[Mapping[str, Any]], str] = lambda values: ""
    program: Callable[["TrainingConfig", int | None], ProgramPart] | None = None
    sets_weights: bool = False
    only_luck: bool = False
    rank: int = 100
    live: bool = False
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
        if self.optional and text.lower() in (NONE, self.none, ""):
            return None
        return _PARSERS[self.kind](self, text)

    def show(self, value: Any) -> str:
        """The value as sentences, names and tables write it; `parse` reads it back, too."""
        if isinstance(value, float) and not self.choices:
            return format_number(value, MOST_DIGITS)
        return self.format(value)

    def format(self, value: Any) -> str:
        """The value as one types it, which `parse` reads back."""
        if value is None:
            return self.none
        if self.places is not None and value not in self.choices:
            return "-".join(self.choices.get(key, key) for key in activation_keys(str(value)))
        if self.choices:
            return self.choices.get(value, str(value))
        if self.kind == "sizes":
            return "-".join(map(str, value))
        if isinstance(value, float):
            short = f"{value:g}"
            return short if float(short) == value else repr(value)
        return str(value)

    def parse_values(self, text: str) -> tuple[Any, ...]:
        """Several values, separated by commas, semicolons or spaces, texts by semicolons alone; each once, as typed.

        Raises:
            ConfigurationError: there is none, or one of them is no value of this kind.
        """
        separator = ";" if self.kind == "text" else r"[,;]" if self.choices else r"[,;\s]+"
        parts = [part for part in re.split(separator, text) if part.strip()]
        if not parts:
            raise ConfigurationError(
                f"Expected values of the {self.label.lower()} such as {self.examples}, but got none. Type some."
            )
        return tuple(dict.fromkeys(self.parse(part) for part in parts))

    def describe(self, value: Any) -> str:
        """Setting and value in a few words, such as 'learning rate 0.001' or 'Adam'."""
        return (self.phrase or f"{self.label.lower()} {{}}").format(self.show(value))


def setting(default: Value, entry: ConfigField) -> Value:
    """An attribute of a dataclass that is also a setting; for type checkers it is its default."""
    return cast(Value, field(default=default, metadata={METADATA: entry}))


def _parse_choice(entry: ConfigField, text: str) -> Any:
    named = {word.lower(): value for value, label in entry.choices.items() for word in (str(value), label)}
    if text.lower() in named:
        return named[text.lower()]
    if entry.places is not None:
        names = "|".join(map(re.escape, sorted(named, key=len, reverse=True)))
        if re.fullmatch(rf"({names})(\s*[-,]\s*({names}))+", text.lower()):
            return SEPARATOR.join(named[name] for name in re.findall(names, text.lower()))
    several = " or several such as {}, a layer each".format("-".join([*entry.choices.values()][:2]))
    raise ConfigurationError(
        f"Expected the {entry.label.lower()} to be one of {', '.join(entry.choices.values())}"
        f"{several if entry.places is not None else ''}, but got {text[:60]!r}."
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
        return read_number(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
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
    "text": lambda entry, text: text,
}
