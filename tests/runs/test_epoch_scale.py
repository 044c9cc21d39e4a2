"""Steps and epochs of runs, where batches were always alike and where they were not."""

import numpy as np
import pandas as pd
import pytest

from playground.digits.training import TrainingConfig
from playground.figures.changes import with_change_marks
from playground.figures.train import View, loss_option
from playground.runs.epoch_scale import EpochScale
from playground.runs.store import RunStore


@pytest.fixture
def store(tmp_path):
    return RunStore(tmp_path / "home")


def test_without_a_change_it_is_a_division(store):
    run = store.create(TrainingConfig(), "embedded", steps_per_epoch=23, total_steps=230)
    scale = EpochScale(run, [{"epoch": 1, "step": 23}])
    assert scale.epochs_at([0, 23, 115, 460]).tolist() == pytest.approx([0, 1, 5, 20])
    assert scale.steps_at([0.5, 2]).tolist() == pytest.approx([11.5, 46])


def test_after_a_change_of_the_batch_size_epochs_end_where_they_ended(store):
    run = store.create(TrainingConfig(epochs=4), "embedded")
    store.request_change(run.id, {"batch_size": 200})
    store.update(run.id, steps_per_epoch=8, total_steps=47)
    rows = [{"epoch": 1, "step": 23}, {"epoch": 2, "step": 31}]
    scale = EpochScale(store.get(run.id), rows)
    assert scale.epochs_at([23, 27, 31, 39, 47]).tolist() == pytest.approx([1, 1.5, 2, 3, 4])
    assert scale.steps_at([1, 2, 3, 4]).tolist() == pytest.approx([23, 31, 39, 47])


STEPS = pd.DataFrame(
    {"step": range(1, 101), "loss": np.linspace(2, 1, 100), "seconds": np.arange(1, 101) / 10}
)


@pytest.mark.parametrize(("axis", "place"), [("step", 40), ("epoch", 0.8), ("seconds", 4.0)])
def test_a_mark_stands_at_its_step_on_every_axis_and_is_read_near_it(axis, place):
    view = View(axis, steps_per_epoch=50, first=1, last=100)
    option = with_change_marks(
        loss_option(STEPS, [], view), [(40, "learning rate 0.001 → 0.01")], STEPS, view
    )
    mark = option["series"][-1]
    assert mark["name"] == "learning rate 0.001 → 0.01"
    assert mark["markLine"]["data"] == [{"xAxis": pytest.approx(place)}]
    assert mark["markLine"]["label"]["show"]
    assert [pytest.approx(place, abs=0.02 * place), pytest.approx(STEPS["loss"][39])] in [
        row[:2] for row in mark["data"]
    ]
    assert mark["name"] not in option["legend"]["data"]
    assert option["legend"]["data"] == ["each step", "smoothed"]


def test_marks_close_together_share_a_label_and_those_outside_the_window_are_not_drawn():
    view = View(steps_per_epoch=50, first=21, last=100)
    marks = [(10, "before"), *((50 + step, f"change {step}") for step in range(5)), (90, "last")]
    option = with_change_marks(loss_option(STEPS, [], view), marks, STEPS[20:], view)
    drawn = option["series"][len(option["legend"]["data"]) :]
    assert [line["name"] for line in drawn] == [*(f"change {step}" for step in range(5)), "last"]
    assert [line["markLine"]["label"]["show"] for line in drawn] == [False] * 4 + [True, True]


def test_without_marks_the_chart_is_as_it_was():
    view = View(last=100)
    option = loss_option(STEPS, [], view)
    assert with_change_marks(option, [], STEPS, view) is option
