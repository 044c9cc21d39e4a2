import json

import numpy as np
import pytest

from playground.figures import theme
from playground.figures.mistakes import cell_at, confusion_matrix_option, digit_accuracy_option

COUNTS = np.arange(100).reshape(10, 10)


def cells(option):
    return option["series"][0]["data"]


def alpha(cell):
    return float(cell["itemStyle"]["color"].rstrip(")").split(",")[-1])


def test_each_cell_has_its_count_share_and_a_name_of_its_own():
    items = cells(confusion_matrix_option(COUNTS, (4, 9)))
    for index, item in enumerate(items):
        true, predicted = cell_at(index)
        count, share = COUNTS[true, predicted], 100 * COUNTS[true, predicted] / COUNTS[true].sum()
        assert item["value"][:3] == [predicted, true, count]
        assert item["value"][3] == pytest.approx(share, abs=0.005)
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
    for dark in (False, True):
        items = cells(confusion_matrix_option(counts, (4, 9), dark))
        assert items[94]["label"]["color"] == theme.text(dark)
        assert items[49]["label"]["color"] == items[44]["label"]["color"] == "#ffffff"


def test_the_chosen_cell_has_the_frame():
    frame = confusion_matrix_option(COUNTS, (4, 9))["series"][1]
    assert frame["data"][0][:2] == [9, 4]
    assert frame["silent"]


def test_bars_are_percentages_and_the_hardest_one_is_told_apart_by_more_than_its_colour():
    bars = digit_accuracy_option([1.0, 0.5, 0.2, None, *[0.9995] * 6], 2)["series"][0]["data"]
    assert [bar["value"] for bar in bars[:4]] == [100, 50, 20, None]
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
        digit_accuracy_option([None] * 10, None),
    ],
)
def test_options_are_json_with_titled_axes_and_rows_of_the_same_height(option):
    json.dumps(option, allow_nan=False)
    assert option["xAxis"]["name"]
    assert option["yAxis"]["name"]
    assert option["tooltip"]
    assert (option["grid"]["top"], option["grid"]["bottom"]) == (6, 44)
