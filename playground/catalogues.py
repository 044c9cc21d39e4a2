"""Views of a catalogue: they read it when they are asked, so an entry that is added later is in them too."""

from collections.abc import Callable, Iterator, Mapping
from typing import Generic, TypeVar

Entry = TypeVar("Entry")


class Selection(Mapping[str, Entry], Generic[Entry]):
    """The entries for which a condition holds.

    Args:
        catalogue: key to entry.
        condition: whether an entry belongs to it.
    """

    def __init__(self, catalogue: Mapping[str, Entry], condition: Callable[[Entry], bool]) -> None:
        self._catalogue, self._condition = catalogue, condition

    def __getitem__(self, key: str) -> Entry:
        entry = self._catalogue[key]
        if not self._condition(entry):
            raise KeyError(key)
        return entry

    def __iter__(self) -> Iterator[str]:
        return (key for key, entry in self._catalogue.items() if self._condition(entry))

    def __len__(self) -> int:
        return sum(1 for _ in self)
