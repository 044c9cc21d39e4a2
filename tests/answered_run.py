"""A run with networks and answers on disk, as a worker leaves it, but trained for a moment in the test itself."""

import torch
from torch.nn import functional as F

from playground.digits.checkpoints import save_checkpoint
from playground.digits.datasets import DigitDataset, load_digits
from playground.digits.evaluation.cached_predictions import save_predictions
from playground.digits.evaluation.metrics import evaluate
from playground.digits.models import build_model, to_input
from playground.digits.training.loop import TrainingConfig
from playground.runs.run import Run
from playground.runs.store import RunStore


def write_run(
    store: RunStore,
    dataset: DigitDataset | None = None,
    epochs: int = 3,
    hidden: tuple[int, ...] = (12,),
    steps: int = 25,
    **values: object,
) -> Run:
    """Create a finished run of `epochs` epochs of `steps` steps each; `values` are columns of it."""
    digits = dataset or load_digits("embedded")
    config = TrainingConfig(hidden=hidden, epochs=epochs)
    run = store.create(config, digits.name)
    files = store.files(run.id)
    model = build_model(config.model_config, seed=0)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
    generator = torch.Generator().manual_seed(0)
    for epoch in range(1, epochs + 1):
        for _ in range(steps):
            batch = torch.randint(len(digits.train_images), (128,), generator=generator)
            optimizer.zero_grad()
            F.cross_entropy(
                model(to_input(digits.train_images[batch])), digits.train_labels[batch]
            ).backward()
            optimizer.step()
        evaluation = evaluate(model, digits.test_images, digits.test_labels)
        last = [files.kept] if epoch == epochs else []
        for path in [files.epoch(epoch), *last]:
            save_checkpoint(path, model, dataset=digits.name, test_accuracy=evaluation.accuracy, epoch=epoch)
            save_predictions(files.predictions(path), evaluation)
    values = {
        "state": "finished",
        "epoch": epochs,
        "test_accuracy": evaluation.accuracy,
        "checkpoint": str(files.kept),
        **values,
    }
    store.update(run.id, **values)
    finished = store.get(run.id)
    assert finished is not None
    return finished
