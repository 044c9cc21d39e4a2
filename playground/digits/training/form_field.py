"""How a setting is entered on the Train form, independent of any UI library."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Group = Literal["main", "more", "stop"]
"""A part of the form: always visible, folded away, or folded away with what ends a run early."""


@dataclass(frozen=True)
class Availability:
    """Whether a switch can be used at this moment, and what the form says below it."""

    usable: bool
    note: str
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class FormField:
    """How a setting is entered.

    Attributes:
        key: of the widget, and the name in the page's URL; "" is the setting's name.
        group: the part of the form.
        label: where it differs from the setting's own.
        help: a sentence on the widget's question mark; None: there is none.
        side_by_side: whether the choices are all visible at once, for a few short ones.
        lowest: the least number that the widget takes; None: the config's error says what is possible.
        highest: likewise the greatest.
        step: of the widget's plus and minus; None is the widget's own.
        number_format: printf-style, such as `"%g"`; None is the widget's own.
        placeholder: what an empty field means.
        percent: whether a share, 0 to 1, is entered in percent.
        availability: says whether a switch can be used at this moment; None: always.
        reminder: shown outside the fold while a switch is on, as a link may set it while the fold is closed.
    """

    key: str = ""
    group: Group = "more"
    label: str = ""
    help: str | None = None
    side_by_side: bool = False
    lowest: float | None = None
    highest: float | None = None
    step: float | None = None
    number_format: str | None = None
    placeholder: str = "off"
    percent: bool = False
    availability: Callable[[], Availability] | None = None
    reminder: str = ""
