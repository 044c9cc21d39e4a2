"""What the network player draws: the network, its points, and a stretch of its epochs."""

import base64
import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.plane.branches import MOST_BRANCHES, Branch, Branches
from playground.concepts.plane.datasets import EXTENT
from playground.concepts.plane.features import FEATURES, TYPED, features_of
from playground.concepts.plane.saved_network import (
    reading_program,
    saved_data,
    saved_network,
    saved_training,
)
from playground.concepts.plane.training import Epoch
from playground.figures.encoded_arrays import encoded
from playground.notices.branches import what_changed
from playground.notices.plane import stop_sentence

MOST_AT_ONCE = 500
"""Epochs in one message; a browser that opens the page again asks for the rest."""

GRID = 60
"""Places in a row of a heat map."""


def player_data(branches: Branches, start: int, *, editable: bool, pending: bool = False) -> dict[str, Any]:
    """Everything about the present branch, its epochs from `start` on.

    Args:
        branches: what was trained.
        start: the first epoch that the browser does not know.
        editable: whether points may be drawn.
        pending: whether the page's settings are others than the branch's: what goes on from here is another branch.
    """
    branch, stop = branches.present, branches.stop
    return {
        "branch": f"{hash(branches.shape)}-{branch.name}",
        "network": _network(branch),
        "points": _points(branch),
        "typed": _typed(branch),
        "grid": GRID,
        "extent": EXTENT,
        "first": branch.start,
        "epoch": branch.shown,
        "epochs": _epochs(branch, start),
        "ended": branch.ended if _reaches_the_end(branch, start) else None,
        "stop": None
        if stop is None
        else {"epoch": stop.epoch, "text": f"{stop_sentence(stop)} Play goes on from here."},
        "about": _about(branch),
        "others": [{**_about(other), **_losses(other.seen)} for other in branches.all[:-1]],
        "kept": MOST_BRANCHES,
        "saved": _saved(branch),
        "editable": editable,
        "pending": pending,
    }


def _about(branch: Branch) -> dict[str, Any]:
    parent = branch.parent
    return {
        "name": branch.name,
        "from": branch.start,
        "of": None if parent is None else parent.name,
        "changed": what_changed(branch),
        "training": saved_training(branch.experiment.training),
    }


def _saved(branch: Branch) -> dict[str, Any]:
    """What a saved network has beside weights and losses, which the browser knows."""
    experiment = branch.experiment
    return {
        "program": reading_program(experiment.network),
        "data": saved_data(experiment.source),
        "network": saved_network(experiment.network),
    }


def decoded_weights(text: object, parameters: int) -> Tensor | None:
    """Weights that a browser sent, float32 `(parameters,)`; None if they are not that many finite numbers."""
    try:
        values = np.frombuffer(base64.b64decode(str(text), validate=True), dtype="<f4")
    except ValueError:
        return None
    if values.shape != (parameters,) or not np.isfinite(values).all():
        return None
    return torch.from_numpy(values.copy())


def grid_points() -> Tensor:
    """The middles of a heat map's places, row by row from the top: `(GRID * GRID, 2)`."""
    along = (torch.arange(GRID) + 0.5) / GRID * 2 * EXTENT - EXTENT
    x2, x1 = torch.meshgrid(-along, along, indexing="ij")
    return torch.stack([x1.flatten(), x2.flatten()], dim=1)


def _network(branch: Branch) -> dict[str, Any]:
    network, loss = branch.experiment.network, branch.experiment.training.loss
    labels = {name: entry.label for name, entry in FEATURES.items()} | {TYPED: network.typed}
    target = branch.trainer.data.target
    return {
        "features": list(network.features),
        "labels": [labels[name] for name in network.features],
        "sizes": list(network.sizes),
        "activations": [
            {
                "name": name,
                "label": NETWORK_ACTIVATIONS[name].label,
                "parameters": {entry.name: entry.default for entry in NETWORK_ACTIVATIONS[name].parameters},
            }
            for name in network.activations
        ],
        "target": target,
        "shown": "probability"
        if target == "two classes" and loss in ("", "bce_with_logits", "hinge")
        else "number",
    }


def _points(branch: Branch) -> dict[str, Any]:
    data = branch.trainer.data
    return {
        "train": encoded(data.train_points),
        "train_targets": data.train_targets.tolist(),
        "test": encoded(data.test_points),
        "test_targets": data.test_targets.tolist(),
    }


def _typed(branch: Branch) -> dict[str, Any] | None:
    network, data = branch.experiment.network, branch.trainer.data
    if TYPED not in network.features:
        return None
    places = {"grid": grid_points(), "train": data.train_points, "test": data.test_points}
    values = {name: encoded(features_of(points, (TYPED,), network.typed)) for name, points in places.items()}
    return {"text": network.typed, **values}


def _epochs(branch: Branch, start: int) -> dict[str, Any]:
    first = max(start, branch.start)
    new = branch.trainer.epochs[first - branch.start :][:MOST_AT_ONCE]
    return {
        "from": first,
        "weights": encoded(torch.stack([epoch.weights for epoch in new])) if new else "",
        **_losses(new),
    }


def _reaches_the_end(branch: Branch, start: int) -> bool:
    return branch.epochs < max(start, branch.start) + MOST_AT_ONCE


def _losses(epochs: Sequence[Epoch]) -> dict[str, list[float | None]]:
    """JSON has no number for what is not finite."""

    def finite(losses: Iterable[float]) -> list[float | None]:
        return [loss if math.isfinite(loss) else None for loss in losses]

    return {
        "train": finite(epoch.train_loss for epoch in epochs),
        "test": finite(epoch.test_loss for epoch in epochs),
    }
