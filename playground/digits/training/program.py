"""The PyTorch program that repeats a training run."""

import math

from playground.digits.datasets import dataset_entry
from playground.digits.model_source import definitions_for, layers_as_code
from playground.digits.models import build_model
from playground.digits.training.config import FIELDS, TrainingConfig
from playground.snippets.training import ProgramPart, training_program


def program_of(config: TrainingConfig, dataset: str, threads: int = 1) -> str:
    """A self-contained program that prints the last loss and the test accuracy of each epoch.

    On a CPU of the same kind they are the run's own, to the last bit. Only a time budget depends on the clock: the
    numbers until then are the run's, but the program may come further or less far. A run on a user's own digits
    has them in `own_digits.npz`, which can be downloaded and has to lie beside the program.

    Args:
        config: the run.
        dataset: a key of `DATASETS`, its data.
        threads: how many threads PyTorch used in the run.

    Raises:
        ConfigurationError: there is no such data set.
    """
    data = dataset_entry(dataset)
    total_steps = None  # the program counts them: how many drawings there are is in their file
    if not config.own_digits:
        total_steps = math.ceil(data.train_size / config.batch_size) * config.epochs
    network = build_model(config.model_config, seed=0)
    definitions = [definitions_for(network), config.optimizer_config.optimizer.definition]
    parts = [entry.program(config, total_steps) for entry in FIELDS.values() if entry.program is not None]
    return training_program(
        network=layers_as_code(network),
        optimizer=config.optimizer_config.source_call("model.parameters()", fused=True),
        data=data.program,
        batch_size=config.batch_size,
        epochs=config.epochs,
        seed=config.seed,
        threads=threads,
        parts=[*(ProgramPart(functions=definition) for definition in definitions), *parts],
    )
