"""Whether several networks agree, as text."""

from collections.abc import Sequence

from playground.markdown import literal


def describe_agreement(answers: Sequence[tuple[str, int | None]]) -> str:
    """Who reads what.

    Args:
        answers: each network's name and the digit that it reads; None where it abstains. At least one.
    """
    readers: dict[int | None, list[str]] = {}
    for name, label in answers:
        readers.setdefault(label, []).append(literal(name))
    if len(answers) == 1:
        (label,) = readers
        return f"The one network reads {_digit(label)}."
    if len(readers) == 1:
        (label,) = readers
        all_of_them = "Both networks" if len(answers) == 2 else f"All {len(answers)} networks"
        return f"{all_of_them} read {_digit(label)}. Agreement is no proof: they learnt from the same kind of images."
    groups = sorted(readers.items(), key=lambda group: -len(group[1]))
    (label, most), *others = groups
    parts = [
        f"{_names(names)} {'reads' if len(names) == 1 else 'read'} {_digit(digit)}" for digit, names in others
    ]
    first = f"{_names(most)} {'reads' if len(most) == 1 else 'read'} {_digit(label)}"
    return (
        f"They disagree: {first}, but {', and '.join(parts)}. Where networks disagree, the image lies near the border "
        "between digits for at least one of them."
    )


def _digit(label: int | None) -> str:
    return "no digit" if label is None else f"{'an' if label == 8 else 'a'} **{label}**"


def _names(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
