"""The PyTorch program that repeats a training run: a template, and what single settings add to it."""

import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import indent

OWN_DIGITS_PROGRAM = """# The drawings that this run learns from too. Get the file where you got this program, or under "Your digits" on the
# page "Draw a digit", and put it beside the program. Each drawing is shown {copies} times an epoch.
with numpy.load("own_digits.npz") as own:
    own_images, own_labels = torch.from_numpy(own["images"]), torch.from_numpy(own["labels"])
train_images = torch.cat([train_images, own_images.repeat({copies}, 1, 1)])
train_labels = torch.cat([train_labels, own_labels.repeat({copies})])"""
"""Adds a user's test set to the training images; `copies` is how often each drawing is shown in an epoch."""


VALIDATION_PROGRAM = """# Held out, the same share of each class: by these the best epoch is chosen, so that the test images choose nothing.
order = torch.randperm(len(train_labels), generator=torch.Generator().manual_seed({seed}))
order = order[train_labels[order].argsort(stable=True)]  # one class after another
count = max(1, round({share!r} * len(order)))
held_out = order[(2 * torch.arange(count) + 1) * len(order) // (2 * count)]  # at even distances
rest = torch.ones(len(order), dtype=torch.bool)
rest[held_out] = False
validation_images, validation_labels = train_images[held_out], train_labels[held_out]
train_images, train_labels = train_images[rest], train_labels[rest]"""
"""Splits the training images as `digits.training.validation.hold_out` does."""

_READ_PROGRAM = """model.eval()
with torch.inference_mode():
    logits = torch.cat([model(images.unsqueeze(1) / 255) for images in {part}_images.split(250)])
accuracy = (logits.argmax(1) == {part}_labels).double().mean().item()
"""
_PRINT_PROGRAM = """print(f"epoch {{epoch}}: last loss {{loss.item()}}, {part} accuracy {{accuracy}}")
"""
_KEEP_PROGRAM = """if accuracy > kept_accuracy:  # as good is not better: of equals the first is kept
    kept_accuracy = accuracy
    kept = {name: tensor.clone() for name, tensor in model.state_dict().items()}
"""
_LAST_TEST_PROGRAM = (
    "\nmodel.load_state_dict(kept)\n"
    + _READ_PROGRAM.format(part="test")
    + """print(f"test accuracy {accuracy}")\n"""
)


@dataclass(frozen=True, kw_only=True)
class ProgramPart:
    """What a setting adds to the program of a run; each text is whole lines without indentation, "" for none.

    Attributes:
        imports: statements, of which the program has each once.
        data: after the images are loaded.
        functions: definitions, before training is set up.
        after_optimizer: once, when `model`, `criterion` and `optimizer` are there.
        before_training: once, right before the first epoch.
        before_step: before a batch is read.
        inputs: when `images`, `(B, 28, 28)` float32 in 0..1, and `labels` are there.
        before_forward: right before the network is called, which nothing else may draw random numbers after.
        after_step: after the optimizer's step.
        after_epoch: when the network has read the validation images, or without these the test images, and
            `accuracy` (0..1) is there; `break` ends the run.
    """

    imports: tuple[str, ...] = ()
    data: str = ""
    functions: str = ""
    after_optimizer: str = ""
    before_training: str = ""
    before_step: str = ""
    inputs: str = ""
    before_forward: str = ""
    after_step: str = ""
    after_epoch: str = ""


