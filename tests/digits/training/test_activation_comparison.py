import pytest
import torch
from torch import nn

from playground.digits.datasets import load_digits
from playground.digits.models import ModelConfig, build_model
from playground.digits.training.activation_comparison import BATCH_SIZE, MAX_STEPS, ActivationComparison
from playground.digits.training.validation import hold_out


@pytest.fixture(scope="module")
def digits():
    return load_digits("embedded")


def test_each_network_learns_as_it_would_alone(digits):
    comparison = ActivationComparison(["tanh", "relu"], digits, hidden=(12, 8), learning_rate=0.2, seed=3)
    for _ in range(15):
        comparison.step()
    images = hold_out(digits, 0.1, seed=3)
    for name, module in (("tanh", nn.Tanh()), ("relu", nn.ReLU())):
        source = build_model(ModelConfig("mlp", (12, 8), name), seed=3)
        network = nn.Sequential(
            nn.Flatten(), nn.Linear(784, 12), module, nn.Linear(12, 8), module, nn.Linear(8, 10)
        )
        network.load_state_dict(dict(zip(network.state_dict(), source.state_dict().values(), strict=True)))
        optimizer = torch.optim.SGD(network.parameters(), lr=0.2)
        generator = torch.Generator().manual_seed(3)
        losses = []
        for _ in range(15):
            chosen = torch.randint(len(images.train_images), (BATCH_SIZE,), generator=generator)
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(
                network(images.train_images[chosen] / 255), images.train_labels[chosen]
            )
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        assert comparison.losses[name] == pytest.approx(losses, rel=1e-4)
        right = network(digits.test_images / 255).argmax(dim=1) == digits.test_labels
        assert comparison.test_accuracy(name) == pytest.approx(right.double().mean().item(), abs=0.003)
        right = network(images.validation_images / 255).argmax(dim=1) == images.validation_labels
        assert comparison.validation_accuracy(name) == pytest.approx(right.double().mean().item(), abs=0.008)


def test_what_ranks_is_learnt_from_by_none(digits):
    images = ActivationComparison(["relu"], digits).images
    learnt = {image.numpy().tobytes() for image in images.train_images}
    held_out = {image.numpy().tobytes() for image in images.validation_images}
    assert len(images.train_images) + len(images.validation_images) == len(digits.train_images)
    assert len(images.validation_images) == round(0.1 * len(digits.train_images))
    assert not learnt & held_out


def test_all_begin_with_the_same_weights(digits):
    models = ActivationComparison(["sigmoid", "gelu"], digits).models
    for first, second in zip(*(model.parameters() for model in models.values()), strict=True):
        assert torch.equal(first, second)


def test_relu_reads_and_sigmoid_still_guesses_after_some_hundred_steps(digits):
    comparison = ActivationComparison(["relu", "sigmoid"], digits)
    while not comparison.finished:
        comparison.step()
    assert comparison.steps == MAX_STEPS
    assert comparison.test_accuracy("relu") > 0.9
    assert comparison.test_accuracy("sigmoid") < 0.5


def test_smoothing_keeps_a_constant_and_follows_a_change(digits):
    comparison = ActivationComparison(["relu"], digits)
    comparison.losses["relu"] = [2.0] * 5
    assert comparison.smoothed("relu") == pytest.approx([2.0] * 5)
    comparison.losses["relu"] += [1.0] * 50
    assert comparison.smoothed("relu")[-1] == pytest.approx(1.0, abs=0.01)


def test_without_a_network_there_are_no_steps(digits):
    assert ActivationComparison([], digits).steps == 0
