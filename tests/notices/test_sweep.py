"""What is concluded from a sweep: effects of 0, ties, luck, one run, and runs that diverged."""

import pytest

from playground.digits.training import TrainingConfig
from playground.notices.sweep import describe_sweep
from playground.runs.store import RunStore


@pytest.fixture
def store(tmp_path):
    return RunStore(tmp_path / "home")


def _grid(store, accuracies, names, values, **fixed):
    """A finished run for each number, row by row; None diverged."""
    runs = []
    numbers = iter(accuracies)
    for first in values[0]:
        for second in values[1] if len(values) > 1 else (None,):
            settings = {names[0]: first, **({names[1]: second} if len(names) > 1 else {})}
            run = store.create(TrainingConfig(**settings, **fixed), "embedded")
            accuracy = next(numbers)
            state = "diverged" if accuracy is None else "finished"
            store.update(run.id, state=state, test_accuracy=accuracy, validation_accuracy=accuracy)
            runs.append(store.get(run.id))
    return runs


def _words(store, accuracies, names=("learning_rate", "batch_size"), values=((0.1, 0.01), (32, 64))):
    return describe_sweep(names, _grid(store, accuracies, names, values)).replace("\u00a0", " ")


def test_effects_are_the_largest_differences_along_one_setting(store):
    words = _words(store, [0.90, 0.91, 0.80, 0.83])  # rows differ by 10 and 8 points, columns by 1 and 3
    assert "The learning rate matters more: changing it alone moves the accuracy by up to 10 points" in words
    assert "the batch size alone by up to 3 points." in words


def test_a_setting_without_effect_moves_nothing(store):
    assert "the batch size alone not at all." in _words(store, [0.9, 0.9, 0.8, 0.8])
    assert "Neither the learning rate nor the batch size moves the accuracy." in _words(store, [0.9] * 4)
    words = _words(store, [0.9, 0.9], ("learning_rate",), ((0.1, 0.01),))
    assert "Changing the learning rate alone does not move the accuracy." in words


def test_runs_that_diverged_are_left_out_in_words(store):
    words = _words(store, [None, None, 0.8, 0.83])
    assert "2 of 4 runs diverged: their steps were too long." in words
    assert "Among the runs that did not diverge, changing the batch size alone moves" in words
    assert "matters more" not in words
    assert "1 of 4 runs diverged: its steps were too long." in _words(store, [None, 0.9, 0.8, 0.83])


def test_what_a_seed_does_is_luck(store):
    words = _words(store, [0.90, 0.91, 0.95, 0.96], ("learning_rate", "seed"), ((0.1, 0.01), (0, 1)))
    assert "the seed alone by up to 1 point. What the seed does is luck" in words


def test_one_run_is_the_best_of_itself_without_effects(store):
    words = _words(store, [0.9], ("learning_rate",), ((0.1,),))
    assert "reads **90.00 %** of the validation images" in words
    assert "Changing" not in words
