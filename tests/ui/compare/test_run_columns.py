"""Which columns the table of runs has."""

from dataclasses import replace
from types import SimpleNamespace

from playground.digits.training import TrainingConfig
from playground.ui.compare.run_columns import table_of

ARTICLE = TrainingConfig()


def run(number, config=ARTICLE, **values):
    usual = {
        "name": f"run {number}",
        "state": "finished",
        "test_accuracy": 0.5,
        "validation_accuracy": None,
        "active": False,
        "step": 10,
        "total_steps": 20,
        "dataset": "embedded",
        "seconds": 2.5,
        "changes": (),
    }
    return SimpleNamespace(number=number, config=config, **{**usual, **values})


def test_runs_that_are_alike_have_no_column_of_a_setting():
    table = table_of([run(1), run(2)])
    assert table.columns.tolist() == ["Run", "Name", "Test accuracy", "State", "Seconds"]
    assert table["Test accuracy"].tolist() == [50, 50]


def test_the_settings_that_differ_have_columns_those_that_teach_most_first():
    table = table_of([run(1), run(2, replace(ARTICLE, seed=1, learning_rate=0.1))])
    assert table.columns.tolist()[4:-1] == ["Learning rate", "Seed"]
    assert table["Learning rate"].tolist() == ["0.001", "0.1"]


def test_progress_is_shown_while_a_run_is_active_and_data_where_it_differs():
    table = table_of([run(1, active=True, state="running"), run(2, dataset="mnist", total_steps=0)])
    assert table["Progress"].tolist() == [50, 0]
    assert table["Data"].tolist()[1] == "MNIST"


def test_what_is_not_known_yet_is_empty():
    table = table_of([run(1, test_accuracy=None, seconds=0.0)])
    assert table[["Test accuracy", "Seconds"]].isna().all(axis=None)
    assert table_of([]).empty


def test_the_validation_accuracy_has_a_column_where_a_run_has_one():
    table = table_of([run(1, validation_accuracy=0.75), run(2)])
    assert table.columns.tolist()[2:4] == ["Validation accuracy", "Test accuracy"]
    assert table["Validation accuracy"].tolist()[0] == 75
    assert table["Validation accuracy"].isna().tolist() == [False, True]
