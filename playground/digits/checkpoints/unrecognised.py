"""Why no network is recognised in a file's tensors."""

from collections.abc import Mapping

from torch import Tensor

from playground.digits.models import CLASSES, NETWORKS, PIXELS
from playground.digits.models.weight_groups import WeightGroup, weight_groups
from playground.errors import CheckpointError
from playground.formatting import on_one_line

_FOREIGN = (
    (("weight_ih", "weight_hh"), "a recurrent layer"),
    (("in_proj_weight", "q_proj", "attn", "attention"), "attention"),
    (("embedding", "embed"), "an embedding"),
    (("weight_orig", "weight_mask"), "pruned weights"),
    (("weight_g", "weight_v", "parametrizations"), "reparametrised weights"),
)
"""Words in the names of tensors, and what they are of."""


def unrecognised(tensors: Mapping[str, Tensor]) -> CheckpointError:
    """The error for tensors that belong to no network of the catalogue: what they are, and what would be accepted."""
    accepted = " or ".join(entry.accepts for entry in NETWORKS.values())
    shapes = ", ".join(
        f"{on_one_line(name, 60)} {tuple(tensor.shape)}" for name, tensor in list(tensors.items())[:6]
    )
    reason = _reason(tensors)
    return CheckpointError(
        f"Expected the weights of {accepted}, but got {shapes or 'no tensors'}. {reason}Choose another file."
    )


def _reason(tensors: Mapping[str, Tensor]) -> str:
    """One sentence with a space behind it, or nothing."""
    for words, what in _FOREIGN:
        named = next((name for name in tensors if any(word in name for word in words)), None)
        if named:
            return f"{on_one_line(named, 60)} belongs to {what}, which cannot be built here. "
    groups = weight_groups(tensors)
    if groups is None:
        odd = next(
            (name for name, value in tensors.items() if value.dim() not in (1, 2, 4) and value.dim()), ""
        )
        return f"{odd} has {tensors[odd].dim()} dimensions, which no layer here has. " if odd else ""
    return _reason_of(groups)


def _reason_of(groups: list[WeightGroup]) -> str:
    layers = [group.weight for group in groups if group.weight is not None and group.kind != "norm"]
    convolutions = [weight for weight in layers if weight.dim() == 4]
    linear = [weight for weight in layers if weight.dim() == 2]
    if convolutions and not any(weight.shape[1] == 1 for weight in convolutions):
        channels = convolutions[0].shape[1]
        return f"Its images have {channels} channels, those of digits have 1. "
    if not convolutions and linear and not any(weight.shape[1] == PIXELS for weight in linear):
        inputs = max(weight.shape[1] for weight in linear)
        return f"It reads up to {inputs:,} numbers, an image of a digit has {PIXELS}. "
    if linear and not any(weight.shape[0] == CLASSES for weight in linear):
        return f"None of its layers has {CLASSES} outputs, one a digit. "
    return "Its layers do not follow each other as the sizes stand. "
