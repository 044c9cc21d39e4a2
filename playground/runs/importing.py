"""A network from a file as a run of its own: tested on the available data set, but without curves."""

from dataclasses import asdict

from playground.digits.checkpoints import Checkpoint, read_checkpoint, save_checkpoint
from playground.digits.datasets import DigitDataset
from playground.digits.evaluation.cached_predictions import save_predictions
from playground.digits.evaluation.metrics import evaluate
from playground.digits.training import TrainingConfig
from playground.errors import ConfigurationError, PlaygroundError
from playground.runs.run import Run
from playground.runs.store import RunStore


def import_checkpoint(store: RunStore, content: bytes, dataset: DigitDataset, name: str = "") -> Run:
    """Read a checkpoint, test it, and keep it as a run in the state `"imported"`.

    Args:
        store: where the run is made.
        content: the file's bytes.
        dataset: its test images are read.
        name: the run's name.

    Raises:
        CheckpointError: it is no checkpoint, or cannot be written.
        StoreError: the store cannot be written.
    """
    checkpoint = read_checkpoint(content)
    evaluation = evaluate(checkpoint.model, dataset.test_images, dataset.test_labels)
    config = config_of(checkpoint)
    run = store.create(config, dataset.name, name, state="imported")
    path = store.files(run.id).last
    try:
        save_checkpoint(
            path,
            checkpoint.model,
            config=config.to_dict(),
            dataset=dataset.name,
            name=run.name,
            test_accuracy=evaluation.accuracy,
        )
        save_predictions(store.files(run.id).predictions(path), evaluation)
        accuracy = evaluation.accuracy
        store.update(run.id, checkpoint=str(path), test_accuracy=accuracy, best_accuracy=accuracy)
    except PlaygroundError:
        store.delete(run.id)
        store.purge(run.id)
        raise
    imported = store.get(run.id)
    assert imported is not None
    return imported


def config_of(checkpoint: Checkpoint) -> TrainingConfig:
    """The settings in the file's metadata; the article's defaults where there are none that are valid."""
    known = asdict(checkpoint.model.config)
    stored = checkpoint.metadata.get("config")
    try:
        return TrainingConfig(**{**(stored if isinstance(stored, dict) else {}), **known})
    except (ConfigurationError, TypeError, ValueError, OverflowError):
        return TrainingConfig(**known)
