import json

import numpy as np
import pandas as pd
import pytest

from playground.figures.train import SMOOTHING, accuracy_option, confusion_option, loss_option, most_confused

CURVE = [(step, 2.3 / step) for step in range(1, 101)]
EPOCHS = [
    {"epoch": 1, "step": 50, "train_accuracy": 0.5, "test_accuracy": 0.625, "test_loss": 1.5},
    {"epoch": 2, "step": 100, "train_accuracy": 0.75, "test_accuracy": 0.875, "test_loss": 0.5},
]


def _points(option, series_name):
    """What ECharts draws for one series: its x and y columns."""
    series = next(series for series in option["series"] if series["name"] == series_name)
    frame = option["dataset"][series.get("datasetIndex", 0)]["source"]
    return frame[[series["encode"]["x"], series["encode"]["y"]]].to_numpy()


def test_the_loss_of_each_step_and_epoch_is_drawn_where_it_belongs():
    option = loss_option(CURVE, EPOCHS, total_steps=500)
    np.testing.assert_allclose(_points(option, "each step"), CURVE, rtol=1e-6)
    np.testing.assert_array_equal(_points(option, "test loss"), [(50, 1.5), (100, 0.5)])
    assert option["xAxis"]["max"] == 500  # the axis stands still while the curve grows


def test_the_smoothed_loss_starts_at_the_first_loss_and_averages_the_past():
    smoothed = _points(loss_option([(1, 4.0), (2, 2.0)], [], 2), "smoothed")[:, 1]
    # the weights are divided by their sum: no bias towards 0 at the start
    np.testing.assert_allclose(smoothed, [4.0, (SMOOTHING * 4.0 + 2.0) / (SMOOTHING + 1)], rtol=1e-6)
    constant = _points(loss_option([(step, 1.5) for step in range(1, 50)], [], 50), "smoothed")[:, 1]
    np.testing.assert_allclose(constant, 1.5, rtol=1e-6)


def test_accuracies_are_percentages():
    option = accuracy_option(EPOCHS, total_epochs=10)
    np.testing.assert_array_equal(_points(option, "training"), [(1, 50), (2, 75)])
    np.testing.assert_array_equal(_points(option, "test"), [(1, 62.5), (2, 87.5)])


@pytest.mark.parametrize(
    "option", [loss_option(CURVE, EPOCHS, 500), loss_option([], [], 0), accuracy_option(EPOCHS, 10)]
)
def test_chart_data_are_float32_frames_and_the_rest_is_json_with_titled_axes(option):
    for dataset in option["dataset"]:
        frame = dataset["source"]
        assert isinstance(frame, pd.DataFrame)
        assert set(frame.dtypes) == {np.dtype("float32")}
    json.dumps({key: value for key, value in option.items() if key != "dataset"}, allow_nan=False)
    assert option["xAxis"]["name"]
    assert option["yAxis"]["name"]
    assert option["tooltip"]


def test_each_cell_of_the_confusion_matrix_has_its_count():
    counts = np.arange(100).reshape(10, 10)
    option = confusion_option(counts.tolist())
    frame = pd.concat(dataset["source"] for dataset in option["dataset"])
    assert len(frame) == 100
    cells = {(int(row["true digit"]), int(row["predicted"])): row["images"] for _, row in frame.iterrows()}
    assert all(
        cells.get((true, predicted), 0) == counts[true, predicted]
        for true in range(10)
        for predicted in range(10)
    )
    assert (option["xAxis"]["name"], option["yAxis"]["name"]) == ("predicted", "true digit")


def test_the_commonest_mistake_is_off_the_diagonal():
    counts = np.diag([50] * 10)
    assert most_confused(counts.tolist()) is None
    counts[4, 9], counts[9, 4] = 7, 3
    assert most_confused(counts.tolist()) == (4, 9, 7)
