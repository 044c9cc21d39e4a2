"""What a line can tell apart, tried out."""

import math

import pytest
import torch
from sklearn.svm import LinearSVC

from playground.concepts.plane.datasets import EXTENT
from playground.concepts.plane.exercises import EXERCISES, most_right

ANGLES = torch.arange(0, 360, 0.5) * math.pi / 180
OFFSETS = torch.arange(-9, 9, 0.05) + 0.0131


def tried(points, classes):
    """The most points that any of many lines has right: 720 directions, 360 places each."""
    normals = torch.stack([ANGLES.cos(), ANGLES.sin()], dim=1)
    sides = (normals @ points.T)[:, None, :] > OFFSETS[None, :, None]
    return int((sides == classes.bool()).sum(dim=2).max())


@pytest.mark.parametrize("name", EXERCISES)
def test_no_line_of_many_has_more_right_than_the_best_and_one_has_as_many(name):
    points, classes = EXERCISES[name].points()
    assert most_right(points, classes) == tried(points, classes)


@pytest.mark.parametrize("name", EXERCISES)
def test_an_exercise_says_why_not_exactly_where_no_line_has_all(name):
    points, classes = EXERCISES[name].points()
    assert bool(EXERCISES[name].why_not) == (most_right(points, classes) < len(points))
    assert points.abs().max() <= EXTENT if len(points) else name == "none"


def test_xor_cannot_since_both_pairs_have_the_same_middle():
    points, classes = EXERCISES["xor"].points()
    assert most_right(points, classes) == 3
    assert torch.equal(points[classes == 1].mean(0), points[classes == 0].mean(0))


def test_logical_functions_are_what_they_are_called():
    for name, wanted in {"and": [0, 0, 0, 1], "or": [0, 1, 1, 1], "xor": [0, 1, 1, 0]}.items():
        points, classes = EXERCISES[name].points()
        assert points.tolist() == [[-3, -3], [-3, 3], [3, -3], [3, 3]]
        assert classes.tolist() == wanted


def test_a_support_vector_machine_divides_the_clusters_too():
    points, classes = EXERCISES["clusters"].points()
    assert LinearSVC(C=1000).fit(points, classes).score(points, classes) == 1
    assert most_right(points, classes) == len(points) == len(classes)


@pytest.mark.parametrize("seed", range(8))
def test_random_points_with_some_on_one_line(seed):
    generator = torch.Generator().manual_seed(seed)
    points = torch.randint(-4, 5, (9, 2), generator=generator).float().unique(dim=0)
    classes = torch.randint(0, 2, (len(points),), generator=generator)
    assert most_right(points, classes) == tried(points, classes)
