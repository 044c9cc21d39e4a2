"""Damage to a copy: closed forms, and the shared network untouched."""

import copy

import pytest
import torch
from torch.nn import functional as F

from playground.digits.interpretability.ablation import (
    ablate_layer,
    ablate_units,
    add_weight_noise,
    unit_order,
)
from playground.digits.interpretability.weighted_layers import (
    hidden_layers,
    unit_contributions,
    weighted_layers,
)
from playground.digits.models import ModelConfig, build_model
from playground.errors import ConfigurationError

IMAGES = torch.rand(5, 28, 28, generator=torch.Generator().manual_seed(0))
CONFIGS = [
    ModelConfig("mlp", (12,)),
    ModelConfig("mlp", (9, 9), "sigmoid"),
    ModelConfig("cnn"),
]


def make(config):
    """A network whose batch normalisation has seen images, so that it does something."""
    model = build_model(config, seed=2).train()
    with torch.no_grad():
        model(IMAGES)
    return model.eval()


@pytest.fixture(params=CONFIGS, ids=lambda config: f"{config.model}{config.hidden}")
def model(request):
    made = make(request.param)
    before = copy.deepcopy(made.state_dict())
    yield made
    assert not made.training
    assert all(torch.equal(made.state_dict()[name], tensor) for name, tensor in before.items())
    assert not any(part._forward_pre_hooks or part._forward_hooks for part in made.modules())
    assert all(parameter.grad is None and parameter.requires_grad for parameter in made.parameters())


@torch.no_grad()
def logits(model, images=IMAGES):
    return model(images)


def last_bias(model):
    return list(model.parameters())[-1].detach()


def test_no_noise_is_the_network_itself_exactly(model):
    copied = add_weight_noise(model, 0.0, seed=4)
    assert copied is not model
    assert torch.equal(logits(copied), logits(model))


def test_noise_has_the_share_of_each_tensors_own_deviation(model):
    noisy = add_weight_noise(model, 0.3, seed=4)
    for old, new in zip(model.parameters(), noisy.parameters(), strict=True):
        if old.numel() > 2_000:
            assert (new - old).std().item() == pytest.approx(0.3 * old.std().item(), rel=0.1)


def test_the_same_seed_gives_the_same_noise_and_a_greater_share_scales_it(model):
    first, again, other = (add_weight_noise(model, 0.5, seed) for seed in (1, 1, 2))
    assert torch.equal(logits(first), logits(again))
    assert not torch.equal(logits(first), logits(other))
    double = add_weight_noise(model, 1.0, 1)
    for old, once, twice in zip(model.parameters(), first.parameters(), double.parameters(), strict=True):
        torch.testing.assert_close(twice - old, 2 * (once - old), atol=1e-6, rtol=1e-4)


@pytest.mark.parametrize("share", [-0.1, float("nan"), float("inf")])
def test_impossible_noise_is_said(share):
    with pytest.raises(ConfigurationError, match="at least 0"):
        add_weight_noise(make(CONFIGS[0]), share, 0)


def test_with_all_units_of_the_last_hidden_layer_silent_only_the_bias_speaks(model):
    layer = hidden_layers(model)[-1]
    silent = ablate_units(model, layer, range(layer.units))
    torch.testing.assert_close(logits(silent), last_bias(model).expand(5, 10))


def test_no_silent_unit_is_the_network_itself(model):
    for layer in hidden_layers(model):
        assert torch.equal(logits(ablate_units(model, layer, [])), logits(model))


def test_one_silent_unit_of_the_mlp_takes_its_term_from_the_logits():
    model = make(CONFIGS[0])
    (layer,) = hidden_layers(model)
    with torch.no_grad():
        hidden = F.relu(model.fc1(IMAGES.flatten(1)))
        term = hidden[:, 5:6] * model.fc2.weight[:, 5]
    torch.testing.assert_close(logits(ablate_units(model, layer, [5])), logits(model) - term)


