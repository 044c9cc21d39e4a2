"""Directories and limits, read from the environment when asked for, with defaults."""

import os
from pathlib import Path

import platformdirs

from playground.errors import ConfigurationError

APPLICATION = "deep-learning-playground"

MAX_PARAMETERS = 2_000_000
"""The most weights a network may have: 8 MB as float32, which fits the upload limit."""

MAX_CHECKPOINT_BYTES = 10 * 1024 * 1024
"""The largest checkpoint that is read, in bytes: the server's own upload limit."""

MAX_EPOCHS = 100
MAX_BATCH_SIZE = 4096


def home_directory() -> Path:
    """Where runs and checkpoints live: `PLAYGROUND_HOME`, else the user's data directory."""
    return _directory("PLAYGROUND_HOME", platformdirs.user_data_path(APPLICATION))


def data_directory() -> Path:
    """Where data sets live: `PLAYGROUND_DATA_DIR`, else the user's cache directory.

    MNIST is expected in `MNIST/raw` below it, which is torchvision's own layout.
    """
    return _directory("PLAYGROUND_DATA_DIR", platformdirs.user_cache_path(APPLICATION))


def available_cores() -> int:
    """How many processor cores this process may use, at least 1."""
    if hasattr(os, "sched_getaffinity"):  # Linux: a container or `taskset` may allow fewer than there are
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def worker_threads() -> int:
    """Each worker's share of the cores, at least 1; one core is left to the app.

    Raises:
        ConfigurationError: see `max_workers`.
    """
    return max(1, (available_cores() - 1) // max_workers())


def max_workers() -> int:
    """How many runs train at once: `PLAYGROUND_MAX_WORKERS`, else one core fewer than there are, at least 1.

    Raises:
        ConfigurationError: the variable is not a whole number of at least 1.
    """
    text = os.environ.get("PLAYGROUND_MAX_WORKERS", "")
    if not text:
        return max(1, available_cores() - 1)
    if not text.isdecimal() or int(text) < 1:
        raise ConfigurationError(
            f"PLAYGROUND_MAX_WORKERS should be a whole number of at least 1, but it is {text!r}. "
            "Correct it or unset it, then restart the app."
        )
    return int(text)


def _directory(variable: str, default: Path) -> Path:
    text = os.environ.get(variable, "")
    return Path(text).expanduser().resolve() if text else default
