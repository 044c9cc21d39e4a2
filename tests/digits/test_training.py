"""The training loop against a plain PyTorch loop, and its endings."""

import pytest
import torch
from torch import nn

from playground.digits.datasets import load_digits
from playground.digits.training import (
    EpochFinished,
    StepFinished,
    TrainingConfig,
    TrainingDiverged,
    TrainingFinished,
    train,
)
from playground.errors import ConfigurationError


def losses_of(config):
    return [
        event.loss
        for event in train(config, load_digits("embedded"), device="cpu")
        if isinstance(event, StepFinished)
    ]


def test_defaults_are_the_articles():
    config = TrainingConfig()
    assert (config.model, config.hidden, config.activation) == ("mlp", (128,), "relu")
    assert (config.optimizer, config.learning_rate, config.batch_size, config.epochs) == (
        "adam",
        0.001,
        64,
        10,
    )


def test_losses_equal_a_plain_pytorch_loop():
    data = load_digits("embedded")
    torch.manual_seed(3)
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.001, fused=True)
    generator = torch.Generator().manual_seed(3)
    expected = []
    for _ in range(2):
        for batch in torch.randperm(len(data.train_images), generator=generator).split(64):
            optimizer.zero_grad()
            loss = nn.CrossEntropyLoss()(
                model(data.train_images[batch].float() / 255), data.train_labels[batch]
            )
            loss.backward()
            optimizer.step()
            expected.append(loss.item())
    assert losses_of(TrainingConfig(epochs=2, seed=3)) == expected


def test_same_seed_same_losses_other_seed_other_losses():
    config = TrainingConfig(epochs=1, seed=5, augmentation=True)
    assert losses_of(config) == losses_of(config)
    assert losses_of(config) != losses_of(TrainingConfig(epochs=1, seed=6, augmentation=True))


def test_the_global_random_state_is_left_alone():
    before = torch.random.get_rng_state()
    losses_of(TrainingConfig(epochs=1))
    assert torch.equal(torch.random.get_rng_state(), before)


def test_learns_the_embedded_digits():
    events = list(train(TrainingConfig(), load_digits("embedded")))
    assert isinstance(events[-1], TrainingFinished)
    assert events[-1].test_accuracy > 0.93
    assert sum(isinstance(event, EpochFinished) for event in events) == 10


def test_stop_keeps_what_was_learnt():
    asked = iter([False] * 30 + [True])
    last = list(train(TrainingConfig(), load_digits("embedded"), should_stop=lambda: next(asked)))[-1]
    assert isinstance(last, TrainingFinished)
    assert last.stopped
    assert last.step == 30
    assert last.test_accuracy > 0.3


def test_divergence_ends_the_run_saying_where_and_what_to_change():
    config = TrainingConfig(hidden=(64,) * 8, optimizer="sgd", learning_rate=1000.0, epochs=20)
    last = list(train(config, load_digits("embedded")))[-1]
    assert isinstance(last, TrainingDiverged)
    assert f"at step {last.step}" in last.message
    assert "try 0.01" in last.message
    assert all(parameter.isfinite().all() for parameter in last.model.parameters()) or last.step > 1


@pytest.mark.parametrize("learning_rate", [0, -1, float("nan"), 1e9, float("inf")])
def test_bad_learning_rates_are_refused(learning_rate):
    with pytest.raises(ConfigurationError, match="Expected a learning rate above 0"):
        TrainingConfig(learning_rate=learning_rate)


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ({"hidden": (10**6,)}, "at most 2,000,000 weights"),
        ({"hidden": ()}, "1 to 8 hidden sizes"),
        ({"hidden": (0,)}, "1 to 8 hidden sizes"),
        ({"batch_size": 0}, "batch size from 1"),
        ({"epochs": 10**6}, "number of epochs from 1"),
        ({"seed": -1}, "seed from 0"),
        ({"optimizer": "magic"}, "Expected an optimizer out of sgd"),
        ({"activation": "magic"}, "Expected an activation out of"),
        ({"model": "magic"}, "Expected a model out of"),
    ],
)
def test_bad_settings_are_refused(settings, text):
    with pytest.raises(ConfigurationError, match=text):
        TrainingConfig(**settings)


def test_a_last_step_that_destroys_the_weights_is_divergence():
    # A single step: its own loss is finite, measured before the update.
    config = TrainingConfig(
        optimizer="sgd", learning_rate=1000.0, hidden=(64,) * 8, batch_size=2000, epochs=1
    )
    events = train(config, load_digits("embedded"))
    for event in events:
        if isinstance(event, StepFinished):
            break
    with torch.no_grad():
        model = next(event for event in events if isinstance(event, EpochFinished)).model
        model.get_submodule("fc1").weight.fill_(float("nan"))
    assert isinstance(next(events), TrainingDiverged)


@pytest.mark.parametrize("steps", [1, 2, 5, 6])
def test_one_cycle_works_for_every_number_of_steps(steps):
    # Five steps divided by zero.
    config = TrainingConfig(batch_size=-(-1437 // steps), epochs=1, schedule="one_cycle")
    assert len(losses_of(config)) == steps
