"""Finds elements of an opened page by what they are, never by their position."""

from collections.abc import Iterable

from streamlit.testing.v1 import AppTest


def only(elements: Iterable):
    """The one element; an AssertionError that shows them all where there are none or several."""
    found = list(elements)
    assert len(found) == 1, f"Expected exactly one element, got {len(found)}: {found}"
    return found[0]


def labelled(elements: Iterable, label: str):
    """The one element with that label."""
    return only(element for element in elements if element.label == label)


def keyed(elements: Iterable, key: str):
    """The one element with that key."""
    return only(element for element in elements if element.key == key)


def containing(elements: Iterable, text: str):
    """The one element whose text contains `text`."""
    return only(element for element in elements if text in element.value)


def program(at: AppTest) -> str:
    """The source of the page's program, under 'Show me the PyTorch'."""
    return only(labelled(at.expander, "Show me the PyTorch").code).value
