"""Databases of older and newer versions."""

import json
import sqlite3

import pytest

from playground.digits.training.loop import TrainingConfig
from playground.errors import StoreError
from playground.runs.schema import SCHEMA_VERSION
from playground.runs.store import RunStore

# The first version's tables, as that version made them.
VERSION_1 = """
CREATE TABLE runs (id VARCHAR NOT NULL, name VARCHAR NOT NULL, config JSON NOT NULL, dataset VARCHAR NOT NULL,
    state VARCHAR NOT NULL, message VARCHAR NOT NULL, command VARCHAR NOT NULL, created_at FLOAT NOT NULL,
    started_at FLOAT, finished_at FLOAT, heartbeat_at FLOAT, pid INTEGER, device VARCHAR NOT NULL,
    steps_per_epoch INTEGER NOT NULL, total_steps INTEGER NOT NULL, step INTEGER NOT NULL, epoch INTEGER NOT NULL,
    images_per_second FLOAT NOT NULL, test_accuracy FLOAT, confusion JSON, checkpoint VARCHAR NOT NULL,
    PRIMARY KEY (id));
CREATE TABLE steps (run_id VARCHAR NOT NULL, step INTEGER NOT NULL, epoch INTEGER NOT NULL, loss FLOAT NOT NULL,
    PRIMARY KEY (run_id, step));
CREATE TABLE epochs (run_id VARCHAR NOT NULL, epoch INTEGER NOT NULL, step INTEGER NOT NULL,
    train_loss FLOAT NOT NULL, train_accuracy FLOAT NOT NULL, test_loss FLOAT NOT NULL,
    test_accuracy FLOAT NOT NULL, PRIMARY KEY (run_id, epoch));
PRAGMA user_version = 1;
"""
OLD_CONFIG = {
    "model": "mlp",
    "hidden": [128],
    "activation": "relu",
    "optimizer": "adam",
    "learning_rate": 0.001,
    "batch_size": 64,
    "epochs": 2,
    "seed": 7,
    "schedule": "constant",
    "augmentation": False,
}


def _old_database(home):
    home.mkdir()
    connection = sqlite3.connect(home / "runs.sqlite")
    connection.executescript(VERSION_1)
    for number, (run_id, state) in enumerate((("aaaa", "finished"), ("bbbb", "running"))):
        row = (
            run_id,
            f"old {run_id}",
            json.dumps(OLD_CONFIG),
            "embedded",
            state,
            "",
            "",
            100.0 + number,
            101.0,
            104.5,
            None,
            1,
            "cpu",
            23,
            46,
            46,
            2,
            640.0,
            0.9,
            "[[1]]",
            "/somewhere/aaaa.safetensors",
        )
        connection.execute(f"INSERT INTO runs VALUES ({','.join('?' * len(row))})", row)
        connection.executemany(
            "INSERT INTO steps VALUES (?, ?, 1, ?)", [(run_id, step, 1 / step) for step in range(1, 47)]
        )
        connection.executemany(
            "INSERT INTO epochs VALUES (?, ?, ?, 0.5, 0.5, 0.5, ?)",
            [(run_id, 1, 23, 0.95), (run_id, 2, 46, 0.9)],
        )
    connection.commit()
    connection.close()


def test_a_database_of_the_first_version_is_brought_to_this_one_with_everything_in_it(tmp_path):
    _old_database(tmp_path / "home")
    store = RunStore(tmp_path / "home")
    second, first = store.list()
    assert (first.name, first.number, first.state, first.seconds) == ("old aaaa", 1, "finished", 3.5)
    assert first.config == TrainingConfig(**OLD_CONFIG, validation_share=0)
    assert (first.test_accuracy, first.validation_accuracy, first.kept_epoch) == (0.9, None, 2)
    assert (second.number, second.state) == (2, "running")
    assert store.metrics.steps("aaaa")["loss"].tolist() == [1 / step for step in range(1, 47)]
    assert [row["test_accuracy"] for row in store.metrics.epochs("aaaa")] == [0.95, 0.9]
    new = store.create(TrainingConfig(), "embedded")
    assert new.number == 3
    assert RunStore(tmp_path / "home").get(new.id) == new  # once is enough


def test_a_migration_that_fails_changes_nothing(tmp_path):
    _old_database(tmp_path / "home")
    path = tmp_path / "home" / "runs.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("ALTER TABLE runs ADD COLUMN deleted_at FLOAT")  # in the way
    connection.close()
    with pytest.raises(StoreError, match="duplicate column"):
        RunStore(tmp_path / "home")
    with sqlite3.connect(path) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(runs)")]
        assert "number" not in columns
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    connection.close()


def test_a_database_of_a_newer_version_is_refused_with_the_way_out(store):
    with sqlite3.connect(store.path) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    with pytest.raises(
        StoreError,
        match=rf"at most version {SCHEMA_VERSION}.*has version {SCHEMA_VERSION + 1}.*PLAYGROUND_HOME",
    ):
        RunStore(store.home)


def test_runs_of_the_second_version_keep_their_last_network_and_the_test_images_choose_no_more(store):
    run = store.create(TrainingConfig(validation_share=0), "embedded", state="finished", epoch=2)
    store.update(run.id, test_accuracy=0.9, validation_accuracy=0.95, kept_epoch=1, config=OLD_CONFIG)
    with sqlite3.connect(store.path) as connection:  # as that version named and made them
        for change in (
            "ALTER TABLE runs RENAME COLUMN validation_accuracy TO best_accuracy",
            "ALTER TABLE runs RENAME COLUMN kept_epoch TO best_epoch",
            "ALTER TABLE epochs DROP COLUMN validation_loss",
            "ALTER TABLE epochs DROP COLUMN validation_accuracy",
            "PRAGMA user_version = 2",
        ):
            connection.execute(change)
        connection.execute(
            "INSERT INTO epochs (run_id, epoch, step, train_loss, train_accuracy, test_loss, test_accuracy, seconds) "
            "VALUES (?, 2, 46, 0.5, 0.5, 0.5, 0.9, 1.0)",
            (run.id,),
        )
    connection.close()
    opened = RunStore(store.home)
    old = opened.get(run.id)
    assert (old.test_accuracy, old.validation_accuracy, old.kept_epoch) == (0.9, None, 2)
    assert old.config == TrainingConfig(**OLD_CONFIG, validation_share=0)
    assert [row["validation_accuracy"] for row in opened.metrics.epochs(run.id)] == [None]
    assert opened.create(TrainingConfig(), "embedded").validation_accuracy is None
