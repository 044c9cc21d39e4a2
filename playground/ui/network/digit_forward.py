"""The forward pass of the article's 784-128-10 with real digits, and one step of its training."""

from functools import cache

import streamlit as st
from torch import Tensor, nn

from playground.concepts.forward_pass import LayerPass, forward_pass, one_step
from playground.concepts.optimizers import OptimizerConfig
from playground.digits.checkpoints import load_pretrained
from playground.digits.drawing.preprocessing import SIZE
from playground.digits.interpretability.arithmetic import number
from playground.digits.models import DigitNetwork, ModelConfig, build_model, to_input
from playground.digits.prediction import Prediction
from playground.figures.attribution import legend_html
from playground.figures.draw import answer_bars, enlarge
from playground.figures.forward_pass import output_rows, pixel_rows
from playground.figures.inside import Sprite, enlarged_map, make_sprite, typical_scale, weight_tiles
from playground.figures.pixel_map import HEIGHT, WIDTH, pixel_map_option
from playground.formatting import format_number, format_percent, listed
from playground.notices.digit_forward_pass import (
    describe_input,
    describe_neurons,
    describe_outputs,
    describe_pixels,
    describe_reading,
    describe_template,
    strongest_neuron,
)
from playground.notices.forward_pass import written_entry
from playground.notices.training_step import StepBatch
from playground.ui.components.tile_grid.component import Tile, tile_grid
from playground.ui.network.digit_choice import ChosenDigits, choose_digits
from playground.ui.network.forward_layers import show_formula_of, show_step
from playground.ui.network.settings import DEFAULTS
from playground.ui.shared.choice import choose_one
from playground.ui.shared.frame import what_to_notice

WEIGHTS = {"trained": "Trained", "random": "Before training"}
_ABOUT = {
    "trained": "The article's network as it ships with the playground, trained on MNIST and on drawings: `a = f(W x + b)`, twice.",
    "random": "The article's network with the random weights that PyTorch begins with: `a = f(W x + b)`, twice.",
}
OPTIMIZER = OptimizerConfig("adam", 0.001)
"""The article's."""
PICTURE = 112
"""Pixels on the screen of a digit or a template."""


def show_digits(batch: bool) -> None:
    """One digit or three go through both layers; then the three make one step."""
    digits = choose_digits()
    weights = choose_one("Its weights", WEIGHTS, DEFAULTS["digit_weights"], "digit_weights")
    model = _network(weights)
    st.caption(_ABOUT[weights])
    shown = digits.images if batch else digits.images[:1]
    hidden, output = forward_pass(model.layers()[1:], [model.activation_at(0)], to_input(shown).flatten(1))
    _show_input(digits, shown)
    read = int(output.outputs[0].argmax())
    with st.container(border=True):
        show_formula_of(hidden, 1, 2)
        _show_hidden(hidden, strongest_neuron(hidden, output, read), weights, int(digits.labels[0]))
    with st.container(border=True):
        show_formula_of(output, 2, 2)
        _show_output(output, read, digits.labels)
    what_to_notice(describe_reading(hidden, output, digits.labels[: len(shown)]))
    _show_step(model, digits)


@st.cache_resource(show_spinner=False)
def _network(weights: str) -> DigitNetwork:
    return load_pretrained("mlp").model if weights == "trained" else build_model(ModelConfig(), seed=0)


@cache
def _templates(weights: str) -> Sprite:
    """The weights of every hidden neuron, as tiles."""
    weight = _network(weights).get_submodule("fc1").get_parameter("weight").detach()
    return make_sprite(weight_tiles(weight), typical_scale(weight))


def _show_input(digits: ChosenDigits, shown: Tensor) -> None:
    with st.container(border=True):
        st.markdown(f"**Input**: ({len(shown)}, {SIZE * SIZE})")
        with st.container(horizontal=True, gap="small"):
            for image, label in zip(shown, digits.labels.tolist(), strict=False):
                _picture(enlarge(image.numpy(), 4), f"**{label}**", f"A handwritten {label}, 28 x 28 pixels.")
        words = describe_input(shown[0])
        st.image(
            pixel_rows(shown),
            output_format="PNG",
            width="stretch",
            alt=f"The same pixels in one row. {words}",
        )
        many = " Three of them, one below the other, are the matrix X." if len(shown) > 1 else ""
        st.caption(f"{words}{many} Test images of {digits.dataset}: the network has not learnt from them.")


def _show_hidden(hidden: LayerPass, strongest: int, weights: str, label: int) -> None:
    words = describe_outputs(hidden)
    st.image(output_rows(hidden.outputs), output_format="PNG", width="stretch", alt=words)
    st.caption(words)
    grid, detail = st.columns([1.25, 1], gap="medium")
    with detail:
        neuron = _choose_neuron(len(hidden.bias), strongest)
        _show_template(hidden, neuron)
    with grid:
        _show_tiles(hidden, neuron, weights)
    st.markdown(f"Neuron **{neuron}**, for the {label}: {written_entry(hidden, 0, neuron)}")
    st.caption(describe_pixels(hidden, neuron))


