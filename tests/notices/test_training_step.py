"""One step in six parts, with the numbers of a step."""

import math

from playground.concepts.forward_pass import OneStep
from playground.notices.training_step import StepBatch, six_parts
from playground.ui.shared.pages import PAGES

BATCH = StepBatch(
    examples="10 points",
    prepared="Each has a class.",
    weight="from x₁ to neuron 2",
    optimizer="SGD",
    page="draw",
)


def texts(**changes):
    numbers = {"loss": 0.5, "gradient": -0.25, "before": 1.0, "after": 1.0312, "loss_after": 0.4375}
    return [part.text for part in six_parts(OneStep(neuron=1, input=0, **{**numbers, **changes}), BATCH)]


def test_each_part_has_its_number_and_a_page_that_goes_deeper():
    parts = six_parts(OneStep(0.5, 1, 0, -0.25, 1.0, 1.0312, 0.4375), BATCH)
    assert [part.title for part in parts] == ["Prepare", "Forward", "Loss", "Backward", "Update", "Repeat"]
    assert {part.page for part in parts} <= PAGES.keys()
    assert parts[0].page == "draw"
    prepare, _, loss, backward, update, repeat = texts()
    assert prepare == "Take 10 points as one batch. Each has a class."
    assert "is 0.5." in loss
    assert "−0.25, that of the weight from x₁ to neuron 2" in backward
    assert "from 1 to 1.03" in update
    assert "is 0.438 now, lower" in repeat


def test_numbers_that_are_nearly_equal_are_told_apart():
    assert "from 0.52941 to 0.52942" in texts(before=0.52941, after=0.52942)[4]
    assert "is 0.50001." in texts(loss=0.50001, loss_after=0.5)[2]


def test_a_step_that_is_too_long_or_moves_nothing_is_said_to_be_so():
    assert "higher than before: the step was too long" in texts(loss_after=2.0)[5]
    assert "still 0.5" in texts(loss_after=0.5)[5]
    assert "leaves it where it is, at 1: nothing pulls" in texts(gradient=0.0, after=1.0)[4]
    assert "not a number" in texts(loss=math.nan, loss_after=math.nan)[2]
