"""Training in the plane against the plain loop of PyTorch, and the way back."""

import itertools
import math

import pytest
import torch
from torch import nn

from playground.concepts.optimizers import OPTIMIZERS, OptimizerConfig, build_optimizer
from playground.concepts.plane.data import draw
from playground.concepts.plane.network import PlaneNetwork
from playground.concepts.plane.training import KEEP_EVERY, PlaneTrainer, PlaneTraining, loss_names, loss_on
from playground.errors import ConfigurationError


def plainly(network: PlaneNetwork, training: PlaneTraining, data, epochs: int) -> list[float]:
    """The training losses as a student writes the loop: autograd, `torch.optim`, penalties as part of the loss."""
    model = network.build()
    if training.dropout:
        bent = [
            module if isinstance(module, nn.Linear) else nn.Sequential(module, nn.Dropout(training.dropout))
            for module in model
        ]
        model = nn.Sequential(*bent)
    loss, encode = loss_on(training.loss or loss_names(data.target)[0], data.target)
    optimizer = build_optimizer(training.optimizer, model.parameters())
    weights = [parameter for parameter in model.parameters() if parameter.dim() == 2]
    inputs, targets = data.features(data.train_points, network), encode(data.train_targets)
    torch.manual_seed(training.seed)
    losses = []
    for _ in range(epochs):
        model.train()
        for batch in torch.randperm(len(inputs)).split(training.batch_size):
            optimizer.zero_grad()
            value = loss(model(inputs[batch]), targets[batch])
            value = value + training.l1 * sum(weight.abs().sum() for weight in weights)
            value = value + training.l2 / 2 * sum(weight.square().sum() for weight in weights)
            value.backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            losses.append(loss(model(inputs), targets).item())
    return losses


def losses_of(trainer: PlaneTrainer) -> list[float]:
    return [epoch.train_loss for epoch in trainer.epochs[1:]]


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer(name):
    training = PlaneTraining(optimizer=OptimizerConfig(name, OPTIMIZERS[name].learning_rate))
    network, data = PlaneNetwork(), draw("xor", noise=0.1)
    trainer = PlaneTrainer(network, training, data)
    trainer.train(8)
    assert losses_of(trainer) == pytest.approx(plainly(network, training, data, 8), abs=1e-6)


@pytest.mark.parametrize(
    "numbers",
    [{"momentum": 0.9}, {"momentum": 0.5, "dampening": 0.3}, {"weight_decay": 0.1}],
    ids=str,
)
def test_plain_descent_with_numbers_of_its_own(numbers):
    training = PlaneTraining(optimizer=OptimizerConfig("sgd", 0.01, **numbers))
    network, data = PlaneNetwork(), draw("xor", noise=0.1)
    trainer = PlaneTrainer(network, training, data)
    trainer.train(5)
    assert losses_of(trainer) == pytest.approx(plainly(network, training, data, 5), abs=1e-6)
    assert losses_of(trainer) != pytest.approx(plainly(network, PlaneTraining(), data, 5), abs=1e-6)


@pytest.mark.parametrize(
    ("dataset", "loss"),
    [
        *[("circle", name) for name in loss_names("two classes")],
        *[("hills", name) for name in loss_names("number")],
        *[("three_spiral", name) for name in loss_names("three classes")],
    ],
)
def test_every_loss(dataset, loss):
    data, training = draw(dataset), PlaneTraining(loss=loss)
    network = PlaneNetwork(outputs=3 if dataset == "three_spiral" else 1)
    trainer = PlaneTrainer(network, training, data)
    trainer.train(5)
    assert losses_of(trainer) == pytest.approx(plainly(network, training, data, 5), abs=1e-6)


@pytest.mark.parametrize(
    "training",
    [
        PlaneTraining(l1=0.01),
        PlaneTraining(l2=0.05),
        PlaneTraining(dropout=0.3),
        PlaneTraining(l1=0.001, l2=0.01, dropout=0.1, batch_size=7, seed=3),
        PlaneTraining(batch_size=10_000),
    ],
    ids=str,
)
def test_penalties_dropout_and_batches(training):
    network, data = PlaneNetwork(hidden=(8, 6, 4), activations=("tanh", "relu", "gelu")), draw("moons", 0.2)
    trainer = PlaneTrainer(network, training, data)
    trainer.train(6)
    assert losses_of(trainer) == pytest.approx(plainly(network, training, data, 6), abs=1e-6)


