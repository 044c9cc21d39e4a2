"""What a class is called in a sentence: a digit with its article, any other class by its name."""

from collections.abc import Sequence

from playground.digits.datasets.entry import DIGITS
from playground.markdown import literal


def are_digits(classes: Sequence[str]) -> bool:
    """Whether the classes are the ten digits."""
    return tuple(classes) == DIGITS


def in_markdown(classes: Sequence[str]) -> tuple[str, ...]:
    """The names as Markdown that shows them as they are; the digits stay themselves."""
    return tuple(map(literal, classes))


def named(label: int, classes: Sequence[str] = DIGITS, mark: str = "") -> str:
    """'an 8', or 'Sneaker'; `mark` is put on both sides of the name."""
    name = f"{mark}{classes[label]}{mark}"
    if not are_digits(classes):
        return name
    return f"{'an' if label == 8 else 'a'} {name}"


def titled(label: int, classes: Sequence[str] = DIGITS) -> str:
    """`named` at the beginning of a title: 'An 8', 'Sneaker'."""
    name = named(label, classes)
    return name[:1].upper() + name[1:]


def kind(classes: Sequence[str]) -> str:
    """What a class is one of: 'digit' or 'class'."""
    return "digit" if are_digits(classes) else "class"


def plural_kind(classes: Sequence[str]) -> str:
    """What several classes are: 'digits' or 'classes'."""
    return "digits" if are_digits(classes) else "classes"


def pictures(classes: Sequence[str]) -> str:
    """What the images show, in the plural: 'digits' or 'images'."""
    return "digits" if are_digits(classes) else "images"
