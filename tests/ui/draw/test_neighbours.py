"""The part 'Its neighbours' of the Draw page, without the page."""

import pytest
import torch

from playground.digits.checkpoints import load_pretrained
from playground.digits.datasets import load_digits
from playground.digits.interpretability.neighbours import balanced_sample
from playground.formatting import format_number
from tests.pages.figures import figures
from tests.ui.draw import parts
from tests.ui.draw.parts import texts

LABELS = {"features": "By the network's features", "pixels": "By the pixels"}


@pytest.fixture(autouse=True)
def no_mnist(tmp_path, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_DATA_DIR", str(tmp_path))
    # The layout has tests of its own, and takes a second.
    monkeypatch.setattr(
        "playground.ui.draw.training_sample.make_map", lambda points: points[:, :2].contiguous()
    )


def open_part(**query):
    return parts.open_part("neighbours", parts.subject(load_pretrained("mlp"), index=7), **query)


def captions(at):
    return [image.proto.imgs[0].caption for image in at.get("image")]


def expected(positions):
    """Labels and distances of the twelve nearest, by a sort."""
    digits = load_digits("embedded")
    chosen = balanced_sample(digits.train_labels, 1_000)
    points = positions(torch.cat([digits.train_images[chosen], digits.test_images[7:8]]))
    distances = ((points[:-1] - points[-1]) ** 2).sum(1).sqrt()
    order = distances.argsort()[:12]
    return [f"**{digits.train_labels[chosen][i]}** · {format_number(distances[i])}" for i in order]


def test_the_twelve_nearest_by_features_and_by_pixels():
    model = load_pretrained("mlp").model

    def hidden(images):
        with torch.no_grad():
            return torch.relu(model.fc1(images.flatten(1) / 255))

    assert captions(open_part()) == expected(hidden)
    by_pixels = expected(lambda images: images.flatten(1) / 255)
    assert captions(open_part(near_by=LABELS["pixels"])) == by_pixels != expected(hidden)


def test_the_words_have_this_moments_numbers():
    at = open_part()
    nearest = [caption[2] for caption in captions(at)]
    answer = str(int(load_pretrained("mlp").model(load_digits("embedded").test_images[7:8] / 255).argmax()))
    count = nearest.count(answer)
    assert f"{answer}s among the 12 nearest: {count} by features" in texts(at)
    assert "The average" in texts(at)
    assert "1,000 training images" in texts(at)
    assert len(figures(at)) == 1


def test_a_strange_choice_in_the_address_does_no_harm():
    assert captions(open_part(near_by="the moon")) == captions(open_part())
