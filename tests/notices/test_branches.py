"""In what a branch differs from the one that it grew from."""

import torch

from playground.concepts.optimizers import OptimizerConfig
from playground.concepts.plane.branches import Branches, Experiment
from playground.concepts.plane.data import PlaneSource
from playground.concepts.plane.network import PlaneNetwork
from playground.concepts.plane.training import PlaneTraining
from playground.notices.branches import what_changed


def changed(weights=None, before=None, **settings):
    source, network = PlaneSource("moons"), PlaneNetwork()
    branches = Branches.begin(Experiment(source, network, before or PlaneTraining()))
    assert what_changed(branches.present) == "as it began"
    branches.grow(0, Experiment(source, network, PlaneTraining(**settings)), weights)
    return what_changed(branches.present)


def test_nothing():
    assert changed() == "the same settings"


def test_settings_and_weights():
    told = changed(torch.zeros(PlaneNetwork().parameters), l2=0.01, batch_size=5)
    assert told == "points a step 5 instead of 10, L2 penalty 0.01 instead of 0 and weights changed by hand"


def test_another_loss():
    assert changed(loss="hinge") == "loss Hinge instead of Binary cross-entropy with logits"


def test_another_optimizer_and_its_numbers_where_they_are_others():
    told = changed(optimizer=OptimizerConfig("adam", 0.03, beta1=0.5))
    assert told == "optimizer Adam instead of SGD and β₁ 0.5"
    adam = PlaneTraining(optimizer=OptimizerConfig("adam", 0.03, beta1=0.5))
    assert changed(before=adam, optimizer=OptimizerConfig("adam", 0.03)) == "β₁ 0.9 instead of 0.5"
