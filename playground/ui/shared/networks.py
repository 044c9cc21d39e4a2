"""The networks a page may choose from, loaded once a server."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import streamlit as st

from playground.digits.checkpoints import (
    PRETRAINED,
    PRETRAINED_FOLDER,
    Checkpoint,
    load_checkpoint,
    load_pretrained,
)
from playground.digits.checkpoints.checkpoint import Weights, open_file
from playground.digits.datasets import DATASETS, dataset_name, shows_digits
from playground.digits.datasets.entry import DIGITS
from playground.digits.datasets.own_images.folder import is_own
from playground.digits.models import NETWORKS
from playground.errors import CheckpointError, StoreError
from playground.formatting import format_accuracy, listed
from playground.notices.run_title import network_title, run_title

UPLOAD = "upload"
DEFAULT = "cnn"
_EPOCH_KEY = re.compile(r"run-([0-9a-z]+)-epoch-(\d{1,3})", re.ASCII)


@dataclass(frozen=True)
class ModelChoices:
    """What can be chosen to read digits.

    Attributes:
        labels: key to display name.
        checkpoints: key of a run's network to its file.
        problem: why runs are missing, if they are.
        no_digits: keys of runs that have learnt something else, and what; they cannot be chosen.
    """

    labels: dict[str, str]
    checkpoints: dict[str, Path] = field(default_factory=dict)
    problem: str = ""
    no_digits: dict[str, str] = field(default_factory=dict)


def model_key(run_id: str, epoch: int | None = None) -> str:
    """The key of a run's last network, or of the one after `epoch`, from 1."""
    return f"run-{run_id}" if epoch is None else f"run-{run_id}-epoch-{epoch}"


def model_choices(wanted: str | None = None) -> ModelChoices:
    """The pretrained networks, the runs that ended with a network, newest first, and an upload.

    The network after one epoch of a run is among them when it is the `wanted` key: all of them would be too many.
    """
    labels, checkpoints, problem = shipped_titles(), {}, ""
    no_digits: dict[str, str] = {}
    try:
        for run in _ended_runs():
            key = model_key(run.id)
            if not _reads_digits(run):
                no_digits[key] = dataset_name(run.dataset)
                continue
            labels[key] = run_title(run)
            checkpoints[key] = Path(run.checkpoint)
        epoch = _EPOCH_KEY.fullmatch(wanted or "")
        if wanted and epoch and model_key(epoch[1]) in no_digits:
            no_digits[wanted] = no_digits[model_key(epoch[1])]
        elif wanted and epoch:
            _add_epoch(labels, checkpoints, wanted, epoch[1], int(epoch[2]))
    except StoreError as error:
        problem = str(error)
    return ModelChoices({**labels, UPLOAD: "A file of mine"}, checkpoints, problem, no_digits)


def shipped_titles() -> dict[str, str]:
    """What the networks that come with the playground are called in lists."""
    return {name: _pretrained_title(name) for name in PRETRAINED}


def _pretrained_title(name: str) -> str:
    try:
        metadata = _load_pretrained(name).metadata
    except CheckpointError:
        return PRETRAINED[name]
    return network_title(PRETRAINED[name], str(metadata.get("dataset")), metadata.get("test_accuracy"))


def networks_to_compare(choices: ModelChoices, chosen: str, runs: int) -> tuple[list[str], int]:
    """Keys of the shipped networks, the `runs` newest runs and the `chosen` network; and how many runs are left out."""
    all_runs = [key for key in choices.labels if key not in PRETRAINED and key != UPLOAD]
    keys = list(dict.fromkeys([*PRETRAINED, *all_runs[:runs], chosen]))
    return keys, len(set(all_runs) - set(keys))


def load_choice(choices: ModelChoices, key: str) -> Checkpoint:
    """The network at `key`, not an upload, from the cache or from disk.

    Raises:
        CheckpointError: its file is missing or damaged.
    """
    if key in PRETRAINED:
        return _load_pretrained(key)
    return _load_file(str(choices.checkpoints[key]), changed_at(choices, key))


