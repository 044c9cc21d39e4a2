"""A run that is really trained and recorded as a worker does it, in the test's own process."""

from playground.digits.datasets import load_digits
from playground.digits.training import TrainingConfig
from playground.runs.recorder import Recorder
from playground.runs.run import Run
from playground.runs.store import RunStore


def record_run(store: RunStore, config: TrainingConfig, dataset: str = "embedded") -> Run:
    """Create a run and train it to its end; nothing else may wait in the store."""
    store.create(config, dataset)
    run = store.claim("1-w", 1)
    assert run is not None
    Recorder(store, run).train(load_digits(dataset))
    finished = store.get(run.id)
    assert finished is not None
    return finished
