"""One label for a run in every list."""

from dataclasses import replace

import pytest

from playground.digits.training import TrainingConfig
from playground.notices.run_title import network_title, run_title, short_titles
from playground.runs.store import RunStore


@pytest.fixture
def run(tmp_path):
    store = RunStore(tmp_path)
    run = store.create(TrainingConfig(), "mnist", name="my first")
    return replace(run, state="finished", test_accuracy=0.978)


def test_number_name_data_and_accuracy(run):
    assert run_title(run) == "Run 1 · my first · MNIST · 97.8\u00a0%"


def test_a_run_that_trains_keeps_its_title(run):
    assert run_title(replace(run, state="running")) == "Run 1 · my first · MNIST"
    assert run_title(replace(run, state="running", test_accuracy=0.5)) == "Run 1 · my first · MNIST"


def test_one_of_its_networks_has_an_epoch_and_not_the_runs_accuracy(run):
    assert run_title(run, 3) == "Run 1, epoch 3 · my first · MNIST"


def test_data_that_is_gone_is_still_named():
    assert network_title("Net", "own_leaves_12345678", 0.5) == "Net · Deleted images · 50.0\u00a0%"
    assert network_title("Net", "unknown", None) == "Net · unknown"


def test_a_sentence_calls_networks_by_the_heads_of_their_titles_where_these_differ():
    assert short_titles(["Run 1 · mine · MNIST · 97.8 %", "Pretrained CNN · MNIST", "a", "a · MNIST"]) == [
        "Run 1",
        "Pretrained CNN",
        "a",
        "a · MNIST",
    ]
