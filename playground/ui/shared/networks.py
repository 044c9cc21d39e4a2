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
    read_checkpoint,
)
from playground.digits.datasets import DATASETS
from playground.digits.models import NETWORKS
from playground.errors import CheckpointError, StoreError
from playground.formatting import format_accuracy

UPLOAD = "upload"
DEFAULT = "cnn"
_EPOCH_KEY = re.compile(r"run-([0-9a-z]+)-epoch-(\d{1,3})", re.ASCII)


@dataclass(frozen=True)
class ModelChoices:
    """What can be chosen: `labels` maps key to display name; `problem` says why runs are missing, if they are."""

    labels: dict[str, str]
    checkpoints: dict[str, Path] = field(default_factory=dict)
    problem: str = ""


def model_key(run_id: str, epoch: int | None = None) -> str:
    """The key of a run's last network, or of the one after `epoch`, from 1."""
    return f"run-{run_id}" if epoch is None else f"run-{run_id}-epoch-{epoch}"


def model_choices(wanted: str | None = None) -> ModelChoices:
    """The pretrained networks, the runs that ended with a network, newest first, and an upload.

    The network after one epoch of a run is among them when it is the `wanted` key: all of them would be too many.
    """
    labels, checkpoints, problem = dict(PRETRAINED), {}, ""
    try:
        for run in _ended_runs():
            key = model_key(run.id)
            accuracy = format_accuracy(run.test_accuracy)
            labels[key] = f"Run {run.name}" + (f", {accuracy} on its test images" if accuracy else "")
            checkpoints[key] = Path(run.checkpoint)
        epoch = _EPOCH_KEY.fullmatch(wanted or "")
        if wanted and epoch:
            _add_epoch(labels, checkpoints, wanted, epoch[1], int(epoch[2]))
    except StoreError as error:
        problem = str(error)
    return ModelChoices({**labels, UPLOAD: "A file of mine"}, checkpoints, problem)


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


@st.cache_resource(max_entries=8, show_spinner=False)
def load_upload(content: bytes) -> Checkpoint:
    """The network in an uploaded file; `CheckpointError` as in `read_checkpoint`."""
    return read_checkpoint(content)


def describe_checkpoint(checkpoint: Checkpoint) -> str:
    """Kind, data and recorded test accuracy, such as 'small CNN, trained on MNIST, 99.5 % on its test images'."""
    metadata: dict[str, Any] = checkpoint.metadata
    config = checkpoint.model.config
    kind = NETWORKS[config.model].describe(config)
    data = DATASETS.get(str(metadata.get("dataset")))
    accuracy = format_accuracy(metadata.get("test_accuracy"))
    drawings = " and on drawings" if metadata.get("drawings") else ""
    parts = [kind, f"trained on {data.in_text}{drawings}" if data else "trained on unknown data"]
    return ", ".join([*parts, f"{accuracy} right on its test images" if accuracy else "no recorded accuracy"])


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
        labels[key] = f"After epoch {epoch}: run {run.name}"
        checkpoints[key] = path


# As many as a page compares at once, and some for other visitors.
@st.cache_resource(max_entries=16, show_spinner=False)
def _load_file(path: str, changed: int) -> Checkpoint:
    del changed  # part of the cache's key: a rewritten file is read again
    return load_checkpoint(path)


def _load_pretrained(name: str) -> Checkpoint:
    path = PRETRAINED_FOLDER / f"{name}.safetensors"
    return _load_file(str(path), path.stat().st_mtime_ns) if path.is_file() else load_pretrained(name)
