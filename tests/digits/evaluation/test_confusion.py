"""The confusion matrix against scikit-learn's, and hand-made cases."""

import pytest
import torch
from sklearn.metrics import confusion_matrix as sklearn_confusion
from sklearn.metrics import recall_score

from playground.digits.evaluation.cached_predictions import CachedPredictions
from playground.digits.evaluation.confusion import (
    class_accuracy,
    commonest_mistake,
    confusion_matrix,
    hardest_class,
    images_in_cell,
)
from playground.errors import CheckpointError
from playground.notices.class_names import named
from playground.notices.mistakes import describe_cell, describe_mistakes


def random_predictions(count=500, seed=0):
    generator = torch.Generator().manual_seed(seed)
    labels = torch.randint(10, (count,), generator=generator)
    predicted = torch.where(
        torch.rand(count, generator=generator) < 0.7, labels, torch.randint(10, (count,), generator=generator)
    )
    return CachedPredictions(predicted, torch.rand(count, generator=generator)), labels


@pytest.mark.parametrize("seed", range(5))
def test_matrix_and_accuracies_are_scikit_learns(seed):
    predictions, labels = random_predictions(seed=seed)
    confusion = confusion_matrix(predictions, labels)
    expected = sklearn_confusion(labels, predictions.predicted, labels=range(10))
    assert confusion.tolist() == expected.tolist()
    recall = recall_score(labels, predictions.predicted, labels=range(10), average=None)
    assert class_accuracy(confusion) == pytest.approx(recall.tolist())
    assert hardest_class(confusion) == int(recall.argmin())


def test_every_image_is_in_exactly_one_cell():
    predictions, labels = random_predictions()
    confusion = confusion_matrix(predictions, labels)
    seen = []
    for true in range(10):
        for predicted in range(10):
            indices = images_in_cell(predictions, labels, true, predicted)
            assert len(indices) == confusion[true, predicted]
            seen += indices.tolist()
    assert sorted(seen) == list(range(len(labels)))


def test_mistakes_come_most_confident_first_and_right_answers_least_confident_first():
    labels = torch.tensor([4, 4, 4, 4, 4, 9])
    predicted = torch.tensor([9, 4, 9, 4, 9, 9])
    predictions = CachedPredictions(predicted, torch.tensor([0.5, 0.9, 0.8, 0.6, 0.8, 1.0]))
    assert images_in_cell(predictions, labels, 4, 9).tolist() == [
        2,
        4,
        0,
    ]  # the earlier of two equal ones first
    assert images_in_cell(predictions, labels, 4, 4).tolist() == [3, 1]
    assert images_in_cell(predictions, labels, 0, 1).tolist() == []


def test_the_commonest_mistake_is_off_the_diagonal():
    confusion = torch.diag(torch.full((10,), 50))
    assert commonest_mistake(confusion) is None
    confusion[4, 9], confusion[9, 4] = 7, 3
    assert commonest_mistake(confusion) == (4, 9)


def test_digits_without_images_have_no_accuracy():
    confusion = torch.zeros(10, 10, dtype=torch.long)
    assert class_accuracy(confusion) == [None] * 10
    assert hardest_class(confusion) is None
    confusion[3, 3], confusion[5, 6], confusion[5, 5] = 4, 1, 3
    assert class_accuracy(confusion)[3] == 1.0
    assert hardest_class(confusion) == 5


@pytest.mark.parametrize("wrong", [10, 255, -1])
def test_an_answer_that_is_no_digit_is_refused(wrong):
    predictions = CachedPredictions(torch.tensor([1, wrong]), torch.tensor([0.5, 0.5]))
    with pytest.raises(CheckpointError, match="Expected 2 answers from 0 to 9"):
        confusion_matrix(predictions, torch.tensor([1, 2]))


def test_the_words_have_the_numbers():
    labels = torch.tensor([8, 8, 8, 1])
    predictions = CachedPredictions(torch.tensor([1, 1, 8, 1]), torch.tensor([0.95, 0.6, 0.9, 1.0]))
    confusion = confusion_matrix(predictions, labels)
    text = describe_mistakes(predictions, labels, confusion, None)
    assert "The network that the run keeps reads 2 of 4 test images right: 50.00\u00a0%." in text
    assert "most trouble with the **8**" in text
    assert "an **8** read as a **1**, 2 times" in text
    assert "In 1 of its 2 mistakes it was at least 90\u00a0% sure" in text
    assert describe_cell(confusion, (8, 1)) == "2 of 3 images of an 8 are read as a 1."
    assert describe_cell(confusion, (8, 8)) == "1 of 3 images of an 8 is read right."
    assert named(8) == "an 8"


def test_the_words_for_a_network_without_mistakes_and_for_one_that_doubts():
    labels = torch.tensor([8, 1])
    right = CachedPredictions(labels, torch.tensor([0.9, 0.9]))
    assert "no mistake to look at" in describe_mistakes(right, labels, confusion_matrix(right, labels), 3)
    doubting = CachedPredictions(torch.tensor([1, 1]), torch.tensor([0.4, 0.9]))
    text = describe_mistakes(doubting, labels, confusion_matrix(doubting, labels), 3)
    assert "After epoch 3 the network" in text
    assert "once" in text
    assert "In its one mistake it was not 90\u00a0% sure" in text
