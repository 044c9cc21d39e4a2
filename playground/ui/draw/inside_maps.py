"""Inside a convolutional network: the feature maps of a block, one of them large, and what speaks for a digit."""

from functools import partial

import streamlit as st

from playground.digits.interpretability.arithmetic import number
from playground.digits.interpretability.feature_maps import (
    ConvolutionBlock,
    FeatureMaps,
    order_maps,
    trace_maps,
)
from playground.figures.attribution import legend_html
from playground.figures.inside import enlarged_map, make_sprite, map_tiles, typical_scale
from playground.figures.pixel_map import HEIGHT, WIDTH, pixel_map_option
from playground.notices.arithmetic import place_table, readout_table
from playground.ui.components.tile_grid.component import Tile, tile_grid
from playground.ui.draw.subject import Subject
from playground.ui.draw.tile_choice import choose_order, choose_tile, pick
from playground.ui.shared.choice import choose_one

MAP, LARGE, PLACE = "feature_map", "feature_map_large", "feature_map_place"


def show_maps(subject: Subject, digit: int) -> None:
    """The maps of one block, the chosen one, and the digit's sum."""
    assert subject.image is not None
    traced = trace_maps(subject.checkpoint.model, subject.image, digit)
    grid, detail = st.columns([1.15, 1], gap="medium")
    with grid:
        with st.container(horizontal=True):
            which = _choose_block(len(traced.blocks))
            by_contribution = choose_order(digit)
        block = traced.blocks[which - 1]
        contributions = block.contributions()
        index = choose_tile("Map", MAP, len(contributions), int(contributions.argmax()))
        _tiles(block, order_maps(block, by_contribution), index, digit, which)
        st.html(legend_html("above 0: found here", "below 0", ""))
        st.caption(_grid_caption(block, which))
    with detail:
        _map(block, index, which)
    _output(traced, subject, digit)


def _choose_block(count: int) -> int:
    """The block, from 1."""
    names = [str(index) for index in range(1, count + 1)]
    return int(choose_one("Convolution", names, "1", "convolution_block"))


def _tiles(block: ConvolutionBlock, shown: list[int], index: int, digit: int, which: int) -> None:
    maps, contributions = block.maps, block.contributions()
    own_kernel = block.kernels.shape[1] == 1
    pictures = map_tiles(maps, block.kernels[:, 0] if own_kernel else None)
    sprite = make_sprite(pictures, typical_scale(maps) or float(maps.abs().max()), across=8)
    peaks = maps.flatten(1).gather(1, maps.flatten(1).abs().argmax(1, keepdim=True))[:, 0]
    largest = float(peaks.abs().max()) or 1.0
    tiles = [
        Tile(
            one,
            one,
            str(one),
            number(float(peaks[one]), 1),
            float(peaks[one]) / largest,
            not maps[one].any(),
            f"Map {one}: strongest place {number(float(peaks[one]))}, "
            f"{number(float(contributions[one]), 2)} for the {digit}",
        )
        for one in shown
    ]
    tile_grid(
        tiles,
        sprite,
        index,
        label=f"Feature maps of convolution {which}",
        key="feature_maps",
        on_pick=partial(pick, MAP),
        tile=92 if own_kernel else 56,
    )


def _grid_caption(block: ConvolutionBlock, which: int) -> str:
    count, height, width = block.maps.shape
    kernel = (
        " At its right: its kernel, the small pattern that it looks for."
        if block.kernels.shape[1] == 1
        else f" Each reads all {block.kernels.shape[1]} maps of convolution {which - 1}."
    )
    return (
        f"{count} maps of {height} × {width} places, after {' and '.join(name for name, _ in block.steps[1:])}.{kernel} "
        "Below: the map's number and the number of its strongest place. Dim: 0 everywhere."
    )


def _map(block: ConvolutionBlock, index: int, which: int) -> None:
    """The chosen map, and how the number of one place comes about."""
    row, column = _place(block, index, which)
    numbers = block.maps[index]
    st.markdown(f"**Map {index}**: click a place to see its sum")
    st.echarts_chart(
        pixel_map_option(numbers.numpy(), name="a", frame=(row, column, 1), selectable=True),
        width=WIDTH,
        height=HEIGHT,
        key=LARGE,
        on_select=partial(_place_clicked, index, which, numbers.shape[1]),
        alt=f"Map {index} of convolution {which}. Its strongest place is row {row}, column {column} "
        f"with {number(float(numbers[row, column]))}.",
    )
    if block.kernels.shape[1] == 1:
        _kernel(block, index, row, column)
    st.markdown(place_table(block, index, row, column, which - 1))
    if any(name == "BatchNorm2d" for name, _ in block.steps):
        st.caption(
            "Batch normalisation stretches and shifts each map, by two numbers a map learnt in training."
        )


def _kernel(block: ConvolutionBlock, index: int, row: int, column: int) -> None:
    """The kernel of a map that reads the image, what lies under it, and both multiplied."""
    kernel, under = block.kernels[index, 0], block.under_kernel(row, column)[0]
    pictures = (("kernel", kernel), ("× the drawing here", under), ("= products", kernel * under))
    with st.container(horizontal=True, gap="small"):
        for name, values in pictures:
            st.image(
                enlarged_map(values.numpy()),
                name,
                width=96,
                output_format="PNG",
                alt=f"{name}: numbers from {number(float(values.min()), 2)} to {number(float(values.max()), 2)}.",
            )


def _place(block: ConvolutionBlock, index: int, which: int) -> tuple[int, int]:
    """The clicked place of this map, else its strongest one."""
    clicked = st.session_state.get(PLACE)
    if clicked and clicked[:2] == (which, index):
        return clicked[2], clicked[3]
    return block.strongest_place(index)


def _place_clicked(index: int, which: int, width: int) -> None:
    """Keep the clicked place; a second click on it lets go of it."""
    places = [
        place for group in st.session_state[LARGE].selection.selected for place in group["data_indices"]
    ]
    st.session_state[PLACE] = (which, index, *divmod(int(places[0]), width)) if places else None


def _output(traced: FeatureMaps, subject: Subject, digit: int) -> None:
    """What the last maps give to the digit's logit."""
    st.markdown(f"### Output {digit}: which maps speak for it")
    readout = traced.readout
    if readout is None:
        st.info(
            "More than one layer follows the maps here, so no map's share in the logit can be told apart."
        )
        return
    left, right = st.columns([1.15, 1], gap="medium")
    left.markdown(readout_table(readout, digit))
    count, height, width = readout.inputs.shape
    best = int(readout.by_map(digit).argmax())
    right.markdown(
        f"Pooling leaves {height} × {width} places of each of the {count} maps. The last layer gives each place a "
        f"weight and adds all up. Map **{best}** does most for the {digit}: it gives "
        f"**{number(float(readout.by_map(digit)[best]))}** of {number(float(readout.logits[digit]))}."
    )
    right.markdown(
        f"The answer is the digit with the largest logit: **{subject.leading}** with "
        f"{number(float(readout.logits[subject.leading]))}."
    )
