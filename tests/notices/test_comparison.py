"""What is concluded from several runs: nothing that their states, data or origins do not allow."""

import pytest

from playground.digits.training import TrainingConfig
from playground.notices.comparison import describe_comparison, run_labels
from playground.runs.store import RunStore


@pytest.fixture
def store(tmp_path):
    return RunStore(tmp_path / "home")


def _run(store, accuracy, dataset="embedded", state="finished", validation=None, **settings):
    run = store.create(
        TrainingConfig(**settings), dataset, state="imported" if state == "imported" else "queued"
    )
    store.update(run.id, state=state, test_accuracy=accuracy, validation_accuracy=validation, step=10)
    return store.get(run.id)


def _words(*runs):
    return describe_comparison(runs, run_labels(runs)).replace("\u00a0", " ")


def test_different_data_have_a_highest_accuracy_but_no_best_run(store):
    words = _words(_run(store, 0.9), _run(store, 0.8, "mnist"))
    assert "has the highest accuracy" in words
    assert "best" not in words
    assert "no fair comparison" in words


def test_nobody_knows_what_an_imported_network_saw(store):
    words = _words(_run(store, 0.9), _run(store, 0.8, state="imported"))
    assert "90.00 % of the test images, **10 points** more" in words
    assert "never saw" not in words
    assert "What an imported network was trained with is only what its file says." in words
    assert "the same" not in words


def test_equal_settings_with_different_numbers_are_not_the_same_step_for_step(store):
    assert "the same, step for step" in _words(_run(store, 0.9), _run(store, 0.9))
    words = _words(_run(store, 0.9), _run(store, 0.91))
    assert "and yet their numbers are not" in words
    assert "step for step" not in words


def test_equally_good_runs_have_no_difference_to_explain(store):
    words = _words(_run(store, 0.9), _run(store, 0.9, learning_rate=0.01))
    assert "They all read 90.00 % of the digits that they never saw." in words
    assert "so the difference is its doing" not in words


@pytest.mark.parametrize(
    ("better", "distance"), [(0.91, "1 point"), (0.9001, "0.01 points"), (0.9 + 1 / 30_000, "0.00333 points")]
)
def test_a_distance_is_never_0_and_one_is_singular(store, better, distance):
    words = _words(
        _run(store, better, validation=better), _run(store, 0.9, validation=0.9, learning_rate=0.01)
    )
    assert f"**{distance}** more than" in words
