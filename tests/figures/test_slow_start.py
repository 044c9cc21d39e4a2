import pytest
import torch

from playground.concepts.losses.slow_start import train
from playground.figures.slow_start import start_gradients_option, start_trainings_option


def test_the_start_is_marked_on_both_gradients():
    option = start_gradients_option(4.0)
    dots = [series["data"][0][:2] for series in option["series"] if series["type"] == "scatter"]
    a = torch.sigmoid(torch.tensor(4.0, dtype=torch.float64)).item()
    assert dots == [[4.0, pytest.approx(2 * a * a * (1 - a))], [4.0, pytest.approx(a)]]


def test_every_epoch_of_both_trainings_is_drawn():
    trainings = train(2.0, 2.0, 0.15, 20)
    frame = start_trainings_option(trainings)["dataset"][0]["source"]
    assert frame["epoch"].tolist() == list(range(21))
    assert frame["MSE"].tolist() == pytest.approx(trainings["mse"].outputs.tolist())
