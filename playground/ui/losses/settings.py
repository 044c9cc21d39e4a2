"""How the 'Loss functions' page begins: each widget's key with its value."""

from typing import Any

from playground.concepts.losses import LOSSES
from playground.concepts.losses.catalogue import KINDS, losses_of
from playground.concepts.losses.common_mistakes import MISTAKES

CLASSES = ("cat", "dog", "bird")
"""Of the three logits."""

DEFAULTS: dict[str, Any] = {
    "kind": next(iter(KINDS.values())).label,
    **{f"losses_{kind}": [entry.label for entry in losses_of(kind).values()] for kind in KINDS},
    **{f"prediction_{name}": kind.usual[0] for name, kind in KINDS.items()},
    **{f"target_{name}": kind.usual[1] for name, kind in KINDS.items()},
    **{parameter.name: parameter.default for entry in LOSSES.values() for parameter in entry.parameters},
    **{f"examples_{kind}": None for kind in KINDS},  # the tables as they begin
    "points": None,
    "outlier": -6.0,
    "logit_cat": 2.0, "logit_dog": 1.0, "logit_bird": -1.0, "true_class": "dog", "temperature": 1.0, "smoothing": 0.0,
    "weight": 2.0, "bias": 2.0, "rate": 1.0,
    "mistake": next(iter(MISTAKES.values())).label,
}  # fmt: skip
