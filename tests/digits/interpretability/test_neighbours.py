"""Nearest images against loops and scikit-learn."""

import pytest
import torch
from sklearn.neighbors import NearestNeighbors

from playground.digits.interpretability.neighbours import (
    Neighbours,
    balanced_sample,
    class_centers,
    nearest,
    positions,
)
from playground.digits.models import ModelConfig, build_model
from playground.errors import DatasetError
from playground.notices.neighbours import describe_agreement, describe_place, describe_spaces

GENERATOR = torch.Generator().manual_seed(3)
POINTS = torch.randn(60, 5, generator=GENERATOR)
LABELS = torch.arange(60) % 10
POINT = torch.randn(5, generator=GENERATOR)


def test_the_nearest_are_scikit_learns():
    found = nearest(POINT, POINTS, LABELS, class_centers(POINTS, LABELS), k=12)
    distances, indices = NearestNeighbors(n_neighbors=12).fit(POINTS.numpy()).kneighbors(POINT[None].numpy())
    assert found.indices.tolist() == indices[0].tolist()
    assert found.distances.tolist() == pytest.approx(distances[0].tolist(), rel=1e-5)
    assert found.labels.tolist() == [index % 10 for index in indices[0]]


def test_the_centres_are_means_by_a_loop():
    centers = class_centers(POINTS, LABELS)
    found = nearest(POINT, POINTS, LABELS, centers)
    for digit in range(10):
        mean = [sum(POINTS[i, axis].item() for i in range(digit, 60, 10)) / 6 for axis in range(5)]
        distance = sum((a - b) ** 2 for a, b in zip(mean, POINT.tolist(), strict=True)) ** 0.5
        assert found.center_distances[digit].item() == pytest.approx(distance, rel=1e-5)


def test_an_image_of_the_sample_is_its_own_nearest_at_distance_zero():
    found = nearest(POINTS[17], POINTS, LABELS, class_centers(POINTS, LABELS))
    assert (found.indices[0], found.distances[0]) == (17, 0)


def test_a_digit_without_images_is_infinitely_far():
    some = LABELS != 4
    found = nearest(POINT, POINTS[some], LABELS[some], class_centers(POINTS[some], LABELS[some]))
    assert found.center_distances[4] == torch.inf
    assert found.center_distances.isfinite().sum() == 9


def test_no_images_at_all_are_said():
    with pytest.raises(DatasetError, match="there are none"):
        nearest(POINT, POINTS[:0], LABELS[:0], class_centers(POINTS[:0], LABELS[:0]))


def test_the_sample_has_as_many_of_each_digit_and_is_repeatable():
    labels = torch.randint(10, (2_000,), generator=torch.Generator().manual_seed(0))
    chosen = balanced_sample(labels, 300, seed=1)
    assert torch.bincount(labels[chosen]).tolist() == [30] * 10
    assert len(chosen.unique()) == 300
    assert torch.equal(chosen, balanced_sample(labels, 300, seed=1))
    assert not torch.equal(chosen, balanced_sample(labels, 300, seed=2))


def test_a_rare_digit_gives_all_it_has():
    labels = torch.tensor([3, 3] + [5] * 50)
    assert torch.bincount(labels[balanced_sample(labels, 100)]).tolist() == [0, 0, 0, 2, 0, 10]


def test_pixels_are_the_image_itself():
    images = torch.full((2, 28, 28), 255, dtype=torch.uint8)
    model = build_model(ModelConfig("mlp", (8,)), seed=0)
    assert torch.equal(positions("pixels", model, images), torch.ones(2, 784))
    assert positions("features", model, images).shape == (2, 8)


def neighbours(labels, centers=(9.0, 2.0, 1.0, *[9.0] * 7)):
    count = len(labels)
    return Neighbours(
        torch.arange(count), torch.tensor(labels), torch.linspace(1, 2, count), torch.tensor(centers)
    )


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        ([7] * 12, "**All 12 nearest are 7s**"),
        ([7, 7, 9, 2, 9], "**2 of the 5 nearest are 7s**; the others: 2 × 9, 1 × 2."),
        ([7, 9, 9], "**1 of the 3 nearest is a 7**; the others: 2 × 9."),
        (
            [9, 9, 2],
            "**None of the 3 nearest is a 7**, though the network answers 7. They are 2 × 9, 1 × 2.",
        ),
    ],
)
def test_agreement_in_words(labels, words):
    assert words in describe_agreement(neighbours(labels), 7)


def test_the_place_in_words():
    assert describe_place(neighbours([1])) == (
        "The average 2 lies nearest, 1 away; next comes the average 1, 2 away: 2 times as far."
    )
    near = describe_place(neighbours([1], (9.0, 1.1, 1.0, *[9.0] * 7)))
    assert "between the two" in near
    assert "too few" in describe_place(neighbours([1], (1.0, *[torch.inf] * 9)))
    assert "nearest, 0 away" in describe_place(neighbours([1], (0.0, *[1.0] * 9)))


def test_the_spaces_in_words():
    assert "features were learnt" in describe_spaces(11, 3, 12, 7)
    assert "both agree" in describe_spaces(12, 12, 12, 7)
    assert "pixels side with the answer" in describe_spaces(2, 8, 12, 7)
