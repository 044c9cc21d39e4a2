"""What a run may be."""

import json

import pytest

from playground.concepts.optimizers.schedules import SCHEDULES
from playground.digits.training.loop import TrainingConfig
from playground.errors import ConfigurationError


def test_defaults_are_the_articles():
    config = TrainingConfig()
    assert (config.model, config.hidden, config.activation) == ("mlp", (128,), "relu")
    assert (config.optimizer, config.learning_rate) == ("adam", 0.001)
    assert (config.batch_size, config.epochs) == (64, 10)
    assert (config.target_accuracy, config.patience, config.max_seconds) == (None, None, None)


@pytest.mark.parametrize(
    "config",
    [
        TrainingConfig(),
        TrainingConfig(
            model="cnn",
            hidden=(30, 20),
            activation="tanh",
            optimizer="sgd",
            learning_rate=0.1,
            batch_size=7,
            epochs=3,
            seed=2**63 - 1,
            schedule="one_cycle",
            augmentation=True,
            target_accuracy=0.5,
            patience=2,
            max_seconds=1.5,
            own_digits=True,
            dropout=0.25,
            weight_decay=0.001,
        ),
    ],
)
def test_json_and_back(config):
    assert TrainingConfig(**json.loads(json.dumps(config.to_dict()))) == config


def test_a_config_saved_before_there_were_stop_conditions_is_read():
    old = {
        name: value
        for name, value in TrainingConfig(epochs=3).to_dict().items()
        if name not in ("target_accuracy", "patience", "max_seconds")
    }
    assert TrainingConfig(**old) == TrainingConfig(epochs=3)


def test_a_config_saved_before_there_were_own_digits_is_read():
    old = TrainingConfig(epochs=3).to_dict()
    del old["own_digits"]
    assert TrainingConfig(**old) == TrainingConfig(epochs=3)
    assert not TrainingConfig().own_digits


def test_a_config_saved_before_there_were_dropout_and_weight_decay_is_read():
    """AdamW goes on with the pull of 0.01 that it had."""
    for optimizer, decay in (("adam", 0), ("adamw", 0.01)):
        config = TrainingConfig(optimizer=optimizer)
        old = config.to_dict()
        del old["dropout"], old["weight_decay"]
        assert TrainingConfig(**old) == config
        assert config.dropout == 0
        assert config.optimizer_config.value("weight_decay") == decay


def test_configs_are_keys_even_with_a_list_from_json():
    assert len({TrainingConfig(hidden=[30, 20]), TrainingConfig(hidden=(30, 20))}) == 1


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
        ({"batch_size": 0}, "batch size from 1 to 4,096, a whole number, but got 0"),
        ({"batch_size": 64.0}, "batch size from 1"),
        ({"epochs": 10**6}, "number of epochs from 1"),
        ({"epochs": True}, "number of epochs from 1"),
        ({"seed": -1}, "seed from 0"),
        ({"seed": 2**63}, "seed from 0"),
        ({"optimizer": "magic"}, "Expected an optimizer out of sgd"),
        ({"activation": "magic"}, "Expected an activation out of"),
        ({"model": "magic"}, "Expected a model out of"),
        ({"schedule": "magic"}, "Expected a schedule out of constant, .*one_cycle, but got 'magic'"),
        ({"target_accuracy": 1.01}, "target accuracy from 0 to 1, but got 1.01"),
        ({"target_accuracy": -0.1}, "target accuracy from 0 to 1"),
        ({"target_accuracy": float("nan")}, "target accuracy from 0 to 1, but got no number"),
        ({"target_accuracy": "0.9"}, "target accuracy from 0 to 1, but got '0.9'"),
        ({"target_accuracy": True}, "target accuracy from 0 to 1, but got True"),
        ({"dropout": 1.0}, "dropout of at least 0 and below 1, but got 1\\."),
        ({"dropout": -0.1}, "dropout of at least 0"),
        ({"dropout": float("nan")}, "dropout of at least 0 and below 1, but got no number"),
        ({"dropout": "0.5"}, "dropout of at least 0 and below 1, but got '0.5'"),
        ({"weight_decay": -0.1}, "weight_decay to be at least 0"),
        ({"weight_decay": float("nan")}, "weight_decay to be at least 0"),
        ({"weight_decay": "much"}, "weight_decay to be at least 0"),
        ({"patience": 0}, "patience from 1"),
        ({"patience": 1.5}, "patience from 1"),
        ({"max_seconds": 0}, "time budget above 0 seconds, but got 0"),
        ({"max_seconds": float("inf")}, "time budget above 0 seconds"),
        ({"max_seconds": float("nan")}, "time budget above 0 seconds"),
        ({"max_seconds": "1"}, "time budget above 0 seconds, but got '1'"),
    ],
)
def test_bad_settings_are_refused(settings, text):
    with pytest.raises(ConfigurationError, match=text):
        TrainingConfig(**settings)


@pytest.mark.parametrize("target", [0, 1, 0.5])
def test_the_ends_of_the_range_are_allowed(target):
    assert TrainingConfig(target_accuracy=target, patience=1, max_seconds=0.001).target_accuracy == target


def test_every_schedule_is_accepted():
    assert [TrainingConfig(schedule=name).schedule for name in SCHEDULES] == list(SCHEDULES)
