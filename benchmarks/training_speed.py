"""How fast the digit networks train, beside the article's loop and scikit-learn: `python -m benchmarks.training_speed`.

All in turn, in one process with one thread, and whole processes at the end: about five minutes. It uses MNIST where
`PLAYGROUND_DATA_DIR` has it, else the embedded digits. An epoch is 60,000 images in batches of 64, extrapolated from turns
of some steps. Name parts to measure these alone: `mlp`, `cnn`, `run`, `two`.
"""

import itertools
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import torch

from benchmarks.in_turn import describe_machine, print_beside, seconds_in_turn
from benchmarks.training_rivals import article_loop, matrix_products, plain_loop, scikit_learn
from playground.digits.datasets import DigitDataset, load_digits, usual_dataset
from playground.digits.training import TrainingConfig
from playground.digits.training.loop import StepFinished, Training
from playground.digits.training.unseen_images import UnseenImages
from playground.runs.recorder import Recorder
from playground.runs.store import RunStore

BATCH = 64
STEPS_PER_EPOCH = 938
"""Of 60,000 images."""
Steps = Callable[[int], Any]
"""Makes so many steps."""


def main() -> None:
    """Print one rival a line."""
    torch.set_num_threads(1)
    parts = {"mlp": _mlp, "cnn": _cnn, "run": _run, "two": _two}
    digits = load_digits(usual_dataset())
    print(f"data: {digits.name}; {describe_machine()}")
    for name in sys.argv[1:] or parts:
        parts[name](digits)


def our_steps(digits: DigitDataset, config: TrainingConfig) -> Steps:
    """Our event loop: divergence check, statistics of the layers and all; the tests after an epoch are left out."""
    training = Training(config, digits, "cpu")
    images, labels = (part[:BATCH] for part in training.unseen.test)
    measured = UnseenImages((images[:0], labels[:0]), (images, labels)).measure(training.model)
    training.measure = lambda *_: measured  # type: ignore[method-assign]  # of this object alone: no test is timed
    losses = (event.loss for event in training.events() if isinstance(event, StepFinished))
    return partial(_take, losses)


def _take(steps: Iterator[object], count: int) -> list[object]:
    return list(itertools.islice(steps, count))


def _mlp(digits: DigitDataset) -> None:
    """The article's network."""
    _say_losses(digits)
    _beside(
        "ours",
        {
            "ours": our_steps(digits, _config(10)),
            "the same loop in plain PyTorch, images in memory": partial(
                _take, plain_loop(digits, _config(10))
            ),
            "the article's loop with DataLoader and ToTensor": partial(_take, article_loop(digits)),
            "scikit-learn's MLPClassifier": scikit_learn(digits),
            "the matrix products alone": matrix_products(),
        },
        steps=50,
        rounds=25,
    )


def _cnn(digits: DigitDataset) -> None:
    """The small CNN."""
    config = _config(10, "cnn")
    _beside(
        "our CNN",
        {
            "our CNN": our_steps(digits, config),
            "its layers in plain PyTorch": partial(_take, plain_loop(digits, config)),
        },
        steps=10,
        rounds=8,
    )


def _run(digits: DigitDataset) -> None:
    """Two epochs as a worker makes them, with tests, networks, states and the database, beside their steps alone."""
    config = TrainingConfig(epochs=2)

    def recorded() -> None:
        with tempfile.TemporaryDirectory() as folder:
            store = RunStore(Path(folder))
            store.create(config, usual_dataset())
            run = store.claim("benchmark", 1)
            assert run is not None  # it was just queued
            Recorder(store, run).train(digits)
            store.close()

    def tested() -> None:
        for _ in Training(config, digits, "cpu").events():
            pass

    def steps_alone() -> None:
        our_steps(digits, config)(config.epochs * STEPS_PER_EPOCH)

    rivals = {"steps alone": steps_alone, "with tests": tested, "a whole run, with the database": recorded}
    print_beside(seconds_in_turn(rivals, 5), "steps alone", unit="s for two epochs and a begin")


def _two(digits: DigitDataset) -> None:
    """Two processes at once beside one alone: how much more they train together."""
    context = multiprocessing.get_context("spawn")
    pipes = []
    for _ in range(2):
        ours, theirs = context.Pipe()
        context.Process(target=_train_when_asked, args=(theirs,), daemon=True).start()
        pipes.append(ours)
    clock, processor = [], []
    for _ in range(16):
        alone, alone_of_a_core = _ask(pipes[:1])
        both, both_of_a_core = _ask(pipes)
        clock.append(2 * alone / both)
        processor.append(4 * alone_of_a_core / both_of_a_core)
    for name, ratios in (
        ("the clock", clock[1:]),
        ("processor time, as on cores that do nothing else", processor[1:]),
    ):
        print(
            f"two runs on two cores train {statistics.median(ratios):.2f} times what one does, by {name} "
            f"(from {min(ratios):.2f} to {max(ratios):.2f})"
        )
    for pipe in pipes:
        pipe.send(0)


def _ask(pipes: list[Connection]) -> tuple[float, float]:
    """Seconds of the clock until all have made their steps, and of the processor for all together."""
    started = time.perf_counter()
    for pipe in pipes:
        pipe.send(300)
    processor = sum(pipe.recv() for pipe in pipes)
    return time.perf_counter() - started, processor


def _train_when_asked(pipe: Connection) -> None:
    torch.set_num_threads(1)
    steps = our_steps(load_digits(usual_dataset()), _config(100))
    while count := pipe.recv():
        started = time.process_time()
        steps(count)
        pipe.send(time.process_time() - started)


def _beside(first: str, rivals: dict[str, Steps], steps: int, rounds: int) -> None:
    turns = {name: partial(rival, steps) for name, rival in rivals.items()}
    seconds = seconds_in_turn(turns, rounds, time.process_time)
    print_beside(seconds, first, STEPS_PER_EPOCH / steps, "s of a core for an epoch")


def _say_losses(digits: DigitDataset) -> None:
    """Whether ours are those of the plain loop."""
    ours = our_steps(digits, _config(10))(200)
    plain = _take(plain_loop(digits, _config(10)), 200)
    same = sum(own == other for own, other in zip(ours, plain, strict=False))
    print(f"losses equal to those of the plain loop to the last bit: {same} of {len(plain)} steps")


def _config(epochs: int, model: str = "mlp") -> TrainingConfig:
    return TrainingConfig(model, epochs=epochs, batch_size=BATCH, validation_share=0)


if __name__ == "__main__":
    main()
