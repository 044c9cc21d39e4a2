"""What a run leaves on disk: networks with their cached predictions, and the state from which it can be resumed."""

import io
import math
import os
from contextlib import suppress
from pathlib import Path

import torch

from playground.digits.checkpoints import save_checkpoint
from playground.digits.datasets import DigitDataset, dataset_classes, shows_digits
from playground.digits.datasets.own_images.folder import is_own
from playground.digits.evaluation.cached_predictions import save_predictions
from playground.digits.evaluation.metrics import Evaluation
from playground.digits.models import DigitNetwork
from playground.digits.training.loop import Training
from playground.errors import CheckpointError
from playground.files import write_atomically
from playground.runs.changes import in_force, to_metadata
from playground.runs.files import RunFiles
from playground.runs.run import Run


def save_network(
    files: RunFiles, path: Path, run: Run, model: DigitNetwork, step: int, *, test: Evaluation | None = None
) -> None:
    """Save a network of the run; with a test, its accuracy and predictions too.

    Raises:
        CheckpointError: the disk does not take it.
    """
    accuracy = {"test_accuracy": test.accuracy} if test is not None and math.isfinite(test.accuracy) else {}
    # Own images are known on this machine alone, and the file may go to another one.
    named = is_own(run.dataset) or not shows_digits(run.dataset)
    changes = to_metadata(run.changes)
    changed = {"changes": changes} if changes else {}
    classes = {"classes": list(dataset_classes(run.dataset))} if named else {}
    save_checkpoint(
        path,
        model,
        config=run.config.to_dict(),
        dataset=run.dataset,
        step=step,
        name=run.name,
        **changed,
        **accuracy,
        **classes,
    )
    if test is not None:
        save_predictions(files.predictions(path), test)
    else:
        with suppress(OSError):
            files.predictions(path).unlink(missing_ok=True)


def save_state(files: RunFiles, training: Training) -> None:
    """Save the state to resume from; the one before it is kept, and there is one at every moment.

    Raises:
        CheckpointError: the disk does not take it.
    """
    buffer = io.BytesIO()
    torch.save(training.state_dict(), buffer)
    with suppress(OSError):
        _keep_previous(files)
    write_atomically(files.state, buffer.getvalue(), what="training state", error=CheckpointError)


def _keep_previous(files: RunFiles) -> None:
    """Give the state its second name without taking the first: a backup made meanwhile would have neither."""
    second = files.state.with_name(f".{files.previous_state.name}")
    second.unlink(missing_ok=True)
    try:
        os.link(files.state, second)
        os.replace(second, files.previous_state)
    except OSError:  # some network and memory-card file systems have no second names
        os.replace(files.state, files.previous_state)


def load_state(files: RunFiles, run: Run, dataset: DigitDataset, at_most: int) -> Training | None:
    """The training at its newest saved state of at most `at_most` steps; None when there is no whole one."""
    for path in (files.state, files.previous_state):
        if not path.exists():
            continue
        training = Training(run.config, dataset, changes=in_force(run.changes))
        try:
            state = torch.load(path, weights_only=True)
            if state["steps_done"] <= at_most:
                training.load_state_dict(state)
                return training
        except Exception as error:  # a torn file fails in many ways inside torch.load
            print(f"{path} cannot be resumed from: {error}", flush=True)  # into the worker's log
    return None


def delete_states(files: RunFiles) -> None:
    """Remove what only a run that goes on needs."""
    for path in (files.state, files.previous_state):
        with suppress(OSError):
            path.unlink(missing_ok=True)
