"""The one network in what a training program saved: a `state_dict` by itself, or somewhere among other things."""

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from torch import Tensor

from playground.digits.checkpoints.torch_file import SAVE_LINE, StandIn
from playground.errors import CheckpointError

USUAL_KEYS = ("model_state_dict", "state_dict", "model", "net", "network", "weights", "params")
"""Where training programs keep a network, the surest first."""

PREFIXES = ("_orig_mod.", "module.", "model.", "net.", "network.")
"""What `torch.compile`, `DataParallel` and Lightning modules put before a tensor's name."""

MAX_DEPTH = 6
MAX_VALUES = 100_000
"""That are looked at: a file can name one list a thousand times in itself."""

Network = dict[str, Tensor]


def unwrap(saved: Any) -> Network:
    """The tensors of the network by their names, in the file's order, without the prefixes that all of them share.

    Args:
        saved: what `torch.save` was given: tensors in a mapping or a list, at any depth.

    Raises:
        CheckpointError: there is no network in it, or more than one and nothing says which.
    """
    if isinstance(saved, StandIn):
        raise CheckpointError(
            f"Expected weights alone, but this is a whole model, an object of {saved.class_name}, whose file could run "
            f"code: it was not opened. Save its weights with {SAVE_LINE}."
        )
    if isinstance(saved, Tensor):
        saved = [saved]
    found = _networks(saved, (), 0, itertools.count(1))
    if not found:
        raise _nothing_in(saved)
    for key in USUAL_KEYS:
        chosen = [network for path, network in found if key in path]
        if len(found) > 1 and len(chosen) == 1:
            return strip_prefixes(chosen[0])
    if len(found) > 1:
        names = [".".join(path) for path, _ in found]
        raise CheckpointError(
            f"Expected one network, but the file holds {len(found)}: {', '.join(names[:5])}. "
            f'Save one of them by itself, such as torch.save(saved["{found[0][0][0]}"], "model.pth").'
        )
    return strip_prefixes(found[0][1])


def strip_prefixes(network: Network) -> Network:
    """The same tensors without prefixes; those that have none beside a network that has one are no part of it.

    A Lightning module also holds the state of its loss and of its metrics.
    """
    for prefix in PREFIXES:
        own = {name.removeprefix(prefix): value for name, value in network.items() if name.startswith(prefix)}
        others = [value for name, value in network.items() if not name.startswith(prefix)]
        if _has_weights(own) and not any(value.dim() > 1 for value in others):
            return strip_prefixes(own)
    return network


def _networks(
    node: Any, path: tuple[str, ...], depth: int, looked_at: Iterator[int]
) -> list[tuple[tuple[str, ...], Network]]:
    """Every network below a node, with the keys that lead to it; `looked_at` counts the values."""
    if isinstance(node, list | tuple):
        node = dict(enumerate(node))
    if not isinstance(node, Mapping) or _is_optimizer(node) or depth > MAX_DEPTH:
        return []
    for _ in node:
        if next(looked_at) > MAX_VALUES:
            raise CheckpointError(
                f"Expected weights with little beside them, but the file holds more than {MAX_VALUES:,} values. Save the "
                f"weights by themselves with {SAVE_LINE}."
            )
    own = {_name(name): value for name, value in node.items() if isinstance(value, Tensor) and value.dim()}
    if _has_weights(own):
        return [(path, own)]
    below = [
        found
        for name, value in node.items()
        for found in _networks(value, (*path, _name(name)), depth + 1, looked_at)
        if not isinstance(value, Tensor)
    ]
    if len(below) > 1 and all(_is_layer(network) for _, network in below):
        start = len(path)
        merged = {
            ".".join([*keys[start:], name]): value
            for keys, network in below
            for name, value in network.items()
        }
        return [(path, merged)]
    return below


def _name(key: Any) -> str:
    """A key as a name; a tuple of tuples may be a text of gigabytes, and is no name."""
    return str(key) if isinstance(key, str | int | float) else type(key).__name__


def _has_weights(network: Network) -> bool:
    return any(value.dim() > 1 for value in network.values())


def _is_layer(network: Network) -> bool:
    """Whether these are one layer of a nested dictionary, such as Flax writes: a kernel and perhaps a bias."""
    return sum(value.dim() > 1 for value in network.values()) == 1 and len(network) <= 2


def _is_optimizer(node: Mapping[Any, Any]) -> bool:
    return "param_groups" in node


def _nothing_in(saved: Any) -> CheckpointError:
    if isinstance(saved, Mapping) and _is_optimizer(saved):
        holds = "the state of an optimizer alone"
    elif isinstance(saved, Mapping):
        keys = ", ".join(_name(key)[:40] for key in list(saved)[:5])
        holds = f"a {type(saved).__name__} with {keys}" if keys else "an empty dictionary"
    else:
        holds = f"a {type(saved).__name__}"
    return CheckpointError(
        f"Expected a state_dict, a dictionary of tensors with weights of at least two dimensions, but the file holds "
        f"{holds}. Save the network's weights with {SAVE_LINE}."
    )
