"""Which activation, preparation and layers a file's weights were trained with: those that read test images best.

Nothing of these is in the weights, and a wrong one costs a few percent or most of the answers.
"""

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.activations.catalogue import ARTICLE
from playground.digits.models import NETWORKS, DigitNetwork, ModelConfig, to_input
from playground.digits.models.entry import Recognised
from playground.digits.models.layer_text import plan_layers
from playground.digits.models.preparation import USUAL
from playground.digits.models.stack_recognition import activation_of, with_activation

IMAGES = 1000
"""Test images on which the best combinations are measured."""

UNUSUAL = 15
"""An activation that the article does not have is proposed where it reads more than so many more images of `IMAGES`."""

RARE = (USUAL["bytes"], USUAL["inverted"])
"""Preparations that are proposed under the same condition: a network with sigmoids reads better when they are steeper."""

_CHEAP = 5e10
"""Multiplications up to which every combination is measured on all images: about a second."""

_FEW = 300
"""Combinations up to which the same holds, as each takes a few milliseconds however small the network is."""

_ROUNDS = ((20, 60), (60, 16), (200, 5), (IMAGES, 1))
"""For larger networks: images so far, and how many of the best combinations see more."""

_BATCH = 500


@dataclass(frozen=True)
class Combination:
    """A network that the file may hold, and what it made of the test images so far.

    Attributes:
        config: with activation and preparation.
        place: which of the recognised networks it is.
        activation: the key of its activation; "" where it has none, or several.
        right: images that were read right.
        total: images that were read.
        loss: cross-entropy, summed over them.
    """

    config: ModelConfig
    place: int
    activation: str
    right: int = 0
    total: int = 0
    loss: float = 0.0

    @property
    def usual(self) -> bool:
        """Whether its activation is one of the article's, or there is none to choose, and its preparation is not rare."""
        return self.activation in ("", *ARTICLE) and self.config.preparation not in RARE

    @property
    def accuracy(self) -> float:
        """Share of images that were read right, 0..1."""
        return self.right / max(1, self.total)


@dataclass(frozen=True)
class Measurement:
    """What was measured so far.

    Attributes:
        combinations: those that read most images first, then the best first.
        done: the share of the work, 0..1.
    """

    combinations: tuple[Combination, ...] = field(repr=False)
    done: float

    @property
    def best(self) -> Combination:
        """The one to propose: what reads most images right, and of those that read alike the surest."""
        total = self.combinations[0].total
        measured = [one for one in self.combinations if one.total == total]
        known = [one for one in measured if one.activation in ("", *ARTICLE)]
        usual = [one for one in known if one.config.preparation not in RARE]
        wider = [_surest(choices, total) for choices in (usual, known, measured) if choices]
        best = wider[0]
        for other in wider[1:]:
            if other.right - best.right > UNUSUAL * total / IMAGES:
                best = other
        return best


def measure(recognised: Sequence[Recognised], images: Tensor, labels: Tensor) -> Iterator[Measurement]:
    """Read test images with every combination of layers, activation and preparation.

    All combinations of a small network read all images. Of a larger one all begin with few images, with the article's
    activations; the better ones go on, then with every activation.

    Args:
        recognised: at least one, from `recognise_networks`.
        images: `(N, 28, 28)` uint8, N at least 1; the first `IMAGES` count.
        labels: `(N,)` int64.

    Yields:
        The state after each combination; the last one has `done` 1.
    """
    images, labels = to_input(images[:IMAGES]), labels[:IMAGES]
    reader = _Reader(recognised, images, labels)
    ways = len(NETWORK_ACTIVATIONS) * len(USUAL)
    work = ways * len(images) * sum(multiplications(config) for config, _ in recognised)
    small = work <= _CHEAP and ways * len(recognised) <= _FEW
    rounds = ((IMAGES, 1),) if small else _ROUNDS
    left = list(_combinations(recognised, None if small else ARTICLE))
    ended: list[Combination] = []
    for number, (until, keep) in enumerate(rounds):
        measured: list[Combination] = []
        for one in left:
            measured.append(reader.read(one, min(until, len(images))))
            share = (number + len(measured) / len(left)) / len(rounds)
            yield Measurement(_ranked([*measured, *left[len(measured) :], *ended]), min(share, 0.999))
        left = _kept(_ranked(measured), keep)
        ended = [*(one for one in measured if one not in left), *ended]
        if number == 0 and not small:
            left = _with_every_activation(left)
    yield Measurement(_ranked([*left, *ended]), 1.0)


def read_once(recognised: Recognised, images: Tensor, labels: Tensor) -> Combination:
    """What one network makes of the first `IMAGES` test images; its config is the recognised one's own."""
    images, labels = to_input(images[:IMAGES]), labels[:IMAGES]
    return _Reader([recognised], images, labels).read(
        Combination(recognised[0], 0, activation_of(recognised[0])), len(images)
    )


