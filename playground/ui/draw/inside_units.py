"""Inside a fully connected network: its hidden units as tiles, and the sums of a unit and of an output."""

from functools import partial

import streamlit as st

from playground.concepts.activations import ACTIVATIONS
from playground.digits.drawing.preprocessing import SIZE
from playground.digits.interpretability.arithmetic import number
from playground.digits.interpretability.hidden_units import LinearLayer, order_units, strongest, trace_layers
from playground.figures.attribution import legend_html
from playground.figures.inside import make_sprite, typical_scale, weight_tiles
from playground.figures.pixel_map import HEIGHT, WIDTH, pixel_map_option
from playground.notices.arithmetic import describe_silence, logit_table, unit_table
from playground.ui.components.tile_grid.component import Tile, tile_grid
from playground.ui.draw.subject import Subject
from playground.ui.draw.tile_choice import choose_order, choose_tile, pick
from playground.ui.shared.choice import choose_one

UNIT = "hidden_unit"


def show_units(subject: Subject, digit: int) -> None:
    """The hidden layer's tiles, the chosen unit's sum, and the digit's sum."""
    assert subject.image is not None
    *hidden, output = trace_layers(subject.checkpoint.model, subject.image)
    if not hidden:
        st.info("This network has no hidden layer: each digit's logit is one sum over the pixels.")
        st.markdown(logit_table(output, digit))
        return
    grid, detail = st.columns([1.15, 1], gap="medium")
    with grid:
        with st.container(horizontal=True):
            number_of_layer = _choose_layer(len(hidden))
            by_contribution = choose_order(digit)
        layer = hidden[number_of_layer - 1]
        shown = order_units(layer, digit if by_contribution else None)
        unit = choose_tile("Unit", UNIT, layer.units, strongest(layer, digit))
        _tiles(layer, shown, unit, digit)
        source = "ink here" if number_of_layer == 1 else f"this unit of layer {number_of_layer - 1}"
        st.html(legend_html(f"{source} excites the unit", f"{source} calms it", ""))
        st.caption(_grid_caption(layer, shown, number_of_layer))
    with detail:
        _unit(subject, layer, unit, number_of_layer)
    st.markdown(f"### Output {digit}: every active unit votes")
    left, right = st.columns([1.15, 1], gap="medium")
    left.markdown(logit_table(output, digit))
    with right:
        st.markdown(describe_silence(hidden[-1], digit))
        st.markdown(
            f"Each of the ten outputs adds up the activations of the last hidden layer, with its own weights. For the "
            f"**{digit}** this makes {number(float(output.sums[digit]))}, its logit. The answer is the digit with the "
            f"largest logit: **{subject.leading}** with {number(float(output.sums[subject.leading]))}."
        )


def _choose_layer(count: int) -> int:
    """The hidden layer, from 1; without a choice where there is one."""
    if count == 1:
        return 1
    names = [str(index) for index in range(1, count + 1)]
    return int(choose_one("Hidden layer", names, "1", "hidden_layer"))


def _tiles(layer: LinearLayer, shown: list[int], unit: int, digit: int) -> None:
    places = {index: place for place, index in enumerate(sorted(shown))}
    sprite = make_sprite(weight_tiles(layer.weight[sorted(shown)]), typical_scale(layer.weight))
    largest = float(layer.outputs.abs().max()) or 1.0
    contributions, silent = layer.contributions(digit), layer.silent()
    tiles = []
    for index in shown:
        active = float(layer.outputs[index])
        words = f"Unit {index}: activation {number(active)}, {number(float(contributions[index]), 2)} for the {digit}"
        tiles.append(
            Tile(
                index,
                places[index],
                str(index),
                "0" if silent[index] else number(active, 1),
                active / largest,
                bool(silent[index]),
                words,
            )
        )
    tile_grid(
        tiles,
        sprite,
        unit,
        label="Hidden units, each with its weights",
        key="hidden_units",
        on_pick=partial(pick, UNIT),
    )


def _grid_caption(layer: LinearLayer, shown: list[int], number_of_layer: int) -> str:
    few = "" if len(shown) == layer.units else f"The strongest {len(shown)} of {layer.units}. "
    picture = (
        "its weight for each of the 784 pixels."
        if number_of_layer == 1
        else f"its weight for each unit of layer {number_of_layer - 1}, row by row."
    )
    return f"{few}A tile is one unit: {picture} Below: the unit's number and its activation. Dim: silent, exactly 0."


def _unit(subject: Subject, layer: LinearLayer, unit: int, number_of_layer: int) -> None:
    """The chosen unit: its products on the drawing, and its sum."""
    st.markdown(f"**Unit {unit}** adds up all its weights times what it sees")
    if layer.weight.shape[1] == SIZE * SIZE and number_of_layer == 1:
        products = layer.products(unit).reshape(SIZE, SIZE)
        raised, lowered = float(products.clamp(min=0).sum()), float(products.clamp(max=0).sum())
        words = f"Blue pixels raise the sum by {number(raised)}, orange ones lower it by {number(-lowered)}."
        st.echarts_chart(
            pixel_map_option(products.numpy(), subject.image, name="w·x"),
            width=WIDTH,
            height=HEIGHT,
            key="unit_map",
            alt=f"The drawing in grey, over it weight times pixel of unit {unit}. {words}",
        )
        st.caption(words)
    model = subject.checkpoint.model
    activation = ACTIVATIONS[model.activation_at(number_of_layer - 1)].label
    st.markdown(unit_table(layer, unit, activation, number_of_layer - 1))
    preparation = model.config.preparation
    pixels = f" Pixels go {preparation.describe_range()}." if number_of_layer == 1 else ""
    st.caption(f"Rounded to three digits after the point.{pixels}")
