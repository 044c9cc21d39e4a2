"""'Inside the network' with a drawing handed to it."""

import json
import math
from functools import partial

import pytest

from playground.digits.checkpoints import Checkpoint, load_pretrained
from playground.digits.interpretability.feature_maps import trace_maps
from playground.digits.interpretability.hidden_units import strongest, trace_layers
from playground.digits.models import ModelConfig, build_model
from playground.ui.components.tile_grid.component import picked_tile
from tests.ui.draw import parts
from tests.ui.draw.parts import texts

open_part = partial(parts.open_part, "inside")


def subject(model, index=5):
    return parts.subject(Checkpoint(model, {}), "x", index)


def test_the_strongest_unit_and_the_answers_sum_come_first():
    shown = subject(load_pretrained("mlp").model)
    at = open_part(shown)
    hidden, output = trace_layers(shown.checkpoint.model, shown.image)
    assert f"**Unit {strongest(hidden, shown.leading)}**" in texts(at)
    logit = f"{float(output.sums[shown.leading]):.3f}"
    assert f"| **= logit of the {shown.leading}** | | | **{logit}** |" in texts(at)


def test_a_unit_can_be_chosen_and_its_products_are_drawn():
    shown = subject(load_pretrained("mlp").model)
    at = open_part(shown, hidden_unit="17")
    assert "**Unit 17**" in texts(at)
    (chart,) = at.get("echarts_chart")
    drawn = [item["value"][2] for item in json.loads(chart.proto.spec)["series"][0]["data"]]
    expected = trace_layers(shown.checkpoint.model, shown.image)[0].products(17).tolist()
    assert drawn == pytest.approx(expected, rel=1e-3, abs=1e-9)
    at.selectbox(key="inside_digit").select("8").run()
    assert "logit of the 8" in texts(at)
    at.segmented_control(key="inside_order").set_value("number").run()
    assert not at.exception


def test_a_deep_wide_network_shows_each_layer():
    model = build_model(ModelConfig("mlp", (1024, 20, 8), "tanh"), seed=0).eval()
    at = open_part(subject(model), hidden_unit="900")
    assert "**Unit 900**" in texts(at)
    assert "The strongest 128 of 1024" in texts(at)
    at.segmented_control(key="hidden_layer").set_value("3").run()
    assert not at.exception
    assert "its weight for each unit of layer 2" in texts(at)
    assert not at.get("echarts_chart")


@pytest.mark.parametrize("block", [1, 3])
def test_a_map_of_each_convolution_is_shown_with_its_strongest_place(block):
    model = load_pretrained("cnn").model
    shown = subject(model)
    at = open_part(shown, convolution_block=str(block), feature_map="7")
    traced = trace_maps(model, shown.image, shown.leading).blocks[block - 1]
    row, column = traced.strongest_place(7)
    assert f"row {row}, column {column} |" in texts(at)
    (chart,) = at.get("echarts_chart")
    drawn = [item["value"][2] for item in json.loads(chart.proto.spec)["series"][0]["data"]]
    assert drawn == pytest.approx(traced.maps[7].flatten().tolist(), rel=1e-3, abs=1e-9)
    assert f"logit of the {shown.leading}" in texts(at)


def test_a_clicked_place_is_explained_while_its_map_is_shown():
    at = open_part(subject(load_pretrained("cnn").model), feature_map="7")
    at.session_state["feature_map_place"] = (1, 7, 3, 4)
    at.run()
    assert "row 3, column 4 |" in texts(at)
    at.selectbox(key="feature_map").select("8").run()
    assert not at.exception
    assert "row 3, column 4 |" not in texts(at)


@pytest.mark.parametrize("name", ["cnn", "mlp"])
@pytest.mark.parametrize("value", ["1e400", "-1", "rubbish"])
def test_an_address_that_means_nothing_does_no_harm(name, value):
    names = (
        "inside_digit",
        "inside_order",
        "hidden_layer",
        "hidden_unit",
        "feature_map",
        "convolution_block",
    )
    at = open_part(subject(load_pretrained(name).model), **dict.fromkeys(names, value))
    assert at.selectbox(key="inside_digit").value == "answer"


@pytest.mark.parametrize("value", [None, True, -1, 3.0, math.inf, "4", 99, [1]])
def test_a_pick_that_is_no_tile_is_none(value):
    assert picked_tile(value, [0, 1, 4]) is None
    assert picked_tile(4, [0, 1, 4]) == 4
