"""The hidden layer of the article's network: its outputs, its 128 templates, and one neuron worked out."""

import streamlit as st

from playground.concepts.forward_pass import LayerPass
from playground.digits.drawing.preprocessing import SIZE
from playground.digits.interpretability.arithmetic import number
from playground.figures.attribution import legend_html
from playground.figures.draw import enlarge
from playground.figures.forward_pass import output_rows
from playground.figures.inside import enlarged_map
from playground.figures.pixel_map import HEIGHT, WIDTH, pixel_map_option
from playground.formatting import format_number
from playground.notices.digit_forward_pass import describe_outputs, describe_pixels, describe_template
from playground.notices.forward_pass import written_entry
from playground.ui.components.tile_grid.component import Tile, tile_grid
from playground.ui.network.digit_choice import PICTURE, show_picture
from playground.ui.network.digit_network import templates
from playground.ui.network.settings import DEFAULTS
from playground.ui.shared.choice import choose_one


def show_hidden(hidden: LayerPass, example: int, order: list[int], weights: str, label: int) -> None:
    """What the hidden neurons put out, their weights as tiles, and the chosen one's sum worked out.

    Args:
        hidden: the layer's numbers.
        example: which digit the sum is worked out for, from 0.
        order: the neurons, those first that do most for the digit that is read.
        weights: a key of `WEIGHTS`.
        label: what that digit is.
    """
    words = describe_outputs(hidden)
    st.image(output_rows(hidden.outputs), output_format="PNG", width="stretch", alt=words)
    st.caption(words)
    hidden = hidden.of(example)
    grid, detail = st.columns([1.25, 1], gap="medium")
    with detail:
        neuron = _choose_neuron(order)
        _show_template(hidden, neuron)
    with grid:
        _show_tiles(hidden, order, neuron, weights)
    st.markdown(f"Neuron **{neuron}**, for the {label}: {written_entry(hidden, 0, neuron)}")
    st.caption(describe_pixels(hidden, neuron))


def _choose_neuron(order: list[int]) -> int:
    strongest, numbers = order[0], [str(index) for index in range(len(order))]
    labels = {"strongest": "the strongest", **{index: index for index in numbers}}
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
    template = enlarged_map(hidden.weight[neuron].reshape(SIZE, SIZE).numpy(), 2 * PICTURE)
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        show_picture(template, f"W[{neuron}]", f"The 784 weights of neuron {neuron} as a picture.")
        st.markdown("×", width="content")
        show_picture(enlarge(image, 7), "x", "The digit.")
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


def _show_tiles(hidden: LayerPass, order: list[int], neuron: int, weights: str) -> None:
    outputs = hidden.outputs[0].tolist()
    largest = max(outputs) or 1.0
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
        for index, output in ((index, outputs[index]) for index in order)
    ]
    tile_grid(
        tiles,
        templates(weights),
        neuron,
        label="Hidden neurons, each with its 784 weights",
        key="hidden_neurons",
        tile=42,
        height=480,
        on_pick=_pick,
    )
    st.html(legend_html("ink here raises the sum", "ink here lowers it", ""))
    st.caption(
        "A tile is one hidden neuron: its weight for each of the 784 pixels, and below it its number, counted from 0, and "
        "its output; first those that do most for the digit that is read. Dim: 0."
    )


def _pick(index: int) -> None:
    st.session_state["hidden_neuron"] = str(index)
