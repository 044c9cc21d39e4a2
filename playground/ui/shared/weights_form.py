"""What a file with weights alone does not say, asked with a proposal: layers, activation, and what was done to the pixels."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.digits.checkpoints import Checkpoint
from playground.digits.checkpoints.checkpoint import Weights, restore
from playground.digits.checkpoints.measuring import Combination, Measurement, read_once
from playground.digits.checkpoints.unrecognised import unrecognised
from playground.digits.datasets import dataset_name, usual_dataset
from playground.digits.models import NETWORKS, ModelConfig
from playground.digits.models.entry import DEFAULT_LAYERS, Recognised
from playground.digits.models.preparation import LABELS, USUAL, Preparation
from playground.digits.models.stack_fitting import as_text, fit_layers
from playground.digits.models.stack_recognition import activation_of, with_activation
from playground.digits.models.weight_groups import weight_groups
from playground.errors import CheckpointError, LayerSyntaxError
from playground.formatting import format_percent
from playground.markdown import literal
from playground.ui.shared.digit_images import load_test_images
from playground.ui.shared.weights_measurement import measured

OWN = "own"
"""The option for layers that are written as a text."""

OTHER = "other"
"""The option for a preparation by its numbers."""

ROWS = 12
"""Combinations in the table."""


@dataclass(frozen=True)
class _Question:
    """A file's weights with what was measured of them, and the beginning of the widgets' keys."""

    weights: Weights
    measurement: Measurement | None
    key: str

    def widget(self, name: str) -> str:
        return f"{self.key}_{name}"

    @property
    def best(self) -> Combination | None:
        return None if self.measurement is None else self.measurement.best


def choose_network_of(weights: Weights, digest: str, key: str) -> Checkpoint:
    """The network of a file, as its visitor describes it; what reads test images best is chosen to begin with.

    Args:
        weights: from the file.
        digest: differs between files.
        key: the beginning of the widgets' keys.

    Raises:
        CheckpointError: the weights fit no network, or not the layers that were written.
    """
    if not weights.recognised and weight_groups(weights.tensors) is None:
        raise unrecognised(weights.tensors)
    measurement = measured(weights.recognised, digest) if weights.recognised else None
    question = _Question(weights, measurement, f"{key}_{digest[:12]}")
    with st.container(border=True, key=f"{key}_form"):
        if measurement is None:
            st.warning(literal(unrecognised(weights.tensors)) + " Or write its layers as a text.")
        else:
            st.markdown("**What the file does not say.** Proposed is what reads test images best.")
        recognised = _choose_layers(question)
        config = replace(_choose_activation(question, recognised[0]), preparation=_choose_pixels(question))
        recognised = (config, recognised[1])
        _show_score(question, recognised)
        if measurement is not None:
            _show_table(measurement)
    return restore(recognised, {"dataset": "unknown"})


def _choose_layers(question: _Question) -> Recognised:
    """The layers, with the file's tensors."""
    recognised = question.weights.recognised
    options = [*(str(place) for place in range(len(recognised))), OWN]
    key = question.widget("layers")
    if key not in st.session_state:
        st.session_state[key] = OWN if question.best is None else str(question.best.place)
    labels = _layer_labels([config for config, _ in recognised])
    chosen = st.selectbox("Layers", options, key=key, format_func=lambda option: labels[option])
    if chosen != OWN:
        config = recognised[int(chosen)][0]
        if config.model == "layers":  # longer than the box
            st.caption(literal(config.layers.replace(", relu", "")))
        return recognised[int(chosen)]
    return _written_layers(question)


def _layer_labels(configs: Sequence[ModelConfig]) -> dict[str, str]:
    texts = [
        config.layers.replace(", relu", "")
        if config.model == "layers"
        else NETWORKS[config.model].describe(config)
        for config in configs
    ]
    labels = {
        str(place): text if texts.count(text) == 1 else f"{text} (order {texts[: place + 1].count(text)})"
        for place, text in enumerate(texts)
    }
    return {**labels, OWN: "Write them as a text"}


