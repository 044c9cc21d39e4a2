"""The fast gradient sign method against finite differences, and its smallest success."""

import pytest
import torch
from torch.nn import functional as F

from playground.digits.interpretability.adversarial import (
    MAX_EPSILON,
    fast_gradient_sign,
    predict_probabilities,
    random_sign_perturbation,
    scan,
)
from playground.digits.interpretability.features import fingerprint
from playground.digits.models import ModelConfig, build_model
from playground.errors import ConfigurationError

IMAGE = torch.randint(256, (28, 28), generator=torch.Generator().manual_seed(5), dtype=torch.uint8)


@pytest.fixture
def model():
    made = build_model(ModelConfig("mlp", (6,), "tanh"), seed=3).eval()
    before = fingerprint(made)
    yield made
    assert fingerprint(made) == before
    assert not made.training
    assert all(parameter.requires_grad and parameter.grad is None for parameter in made.parameters())


def answer(model):
    return int(predict_probabilities(model, IMAGE[None] / 255).argmax())


@pytest.mark.parametrize("target", [None, 3])
def test_the_direction_is_the_sign_of_finite_differences(model, target):
    digit = answer(model)
    assert digit != target
    double = build_model(ModelConfig("mlp", (6,), "tanh"), seed=3).eval().double()
    signs = fast_gradient_sign(model, IMAGE, digit, target).signs
    goal = torch.tensor([digit if target is None else target])
    x = (IMAGE.double() / 255)[None]
    with torch.no_grad():
        for row in range(0, 28, 3):
            for column in range(28):
                step = torch.zeros_like(x)
                step[0, row, column] = 1e-5
                slope = F.cross_entropy(double(x + step), goal) - F.cross_entropy(double(x - step), goal)
                expected = slope.sign() if target is None else -slope.sign()
                assert signs[row, column] == expected


def test_at_epsilon_zero_nothing_changes(model):
    perturbation = fast_gradient_sign(model, IMAGE, answer(model))
    assert torch.equal(perturbation.at(0.0), IMAGE / 255)
    assert torch.equal(random_sign_perturbation(IMAGE, 0).at(0.0), IMAGE / 255)


def test_no_pixel_moves_further_than_epsilon_nor_out_of_the_range(model):
    perturbation = fast_gradient_sign(model, IMAGE, answer(model))
    for changed in (perturbation.at(0.3), random_sign_perturbation(IMAGE, 1).at(0.3)):
        assert changed.dtype == torch.float32
        assert 0 <= changed.min() <= changed.max() <= 1
        difference = (changed - IMAGE / 255).abs()
        assert difference.max() <= 0.3 + 1e-6
        inside = (IMAGE > 77) & (IMAGE < 178)
        torch.testing.assert_close(difference[inside], torch.full_like(difference[inside], 0.3))


def test_a_certain_network_still_has_a_direction():
    model = build_model(ModelConfig("mlp", (6,), "tanh"), seed=3).eval()
    with torch.no_grad():
        model.fc2.weight *= 400  # float32 rounds the loss's slope to 0
    digit = answer(model)
    assert float(predict_probabilities(model, IMAGE[None] / 255)[0, digit]) == 1.0
    assert (fast_gradient_sign(model, IMAGE, digit).signs != 0).all()


def test_coins_are_fair_and_repeatable():
    signs = random_sign_perturbation(IMAGE, 7).signs
    assert set(signs.unique().tolist()) == {-1.0, 1.0}
    assert abs(float(signs.mean())) < 0.15
    assert torch.equal(signs, random_sign_perturbation(IMAGE, 7).signs)
    assert not torch.equal(signs, random_sign_perturbation(IMAGE, 8).signs)


@pytest.mark.parametrize("target", [None, 3])
def test_the_smallest_epsilon_is_where_the_answer_changes(model, target):
    digit = answer(model)
    perturbation = fast_gradient_sign(model, IMAGE, digit, target)
    found = scan(model, perturbation, digit, target)
    assert found.smallest is not None

    def succeeds(epsilon):
        label = int(predict_probabilities(model, perturbation.at(epsilon)[None]).argmax())
        return label != digit if target is None else label == target

    assert succeeds(found.smallest)
    fine = torch.arange(0, found.smallest - 2e-5, 0.0005).tolist()
    assert not any(succeeds(epsilon) for epsilon in fine)
    assert not succeeds(found.smallest - 2e-5)


def test_the_scan_reads_each_epsilon(model):
    digit = answer(model)
    perturbation = fast_gradient_sign(model, IMAGE, digit)
    found = scan(model, perturbation, digit)
    assert (found.epsilons[0], found.epsilons[-1]) == (0, MAX_EPSILON)
    for index in (0, 10, 50):
        alone = predict_probabilities(model, perturbation.at(float(found.epsilons[index]))[None])[0]
        torch.testing.assert_close(found.probabilities[index], alone)


def test_an_answer_that_never_changes_has_no_smallest_epsilon():
    model = build_model(ModelConfig("mlp", (6,)), seed=0).eval()
    with torch.no_grad():
        model.fc2.weight.zero_()
        model.fc2.bias.copy_(torch.arange(10.0))
    perturbation = fast_gradient_sign(model, IMAGE, 9)
    assert not perturbation.signs.any()
    assert scan(model, perturbation, 9).smallest is None
    assert scan(model, perturbation, 8).smallest == 0.0


@pytest.mark.parametrize("target", [4, -1, 10])
def test_an_impossible_target_is_said(target):
    with pytest.raises(ConfigurationError, match="other than 4"):
        fast_gradient_sign(build_model(ModelConfig("mlp", (6,)), seed=0), IMAGE, 4, target)
