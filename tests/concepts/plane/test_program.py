"""Programs print the losses of the page."""

import contextlib
import io

import pytest
import torch

from playground.concepts.optimizers import OPTIMIZERS, OptimizerConfig
from playground.concepts.plane.data import PlaneSource
from playground.concepts.plane.datasets import PLANE_DATASETS
from playground.concepts.plane.features import FEATURES
from playground.concepts.plane.network import INITIALIZATION_LABELS, PlaneNetwork
from playground.concepts.plane.program import plane_program
from playground.concepts.plane.training import PlaneTrainer, PlaneTraining, loss_names
from playground.concepts.plane.typed_labels import LABELS, TypedLabels

EPOCHS = 3


def expect_same(source=PlaneSource(), network=PlaneNetwork(), training=PlaneTraining()):  # noqa: B008 - frozen
    trainer = PlaneTrainer(network, training, source.draw())
    trainer.train(EPOCHS)
    program = plane_program(source, network, training, EPOCHS)
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(compile(program, "<program>", "exec"), {"__name__": "program"})
    printed = {
        line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in output.getvalue().splitlines()
    }
    assert printed["training loss"] == pytest.approx(trainer.epochs[-1].train_loss, abs=2e-6)
    if source.test_share:
        assert printed["test loss"] == pytest.approx(trainer.epochs[-1].test_loss, abs=2e-6)
    else:
        assert "test loss" not in printed


@pytest.mark.parametrize("name", PLANE_DATASETS)
def test_every_data_set(name):
    network = PlaneNetwork(outputs=3 if PLANE_DATASETS[name].classes == 3 else 1)
    expect_same(PlaneSource(name, 0.2, 0.3, 4), network)


@pytest.mark.parametrize("labels", LABELS)
@pytest.mark.parametrize("noise", [0.0, 0.3])
def test_points_that_a_typed_function_labels_are_drawn_to_the_last_bit(labels, noise):
    source = PlaneSource(
        noise=noise, test_share=0.3, seed=4, typed=TypedLabels("3 sin(x1) + x2^2 / 9", labels)
    )
    expect_same(source)
    program = plane_program(source, PlaneNetwork(), PlaneTraining(), 1)
    names = {"__name__": "program"}
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(program.split("\nx1, x2 =")[0], "<program>", "exec"), names)
    data = source.draw()
    assert torch.equal(names["points"], torch.cat([data.train_points, data.test_points]))
    assert torch.equal(names["targets"], torch.cat([data.train_targets, data.test_targets]))
    assert names["training"] == len(data.train_points) == 350


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer(name):
    expect_same(training=PlaneTraining(optimizer=OptimizerConfig(name, OPTIMIZERS[name].learning_rate)))


@pytest.mark.parametrize("target", ["two classes", "number"])
def test_every_loss(target):
    for loss in loss_names(target):
        expect_same(
            PlaneSource("moons" if target == "two classes" else "hills"), training=PlaneTraining(loss=loss)
        )


@pytest.mark.parametrize("name", INITIALIZATION_LABELS)
def test_every_initialisation(name):
    expect_same(network=PlaneNetwork(initialization=name, seed=11))


@pytest.mark.parametrize(
    ("network", "training"),
    [
        (PlaneNetwork(features=tuple(FEATURES), hidden=(), activations=()), PlaneTraining()),
        (PlaneNetwork(features=("x1", "typed"), typed="x1^2 + sin(x2)"), PlaneTraining(l1=0.01, l2=0.001)),
        (
            PlaneNetwork(hidden=(3, 4, 5), activations=("squareplus", "gelu", "relu")),
            PlaneTraining(dropout=0.2, seed=5),
        ),
    ],
    ids=["all features", "a typed one, penalties", "activations, dropout"],
)
def test_features_layers_penalties_and_dropout(network, training):
    expect_same(PlaneSource("xor", test_share=0.0), network, training)


def test_own_points_are_in_the_program():
    own = ((1.0, 2.0, 0), (-1.5, 0.25, 1), (3.0, -4.0, 1), (0.0, 0.1, 0))
    expect_same(PlaneSource("xor", test_share=0.25, own=own), training=PlaneTraining(batch_size=2))
    numbers = ((1.0, 2.0, 0.5), (-1.5, 0.25, -0.75))
    expect_same(PlaneSource("slope", test_share=0.0, own=numbers), training=PlaneTraining(batch_size=2))
