"""Which network a run keeps: with a validation part the best by it, else the last one.

Of several epochs one is the best by chance, too. Chosen by the test images, its accuracy on them would be too high:
they would have become part of training. The validation images are there to be used up like that; the test images then
say what the choice is worth. Without a validation part nothing is chosen.
"""

import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from playground.errors import CheckpointError
from playground.files import write_atomically
from playground.runs.files import RunFiles


@dataclass(frozen=True)
class KeptNetwork:
    """The network that a run keeps so far.

    Attributes:
        epoch: after which it was saved, from 1; 0 before the first one.
        validation_accuracy: 0..1; None without a validation part.
        test_accuracy: 0..1; None before the first epoch.
    """

    epoch: int = 0
    validation_accuracy: float | None = None
    test_accuracy: float | None = None

    def after(self, epoch: int, validation_accuracy: float | None, test_accuracy: float) -> "KeptNetwork":
        """The one to keep when another network has these figures; of equals the earlier one."""
        if self.beats(validation_accuracy):
            return self
        return KeptNetwork(epoch, validation_accuracy, test_accuracy)

    def beats(self, validation_accuracy: float | None) -> bool:
        """Whether it is kept although a later network has this validation accuracy."""
        return (
            validation_accuracy is not None
            and self.validation_accuracy is not None
            and self.validation_accuracy >= validation_accuracy
        )

    @property
    def columns(self) -> dict[str, Any]:
        """What the store holds of it."""
        return {
            "kept_epoch": self.epoch,
            "validation_accuracy": self.validation_accuracy,
            "test_accuracy": self.test_accuracy,
        }


def kept_of(epochs: Sequence[Mapping[str, Any]]) -> KeptNetwork:
    """What a run with these rows of the epochs table keeps, in order."""
    kept = KeptNetwork()
    for row in epochs:
        kept = kept.after(row["epoch"], row["validation_accuracy"], row["test_accuracy"])
    return kept


def copy_kept(files: RunFiles, epoch: int) -> None:
    """Make the network of an epoch the one that the run keeps, with its cached predictions.

    Raises:
        CheckpointError: it is missing, or the disk does not take the copy.
    """
    source = files.epoch(epoch)
    try:
        content = source.read_bytes()
    except OSError as error:
        raise CheckpointError(
            f"Expected the network of epoch {epoch} in {source}: {error.strerror}."
        ) from error
    predictions = files.predictions(files.kept)
    with suppress(OSError):  # those of another network must not stay
        predictions.unlink(missing_ok=True)
    write_atomically(files.kept, content, what="checkpoint", error=CheckpointError)
    with suppress(OSError):
        shutil.copyfile(files.predictions(source), predictions)
