"""Which networks a page compares."""

import pytest

from playground.errors import CheckpointError
from playground.ui.shared.networks import ModelChoices, changed_at, networks_to_compare


def choices(runs):
    labels = {"cnn": "CNN", "mlp": "MLP", **{f"run-{n}": f"Run {n}" for n in range(runs)}, "upload": "A file"}
    return ModelChoices(labels)


def test_the_newest_runs_are_compared_and_the_rest_is_counted():
    assert networks_to_compare(choices(0), "cnn", 6) == (["cnn", "mlp"], 0)
    assert networks_to_compare(choices(2), "cnn", 6) == (["cnn", "mlp", "run-0", "run-1"], 0)
    assert networks_to_compare(choices(9), "mlp", 6) == (["cnn", "mlp", *(f"run-{n}" for n in range(6))], 3)


def test_the_chosen_network_is_always_compared():
    keys, left_out = networks_to_compare(choices(9), "run-8", 6)
    assert (keys[-1], left_out) == ("run-8", 2)
    assert networks_to_compare(choices(0), "upload", 6) == (["cnn", "mlp", "upload"], 0)


def test_a_missing_file_is_named(tmp_path):
    gone = ModelChoices({"run-1": "Run 1"}, {"run-1": tmp_path / "gone.safetensors"})
    with pytest.raises(CheckpointError, match=r"gone\.safetensors cannot be read: No such file"):
        changed_at(gone, "run-1")
    assert changed_at(gone, "cnn") == 0
