"""The article's 784-128-10, with the weights that ship with the playground or with those it would begin with."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from playground.digits.checkpoints import load_pretrained
from playground.digits.models import DigitNetwork, ModelConfig, build_model
from playground.figures.inside import Sprite, make_sprite, typical_scale, weight_tiles
from playground.snippets.forward_pass import TRAINED, UNTRAINED


@dataclass(frozen=True)
class Weights:
    """Which weights.

    Attributes:
        label: in the choice.
        about: a caption.
        program: the lines of Python that set them.
        load: the network with them.
    """

    label: str
    about: str
    program: str
    load: Callable[[], DigitNetwork]


WEIGHTS = {
    "trained": Weights(
        "Trained",
        "The article's network as it ships with the playground, trained on MNIST and on drawings: `a = f(W x + b)`, twice.",
        TRAINED,
        lambda: load_pretrained("mlp").model,
    ),
    "random": Weights(
        "Before training",
        "The article's network with the random weights that PyTorch begins with: `a = f(W x + b)`, twice.",
        UNTRAINED,
        lambda: build_model(ModelConfig(), seed=0),
    ),
}
"""By their key in the URL."""


@cache
def network_with(weights: str) -> DigitNetwork:
    """The network with the weights of a key of `WEIGHTS`, read once a server; it is never changed."""
    return WEIGHTS[weights].load()


@cache
def templates(weights: str) -> Sprite:
    """The weights of every hidden neuron, as tiles."""
    weight = next(network_with(weights).parameters()).detach()  # (128, 784)
    return make_sprite(weight_tiles(weight), typical_scale(weight))