def changed_at(choices: ModelChoices, key: str) -> int:
    """When the file of `key` was written, in nanoseconds; 0 for a shipped network.

    Raises:
        CheckpointError: its file is missing.
    """
    if key in PRETRAINED:
        return 0
    path = choices.checkpoints[key]
    try:
        return path.stat().st_mtime_ns
    except OSError as error:
        raise CheckpointError(
            f"The checkpoint {path} cannot be read: {error.strerror}. Choose another network."
        ) from error


def load_network(path: Path) -> Checkpoint:
    """The network in a file of a run, from the cache or from disk; `CheckpointError` as in `load_checkpoint`."""
    return _load_file(str(path), path.stat().st_mtime_ns if path.is_file() else 0)


@st.cache_resource(max_entries=8, show_spinner=False)
def open_upload(content: bytes) -> Checkpoint | Weights:
    """What an uploaded file holds; `CheckpointError` as in `open_file`."""
    return open_file(content)


def reader_of_digits(checkpoint: Checkpoint) -> Checkpoint:
    """The checkpoint itself; `CheckpointError` where it has learnt anything but digits."""
    data = str(checkpoint.metadata.get("dataset"))
    classes = checkpoint.metadata.get("classes")
    if not (shows_digits(data) if classes is None else classes == list(DIGITS)):
        learnt = dataset_name(data) if data in DATASETS or not is_own(data) else "somebody's own images"
        names = f" ({listed([str(name)[:30] for name in classes])})" if isinstance(classes, list) else ""
        raise CheckpointError(
            f"Expected a network that reads digits, but this one has learnt {learnt}{names}."
        )
    return checkpoint


def describe_checkpoint(checkpoint: Checkpoint) -> str:
    """In plain text: kind, data and recorded test accuracy, such as 'small CNN, trained on MNIST, 99.5 % on its test images'."""
    metadata: dict[str, Any] = checkpoint.metadata
    config = checkpoint.model.config
    kind = NETWORKS[config.model].describe(config)
    data = DATASETS.get(str(metadata.get("dataset")))
    accuracy = format_accuracy(metadata.get("test_accuracy"))
    drawings = " and on drawings" if metadata.get("drawings") else ""
    parts = [
        kind,
        f"trained on {data.in_text}{drawings}" if data else "trained on unknown data",
        f"{accuracy} right on its test images" if accuracy else "no recorded accuracy",
    ]
    if not config.preparation.changes_nothing:
        parts.append(config.preparation.describe())
    return ", ".join(parts)


def _reads_digits(run: Any) -> bool:
    """Whether a run has learnt digits; of images that were deleted its network's file still knows."""
    if run.dataset in DATASETS or not is_own(run.dataset):
        return shows_digits(run.dataset)
    try:
        return load_network(Path(run.checkpoint)).metadata.get("classes") == list(DIGITS)
    except CheckpointError:
        return False


def _ended_runs() -> list[Any]:
    from playground.runs.store import RunStore  # here, because the pretrained networks need no database

    return [run for run in RunStore().list() if run.state not in ("queued", "running") and run.checkpoint]


def _add_epoch(
    labels: dict[str, str], checkpoints: dict[str, Path], key: str, run_id: str, epoch: int
) -> None:
    from playground.runs.store import RunStore

    store = RunStore()
    run = store.get(run_id)
    path = store.files(run_id).epoch(epoch)
    if run is not None and path.is_file():
        labels[key] = run_title(run, epoch)
        checkpoints[key] = path


# As many as a page compares at once, and some for other visitors.
@st.cache_resource(max_entries=16, show_spinner=False)
def _load_file(path: str, changed: int) -> Checkpoint:
    del changed  # part of the cache's key: a rewritten file is read again
    return load_checkpoint(path)


def _load_pretrained(name: str) -> Checkpoint:
    path = PRETRAINED_FOLDER / f"{name}.safetensors"
    return _load_file(str(path), path.stat().st_mtime_ns) if path.is_file() else load_pretrained(name)
