"""The catalogue of optimizers, in the order in which pages list them."""

from playground.concepts.optimizers.adagrad import ADAGRAD
from playground.concepts.optimizers.adam import ADAM, ADAMW
from playground.concepts.optimizers.entry import Optimizer
from playground.concepts.optimizers.rmsprop import RMSPROP
from playground.concepts.optimizers.sgd import MOMENTUM_SGD, NESTEROV, SGD

OPTIMIZERS: dict[str, Optimizer] = {
    entry.name: entry for entry in (SGD, MOMENTUM_SGD, NESTEROV, ADAGRAD, RMSPROP, ADAM, ADAMW)
}
