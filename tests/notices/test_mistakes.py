"""What is said of a confusion matrix, where there is one commonest mistake and where several are equal."""

import pytest
import torch

from playground.digits.evaluation.cached_predictions import CachedPredictions
from playground.digits.evaluation.confusion import (
    confusion_matrix,
    equally_common_mistakes,
    equally_hard_classes,
)
from playground.notices.mistakes import describe_mistakes


def described(*mistakes, images=20):
    """What is said of a network that reads `images` of each digit right but for these (true, predicted) pairs."""
    confusion = torch.eye(10, dtype=torch.int64) * images
    for true, predicted in mistakes:
        confusion[true, true] -= 1
        confusion[true, predicted] += 1
    pairs = [divmod(cell, 10) for cell in range(100) for _ in range(int(confusion.flatten()[cell]))]
    labels, predicted = torch.tensor(pairs).T
    predictions = CachedPredictions(predicted, torch.full((len(labels),), 0.5))
    return confusion, describe_mistakes(predictions, labels, confusion, None)


def test_one_commonest_mistake_is_named():
    _, words = described((4, 9), (4, 9), (3, 5))
    assert "most trouble with the **4**; its commonest mistake is a **4** read as a **9**, 2 times." in words


def test_two_equally_common_mistakes_are_both_named():
    _, words = described((4, 9), (3, 5))
    assert "most trouble with the **3** and the **4**" in words
    assert (
        "2 mistakes are equally common: a **3** read as a **5** and a **4** read as a **9**, once each."
        in words
    )


def test_of_many_equal_ones_none_stands_out():
    _, words = described((0, 1), (1, 2), (2, 3), (3, 4), (4, 5))
    assert (
        "as much trouble with each of 5 digits; no mistake stands out: 5 are equally common, once each."
        in words
    )


@pytest.mark.parametrize("seed", range(5))
def test_the_equal_ones_are_those_that_a_plain_search_finds(seed):
    confusion = torch.randint(0, 4, (10, 10), generator=torch.Generator().manual_seed(seed))
    cells = {(i, j): int(confusion[i, j]) for i in range(10) for j in range(10) if i != j}
    assert equally_common_mistakes(confusion) == [
        cell for cell, count in cells.items() if count == max(cells.values())
    ]
    shares = [int(confusion[i, i]) / int(confusion[i].sum()) for i in range(10)]
    assert equally_hard_classes(confusion) == [i for i in range(10) if shares[i] == min(shares)]


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (0.95, "In its one mistake it was at least 90 % sure"),
        (0.5, "In its one mistake it was not 90 % sure: its doubt shows."),
    ],
)
def test_one_mistake_is_singular(confidence, words):
    labels = torch.arange(10)
    predicted = torch.tensor([0, 1, 2, 3, 9, 5, 6, 7, 8, 9])
    predictions = CachedPredictions(predicted, torch.full((10,), confidence))
    text = describe_mistakes(predictions, labels, confusion_matrix(predictions, labels), None).replace(
        "\u00a0", " "
    )
    assert "reads 9 of 10 test images right: 90.00 %." in text
    assert words in text
