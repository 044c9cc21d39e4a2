"""The sentences about several digits in one picture."""

import numpy as np
import pytest
import torch

from playground.digits.drawing.grouping import Box, Group
from playground.digits.prediction import Prediction
from playground.digits.rejection import Judgement
from playground.digits.several import Mark, Sheet
from playground.notices.several import describe_drawing, describe_photograph, photograph_title, title


def answer(label):
    probabilities = torch.zeros(10)
    if label is not None:
        probabilities[label] = 1
    return Prediction(label, probabilities, 0.0 if label is None else 0.875, "digit")


def mark(left, kind="digit"):
    group = Group(Box(10, left, 50, left + 20), np.ones((40, 20), bool))
    return Mark(group, np.zeros((280, 280, 4), np.uint8), np.zeros((28, 28), np.uint8), Judgement(kind, 0.9))


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ([1, 7], "These are two digits: 1 and 7"),
        ([1, 7, 7], "These are three digits: 1, 7 and 7"),
        ([1, None], "These are two marks: 1 and ?"),
    ],
)
def test_a_drawings_headline_names_every_digit(labels, expected):
    assert title([answer(label) for label in labels]) == expected


def test_a_drawings_notice_says_each_answer_and_the_chosen_one():
    text = describe_drawing([answer(1), answer(7)], 1, "a CNN")
    assert "**1** with 87.5\u00a0% and **7** with 87.5\u00a0%" in text
    assert "the **7**, number 2 of 2" in text


def test_a_photographs_rows_are_numbers_and_wide_gaps_part_them():
    sheet = Sheet(np.zeros((90, 400), np.uint8), (mark(0), mark(30), mark(200)), ((0, 1, 2),))
    answers = [answer(1), answer(7), answer(4)]
    assert photograph_title(sheet, answers) == "In the photo: 17 4"
    assert "three digits: **17 4**." in describe_photograph(sheet, answers, 0)


def test_refused_and_touching_marks_are_said():
    sheet = Sheet(
        np.zeros((90, 400), np.uint8), (mark(0), mark(30, "scribble"), mark(60, "several")), ((0, 1, 2),)
    )
    text = describe_photograph(sheet, [answer(1), answer(None), answer(None)], 1)
    assert "**1??**" in text
    assert "has a **?**: 1 mark" in text
    assert "Where digits touch" in text
    assert photograph_title(sheet, [answer(None)] * 3) == "Nothing in the photo looks like one digit"