@pytest.mark.parametrize("name", ["sgd", "momentum", "adam"])
@pytest.mark.parametrize("epoch", [0, 1, KEEP_EVERY - 1, KEEP_EVERY, 2 * KEEP_EVERY + 3])
def test_the_way_back_leads_to_the_same_future(name, epoch):
    training = PlaneTraining(optimizer=OptimizerConfig(name, 0.01), dropout=0.1)
    trainer = PlaneTrainer(PlaneNetwork(), training, draw("circle"))
    trainer.train(2 * KEEP_EVERY + 10)
    before = trainer.epochs[:]
    trainer.back_to(epoch)
    assert len(trainer.epochs) == epoch + 1
    trainer.train(2 * KEEP_EVERY + 10 - epoch)
    for was, now in zip(before, trainer.epochs, strict=True):
        assert torch.equal(was.weights, now.weights)
        assert (was.train_loss, was.test_loss) == (now.train_loss, now.test_loss)


def test_training_goes_on_from_given_weights():
    network, training, data = PlaneNetwork(), PlaneTraining(), draw("xor")
    trainer = PlaneTrainer(network, training, data)
    trainer.train(3)
    weights = trainer.epochs[-1].weights.clone()
    weights[0] = 5.0
    branch = PlaneTrainer(network, training, data, weights)
    assert torch.equal(branch.epochs[0].weights, weights)
    assert branch.epochs[0].train_loss != trainer.epochs[-1].train_loss
    assert trainer.epochs[-1].weights[0] != 5.0  # what was is not changed


@pytest.mark.parametrize(
    ("dataset", "network", "training", "epochs", "loss"),
    [
        ("clusters", PlaneNetwork(hidden=(), activations=()), PlaneTraining(), 30, 0.05),
        ("circle", PlaneNetwork(), PlaneTraining(), 150, 0.2),
        ("moons", PlaneNetwork(), PlaneTraining(), 150, 0.1),
        ("xor", PlaneNetwork(features=("product",), hidden=(), activations=()), PlaneTraining(), 30, 0.1),
        ("slope", PlaneNetwork(hidden=(), activations=()), PlaneTraining(), 30, 0.01),
    ],
)
def test_what_the_notices_promise_is_learnt(dataset, network, training, epochs, loss):
    trainer = PlaneTrainer(network, training, draw(dataset))
    trainer.train(epochs)
    assert trainer.epochs[-1].test_loss < loss < trainer.epochs[0].test_loss


def test_one_neuron_cannot_learn_xor():
    trainer = PlaneTrainer(PlaneNetwork(hidden=(), activations=()), PlaneTraining(), draw("xor"))
    trainer.train(100)
    assert trainer.epochs[-1].test_loss == pytest.approx(math.log(2), abs=0.02)  # as good as a coin


def test_a_rate_that_is_too_large_ends():
    trainer = PlaneTrainer(
        PlaneNetwork(hidden=(8, 8), activations=("linear", "linear")),
        PlaneTraining(loss="mse", optimizer=OptimizerConfig("sgd", 1000.0)),
        draw("slope"),
    )
    trainer.train(3)
    assert trainer.finished


def test_zeros_learn_nothing_but_a_bias():
    network = PlaneNetwork(initialization="zeros")
    trainer = PlaneTrainer(network, PlaneTraining(), draw("circle"))
    trainer.train(5)
    changed = trainer.epochs[-1].weights.nonzero().flatten().tolist()
    assert changed == [network.parameters - 1]


@pytest.mark.parametrize(
    "wrong",
    [{"batch_size": 0}, {"dropout": 1.0}, {"l1": -1.0}, {"l2": math.nan}, {"l2": math.inf}],
    ids=str,
)
def test_settings_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ConfigurationError, match="Expected"):
        PlaneTraining(**wrong)


def test_a_loss_of_another_kind_of_target_is_refused():
    for target, other in itertools.permutations(["two classes", "three classes", "number"], 2):
        for name in set(loss_names(other)) - set(loss_names(target)):
            with pytest.raises(ConfigurationError, match="Expected a loss out of"):
                loss_on(name, target)
