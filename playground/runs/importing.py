"""A network from a file as a run of its own: tested on the available data set, but without curves."""

from contextlib import suppress
from dataclasses import asdict

from playground.digits.checkpoints import Checkpoint, save_checkpoint
from playground.digits.datasets import DigitDataset
from playground.digits.evaluation.cached_predictions import save_predictions
from playground.digits.evaluation.metrics import evaluate
from playground.digits.training import TrainingConfig
from playground.digits.training.changes import Change, live_settings
from playground.digits.training.config import FIELDS, from_stored
from playground.errors import ConfigurationError, PlaygroundError
from playground.runs.changes import from_metadata, to_metadata
from playground.runs.run import Run
from playground.runs.store import RunStore


def import_checkpoint(store: RunStore, checkpoint: Checkpoint, dataset: DigitDataset, name: str = "") -> Run:
    """Test a network from elsewhere, and keep it as a run in the state `"imported"`.

    Args:
        store: where the run is made.
        checkpoint: the network.
        dataset: its test images are read.
        name: the run's name.

    Raises:
        CheckpointError: it cannot be written.
        StoreError: the store cannot be written.
    """
    evaluation = evaluate(checkpoint.model, dataset.test_images, dataset.test_labels)
    config, changes = config_of(checkpoint)
    run = store.create(config, dataset.name, name, state="imported", changes=changes)
    changed = {"changes": to_metadata(run.changes)} if changes else {}
    path = store.files(run.id).kept
    try:
        save_checkpoint(
            path,
            checkpoint.model,
            config=config.to_dict(),
            dataset=dataset.name,
            name=run.name,
            test_accuracy=evaluation.accuracy,
            **changed,
        )
        save_predictions(store.files(run.id).predictions(path), evaluation)
        accuracy = evaluation.accuracy
        store.update(run.id, checkpoint=str(path), test_accuracy=accuracy)
    except PlaygroundError:
        store.delete(run.id)
        store.purge(run.id)
        raise
    imported = store.get(run.id)
    assert imported is not None
    return imported


def config_of(checkpoint: Checkpoint) -> tuple[TrainingConfig, list[Change]]:
    """The settings in the file's metadata with their changes; the article's defaults where there are none that are valid."""
    known = {name: value for name, value in asdict(checkpoint.model.config).items() if name in FIELDS}
    kept = checkpoint.metadata.get("config")
    stored = kept if isinstance(kept, dict) else {}
    live = live_settings()  # what the network has of these it may have since a change
    first = {name: value for name, value in known.items() if name not in live or name not in stored}
    with suppress(ConfigurationError, TypeError, ValueError, OverflowError):
        config = from_stored({**stored, **first})
        changes = from_metadata(config, checkpoint.metadata.get("changes", []))
        if changes:
            return config, changes
        return from_stored({**stored, **known}), []
    return from_stored(known), []