def _written_layers(question: _Question) -> Recognised:
    start = DEFAULT_LAYERS if question.best is None else as_text(question.best.config)
    text = st.text_area(
        "Layers, from input to output",
        start,
        key=question.widget("text"),
        help="conv 32 3 stride 1 padding 1, batchnorm, relu, maxpool 2, dropout 0.25, flatten, linear 128, softmax. "
        "All activations of the playground can be named.",
    )
    try:
        return fit_layers(ModelConfig("layers", layers=text), question.weights.tensors)
    except LayerSyntaxError as error:
        st.code(error.pointer, language=None)
        raise CheckpointError(str(error)) from error


def _choose_activation(question: _Question, config: ModelConfig) -> ModelConfig:
    """The config with the chosen activation, where it has one for all layers that was not written."""
    if st.session_state[question.widget("layers")] == OWN or not activation_of(config):
        return config
    key = question.widget("activation")
    if key not in st.session_state:
        st.session_state[key] = question.best.activation if question.best else activation_of(config)
    names = [name for name in NETWORK_ACTIVATIONS if name != "linear" or config.model != "layers"]
    name = st.selectbox(
        "Activation", names, key=key, format_func=lambda name: NETWORK_ACTIVATIONS[name].label
    )
    return with_activation(config, name)


def _choose_pixels(question: _Question) -> Preparation:
    key = question.widget("pixels")
    if key not in st.session_state:
        st.session_state[key] = (
            _usual_key(question.best.config.preparation) if question.best else next(iter(USUAL))
        )
    labels = {**LABELS, OTHER: "Other numbers"}
    chosen = st.selectbox(
        "Pixels",
        list(labels),
        key=key,
        format_func=lambda option: labels[option],
        help="What the program that trained the network did to the pixels first.",
    )
    if chosen != OTHER:
        return USUAL[chosen]
    with st.container(horizontal=True):
        numbers = [
            st.number_input(
                label, low, value=value, step=None, format="%g", width=110, key=question.widget(name)
            )
            for name, label, low, value in (
                ("scale", "White is", 1e-6, 1.0),
                ("mean", "Mean", None, 0.1307),
                ("deviation", "Deviation", 1e-6, 0.3081),
            )
        ]
    inverted = st.toggle("Black ink on white", key=question.widget("inverted"))
    scale, mean, deviation = numbers
    return Preparation(scale, mean, deviation, inverted)


def _usual_key(preparation: Preparation) -> str:
    return next(key for key, usual in USUAL.items() if usual == preparation)


def _show_score(question: _Question, recognised: Recognised) -> None:
    """What the chosen network reads, and the proposal where that is better."""
    dataset = usual_dataset()
    images = load_test_images(dataset)
    now = read_once(recognised, images.images, images.labels)
    text = f"Reads **{format_percent(100 * now.accuracy)}** of {now.total:,} test images of {literal(dataset_name(dataset))}."
    best = question.best
    if best is not None and best.right * now.total > now.right * best.total:
        text += f" As proposed it reads {format_percent(100 * best.accuracy)}."
    st.markdown(text)


def _show_table(measurement: Measurement) -> None:
    with st.expander("What was measured", icon=":material/table:"):
        shown = measurement.combinations[:ROWS]
        several = len({one.place for one in measurement.combinations}) > 1
        st.dataframe(
            {
                "Right": [f"{one.right:,} of {one.total:,}" for one in shown],
                "Activation": [
                    NETWORK_ACTIVATIONS[one.activation].label if one.activation else "none" for one in shown
                ],
                "Pixels": [LABELS[_usual_key(one.config.preparation)] for one in shown],
                **({"Layers": [as_text(one.config) for one in shown]} if several else {}),
            },
            hide_index=True,
        )
        total = len(measurement.combinations)
        st.caption(
            f"The best {len(shown)} of {total:,} combinations. Of those that read alike, the most usual is proposed."
        )
