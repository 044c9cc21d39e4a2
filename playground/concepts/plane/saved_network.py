"""What is saved of a network and of its training beside weights and losses: every setting, and a program that reads it."""

import dataclasses
from typing import Any

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.module_definition import definitions_source
from playground.concepts.plane.data import PlaneSource
from playground.concepts.plane.network import PlaneNetwork
from playground.concepts.plane.program import features_source, modules_source
from playground.concepts.plane.training import PlaneTraining

FILE = "network.json"
"""What the program calls the file."""


def saved_data(source: PlaneSource) -> dict[str, Any]:
    """Where the points come from; points of one's own are a file of their own, and counted here."""
    saved: dict[str, Any] = {"test_share": source.test_share, "target": source.target}
    if source.own is not None:
        return {"own_points": len(source.own), **saved}
    drawn_by = {"name": source.name} if source.typed is None else dataclasses.asdict(source.typed)
    return {**drawn_by, "noise": source.noise, "seed": source.seed, **saved}


def saved_network(network: PlaneNetwork) -> dict[str, Any]:
    """Which network."""
    return {**dataclasses.asdict(network), "sizes": network.sizes}


def saved_training(training: PlaneTraining) -> dict[str, Any]:
    """How a branch was trained."""
    config = training.optimizer
    optimizer = {"name": config.name, "learning_rate": config.learning_rate, **config.values}
    others = {
        field.name: getattr(training, field.name)
        for field in dataclasses.fields(training)
        if field.name != "optimizer"
    }
    return {"optimizer": optimizer, **others}


def reading_program(network: PlaneNetwork) -> str:
    """A program that builds the network from the file and prints its outputs at two points."""
    definitions = definitions_source([NETWORK_ACTIVATIONS[name].definition for name in network.activations])
    return "\n".join(
        part.rstrip() + "\n"
        for part in (
            "import json\n\nimport torch\nfrom torch import nn\n",
            definitions,
            f'with open("{FILE}") as file:\n    saved = json.load(file)\n'
            f"model = nn.Sequential({', '.join(modules_source(network))})\n"
            "linear = [module for module in model if isinstance(module, nn.Linear)]\n"
            "with torch.no_grad():\n"
            '    for layer, numbers in zip(linear, saved["layers"]):\n'
            '        layer.weight.copy_(torch.tensor(numbers["weight"]))\n'
            '        layer.bias.copy_(torch.tensor(numbers["bias"]))\n'
            "points = torch.tensor([[2.0, -1.0], [0.5, 3.0]])  # x1 and x2 of each point",
            features_source(network),
            "with torch.no_grad():\n    print(model(inputs))",
        )
        if part
    )