def test_one_silent_channel_of_the_cnn_takes_its_nine_terms():
    model = make(ModelConfig("cnn"))
    layer = hidden_layers(model)[-1]
    with torch.no_grad():
        maps = model.features(IMAGES.unsqueeze(1))  # (5, 64, 3, 3)
        maps[:, 11] = 0
        expected = model.classifier(maps.flatten(1))
    torch.testing.assert_close(logits(ablate_units(model, layer, [11])), expected)


def test_a_unit_that_is_not_there_is_said():
    model = make(CONFIGS[0])
    (layer,) = hidden_layers(model)
    for unit in (-1, 12):
        with pytest.raises(ConfigurationError, match="from 0 to 11"):
            ablate_units(model, layer, [unit])


def test_the_last_hidden_layers_contributions_and_the_bias_make_the_logit(model):
    layer = hidden_layers(model)[-1]
    found = unit_contributions(model, IMAGES[:1], layer, 3)
    assert found.shape == (layer.units,)
    torch.testing.assert_close(found.sum() + last_bias(model)[3], logits(model)[0, 3])


def test_an_earlier_units_contribution_is_its_output_times_the_slope_by_finite_differences():
    model = make(ModelConfig("mlp", (9, 9), "sigmoid"))
    found = unit_contributions(model, IMAGES[:1], hidden_layers(model)[0], 7)
    model.double()
    with torch.no_grad():
        hidden = model.activation(model.fc1(IMAGES[:1].double().flatten(1)))

        def logit(values):
            return model.fc3(model.activation(model.fc2(values)))[0, 7]

        for unit in range(9):
            step = torch.zeros(1, 9, dtype=torch.float64)
            step[0, unit] = 1e-6
            slope = (logit(hidden + step) - logit(hidden - step)) / 2e-6
            assert found[unit].item() == pytest.approx((hidden[0, unit] * slope).item(), rel=1e-3)


def test_the_order_is_by_contribution_or_by_seed():
    (layer,) = hidden_layers(make(CONFIGS[0]))
    assert unit_order(layer, 0, torch.arange(12.0)) == list(range(11, -1, -1))
    assert unit_order(layer, 1) == unit_order(layer, 1) != unit_order(layer, 2)
    assert sorted(unit_order(layer, 1)) == list(range(12))


def test_without_any_one_layer_every_drawing_gets_the_same_answer(model):
    for layer in weighted_layers(model):
        output = logits(ablate_layer(model, layer))
        torch.testing.assert_close(output, output[:1].expand(5, 10))
        if not layer.follower:
            assert torch.equal(output, torch.zeros(5, 10))


def test_what_remains_of_an_mlp_without_its_first_layer():
    model = make(CONFIGS[0])
    output = logits(ablate_layer(model, weighted_layers(model)[0]))
    torch.testing.assert_close(output, last_bias(model).expand(5, 10))  # relu(0) is 0


def test_a_skipped_layer_hands_on_its_input():
    model = make(ModelConfig("mlp", (9, 9), "sigmoid"))
    with torch.no_grad():
        first = model.activation(model.fc1(IMAGES.flatten(1)))
        expected = model.fc3(model.activation(first))
    torch.testing.assert_close(logits(ablate_layer(model, weighted_layers(model)[1], "skip")), expected)


def test_a_skipped_convolution_takes_its_normalisation_along():
    model = make(ModelConfig("cnn"))
    parts = list(model.features)
    with torch.no_grad():
        maps = IMAGES.unsqueeze(1)
        for part in [*parts[:8], *parts[10:]]:  # without the third convolution and its normalisation
            maps = part(maps)
        expected = model.classifier(maps.flatten(1))
    torch.testing.assert_close(logits(ablate_layer(model, weighted_layers(model)[2], "skip")), expected)


def test_a_layer_that_changes_the_size_cannot_be_skipped():
    model = make(CONFIGS[0])
    with pytest.raises(ConfigurationError, match="changes the number of values"):
        ablate_layer(model, weighted_layers(model)[0], "skip")
    with pytest.raises(ConfigurationError, match="out of zero, skip"):
        ablate_layer(model, weighted_layers(model)[0], "melt")