def _choose_neuron(count: int, strongest: int) -> int:
    labels = {"strongest": "the strongest", **{str(index): str(index) for index in range(count)}}
    chosen = choose_one(
        "Neuron: choose here, or click a tile",
        labels,
        DEFAULTS["hidden_neuron"],
        "hidden_neuron",
        widget=st.selectbox,
        help=f"The strongest, here {strongest}, does most for the digit that is read. PyTorch counts from 0.",
    )
    return strongest if chosen == "strongest" else int(chosen)


def _show_template(hidden: LayerPass, neuron: int) -> None:
    image = (255 * hidden.inputs[0]).round().byte().reshape(SIZE, SIZE).numpy()
    template = enlarged_map(hidden.weight[neuron].reshape(SIZE, SIZE).numpy(), PICTURE)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        _picture(template, f"its weights W[{neuron}]", f"The 784 weights of neuron {neuron} as a picture.")
        st.markdown("×", width="content")
        _picture(enlarge(image, 4), "the digit x", "The digit.")
        st.markdown("=", width="content")
    words = describe_template(hidden, neuron)
    products = (hidden.weight[neuron] * hidden.inputs[0]).reshape(SIZE, SIZE)
    st.echarts_chart(
        pixel_map_option(products.numpy(), image, name="w · x"),
        width=WIDTH,
        height=HEIGHT,
        key="product_map",
        alt=f"The digit in grey, over it weight times pixel of neuron {neuron}. {words}",
    )
    st.caption(words)


def _show_tiles(hidden: LayerPass, neuron: int, weights: str) -> None:
    outputs = hidden.outputs[0]
    largest = float(outputs.max()) or 1.0
    tiles = [
        Tile(
            index,
            index,
            str(index),
            "0" if output == 0 else number(output, 1 if largest >= 2 else 2),
            output / largest,
            output == 0,
            f"Neuron {index}: output {format_number(output)}",
        )
        for index, output in enumerate(outputs.tolist())
    ]
    tile_grid(
        tiles,
        _templates(weights),
        neuron,
        label="Hidden neurons, each with its 784 weights",
        key="hidden_neurons",
        tile=42,
        height=600,
        on_pick=_pick,
    )
    st.html(legend_html("ink here raises the sum", "ink here lowers it", ""))
    st.caption(
        "A tile is one hidden neuron: its weight for each of the 784 pixels, and below it its number, counted from 0, and "
        "its output for the first digit. Dim: 0."
    )


def _pick(index: int) -> None:
    st.session_state["hidden_neuron"] = str(index)


def _show_output(output: LayerPass, read: int, labels: Tensor) -> None:
    names = {"read": "the digit that is read", **{str(digit): str(digit) for digit in range(10)}}
    chosen = choose_one(
        "Logit", names, DEFAULTS["output_neuron"], "output_neuron", widget=st.selectbox, width=260
    )
    digit = read if chosen == "read" else int(chosen)
    st.markdown(f"Logit of the **{digit}**, for the {int(labels[0])}: {written_entry(output, 0, digit)}")
    st.caption(describe_neurons(output, digit))
    probabilities = output.outputs.softmax(1)
    for place, row, label in zip(
        st.columns(len(probabilities)), probabilities, labels.tolist(), strict=False
    ):
        with place:
            answer = int(row.argmax())
            prediction = Prediction(answer, row, row[answer].item())
            words = f"Softmax of the ten logits: the {label} is read as {answer}, with {format_percent(100 * row[answer].item())}."
            st.echarts_chart(answer_bars(prediction), height=260, key=f"softmax_{label}", alt=words)
            st.caption(words)


def _show_step(model: DigitNetwork, digits: ChosenDigits) -> None:
    step = one_step(model, nn.CrossEntropyLoss(), OPTIMIZER, to_input(digits.images), digits.labels)
    row, column = divmod(step.input, SIZE)
    batch = StepBatch(
        examples=f"the three digits {listed([str(label) for label in digits.labels.tolist()])}",
        prepared="Their pixels become numbers from 0 to 1, and each comes with what it is. A training takes 64 training images.",
        weight=f"from the pixel at row {row}, column {column} to hidden neuron {step.neuron}",
        optimizer=f"{OPTIMIZER.optimizer.label} with learning rate {format_number(OPTIMIZER.learning_rate)}",
        page="draw",
    )
    show_step(step, batch)


def _picture(picture: object, caption: str, alt: str) -> None:
    st.image(picture, caption, width=PICTURE, output_format="PNG", alt=alt)  # type: ignore[arg-type]
