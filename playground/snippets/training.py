"""The PyTorch program that repeats a run."""

from playground.snippets.lines import chosen_lines

_OWN_DIGITS_PROGRAM = """# The drawings that this run learns from too. Get the file where you got this program, or under "Your digits" on the
# page "Draw a digit", and put it beside the program. Each drawing is shown {copies} times an epoch.
with numpy.load("own_digits.npz") as own:
    own_images, own_labels = torch.from_numpy(own["images"]), torch.from_numpy(own["labels"])
train_images = torch.cat([train_images, own_images.repeat({copies}, 1, 1)])
train_labels = torch.cat([train_labels, own_labels.repeat({copies})])
"""


_TEST_PROGRAM = """    model.eval()
    with torch.inference_mode():
        logits = torch.cat([model(images.unsqueeze(1) / 255) for images in test_images.split(250)])
    accuracy = (logits.argmax(1) == test_labels).double().mean().item()
    print(f"epoch {epoch}: last loss {loss.item()}, test accuracy {accuracy}")"""


def training_program(
    *,
    network: str,
    optimizer: str,
    data: str,
    batch_size: int,
    epochs: int,
    seed: int,
    threads: int = 1,
    schedule: str = "",
    augmentation: str = "",
    own_copies: int = 0,
    target_accuracy: float | None = None,
    patience: int | None = None,
    max_seconds: float | None = None,
) -> str:
    """A whole training run, with nothing in it that this run does not need; on a CPU it repeats the run's losses.

    Args:
        network: the network as an expression of `nn`.
        optimizer: the call, such as `torch.optim.Adam(model.parameters(), lr=0.001)`.
        data: lines that set `train_images`, `train_labels`, `test_images` and `test_labels`.
        batch_size: images a step.
        epochs: passes over the training set, at most.
        seed: determines weights, shuffling and augmentation.
        threads: how many PyTorch uses.
        schedule: the call of a learning-rate scheduler for `optimizer`; empty for a constant rate.
        augmentation: the source of a function `augment(images, generator)`; empty for none.
        own_copies: how often each drawing in `own_digits.npz` is shown in an epoch; 0: there is no such file. The
            call in `schedule` then reads the variable `total_steps`.
        target_accuracy: test accuracy, 0..1, that ends the run; None: never.
        patience: epochs in a row without a better test accuracy that end the run; None: never.
        max_seconds: training time that ends the run; None: never.
    """
    timed = max_seconds is not None
    return chosen_lines(
        (augmentation, "import math"),
        (timed, "import time"),
        (augmentation or timed, ""),
        (own_copies, "import numpy"),
        (True, "import torch"),
        (augmentation, "from torch import Tensor, nn\nfrom torch.nn import functional as F"),
        (not augmentation, "from torch import nn"),
        (True, f"\n{data}"),
        (own_copies, _OWN_DIGITS_PROGRAM.format(copies=own_copies)),
        (augmentation, f"\n{augmentation}\n"),
        (
            True,
            f"torch.set_num_threads({threads})  # as the run had: sums in another order round differently",
        ),
        (True, f"torch.set_flush_denormal(True)\ntorch.manual_seed({seed})\nmodel = {network}"),
        (True, f"criterion = nn.CrossEntropyLoss()\noptimizer = {optimizer}"),
        (
            schedule and own_copies,
            f"total_steps = -(-len(train_images) // {batch_size}) * {epochs}  # rounded up",
        ),
        (schedule, f"schedule = {schedule}"),
        (True, f"generator = torch.Generator().manual_seed({seed})"),
        (patience is not None, "best, epochs_since_best = -1.0, 0"),
        (timed, "seconds = 0.0"),
        (True, f"\nfor epoch in range(1, {epochs} + 1):\n    model.train()"),
        (True, _steps_program(batch_size, bool(schedule), bool(augmentation), max_seconds)),
        (True, _TEST_PROGRAM),
        (True, _endings_program(target_accuracy, patience, max_seconds)),
        (True, 'torch.save(model.state_dict(), "model.pt")'),
    )


def _steps_program(batch_size: int, schedule: bool, augmentation: bool, max_seconds: float | None) -> str:
    timed = max_seconds is not None
    return chosen_lines(
        (
            True,
            f"    for batch in torch.randperm(len(train_images), generator=generator).split({batch_size}):",
        ),
        (timed, "        started = time.perf_counter()"),
        (True, "        images, labels = train_images[batch] / 255, train_labels[batch]"),
        (augmentation, "        images = augment(images, generator)"),
        (True, "        optimizer.zero_grad()\n        loss = criterion(model(images.unsqueeze(1)), labels)"),
        (True, "        loss.backward()\n        optimizer.step()"),
        (schedule, "        schedule.step()"),
        (timed, "        seconds += time.perf_counter() - started"),
        (timed, f"        if seconds >= {max_seconds!r}:\n            break"),
    ).rstrip("\n")


def _endings_program(target_accuracy: float | None, patience: int | None, max_seconds: float | None) -> str:
    return chosen_lines(
        (target_accuracy is not None, f"    if accuracy >= {target_accuracy!r}:\n        break"),
        (patience is not None, "    epochs_since_best = 0 if accuracy > best else epochs_since_best + 1"),
        (patience is not None, "    best = max(best, accuracy)"),
        (patience is not None, f"    if epochs_since_best >= {patience}:\n        break"),
        (max_seconds is not None, f"    if seconds >= {max_seconds!r}:\n        break"),
    )
