"""What the browser computes is what PyTorch computes: its modules run in Node on networks that PyTorch ran."""

import base64
import itertools
import random
from pathlib import Path
from typing import Any

import numpy as np
import torch

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.plane.features import FEATURES, TYPED, features_of
from playground.concepts.plane.network import MAX_LAYERS, MAX_NEURONS, PlaneNetwork
from playground.figures.encoded_arrays import encoded
from playground.figures.network_player import grid_points
from tests.node import needs_node, run_node

SCRIPT = Path(__file__).with_name("evaluate.mjs")
GRID = 60


def evaluate(cases: dict[str, Any]) -> Any:
    """What `evaluate.mjs` answers."""
    return run_node(SCRIPT, cases)


def decoded(text: str) -> torch.Tensor:
    return torch.from_numpy(np.frombuffer(base64.b64decode(text), "<f4").copy())


@needs_node
def test_every_activation_at_every_parameter_is_pytorchs() -> None:
    x = torch.cat([torch.linspace(-30, 30, 1201), torch.linspace(-1, 1, 401)]).double()
    cases = []
    for name, entry in NETWORK_ACTIVATIONS.items():
        ends = [(each.low, each.default, each.high) for each in entry.parameters]
        for values in itertools.product(*ends):
            parameters = {each.name: value for each, value in zip(entry.parameters, values, strict=True)}
            cases.append({"name": name, "parameters": parameters})
    answers = evaluate({"activations": cases, "x": x.tolist()})["activations"]
    for case, answer in zip(cases, answers, strict=True):
        expected = NETWORK_ACTIVATIONS[case["name"]].value(x, **case["parameters"])
        torch.testing.assert_close(
            torch.tensor(answer, dtype=torch.float64), expected, rtol=1e-7, atol=1e-7, msg=str(case)
        )


@needs_node
def test_error_function_is_pytorchs_to_seven_digits() -> None:
    x = torch.linspace(-7, 7, 20_001, dtype=torch.float64)
    answer = torch.tensor(evaluate({"erf": x.tolist()})["erf"], dtype=torch.float64)
    assert (answer - torch.erf(x)).abs().max() < 1e-7


def network_case(number: int) -> tuple[dict[str, Any], torch.Tensor]:
    """A random network with random weights, and what PyTorch makes of the whole plane: all layers, one after another."""
    choice = random.Random(number)
    layers = number % (MAX_LAYERS + 1)
    hidden = tuple(choice.randint(1, MAX_NEURONS) for _ in range(layers))
    names = list(NETWORK_ACTIVATIONS)
    before = sum(other % (MAX_LAYERS + 1) for other in range(number))
    activations = tuple(names[(before + layer) % len(names)] for layer in range(layers))
    features = (*choice.sample(list(FEATURES), choice.randint(1, len(FEATURES))), TYPED)
    network = PlaneNetwork(
        features, hidden, activations, choice.choice([1, 3]), seed=number, typed="sin(x1) + x2 / 3"
    )
    model = network.build()
    values = features_of(grid_points(), network.features, network.typed)
    all_values = [values]
    with torch.no_grad():
        for module in model:
            values = module(values)
            if isinstance(module, torch.nn.Linear):
                all_values.append(values)
            else:
                all_values[-1] = values
    weights = torch.cat([parameter.detach().flatten() for parameter in model.parameters()])
    typed = features_of(grid_points(), (TYPED,), network.typed)
    data = {
        "network": {
            "features": list(network.features),
            "sizes": list(network.sizes),
            "activations": [{"name": name, "parameters": {}} for name in activations],
        },
        "typed": {"grid": encoded(typed)},
        "grid": GRID,
        "extent": 6,
        "weights": encoded(weights),
    }
    return data, torch.cat(all_values, dim=1)


@needs_node
def test_random_networks_of_all_depths_are_pytorchs_at_every_neuron() -> None:
    cases = [network_case(number) for number in range(21)]
    assert {len(data["network"]["activations"]) for data, _ in cases} == set(range(MAX_LAYERS + 1))
    assert {each["name"] for data, _ in cases for each in data["network"]["activations"]} == set(
        NETWORK_ACTIVATIONS
    )
    answers = evaluate({"networks": [data for data, _ in cases]})["networks"]
    for (data, expected), answer in zip(cases, answers, strict=True):
        got = decoded(answer).view(expected.shape[1], expected.shape[0]).T
        torch.testing.assert_close(
            got, expected, rtol=1e-5, atol=1e-5, msg=lambda text, of=data: f"{of['network']}: {text}"
        )


@needs_node
def test_typed_feature_between_the_grids_points_is_near_it() -> None:
    points = torch.rand(300, 2, generator=torch.Generator().manual_seed(0)) * 11.8 - 5.9
    typed = encoded(features_of(grid_points(), (TYPED,), "sin(x1) + x2 / 3"))
    answer = evaluate({"typed": {"grid": typed, "points": points.tolist(), "size": GRID, "extent": 6}})[
        "typed"
    ]
    expected = features_of(points, (TYPED,), "sin(x1) + x2 / 3").flatten()
    # A chord of sin over a cell of 0.2 is off by 0.2² / 8 at most.
    assert (torch.tensor(answer) - expected).abs().max() < 0.2**2 / 8 + 1e-5
