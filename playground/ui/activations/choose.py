"""The choice of several activations, all of them in sight."""

from collections.abc import Mapping

from playground.concepts.activations import Activation
from playground.ui.activations.settings import DEFAULTS
from playground.ui.shared.choice import choose_several


def choose_activations(key: str, entries: Mapping[str, Activation]) -> dict[str, Activation]:
    """One button for each of `entries`; the article's three to begin with.

    Args:
        key: of the widget, and the URL parameter.
        entries: what can be chosen.

    Returns:
        What is chosen, in the order of the catalogue.
    """
    picked = choose_several(
        "Functions",
        {name: entry.label for name, entry in entries.items()},
        DEFAULTS[key],
        key,
        label_visibility="collapsed",
    )
    return {name: entries[name] for name in picked}
