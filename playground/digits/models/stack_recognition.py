"""The stacks of layers that a file's shapes allow: strides, padding and pooling so that the sizes fit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from torch import Tensor

from playground.digits.models.activation_text import activation_keys
from playground.digits.models.entry import ModelConfig, Recognised
from playground.digits.models.layer_kinds import ENDINGS, KINDS, Layer
from playground.digits.models.layer_text import parse_layers, write_layers
from playground.digits.models.stack_chain import Chain, Stage, find_chain
from playground.digits.models.stack_fitting import assemble
from playground.digits.models.weight_groups import orders, weight_groups

MOST = 20
"""So many stacks are proposed for one file."""

_BEAM, _WORK = 16, 160
"""So many beginnings that end in the same size are followed; fewer where there are more than ten convolutions."""

_BEGINNINGS = ((28, "", 0.0), (32, "pad", 1.15), (32, "resize", 1.25))
"""Size of the image, what was done to it, and how unusual that is."""


@dataclass(frozen=True)
class _Geometry:
    """Strides, padding and pooling of some convolutions: their texts, the size of the maps, and how unusual it all is."""

    layers: tuple[tuple[Layer, Layer | None], ...]
    size: int
    cost: float
    beginning: str
    padded: bool | None = None


def recognise_stacks(tensors: Mapping[str, Tensor]) -> Sequence[Recognised]:
    """The stacks whose layers have the shapes of a file, the most usual first, at most `MOST`.

    Activations are ReLU. Several fit where only the sizes at the end are known: pooling of another kind, padding instead
    of a larger image, a normalisation before or behind the activation, layers of equal shape in another order.
    """
    for transposed in (False, True):
        groups = weight_groups(tensors, transposed=transposed)
        if groups is None:
            continue
        chains = [chain for order in orders(groups) if (chain := find_chain(order)) is not None]
        found = [
            (cost + 0.7 * place, layers, chain)
            for place, chain in enumerate(chains)
            for cost, layers in _stacks(chain)
        ]
        found.sort(key=lambda stack: stack[0])
        if found:
            return [_recognised(layers, chain, transposed) for _, layers, chain in found[:MOST]]
    return []


def with_activation(config: ModelConfig, activation: str) -> ModelConfig:
    """The same network with another activation in every place that has one."""
    if config.model != "layers":
        return replace(config, activation=activation)
    layers = parse_layers(config.layers)
    changed = [
        layer if layer.word in (*KINDS, *ENDINGS) else replace(layer, word=activation) for layer in layers
    ]
    return replace(config, layers=write_layers(changed))


def activation_of(config: ModelConfig) -> str:
    """The key of a network's activation; "" for one that has none, or several."""
    if config.model != "layers":
        keys = activation_keys(config.activation)
        return keys[0] if len(keys) == 1 else ""
    words = {layer.word for layer in parse_layers(config.layers) if layer.word not in (*KINDS, *ENDINGS)}
    return next(iter(words)) if len(words) == 1 else ""


def _recognised(layers: Sequence[Layer], chain: Chain, channels_last: bool) -> Recognised:
    groups = [
        group
        for stage in (*chain.convolutions, *chain.linears)
        for group in (stage.layer, stage.norm)
        if group is not None
    ]
    config = ModelConfig("layers", layers=write_layers(layers))
    return assemble(config, groups, channels_last=channels_last)


def _stacks(chain: Chain) -> Iterator[tuple[float, list[Layer]]]:
    """Every stack of a chain, with how unusual it is."""
    normalised = any(stage.norm for stage in (*chain.convolutions, *chain.linears))
    seen = set()
    for geometry in _geometries(chain):
        for pooling, extra in (("maxpool", 0.0), ("avgpool", 0.6)):
            for late, later in ((False, 0.0), (True, 1.2))[: 1 + normalised]:
                layers = _write(chain, geometry, pooling, late)
                text = write_layers(layers)
                if text not in seen:
                    seen.add(text)
                    yield geometry.cost + extra + later, layers


def _write(chain: Chain, geometry: _Geometry, pooling: str, late: bool) -> list[Layer]:
    """`late`: normalisations come behind the activation."""
    layers = []
    if geometry.beginning == "pad":
        layers.append(Layer("pad", (2,)))
    elif geometry.beginning == "resize":
        layers.append(Layer("resize", (32,)))
    last = (*chain.convolutions, *chain.linears)[-1]
    for stage, (convolution, pool) in zip(chain.convolutions, geometry.layers, strict=True):
        layers += _with_activation(convolution, stage, late, stage is not last)
        if pool is not None:
            layers.append(replace(pool, word=pooling) if pool.word == "pool" else pool)
    layers.append(Layer("flatten"))
    for stage in chain.linears:
        layer = Layer("linear", (stage.layer.outputs,), _bias(stage))
        layers += _with_activation(layer, stage, late, stage is not last)
    return layers


