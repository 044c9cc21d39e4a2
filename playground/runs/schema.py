"""The tables of the store, and how an older database is brought to them."""

from pathlib import Path

import sqlalchemy as sa

from playground.runs.paths import make_relative

SCHEMA_VERSION = 5

metadata = sa.MetaData()

runs = sa.Table(
    "runs",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    # Counts up, so that order does not depend on a clock, which may jump.
    sa.Column("number", sa.Integer, nullable=False, unique=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("config", sa.JSON, nullable=False),
    sa.Column("dataset", sa.String, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("message", sa.String, nullable=False, default=""),
    sa.Column("warning", sa.String, nullable=False, default=""),
    sa.Column("command", sa.String, nullable=False, default=""),
    sa.Column("worker", sa.String, nullable=False, default=""),
    sa.Column("sweep", sa.String, nullable=False, default=""),
    sa.Column("parent", sa.String, nullable=False, default=""),
    sa.Column("created_at", sa.Float, nullable=False),
    sa.Column("deleted_at", sa.Float),
    # Seconds in the bin while a server was up: a clock that jumps does not empty it.
    sa.Column("bin_seconds", sa.Float, nullable=False, default=0.0, server_default="0"),
    # How often it was started again without anybody asking, and what it waits for: "", "memory" or "disk".
    sa.Column("restarts", sa.Integer, nullable=False, default=0, server_default="0"),
    sa.Column("waits_for", sa.String, nullable=False, default="", server_default=""),
    # Grows with every change: who watches a run reads this one number.
    sa.Column("revision", sa.Integer, nullable=False, default=0),
    sa.Column("device", sa.String, nullable=False, default=""),
    sa.Column("threads", sa.Integer, nullable=False, default=0),
    sa.Column("steps_per_epoch", sa.Integer, nullable=False, default=0),
    sa.Column("total_steps", sa.Integer, nullable=False, default=0),
    sa.Column("step", sa.Integer, nullable=False, default=0),
    sa.Column("epoch", sa.Integer, nullable=False, default=0),
    sa.Column("seconds", sa.Float, nullable=False, default=0.0),
    sa.Column("seconds_left", sa.Float),
    sa.Column("images_per_second", sa.Float, nullable=False, default=0.0),
    sa.Column("test_accuracy", sa.Float),
    sa.Column("validation_accuracy", sa.Float),
    sa.Column("kept_epoch", sa.Integer, nullable=False, default=0),
    sa.Column("checkpoint", sa.String, nullable=False, default=""),
)
steps = sa.Table(
    "steps",
    metadata,
    sa.Column("run_id", sa.String, primary_key=True),
    sa.Column("step", sa.Integer, primary_key=True),
    sa.Column("epoch", sa.Integer, nullable=False),
    sa.Column("loss", sa.Float, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False, default=0.0),
)
layers = sa.Table(
    "layers",
    metadata,
    sa.Column("run_id", sa.String, primary_key=True),
    sa.Column("step", sa.Integer, primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("layer", sa.String, nullable=False),
    sa.Column("gradient_norm", sa.Float, nullable=False),
    sa.Column("dead", sa.Float),
)
epochs = sa.Table(
    "epochs",
    metadata,
    sa.Column("run_id", sa.String, primary_key=True),
    sa.Column("epoch", sa.Integer, primary_key=True),
    sa.Column("step", sa.Integer, nullable=False),
    sa.Column("train_loss", sa.Float, nullable=False),
    sa.Column("train_accuracy", sa.Float, nullable=False),
    sa.Column("test_loss", sa.Float, nullable=False),
    sa.Column("test_accuracy", sa.Float, nullable=False),
    sa.Column("validation_loss", sa.Float),
    sa.Column("validation_accuracy", sa.Float),
    sa.Column("seconds", sa.Float, nullable=False, default=0.0),
)
changes = sa.Table(
    "changes",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("run_id", sa.String, nullable=False, index=True),
    # After how many steps it came into force; NULL while it waits for the worker.
    sa.Column("step", sa.Integer),
    sa.Column("settings", sa.JSON, nullable=False),
    sqlite_autoincrement=True,
)
sweeps = sa.Table(
    "sweeps",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False, unique=True),
    sa.Column("axes", sa.JSON, nullable=False),
    sa.Column("created_at", sa.Float, nullable=False),
)

CURVES = (steps, layers, epochs)
"""The tables that hold what a run reported."""

MIGRATIONS: dict[int, tuple[str, ...]] = {
    1: (
        "ALTER TABLE runs ADD COLUMN number INTEGER NOT NULL DEFAULT 0",
        "UPDATE runs SET number = (SELECT count(*) FROM runs AS other WHERE other.created_at < runs.created_at "
        "OR (other.created_at = runs.created_at AND other.id <= runs.id))",
        "CREATE UNIQUE INDEX runs_number ON runs (number)",
        *(
            f"ALTER TABLE runs ADD COLUMN {column} {kind}"
            for column, kind in (
                ("warning", "VARCHAR NOT NULL DEFAULT ''"),
                ("worker", "VARCHAR NOT NULL DEFAULT ''"),
                ("sweep", "VARCHAR NOT NULL DEFAULT ''"),
                ("parent", "VARCHAR NOT NULL DEFAULT ''"),
                ("deleted_at", "FLOAT"),
                ("revision", "INTEGER NOT NULL DEFAULT 0"),
                ("threads", "INTEGER NOT NULL DEFAULT 0"),
                ("seconds", "FLOAT NOT NULL DEFAULT 0"),
                ("seconds_left", "FLOAT"),
                ("best_accuracy", "FLOAT"),
                ("best_epoch", "INTEGER NOT NULL DEFAULT 0"),
            )
        ),
        "UPDATE runs SET seconds = coalesce(max(0, finished_at - started_at), 0)",
        "ALTER TABLE steps ADD COLUMN seconds FLOAT NOT NULL DEFAULT 0",
        "ALTER TABLE epochs ADD COLUMN seconds FLOAT NOT NULL DEFAULT 0",
        "UPDATE runs SET best_accuracy = (SELECT max(test_accuracy) FROM epochs WHERE run_id = runs.id)",
        "UPDATE runs SET best_epoch = coalesce((SELECT min(epoch) FROM epochs WHERE run_id = runs.id "
        "AND test_accuracy = runs.best_accuracy), 0)",
    ),
    # The best of all epochs had been chosen by the test images; these runs keep their last network.
    2: (
        "ALTER TABLE runs RENAME COLUMN best_accuracy TO validation_accuracy",
        "ALTER TABLE runs RENAME COLUMN best_epoch TO kept_epoch",
        "UPDATE runs SET validation_accuracy = NULL, kept_epoch = CASE WHEN test_accuracy IS NULL THEN 0 ELSE epoch END",
        "ALTER TABLE epochs ADD COLUMN validation_loss FLOAT",
        "ALTER TABLE epochs ADD COLUMN validation_accuracy FLOAT",
    ),
    3: (),  # the table of changes is new
    4: (),  # paths of checkpoints were absolute, see `paths.make_relative`; columns are new, see `_NEW_COLUMNS`
}
"""What brings a database from each older version to the next; new tables are made afterwards."""

_NEW_COLUMNS = {
    "bin_seconds": "FLOAT NOT NULL DEFAULT 0",
    "restarts": "INTEGER NOT NULL DEFAULT 0",
    "waits_for": "VARCHAR NOT NULL DEFAULT ''",
}
"""Columns of the runs table since version 5."""


def is_current(connection: sa.Connection) -> bool:
    """Whether the database has this version's tables."""
    return connection.exec_driver_sql("PRAGMA user_version").scalar_one() == SCHEMA_VERSION


def prepare(connection: sa.Connection, home: Path) -> int:
    """Make the tables, or bring an older database to this version, all or nothing.

    Args:
        connection: to SQLite, inside a write transaction.
        home: the folder of the database.

    Returns:
        The version that the database had; above `SCHEMA_VERSION`, nothing was changed.
    """
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if version > SCHEMA_VERSION:
        return version
    if version:
        for step in range(version, SCHEMA_VERSION):
            for statement in MIGRATIONS[step]:
                connection.exec_driver_sql(statement)
        present = {row.name for row in connection.exec_driver_sql("PRAGMA table_info(runs)")}
        for column, kind in _NEW_COLUMNS.items():
            if column not in present:
                connection.exec_driver_sql(f"ALTER TABLE runs ADD COLUMN {column} {kind}")
        make_relative(connection, home)
    metadata.create_all(connection)
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")
    return version
