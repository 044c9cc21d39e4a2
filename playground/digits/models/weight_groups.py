"""The tensors of a file as the layers that they belong to, by their names and shapes, in whatever order they come."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal

from torch import Tensor

Kind = Literal["linear", "conv", "norm"]

_ROLES: dict[str, str] = {
    **dict.fromkeys(("weight", "weights", "w", "kernel", "coef", "coefs", "gamma", "scale"), "weight"),
    **dict.fromkeys(("bias", "biases", "b", "beta", "intercept", "intercepts", "offset"), "bias"),
    "mean": "mean",
    **dict.fromkeys(("var", "variance"), "variance"),
}
"""The words of PyTorch, Keras, Flax, scikit-learn and of one's own NumPy for the parts of a layer."""

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")


@dataclass(frozen=True)
class WeightGroup:
    """One layer's tensors, in PyTorch's layout.

    Attributes:
        name: of the layer in the file, such as "fc1"; the tensors' own where they have none in common.
        weight: `(out, in)` of a linear layer, `(out, in, k, k)` of a convolution, `(n,)` of a batch normalisation; None
            for one without.
        bias: `(out,)` or `(n,)`; None for a layer without.
        mean: `(n,)`, a batch normalisation's running mean.
        variance: `(n,)`, its running variance.
    """

    name: str
    weight: Tensor | None = None
    bias: Tensor | None = None
    mean: Tensor | None = None
    variance: Tensor | None = None

    @property
    def kind(self) -> Kind:
        """What it is a layer of."""
        if self.weight is None or self.weight.dim() == 1:
            return "norm"
        return "linear" if self.weight.dim() == 2 else "conv"

    @property
    def outputs(self) -> int:
        """Units, channels, or the normalised numbers."""
        first = self.weight if self.weight is not None else self.mean
        assert first is not None  # a group has one of them: see `_is_whole`
        return first.shape[0]

    @property
    def shapes(self) -> tuple[tuple[int, ...] | None, ...]:
        """Of all four tensors; equal for layers that can take each other's place."""
        parts = (self.weight, self.bias, self.mean, self.variance)
        return tuple(None if part is None else tuple(part.shape) for part in parts)


def weight_groups(tensors: Mapping[str, Tensor], *, transposed: bool = False) -> list[WeightGroup] | None:
    """The layers in the order in which they first appear.

    Args:
        tensors: by their names in the file.
        transposed: whether weights lie as in Keras and Flax: `(in, out)` and `(k, k, in, out)`.

    Returns:
        None where tensors are left over, so that these are no layers of the three kinds.
    """
    kept = {
        name: _to_torch(value) if transposed else value
        for name, value in tensors.items()
        if not name.endswith("num_batches_tracked")
    }
    by_name = _by_name(kept)
    return by_name if by_name is not None else _by_shape(kept)