def _with_activation(layer: Layer, stage: Stage, late: bool, hidden: bool) -> list[Layer]:
    norm = [Layer("batchnorm")] if stage.norm is not None else []
    activation = [Layer("relu")] if hidden else []
    return [layer, *(activation + norm if late else norm + activation)]


def _bias(stage: Stage) -> dict[str, int]:
    return {} if stage.layer.bias is not None else {"nobias": 1}


def _geometries(chain: Chain) -> list[_Geometry]:
    """Those that end in the right size, the most usual first."""
    if not chain.convolutions:
        return [_Geometry((), 28, 0.0, "")]
    open_ends = [_Geometry((), size, cost, beginning) for size, beginning, cost in _BEGINNINGS]
    outputs = [stage.layer.outputs for stage in chain.convolutions]
    for stage, following in zip(chain.convolutions, [*outputs[1:], 0], strict=True):
        wider = following != stage.layer.outputs
        longer = [after for before in open_ends for after in _extended(before, stage, wider)]
        open_ends = _usual(longer, max(1, min(_BEAM, _WORK // len(outputs))))
    ended = [closed for geometry in open_ends for closed in _ended(geometry, chain.side)]
    return sorted(ended, key=lambda geometry: geometry.cost)[:_BEAM]


def _extended(before: _Geometry, stage: Stage, wider: bool) -> Iterator[_Geometry]:
    """One more convolution, with every stride, padding and pooling that one meets.

    `wider`: the next one has another number of maps; that is where networks pool.
    """
    weight = stage.layer.weight
    assert weight is not None  # a convolution
    kernel = weight.shape[2]
    if kernel != weight.shape[3]:
        return
    for padding in dict.fromkeys((0, kernel // 2)):
        for stride in (1, 2):
            size = (before.size + 2 * padding - kernel) // stride + 1
            if size < 1:
                continue
            padded = None if kernel == 1 else padding > 0
            uneven = before.padded is not None and padded is not None and padded != before.padded
            strides = {layer.option("stride", 1) for layer, _ in before.layers}
            strided = 0.0 if stride == 1 else 0.1 if strides == {stride} else 1.4
            cost = before.cost + 1.0 * uneven + strided + 0.1 * (padding > 0)
            options = {
                name: value
                for name, value, usual in (
                    ("stride", stride, 1),
                    ("padding", padding, 0),
                    ("groups", stage.groups, 1),
                )
                if value != usual
            }
            layer = Layer("conv", (stage.layer.outputs, kernel), {**options, **_bias(stage)})
            for pool, after, more in _poolings(size, wider):
                yield _Geometry(
                    (*before.layers, (layer, pool)),
                    after,
                    cost + more,
                    before.beginning,
                    before.padded if padded is None else padded,
                )


def _poolings(size: int, wider: bool) -> Iterator[tuple[Layer | None, int, float]]:
    """What may pool maps, the size that it leaves, and how unusual it is."""
    yield None, size, 0.3 * wider
    for window, stride, cost in ((2, 2, 0.3 * (not wider)), (3, 2, 2.0), (3, 3, 2.0), (4, 4, 2.0)):
        if size >= window:
            options = {} if window == stride else {"stride": stride}
            yield Layer("pool", (window,), options), (size - window) // stride + 1, cost


def _usual(geometries: list[_Geometry], most: int) -> list[_Geometry]:
    """The most usual ones of each size, at most so many."""
    kept: list[_Geometry] = []
    count: dict[int, int] = {}
    for geometry in sorted(geometries, key=lambda one: one.cost):
        count[geometry.size] = count.get(geometry.size, 0) + 1
        if count[geometry.size] <= most:
            kept.append(geometry)
    return kept


def _ended(geometry: _Geometry, side: int) -> Iterator[_Geometry]:
    """The geometry, if its maps have the side that follows; 0 for none, where they are averaged."""
    if geometry.size == max(1, side):
        yield geometry
    elif side <= 1:
        (*before, (layer, pool)) = geometry.layers
        if pool is None:
            ending = (*before, (layer, Layer("globalavgpool")))
            yield replace(geometry, layers=ending, size=1, cost=geometry.cost + 1.0)
