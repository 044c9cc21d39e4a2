"""Directories and limits, read from the environment when asked for, with defaults."""

import os
import re
import sys
import tempfile
from pathlib import Path

import platformdirs

from playground.errors import ConfigurationError

APPLICATION = "deep-learning-playground"

MAX_PARAMETERS = 2_000_000
"""The most weights a network may have: 8 MB as float32, which fits the upload limit."""

MAX_CHECKPOINT_BYTES = 32 * 1024 * 1024
"""The largest checkpoint that is read, in bytes: the largest network beside two moments of each weight, as Adam has."""

MAX_WORKERS = 256
"""Processes that train at once: each takes 310 MB."""
MAX_EPOCHS = 100
MAX_BATCH_SIZE = 4096


_ORIGIN = re.compile(r"https?://(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:[0-9]{1,5})?")


def home_directory() -> Path:
    """Where runs and checkpoints live: `PLAYGROUND_HOME`, else the user's data directory."""
    return _directory("PLAYGROUND_HOME", platformdirs.user_data_path(APPLICATION))


def data_directory() -> Path:
    """Where data sets live: `PLAYGROUND_DATA_DIR`, else the user's cache directory.

    MNIST is expected in `MNIST/raw` below it, which is torchvision's own layout, and found in other places too.
    """
    return _directory("PLAYGROUND_DATA_DIR", platformdirs.user_cache_path(APPLICATION))


def data_directory_is_chosen() -> bool:
    """Whether somebody said where data sets live."""
    return bool(os.environ.get("PLAYGROUND_DATA_DIR"))


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
    if not re.fullmatch(r"[0-9]{1,6}", text) or not 1 <= int(text) <= MAX_WORKERS:
        raise ConfigurationError(
            f"PLAYGROUND_MAX_WORKERS should be a whole number of at least 1, but it is {text[:100]!r}; the most is "
            f"{MAX_WORKERS}. Correct it or unset it, then restart the app."
        )
    return int(text)


def home_limit_bytes() -> int:
    """How much the home may take: `PLAYGROUND_HOME_GIGABYTES`, else 20 GB.

    Raises:
        ConfigurationError: the variable is not a number above 0.
    """
    text = os.environ.get("PLAYGROUND_HOME_GIGABYTES", "").strip()
    if not text:
        return 20 * 10**9
    number = float(text) if re.fullmatch(r"\d{1,6}(\.\d{1,9})?", text) else 0.0
    if number <= 0:
        raise ConfigurationError(
            f"PLAYGROUND_HOME_GIGABYTES should be a number above 0, such as 20, but it is {text!r}. "
            "Correct it or unset it, then restart the app."
        )
    return int(number * 10**9)


def embedding_sites() -> tuple[str, ...]:
    """Whose pages may show the playground in a frame: `PLAYGROUND_EMBED_IN`, origins with spaces between; else nobody's.

    Raises:
        ConfigurationError: one is no origin, such as `https://school.example.org` or `https://*.example.org`.
    """
    sites = tuple(os.environ.get("PLAYGROUND_EMBED_IN", "").replace(",", " ").split())
    for site in sites:
        if len(site) > 300 or not _ORIGIN.fullmatch(site):
            raise ConfigurationError(
                "PLAYGROUND_EMBED_IN should be addresses of sites without a path, such as https://school.example.org, with "
                f"spaces between them, but one is {site[:100]!r}. Correct it or unset it, then restart the app."
            )
    return sites


def check_settings() -> None:
    """Find what is wrong with the environment before anything is started.

    Raises:
        ConfigurationError: a folder cannot be made, read or written, or a limit is out of its range.
    """
    max_workers()
    home_limit_bytes()
    embedding_sites()
    for variable, folder in (
        ("PLAYGROUND_HOME", home_directory()),
        ("PLAYGROUND_DATA_DIR", data_directory()),
    ):
        _check_folder(variable, folder)


def _check_folder(variable: str, folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if variable == "PLAYGROUND_HOME":
            with tempfile.TemporaryFile(dir=folder):
                pass
        else:
            next(folder.iterdir(), None)
    except OSError as error:
        if variable == "PLAYGROUND_DATA_DIR" and not data_directory_is_chosen():
            return  # nothing has to be there
        raise ConfigurationError(
            f"{variable} should be a folder that can be {'written' if variable == 'PLAYGROUND_HOME' else 'read'}, but "
            f"{folder} is not: {error.strerror or error}. Choose another one or change its rights, then start again."
        ) from error


def _directory(variable: str, default: Path) -> Path:
    text = os.environ.get(variable, "")
    try:
        return Path(text).expanduser().resolve() if text else default
    except (RuntimeError, OSError, ValueError) as error:  # a home of nobody, a circle of links
        raise ConfigurationError(
            f"{variable} should be a folder, but it is {text[:200]!r}: {error}. Write its whole path, then start again."
        ) from error


def main() -> int:
    """Say what is wrong with the environment; returns the exit status, 2 where something is."""
    try:
        check_settings()
    except ConfigurationError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
