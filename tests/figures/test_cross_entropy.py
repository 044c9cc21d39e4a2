import pytest

from playground.concepts.losses.softmax_cross_entropy import cross_entropy
from playground.figures.cross_entropy import cross_entropy_option
from playground.figures.written_numbers import tooltip_number


@pytest.mark.parametrize("temperature", [0.1, 1.0])
def test_bars_are_the_numbers_and_fit(temperature):
    result = cross_entropy([3.0, -3.0, 0.0], 1, temperature)
    option = cross_entropy_option(result, ("a", "b", "c"))
    frame = option["dataset"][0]["source"]
    assert frame["probability p"].tolist() == pytest.approx(result.probabilities.tolist(), abs=1e-4)
    assert frame["gradient"].tolist() == pytest.approx(result.gradient.tolist(), abs=1e-4)
    assert option["yAxis"][1]["max"] >= frame["gradient"].abs().max()


def test_each_panel_draws_its_own_numbers_by_class():
    option = cross_entropy_option(cross_entropy([1.0, 0.0], 0, 1.0), ("cat", "dog"))
    frame = option["dataset"][0]["source"]
    assert frame["class"].tolist() == ["cat", "dog"]
    drawn = [
        (series["encode"]["y"], series["name"], series["xAxisIndex"], series["yAxisIndex"])
        for series in option["series"]
    ]
    assert drawn == [
        ("probability p", "probability p", 0, 0),
        ("target y", "target y", 0, 0),
        ("gradient", "gradient", 1, 1),
    ]


def test_the_number_over_a_bar_is_its_own():
    option = cross_entropy_option(cross_entropy([1.0, 0.0], 0, 1.0), ("cat", "dog"))
    frame = option["dataset"][0]["source"]
    for series in option["series"]:
        column = int(series["label"]["formatter"].strip("{@[]}"))
        assert frame.iloc[:, column].tolist() == [tooltip_number(value) for value in frame[series["name"]]]