def multiplications(config: ModelConfig) -> int:
    """For one image; of networks that are no text, as many as they have weights."""
    if config.model == "layers":
        return sum(placed.effect.multiplications for placed in plan_layers(config.layers))
    with torch.device("meta"):
        network = NETWORKS[config.model].build(config)
    return sum(parameter.numel() for parameter in network.parameters()) * (
        1 if config.model == "mlp" else 100
    )


def restored(recognised: Recognised, config: ModelConfig) -> DigitNetwork:
    """The network of a config, in eval mode, sharing the float32 tensors of the file."""
    with torch.device("meta"):  # without the work of first weights that nobody needs
        network = NETWORKS[config.model].build(config)
    network.load_state_dict(recognised[1], assign=True)
    return network.requires_grad_(False).eval()


@contextmanager
def _one_thread() -> Iterator[None]:
    """Many short operations: threads that wait for each other cost more than they bring, most of all on a busy machine."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


class _Reader:
    def __init__(self, recognised: Sequence[Recognised], images: Tensor, labels: Tensor) -> None:
        self.recognised = [
            (
                config,
                {
                    name: value.float() if value.is_floating_point() else value
                    for name, value in state.items()
                },
            )
            for config, state in recognised
        ]
        self.images, self.labels = images, labels
        self.sums: dict[int, Tensor] = {}

    @torch.inference_mode()
    def read(self, one: Combination, until: int) -> Combination:
        """The combination after it has read the images up to `until`."""
        network = restored(self.recognised[one.place], one.config)
        right, loss = one.right, one.loss
        with _one_thread():
            for start in range(one.total, until, _BATCH):
                batch = slice(start, min(start + _BATCH, until))
                logits, labels = self._logits(network, one.place, batch), self.labels[batch]
                right += int((logits.argmax(1) == labels).sum())
                loss += float(F.cross_entropy(logits, labels, reduction="sum").nan_to_num(1e9))
        return replace(one, right=right, total=until, loss=loss)

    def _logits(self, network: DigitNetwork, place: int, batch: slice) -> Tensor:
        """Of a fully connected network without the work that all preparations share."""
        layers = network.layers()
        first = layers[1] if isinstance(layers[0], nn.Flatten) else None
        if not isinstance(first, nn.Linear):
            return network(self.images[batch])
        if place not in self.sums:
            self.sums[place] = F.linear(self.images.flatten(1), first.weight)
        # A preparation turns x into black + (white - black) x, and a linear layer keeps such sums.
        preparation = network.config.preparation
        signal = (preparation.white - preparation.black) * self.sums[place][batch]
        signal = signal + preparation.black * first.weight.sum(1)
        signal = signal if first.bias is None else signal + first.bias
        for layer in layers[2:]:
            signal = layer(signal)
        return signal


def _combinations(
    recognised: Sequence[Recognised], activations: Sequence[str] | None
) -> Iterator[Combination]:
    for place, (config, _) in enumerate(recognised):
        names = (activations or tuple(NETWORK_ACTIVATIONS)) if activation_of(config) else [""]
        for name, preparation in itertools.product(names, USUAL.values()):
            if name == "linear" and config.model == "layers":
                continue  # a text without activations is another text
            changed = with_activation(config, name) if name else config
            yield Combination(replace(changed, preparation=preparation), place, name)


def _with_every_activation(left: Sequence[Combination]) -> list[Combination]:
    """The combinations, and those of the best two with all other activations."""
    found = {one.config: one for one in left}
    for one in left[:2]:
        if one.activation:
            for name in NETWORK_ACTIVATIONS:
                if name != "linear":
                    config = with_activation(one.config, name)
                    found.setdefault(config, Combination(config, one.place, name))
    return list(found.values())


def _kept(ranked: Sequence[Combination], keep: int) -> list[Combination]:
    """The best `keep`, and the best three usual ones."""
    usual = [one for one in ranked if one.usual]
    return list(dict.fromkeys([*ranked[:keep], *usual[:3]]))


def _surest(combinations: Sequence[Combination], total: int) -> Combination:
    """Of those that read alike the one with the most usual layers, then the least loss.

    Alike: within half a standard deviation of what reads most, as another thousand images would differ.
    """
    most = max(one.right for one in combinations)
    margin = 0.5 * (most * (1 - most / total)) ** 0.5
    alike = [one for one in combinations if most - one.right <= margin]
    return min(alike, key=lambda one: (one.place, one.loss))


def _ranked(combinations: Sequence[Combination]) -> tuple[Combination, ...]:
    return tuple(sorted(combinations, key=lambda one: (-one.total, -one.right, one.loss)))
