"""Events come back as they went in, thinned where a chart asks for it."""

import pytest

from playground.digits.training.layer_statistics import LayerStatistics
from playground.digits.training.loop import EpochFinished, LayersMeasured, StepFinished, TrainingConfig
from playground.errors import StoreError
from playground.runs.metrics import Batch


def _steps(count, first=1):
    return Batch([StepFinished(step, 1, 1 / step, step / 8) for step in range(first, first + count)])


@pytest.fixture
def run_id(store):
    return store.create(TrainingConfig(), "embedded").id


def _pairs(frame):
    return list(zip(frame["step"], frame["loss"], strict=True))


def test_steps_come_back_as_they_went_in(store, run_id):
    store.metrics.add(run_id, _steps(3))
    store.metrics.add(run_id, _steps(2, first=4), step=5)
    frame = store.metrics.steps(run_id)
    assert _pairs(frame) == [(step, 1 / step) for step in range(1, 6)]
    assert frame["seconds"].tolist() == [step / 8 for step in range(1, 6)]
    assert store.metrics.last_step(run_id) == (5, 5 / 8)
    assert store.get(run_id).step == 5


def test_a_run_without_events_has_empty_curves(store, run_id):
    metrics = store.metrics
    assert metrics.steps(run_id).empty
    assert metrics.layers(run_id).empty
    assert metrics.epochs(run_id) == []
    assert metrics.last_step(run_id) == (0, 0.0)
    assert metrics.last_epoch(run_id) == 0


@pytest.mark.parametrize("count", [1, 2, 999, 1000, 1001, 1999, 9380])
def test_a_long_curve_is_thinned_but_keeps_its_ends(store, run_id, count):
    store.metrics.add(run_id, _steps(count))
    frame = store.metrics.steps(run_id, max_points=1000)
    assert (frame["step"].iloc[0], frame["step"].iloc[-1]) == (1, count)
    assert min(count, 500) <= len(frame) <= 1000
    assert all(loss == 1 / step for step, loss in _pairs(frame))
    assert len(store.metrics.steps(run_id, max_points=None)) == count


def test_a_part_of_the_curve_is_shown_with_more_of_its_steps(store, run_id):
    store.metrics.add(run_id, _steps(1000))
    part = store.metrics.steps(run_id, first=101, last=150, max_points=50)
    assert part["step"].tolist() == list(range(101, 151))
    assert store.metrics.steps(run_id, first=2000, last=3000).empty


def test_layers_and_epochs_come_back(store, run_id):
    layers = [
        LayersMeasured(step, (LayerStatistics("fc1", 0.5 * step, 0.25), LayerStatistics("fc2", 2.0, None)))
        for step in (1, 9)
    ]
    epoch = EpochFinished(1, 9, 0.8, 0.75, 0.7, 0.825, model=None, seconds=1.5)
    store.metrics.add(run_id, Batch(_steps(9).steps, layers, [epoch]))
    frame = store.metrics.layers(run_id)
    assert frame[["step", "layer", "gradient_norm"]].to_numpy().tolist() == [
        [1, "fc1", 0.5],
        [1, "fc2", 2.0],
        [9, "fc1", 4.5],
        [9, "fc2", 2.0],
    ]
    assert frame["seconds"].tolist() == [1 / 8, 1 / 8, 9 / 8, 9 / 8]
    assert frame["dead"].notna().tolist() == [True, False, True, False]
    (row,) = store.metrics.epochs(run_id)
    assert (row["epoch"], row["test_accuracy"], row["seconds"]) == (1, 0.825, 1.5)
    assert store.metrics.last_epoch(run_id) == 1


def test_layers_are_thinned_by_steps(store, run_id):
    layers = [LayersMeasured(step, (LayerStatistics("fc1", 1.0, 0.0),)) for step in range(1, 401)]
    store.metrics.add(run_id, Batch(_steps(400).steps, layers))
    assert 50 <= len(store.metrics.layers(run_id, max_points=100)) <= 100


def test_a_batch_is_written_whole_or_not_at_all(store, run_id):
    store.metrics.add(run_id, _steps(3), step=3)
    unwritable = StepFinished(6, 1, object(), 0.75)
    with pytest.raises(StoreError):
        store.metrics.add(run_id, Batch([*_steps(2, first=4).steps, unwritable]), step=6)
    assert store.metrics.steps(run_id)["step"].tolist() == [1, 2, 3]
    assert store.get(run_id).step == 3


def test_a_worker_writes_only_what_is_in_its_hands(store, run_id):
    assert store.metrics.add(run_id, _steps(1), "1-a") is None  # it waits still
    store.claim("1-a", 1)
    assert store.metrics.add(run_id, _steps(1), "1-a") == ""
    store.request_stop(run_id)
    assert store.metrics.add(run_id, _steps(1, 2), "1-a") == "stop"
    assert store.metrics.add(run_id, _steps(1, 3), "2-b") is None
    store.change_state(run_id, "running", state="interrupted")
    assert store.metrics.add(run_id, _steps(1, 3), "1-a") is None
    assert store.metrics.add("nonsense", _steps(1)) is None
    assert store.metrics.steps(run_id)["step"].tolist() == [1, 2]
