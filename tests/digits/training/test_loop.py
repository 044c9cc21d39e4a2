"""The training loop against a plain PyTorch loop, and its endings."""

import itertools
import math
from dataclasses import replace

import pytest
import torch
from torch import nn

from playground.concepts.optimizers.schedules import SCHEDULES
from playground.digits.datasets import load_digits
from playground.digits.evaluation.metrics import evaluate
from playground.digits.training import train
from playground.digits.training.loop import (
    EpochFinished,
    LayersMeasured,
    StepFinished,
    Training,
    TrainingConfig,
    TrainingDiverged,
    TrainingFinished,
    TrainingHalted,
)


def losses_of(config):
    return [
        event.loss
        for event in train(config, load_digits("embedded"), device="cpu")
        if isinstance(event, StepFinished)
    ]


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
    assert losses_of(TrainingConfig(validation_share=0, epochs=2, seed=3)) == expected


def test_same_seed_same_losses_other_seed_other_losses():
    config = TrainingConfig(validation_share=0, epochs=1, seed=5, augmentation=True)
    assert losses_of(config) == losses_of(config)
    assert losses_of(config) != losses_of(
        TrainingConfig(validation_share=0, epochs=1, seed=6, augmentation=True)
    )


def test_the_global_random_state_is_left_alone():
    before = torch.random.get_rng_state()
    losses_of(TrainingConfig(validation_share=0, epochs=1))
    assert torch.equal(torch.random.get_rng_state(), before)


def test_learns_the_embedded_digits():
    events = list(train(TrainingConfig(validation_share=0), load_digits("embedded")))
    assert isinstance(events[-1], TrainingFinished)
    assert events[-1].test_accuracy > 0.93
    assert sum(isinstance(event, EpochFinished) for event in events) == 10


def test_stop_keeps_what_was_learnt():
    asked = iter([False] * 32 + [True])  # before each step, and before each of the two batches of the test
    *_, halted, last = train(
        TrainingConfig(validation_share=0), load_digits("embedded"), should_stop=lambda: next(asked)
    )
    assert isinstance(halted, TrainingHalted)
    assert isinstance(last, TrainingFinished)
    assert last.stopped
    assert last.step == halted.step == 30
    assert last.test_accuracy > 0.3


def test_divergence_ends_the_run_saying_where_and_what_to_change():
    config = TrainingConfig(
        validation_share=0, hidden=(64,) * 8, optimizer="sgd", learning_rate=1000.0, epochs=20
    )
    last = list(train(config, load_digits("embedded")))[-1]
    assert isinstance(last, TrainingDiverged)
    assert f"at step {last.step}" in last.message
    assert "try 0.01" in last.message
    assert all(parameter.isfinite().all() for parameter in last.model.parameters()) or last.step > 1


def test_a_last_step_that_destroys_the_weights_is_divergence():
    # A single step: its own loss is finite, measured before the update.
    config = TrainingConfig(validation_share=0, batch_size=2000, epochs=1)
    training = Training(config, load_digits("embedded"), "cpu")
    events = training.events()
    for event in events:
        if isinstance(event, StepFinished):
            break
    with torch.no_grad():
        training.model.get_submodule("fc1").weight.fill_(float("nan"))
    after = [event for event in events if not isinstance(event, LayersMeasured)]
    assert [type(event) for event in after] == [TrainingDiverged]  # no epoch without figures
    assert math.isnan(after[0].loss)


def test_stopped_within_a_test_the_figures_are_whole():
    asked = iter([False] * 24 + [True])  # 23 steps, the first batch of the test
    events = list(
        train(TrainingConfig(validation_share=0), load_digits("embedded"), should_stop=lambda: next(asked))
    )
    assert not any(isinstance(event, EpochFinished) for event in events)
    assert isinstance(events[-2], TrainingHalted)
    assert events[-1].stopped
    assert events[-1].step == 23
    assert events[-1].evaluation.confusion.sum() == 360


def test_the_network_is_not_tested_twice_at_the_end():
    asked = itertools.count()
    data = load_digits("embedded")
    list(train(TrainingConfig(validation_share=0, epochs=1), data, should_stop=lambda: next(asked) < 0))
    assert next(asked) == 23 + 2  # steps and batches of one test


@pytest.mark.parametrize("model", ["mlp", "cnn"])
def test_measuring_the_layers_disturbs_no_number(model):
    config = TrainingConfig(validation_share=0, model=model, batch_size=30, epochs=1, augmentation=True)
    data = load_digits("embedded")
    data = replace(data, train_images=data.train_images[:120], train_labels=data.train_labels[:120])
    results = []
    for measure_every in (1, 10**9):
        training = Training(config, data, "cpu")
        training.trainer.measure_every = measure_every
        events = list(training.events())
        layers = [event for event in events if isinstance(event, LayersMeasured)]
        assert len(layers) == (4 if measure_every == 1 else 1)  # the first step is always measured
        losses = [event.loss for event in events if isinstance(event, StepFinished)]
        results.append((losses, events[-1].test_accuracy, events[-1].evaluation.confidence.tolist()))
    assert results[0] == results[1]


@pytest.mark.parametrize("epochs", [1, 9, 20])
def test_about_two_hundred_steps_are_measured_at_most(epochs):
    config = TrainingConfig(validation_share=0, hidden=(4,), batch_size=64, epochs=epochs)
    events = list(train(config, load_digits("embedded"), device="cpu"))
    measured = [event.step for event in events if isinstance(event, LayersMeasured)]
    assert measured[0] == 1
    assert min(100, 23 * epochs) <= len(measured) <= 201
    assert [layer.layer for layer in events[2].layers] == ["fc1", "fc2"]


def test_an_epochs_figures_are_those_of_its_steps_and_of_its_test():
    data = load_digits("embedded")
    training = Training(TrainingConfig(validation_share=0, epochs=2, batch_size=200), data, "cpu")
    sizes, losses = [200] * 7 + [37], []
    for event in training.events():
        if isinstance(event, StepFinished):
            losses.append(event.loss)
        if isinstance(event, EpochFinished):
            expected = sum(size * loss for size, loss in zip(sizes, losses, strict=True)) / 1437
            assert event.train_loss == pytest.approx(expected)
            losses = []
            fresh = evaluate(event.model, data.test_images, data.test_labels)
            assert (event.test_loss, event.test_accuracy) == (fresh.loss, fresh.accuracy)
            assert torch.equal(event.evaluation.predicted, fresh.predicted)
    assert training.seconds > 0


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("steps", [1, 2, 5, 6])
def test_a_schedule_works_for_every_number_of_steps(steps, schedule):
    # One cycle divided by zero at five steps.
    config = TrainingConfig(validation_share=0, batch_size=-(-1437 // steps), epochs=1, schedule=schedule)
    assert len(losses_of(config)) == steps