def training_program(
    *,
    network: str,
    optimizer: str,
    data: str,
    batch_size: int,
    epochs: int,
    seed: int,
    threads: int = 1,
    changing: bool = False,
    validation: bool = False,
    parts: Sequence[ProgramPart] = (),
) -> str:
    """A whole training run, with nothing in it that this run does not need; on a CPU it repeats the run's losses.

    Args:
        network: the expression for the network.
        optimizer: the call, such as `torch.optim.Adam(model.parameters(), lr=0.001)`.
        data: lines that set `train_images`, `train_labels`, `test_images` and `test_labels`.
        batch_size: images a step.
        epochs: passes over the training set, at most.
        seed: determines weights, shuffling and augmentation.
        threads: how many PyTorch uses.
        changing: whether the batch size is `settings["batch_size"]`, read before each batch, and `order` holds what an
            epoch has left.
        validation: whether a part sets `validation_images` and `validation_labels`: the network is kept that reads
            most of these. Else the last one is.
        parts: what settings add, in order.
    """
    return "".join(
        (
            _imports(line for part in parts for line in part.imports),
            f"\n{data}\n",
            _lines(f"{part.data}\n" for part in parts if part.data),
            _lines(f"\n{part.functions}\n" for part in parts if part.functions),
            f"torch.set_num_threads({threads})  # as the run had: sums in another order round differently\n",
            _set_up(network, optimizer, seed),
            _lines(part.after_optimizer for part in parts),
            f"generator = torch.Generator().manual_seed({seed})\n",
            _lines(part.before_training for part in parts),
            "kept_accuracy = -1.0\n" * validation,
            f"\nfor epoch in range(1, {epochs} + 1):\n",
            indent(_epoch(None if changing else batch_size, validation, parts), " " * 4),
            _LAST_TEST_PROGRAM * validation,
            '\ntorch.save(model.state_dict(), "model.pth")\n',
        )
    )


def _set_up(network: str, optimizer: str, seed: int) -> str:
    return (
        f"torch.set_flush_denormal(True)\ntorch.manual_seed({seed})\nmodel = {network}\n"
        f"criterion = nn.CrossEntropyLoss()\noptimizer = {optimizer}\n"
    )


def _epoch(batch_size: int | None, validation: bool, parts: Sequence[ProgramPart]) -> str:
    part = "validation" if validation else "test"
    order = "torch.randperm(len(train_images), generator=generator)"
    if batch_size is None:
        batches = f"order = {order}\nwhile len(order):\n"
        taken = 'batch, order = order[: settings["batch_size"]], order[settings["batch_size"] :]\n'
    else:
        batches, taken = f"for batch in {order}.split({batch_size}):\n", ""
    return "".join(
        (
            "model.train()\n",
            batches,
            indent(_step(taken, parts), " " * 4),
            _READ_PROGRAM.format(part=part),
            _PRINT_PROGRAM.format(part=part),
            _KEEP_PROGRAM * validation,
            _lines(one.after_epoch for one in parts),
        )
    )


def _step(taken: str, parts: Sequence[ProgramPart]) -> str:
    return "".join(
        (
            _lines(part.before_step for part in parts),
            taken,
            "images, labels = train_images[batch] / 255, train_labels[batch]\n",
            _lines(part.inputs for part in parts),
            _lines(part.before_forward for part in parts),
            "optimizer.zero_grad()\nloss = criterion(model(images.unsqueeze(1)), labels)\n",
            "loss.backward()\noptimizer.step()\n",
            _lines(part.after_step for part in parts),
        )
    )


def _lines(texts: Iterable[str]) -> str:
    """The texts that are not empty, each with a line's end."""
    return "".join(f"{text}\n" for text in texts if text)


def _imports(statements: Iterable[str]) -> str:
    """PyTorch and the statements, each once, the standard library above; names from one module share a line."""
    plain: set[str] = set()
    renamed: list[str] = []
    names: defaultdict[str, set[str]] = defaultdict(set)
    for statement in dict.fromkeys(("import torch", "from torch import nn", *statements)):
        if statement.startswith("import "):
            plain.add(statement)
        elif " as " in statement:
            renamed.append(statement)
        else:
            _, module, _, name = statement.split()
            names[module].add(name)
    standard = sorted(line for line in plain if line.split()[1] in sys.stdlib_module_names)
    merged = [f"from {module} import {', '.join(sorted(some))}" for module, some in names.items()]
    return f"{_lines(standard)}\n" * bool(standard) + _lines(
        [*sorted(plain - {*standard}), *merged, *renamed]
    )