def natural_key(name: str) -> list[tuple[int, int, str]]:
    """Sorts names so that "layer10" comes after "layer9"."""
    return [
        (0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.split(r"(\d+)", name) if part
    ]


def orders(groups: Sequence[WeightGroup]) -> list[list[WeightGroup]]:
    """In which orders layers of equal shape may follow each other: by their names, then as in the file."""
    natural, in_file = sorted(groups, key=lambda group: natural_key(group.name)), list(groups)
    return [natural] if [*map(id, natural)] == [*map(id, in_file)] else [natural, in_file]


def take_places(places: Sequence[WeightGroup], groups: Sequence[WeightGroup]) -> list[WeightGroup] | None:
    """For each place the first group that is left and has its shapes; None where a place or a group is left over."""
    if len(places) != len(groups):
        return None
    left, taken = list(groups), []
    for place in places:
        found = next((group for group in left if group.shapes == place.shapes), None)
        if found is None:
            return None
        left = [group for group in left if group is not found]
        taken.append(found)
    return taken


def named(
    state: Mapping[str, Tensor], places: Sequence[WeightGroup], groups: Sequence[WeightGroup]
) -> dict[str, Tensor]:
    """The tensors of `groups` under the names of `state`, whose own layers are `places`; what they lack stays."""
    parts = {
        id(getattr(place, part)): getattr(group, part)
        for place, group in zip(places, groups, strict=True)
        for part in ("weight", "bias", "mean", "variance")
        if getattr(place, part) is not None
    }
    return {name: parts.get(id(value), value) for name, value in state.items()}


def _to_torch(weight: Tensor) -> Tensor:
    if weight.dim() == 2:
        return weight.T
    return weight.permute(3, 2, 0, 1) if weight.dim() == 4 else weight


def _by_name(tensors: Mapping[str, Tensor]) -> list[WeightGroup] | None:
    parts: dict[tuple[str, ...], dict[str, Tensor]] = {}
    names: dict[tuple[str, ...], str] = {}
    for name, value in tensors.items():
        stem, role = _parse(name)
        parts.setdefault(stem, {})
        names.setdefault(stem, _stem_name(name, stem))
        if not role or role in parts[stem]:
            return None
        parts[stem][role] = value
    found = [WeightGroup(names[stem], **parts[stem]) for stem in parts]
    return found if found and all(map(_is_whole, found)) else None


def _parse(name: str) -> tuple[tuple[str, ...], str]:
    """The words of a tensor's name without those of its role, and the role; "" without one."""
    words = [word.lower() for word in _WORD.findall(name)]
    for place in reversed(range(len(words))):
        role = _ROLES.get(words[place], "")
        if role:
            start = place - 1 if place and words[place - 1] in ("running", "moving") else place
            return tuple(words[:start] + words[place + 1 :]), role
    return tuple(words), ""


def _stem_name(name: str, stem: tuple[str, ...]) -> str:
    parent = name.rpartition(".")[0]
    return parent if parent and "." in name else "_".join(stem) or name


def _by_shape(tensors: Mapping[str, Tensor]) -> list[WeightGroup] | None:
    """Each weight with the vectors that belong to it, where the names say nothing."""
    names = sorted(tensors, key=natural_key)
    weights = [WeightGroup(name, tensors[name]) for name in names if tensors[name].dim() > 1]
    vectors = [name for name in names if tensors[name].dim() == 1]
    if len(weights) + len(vectors) < len(names):
        return None
    if len(vectors) > len(weights):
        return _by_sequence([tensors[name] for name in names], names)
    taken = []
    for group in weights:
        fitting = next((name for name in vectors if len(tensors[name]) == group.outputs), None)
        if fitting is not None:
            vectors.remove(fitting)
        taken.append(replace(group, bias=None if fitting is None else tensors[fitting]))
    return taken if taken and not vectors and all(map(_is_whole, taken)) else None


def _by_sequence(tensors: Sequence[Tensor], names: Sequence[str]) -> list[WeightGroup] | None:
    """As Keras lists weights: each weight, its bias if any, then gamma, beta, mean and variance of a normalisation."""
    starts = [place for place, tensor in enumerate(tensors) if tensor.dim() > 1]
    if not starts or starts[0] != 0:
        return None
    groups = []
    for start, end in zip(starts, [*starts[1:], len(tensors)], strict=True):
        vectors = list(tensors[start + 1 : end])
        bias = vectors.pop(0) if len(vectors) in (1, 5) else None
        groups.append([WeightGroup(names[start], tensors[start], bias)])
        if len(vectors) == 4:
            groups.append([WeightGroup(names[end - 4], *vectors)])
        elif vectors:
            return None
    found = list(chain.from_iterable(groups))
    return found if all(map(_is_whole, found)) else None


def _is_whole(group: WeightGroup) -> bool:
    """Whether the parts fit together and are those of one of the three kinds."""
    statistics = (group.mean, group.variance)
    if group.kind == "norm":
        if any(part is None for part in statistics):
            return False
    elif (
        any(part is not None for part in statistics)
        or group.weight is None
        or group.weight.dim() not in (2, 4)
    ):
        return False
    vectors = [part for part in (group.bias, *statistics) if part is not None]
    return all(part.dim() == 1 and len(part) == group.outputs for part in vectors)
