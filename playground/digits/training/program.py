"""The PyTorch program that repeats a training run."""

import math
from collections.abc import Sequence

from playground.digits.datasets import DatasetEntry, dataset_entry
from playground.digits.model_source import definitions_for, network_as_code
from playground.digits.models.memory_format import CHANNELS_LAST, trains_channels_last
from playground.digits.training.changes import Change
from playground.digits.training.config import FIELDS, TrainingConfig
from playground.digits.training.program_changes import changes_part, network_for
from playground.digits.training.validation import validation_size
from playground.snippets.training import ProgramPart, training_program


def program_of(config: TrainingConfig, dataset: str, threads: int = 1, changes: Sequence[Change] = ()) -> str:
    """A self-contained program that prints the last loss and the validation accuracy of each epoch, at last the test's.

    Without a validation part it prints the test accuracy of each epoch, as the article does.

    On a CPU of the same kind they are the run's own, to the last bit. Only a time budget depends on the clock: the
    numbers until then are the run's, but the program may come further or less far. A run on a user's own digits
    has them in `own_digits.npz`, which can be downloaded and has to lie beside the program.

    Args:
        config: the run, as it began.
        dataset: a key of `DATASETS`, its data.
        threads: how many threads PyTorch used in the run.
        changes: the settings that were changed while it trained, in order.

    Raises:
        ConfigurationError: there is no such data set.
    """
    data = dataset_entry(dataset)
    network = network_for(config, changes)
    definitions = [definitions_for(network), config.optimizer_config.optimizer.definition]
    parts = _parts(config, changes, _total_steps(config, data))
    return training_program(
        network=network_as_code(network) + CHANNELS_LAST * trains_channels_last(network),
        optimizer=config.optimizer_config.source_call("model.parameters()", fused=True),
        data=data.program,
        batch_size=config.batch_size,
        epochs=config.epochs,
        seed=config.seed,
        threads=threads,
        changing=bool(changes),
        validation=config.validation_share > 0,
        parts=[*(ProgramPart(functions=definition) for definition in definitions), *parts],
    )


def _total_steps(config: TrainingConfig, data: DatasetEntry) -> int | None:
    """None where the program has to count them: how many images there are is in a file."""
    if config.own_digits or not data.train_size:
        return None
    learnt = data.train_size - validation_size(data.train_size, config.validation_share)
    return math.ceil(learnt / config.batch_size) * config.epochs


def _parts(config: TrainingConfig, changes: Sequence[Change], total_steps: int | None) -> list[ProgramPart]:
    """What the settings add; of those that changes may move, the changes' own part."""
    moved = ("schedule", "dropout") if changes else ()
    parts = [
        entry.program(config, total_steps)
        for name, entry in FIELDS.items()
        if entry.program is not None and name not in moved
    ]
    return parts + (changes_part(config, changes, total_steps) if changes else [])
