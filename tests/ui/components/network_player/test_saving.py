"""What the browser saves: plain PyTorch reads the network from its file, and the table has every loss."""

import contextlib
import csv
import io
import json
import re
from dataclasses import replace

import pytest
import torch

from playground.concepts.optimizers import OptimizerConfig
from playground.concepts.plane import branches as module
from playground.concepts.plane.branches import Branches, Experiment
from playground.concepts.plane.data import PlaneData, PlaneSource
from playground.concepts.plane.network import PlaneNetwork
from playground.concepts.plane.training import PlaneTraining
from playground.concepts.plane.typed_labels import TypedLabels
from playground.figures.network_player import encoded, player_data
from tests.node import needs_node
from tests.ui.components.network_player.test_parity import evaluate

EXPERIMENT = Experiment(PlaneSource("moons"), PlaneNetwork(), PlaneTraining())
POINTS = torch.tensor([[2.0, -1.0], [0.5, 3.0]])
"""Those of the program."""


@pytest.fixture
def learnt(monkeypatch):
    """A first branch of six epochs, and a second one from its fourth with another learning rate, of five more."""
    monkeypatch.setattr(module, "WORK", 60.0)
    monkeypatch.setattr(module, "LONGEST_WORK", 60.0)

    def learn(experiment=EXPERIMENT):
        branches = Branches.begin(experiment)
        branches.train(6)
        branches.present.show(6)
        branches.grow(4, replace(experiment, training=PlaneTraining(optimizer=OptimizerConfig("sgd", 0.3))))
        branches.train(9)
        return branches

    return learn


def saved(branches, position, reached=9, edited=None):
    asked = {"data": player_data(branches, 0, editable=False), "position": position, "reached": reached}
    return evaluate({"saved": [{**asked, "edited": None if edited is None else encoded(edited)}]})["saved"][0]


def outputs_of_program(network, folder, monkeypatch):
    (folder / "network.json").write_text(json.dumps(network))
    monkeypatch.chdir(folder)
    names = {"__name__": "program"}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile("\n".join(network["reading"]), "<program>", "exec"), names)
    assert "tensor(" in printed.getvalue()
    with torch.no_grad():
        return names["model"](names["inputs"])


def outputs_of_page(branches, weights):
    network = branches.present.experiment.network
    model = network.build()
    torch.nn.utils.vector_to_parameters(weights, model.parameters())
    with torch.no_grad():
        return model(PlaneData.features(POINTS, network))


@needs_node
@pytest.mark.parametrize(
    "experiment",
    [
        EXPERIMENT,
        Experiment(
            PlaneSource("three_spiral"), PlaneNetwork(hidden=(), activations=(), outputs=3), PlaneTraining()
        ),
        Experiment(
            PlaneSource(typed=TypedLabels("sin(x1)", "value")),
            PlaneNetwork(
                features=("sine1", "product", "typed"),
                hidden=(3, 5, 2),
                activations=("squareplus", "gelu", "leaky_relu"),
                typed="|x1| - x2",
            ),
            PlaneTraining(dropout=0.1),
        ),
    ],
    ids=["first", "no hidden layer", "features and activations"],
)
def test_plain_pytorch_repeats_the_pages_outputs_from_the_file(experiment, learnt, tmp_path, monkeypatch):
    branches = learnt(experiment)
    network = saved(branches, 7)["network"]
    expected = outputs_of_page(branches, branches.present.trainer.epochs[7 - 4].weights)
    assert torch.equal(outputs_of_program(network, tmp_path, monkeypatch), expected)


@needs_node
def test_weights_that_were_changed_by_hand_are_saved_as_they_are_shown(learnt, tmp_path, monkeypatch):
    branches = learnt()
    weights = torch.linspace(-2, 2, branches.present.experiment.network.parameters)
    network = saved(branches, 7, edited=weights)["network"]
    assert torch.equal(outputs_of_program(network, tmp_path, monkeypatch), outputs_of_page(branches, weights))
    assert network["shown"] == {
        "branch": "2",
        "epoch": 7,
        "weights_changed_by_hand": True,
        "training_loss": None,
        "test_loss": None,
    }


@needs_node
def test_settings_and_losses_of_all_branches_come_along(learnt):
    branches = learnt()
    network = saved(branches, 8, reached=8)["network"]
    first, second = (branch.trainer.epochs for branch in branches.all)
    assert network["shown"]["test_loss"] == second[4].test_loss
    assert network["data"]["name"] == "moons"
    assert network["network"]["hidden"] == [4, 2]
    one, two = network["branches"]
    assert (one["name"], one["first_epoch"], one["grown_from"]) == ("1", 0, None)
    assert (two["name"], two["first_epoch"], two["grown_from"]) == ("2", 4, "1")
    assert two["changed"] == "learning rate 0.3 instead of 0.03"
    assert two["training"]["optimizer"]["learning_rate"] == 0.3
    assert one["training_loss"] == [epoch.train_loss for epoch in first]
    assert two["test_loss"] == [epoch.test_loss for epoch in second[:5]]  # what was reached


@needs_node
def test_the_table_has_a_row_for_each_epoch_of_each_branch(learnt):
    branches = learnt(replace(EXPERIMENT, source=PlaneSource("moons", test_share=0.0)))
    rows = list(csv.DictReader(io.StringIO(saved(branches, 9)["losses"])))
    assert [(row["branch"], int(row["epoch"])) for row in rows] == [
        *(("1", epoch) for epoch in range(7)),
        *(("2", epoch) for epoch in range(4, 10)),
    ]
    assert float(rows[-1]["training_loss"]) == branches.present.trainer.epochs[-1].train_loss
    assert {row["test_loss"] for row in rows} == {""}  # no points test


@needs_node
def test_the_list_says_where_each_branch_began_what_changed_and_its_last_losses(learnt):
    shown, other = saved(learnt(), 9)["rows"]
    assert shown == ["2", "from epoch 4 of branch 1", "learning rate 0.3 instead of 0.03", ""]
    assert other[:3] == ["1", "from epoch 0", "as it began"]
    assert re.fullmatch(r"epoch 6: training [\d.]+, test [\d.]+", other[3])
