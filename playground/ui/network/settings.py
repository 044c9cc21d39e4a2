"""How the 'Neurons and networks' page begins: each widget's key with its value."""

from typing import Any

from playground.concepts.optimizers import OPTIMIZERS
from playground.concepts.plane.network import DEFAULT_INITIALIZATION, MAX_LAYERS

LEARNING_RATES = {"sgd": 0.03, "momentum": 0.003, "nesterov": 0.003}
"""Where the catalogue's would be too slow or too fast for so small a network."""

DEFAULTS: dict[str, Any] = {
    "data": "circle",
    "noise": 0.0,
    "test_share": 0.5,
    "data_seed": 0,
    "labels": "above",
    "labelled_by": "2 sin(x1)",
    "features": ["x1", "x2"],
    "feature": "x1^2 + x2^2",
    "layers": 2,
    **{f"neurons_{layer}": size for layer, size in enumerate((4, 2, 4, 4, 4, 4)[:MAX_LAYERS], 1)},
    **{f"activation_{layer}": "tanh" for layer in range(1, MAX_LAYERS + 1)},
    "initialization": DEFAULT_INITIALIZATION,
    "seed": 0,
    "loss": "bce_with_logits",
    "optimizer": "sgd",
    "learning_rate": LEARNING_RATES["sgd"],
    **OPTIMIZERS["sgd"].defaults,
    "batch_size": 10,
    "l1": 0.0,
    "l2": 0.0,
    "dropout": 0.0,
    "stop_epoch": None,
    "stop_below": None,
    "stop_loss": "test",
    "stop_patience": None,
    "own_target": "two classes",
    "which_network": "plane",
    "examples_in": "one",
    **{f"neuron_{layer}": "1" for layer in range(1, MAX_LAYERS + 2)},
    "digit_in": "3",
    "digit_example": "1",
    "digit_weights": "trained",
    "worked_example": "first",
    "hidden_neuron": "strongest",
    "output_neuron": "read",
    "exercise": "and",
    "neuron_activation": "sigmoid",
    "neuron_rate": "0.1",
    "neuron": "-0.6,1,1.5,2,-1",
    "point_1": 2.0,
    "point_2": -1.0,
}


def learning_rate_of(optimizer: str) -> float:
    """A rate at which such a network learns."""
    return LEARNING_RATES.get(optimizer, 10 * OPTIMIZERS[optimizer].learning_rate)
