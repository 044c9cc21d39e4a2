"""The settings of a run that determine its network."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.digits.models import NETWORKS, ModelConfig
from playground.digits.models.entry import DEFAULT_LAYERS
from playground.digits.training import program_parts
from playground.digits.training.config_field import ConfigField, setting
from playground.digits.training.form_field import FormField


def _of_network(name: str, called: str) -> Callable[[Mapping[str, Any]], str]:
    """Why the setting `name` of a network makes no difference, from the values of all settings."""

    def reason(values: Mapping[str, Any]) -> str:
        entry = NETWORKS[values["model"]]
        if not entry.ignores(name):
            return ""
        return f"the {entry.short_name(ModelConfig(entry.key))} has no {called}"

    return reason


def _activation_places(values: Mapping[str, Any]) -> Sequence[str]:
    entry = NETWORKS[values["model"]]
    return entry.activation_places(ModelConfig(entry.key, values["hidden"]))


@dataclass(frozen=True)
class NetworkSettings:
    """The network: its kind, its layers, and what lies between them.

    Attributes:
        model: a key of `models.NETWORKS`.
        hidden: sizes of the hidden layers; networks without this setting ignore it.
        layers: the layers as a text; networks without this setting ignore it.
        activation: a key of `NETWORK_ACTIVATIONS` for all layers, or one for each, separated by commas.
        dropout: the share of units that each step leaves out, at least 0 and below 1: behind the activations of the MLP,
            before the last layer of the CNN. Layers of one's own have it as a layer.
    """

    model: str = setting(
        "mlp",
        ConfigField(
            label="Network",
            kind="choice",
            options=lambda: {name: entry.label for name, entry in NETWORKS.items()},
            examples="Article's MLP, Small CNN",
            phrase="{}",
            sets_weights=True,
            rank=6,
            form=FormField(key="network", group="main", side_by_side=True),
        ),
    )
    hidden: tuple[int, ...] = setting(
        (128,),
        ConfigField(
            label="Hidden layers",
            kind="sizes",
            examples="8, 128, 128-64",
            phrase="hidden {}",
            inapplicable=_of_network("hidden", "hidden layers"),
            sets_weights=True,
            rank=5,
            form=FormField(group="main", help="Neurons of each layer: 128, or 128, 64."),
        ),
    )
    _: KW_ONLY
    layers: str = setting(
        DEFAULT_LAYERS,
        ConfigField(
            label="Layers",
            kind="text",
            examples=f"linear 10; {DEFAULT_LAYERS}",
            phrase="{}",
            inapplicable=_of_network("layers", "layers of your own"),
            sets_weights=True,
            form=FormField(
                group="main",
                help="From input to output, such as conv 32 3 padding 1, batchnorm, relu, maxpool 2, dropout 0.25, "
                "linear 10.",
            ),
        ),
    )
    activation: str = setting(
        "relu",
        ConfigField(
            label="Activation",
            kind="choice",
            options=lambda: {name: entry.label for name, entry in NETWORK_ACTIVATIONS.items()},
            examples="Sigmoid, ReLU",
            places=_activation_places,
            phrase="{}",
            inapplicable=_of_network("activation", "activation"),
            rank=4,
            form=FormField(help="Of every hidden layer. The first line of the list gives each its own."),
        ),
    )
    dropout: float = setting(
        0.0,
        ConfigField(
            label="Dropout",
            kind="number",
            examples="0, 0.2, 0.5",
            tag="dropout {}",
            inapplicable=_of_network("dropout", "such setting: write dropout among its layers"),
            program=program_parts.dropout_part,
            rank=7,
            live=True,
            form=FormField(
                step=0.1,
                number_format="%g",
                help="The share of units that each step leaves out at random, so that no unit relies on another alone. "
                "Tests use all of them.",
            ),
        ),
    )
