import json

import numpy as np
import pytest

from playground.figures.mistakes import cell_at, class_accuracy_option, confusion_matrix_option
from playground.formatting import format_accuracy

COUNTS = np.arange(100).reshape(10, 10)


def cells(option):
    return option["series"][0]["data"]


def alpha(cell):
    return float(cell["itemStyle"]["color"].rstrip(")").split(",")[-1])


def test_each_cell_has_its_count_share_and_a_name_of_its_own():
    items = cells(confusion_matrix_option(COUNTS, (4, 9)))
    for index, item in enumerate(items):
        true, predicted = cell_at(index)
        count, share = COUNTS[true, predicted], COUNTS[true, predicted] / COUNTS[true].sum()
        assert item["value"][:3] == [predicted, true, count]
        assert item["value"][3] == format_accuracy(share)
        assert item["label"]["show"] == (count > 0)
    # ECharts tells selected items by their names: with equal ones a click would select a whole column.
    assert len({item["name"] for item in items}) == 100


def test_an_item_outside_the_matrix_is_no_cell():
    assert cell_at(49) == (4, 9)
    assert cell_at(-1) is None
    assert cell_at(100) is None


def test_the_commonest_mistake_is_the_deepest_red_even_in_a_good_network():
    counts = np.diag([1000] * 10)
    counts[4, 9], counts[9, 4] = 4, 1
    items = cells(confusion_matrix_option(counts, (4, 9)))
    assert alpha(items[49]) > 0.9
    assert 0 < alpha(items[94]) < alpha(items[49])
    assert alpha(items[12]) == 0
    assert items[49]["itemStyle"]["color"] != items[44]["itemStyle"]["color"]


def test_numbers_on_pale_cells_follow_the_theme_and_on_deep_ones_are_white():
    counts = np.diag([1000] * 10)
    counts[4, 9], counts[9, 4] = 40, 1
    items = cells(confusion_matrix_option(counts, (4, 9)))
    assert items[49]["label"]["color"] == items[44]["label"]["color"] == "#ffffff"
    assert "color" not in items[94]["label"]  # then it is the page's, also right after a switch of the theme
    assert "inside" not in items[94]["label"]["position"]


def test_the_chosen_cell_has_the_frame():
    frame = confusion_matrix_option(COUNTS, (4, 9))["series"][1]
    assert frame["data"][0][:2] == [9, 4]
    assert frame["silent"]


def test_bars_are_percentages_and_the_hardest_one_is_told_apart_by_more_than_its_colour():
    bars = class_accuracy_option([1.0, 0.5, 0.2, None, *[0.9995] * 6], 2)["series"][0]["data"]
    assert [bar["value"] for bar in bars[:4]] == [
        [100, 0, "100\u00a0%"],
        [50, 1, "50.00\u00a0%"],
        [20, 2, "20.00\u00a0%"],
        [None, 3, ""],
    ]
    assert "decal" in bars[2]["itemStyle"]
    assert "hardest" in bars[2]["label"]["formatter"]
    assert all("decal" not in bar["itemStyle"] for bar in (bars[0], bars[1], bars[4]))
    assert bars[0]["label"]["formatter"] == "100\u00a0%"
    assert bars[4]["label"]["formatter"] != "100\u00a0%"


@pytest.mark.parametrize(
    "option",
    [
        confusion_matrix_option(COUNTS, (0, 0)),
        confusion_matrix_option(np.zeros((10, 10), int), (0, 0)),
        class_accuracy_option([None] * 10, None),
    ],
)
def test_options_are_json_with_titled_axes_and_rows_of_the_same_height(option):
    json.dumps(option, allow_nan=False)
    assert option["xAxis"]["name"]
    assert option["yAxis"]["name"]
    assert option["tooltip"]
    assert (option["grid"]["top"], option["grid"]["bottom"]) == (6, 44)


def test_classes_with_names_have_a_matrix_of_their_size_with_room_for_the_names():
    counts = np.zeros((10, 10), int)
    counts[:3, :3] = [[8, 2, 0], [0, 10, 0], [1, 0, 9]]
    names = ("T-shirt/top", "Trouser", "Bag")
    option = confusion_matrix_option(counts, (0, 1), classes=names)
    assert [item["value"][2] for item in cells(option)] == counts[:3, :3].flatten().tolist()
    assert cells(option)[1]["name"] == "T-shirt/top read as Trouser"
    assert option["xAxis"]["data"] == option["yAxis"]["data"] == list(names)
    assert option["yAxis"]["name"] == "true class"
    assert cell_at(5, 3) == (1, 2)
    assert cell_at(9, 3) is None
    bars = class_accuracy_option([0.8, 1.0, 0.9, *[None] * 7], 0, classes=names)
    assert [bar["value"][0] for bar in bars["series"][0]["data"]] == [80, 100, 90]
    for key in ("top", "bottom", "left"):
        assert bars["grid"][key] == option["grid"][key]
    assert option["grid"]["left"] > option["yAxis"]["axisLabel"]["width"]
    assert option["grid"]["bottom"] > option["xAxis"]["axisLabel"]["width"]
    json.dumps(option, allow_nan=False)
