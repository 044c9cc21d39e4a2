"""How the 'Loss functions' page begins: each widget's key with its value."""

from typing import Any

from playground.concepts.losses import LOSSES
from playground.concepts.losses.catalogue import KINDS, losses_of
from playground.concepts.losses.common_mistakes import MISTAKES

CLASSES = ("cat", "dog", "bird")
"""Of the three logits."""

DEFAULTS: dict[str, Any] = {
    "kind": next(iter(KINDS)),
    **{f"prediction_{name}": kind.usual[0] for name, kind in KINDS.items()},
    **{f"target_{name}": kind.usual[1] for name, kind in KINDS.items()},
    **{f"examples_{kind}": None for kind in KINDS},  # the tables as they begin
    "points": None,
    "outlier": -6.0,
    "logit_cat": 2.0,
    "logit_dog": 1.0,
    "logit_bird": -1.0,
    "true_class": "dog",
    "temperature": 1.0,
    "smoothing": 0.0,
    "weight": 2.0,
    "bias": 2.0,
    "rate": 1.0,
    "mistake": next(iter(MISTAKES)),
}
"""Without what depends on the losses: see `defaults`."""

_SHORT_KEYS = {
    ("huber", "delta"),
    ("smooth_l1", "beta"),
    ("hinge", "margin"),
    ("bce_with_logits", "pos_weight"),
    ("cross_entropy", "label_smoothing"),
}
"""Parameters whose URL parameter lacks the loss's name: links from before two losses shared a parameter name stay valid."""


def parameter_key(loss: str, parameter: str) -> str:
    """The widget's key of a loss's parameter, and URL parameter."""
    return parameter if (loss, parameter) in _SHORT_KEYS else f"{loss}_{parameter}"


def defaults() -> dict[str, Any]:
    """Every setting of the page, those of the losses that the catalogue has now among them."""
    return {
        **DEFAULTS,
        **{f"losses_{kind}": list(losses_of(kind)) for kind in KINDS},
        **{
            parameter_key(name, parameter.name): parameter.default
            for name, entry in LOSSES.items()
            for parameter in entry.parameters
        },
    }
