"""The activations of a network as one text: a key for all its layers, or one for each, such as "relu, tanh"."""

from collections.abc import Sequence

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.errors import ConfigurationError
from playground.formatting import listed

SEPARATOR = ", "


def activation_keys(text: str) -> tuple[str, ...]:
    """The keys in a text, one or several, first layer first; whether they are known is for `one_activation_text`."""
    return tuple(part.strip() for part in text.split(","))


def one_activation_text(text: str, places: Sequence[str] | None) -> str:
    """The text in the one form in which equal networks have equal texts: "relu" for "relu,relu".

    Args:
        text: keys of `NETWORK_ACTIVATIONS`.
        places: the names of the layers that have an activation; empty where they all share one. None: not asked, the
            number of keys stays as it is.

    Raises:
        ConfigurationError: an unknown key, or neither one key nor one for each place.
    """
    keys = activation_keys(text) if isinstance(text, str) else ()
    unknown = [key for key in keys if key not in NETWORK_ACTIVATIONS] if keys else [text]
    if unknown:
        raise ConfigurationError(
            f"Expected an activation out of {', '.join(NETWORK_ACTIVATIONS)}, but got {unknown[0]!r}. "
            "Choose one of these."
        )
    if places is not None and len(keys) not in (1, len(places)):
        each = f", or {len(places)}: one for each of {listed(places)}" if len(places) > 1 else ""
        raise ConfigurationError(
            f"Expected one activation for all layers{each}, but got {len(keys)}: {SEPARATOR.join(keys)}. "
            f"Name one{f' or {len(places)}' if len(places) > 1 else ''}."
        )
    if places is not None and len(set(keys)) == 1:
        return keys[0]
    return SEPARATOR.join(keys)
