"""The PyTorch program that repeats a training run: a frame, and what single settings add to it."""

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


_TEST_PROGRAM = """model.eval()
with torch.inference_mode():
    logits = torch.cat([model(images.unsqueeze(1) / 255) for images in test_images.split(250)])
accuracy = (logits.argmax(1) == test_labels).double().mean().item()
print(f"epoch {epoch}: last loss {loss.item()}, test accuracy {accuracy}")
"""


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
        after_step: after the optimizer's step.
        after_epoch: after the test, when `accuracy` (0..1) is there; `break` ends the run.
    """

    imports: tuple[str, ...] = ()
    data: str = ""
    functions: str = ""
    after_optimizer: str = ""
    before_training: str = ""
    before_step: str = ""
    inputs: str = ""
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
    parts: Sequence[ProgramPart] = (),
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
            f"\nfor epoch in range(1, {epochs} + 1):\n",
            indent(_epoch(batch_size, parts), " " * 4),
            '\ntorch.save(model.state_dict(), "model.pt")\n',
        )
    )


def _set_up(network: str, optimizer: str, seed: int) -> str:
    return (
        f"torch.set_flush_denormal(True)\ntorch.manual_seed({seed})\nmodel = {network}\n"
        f"criterion = nn.CrossEntropyLoss()\noptimizer = {optimizer}\n"
    )


def _epoch(batch_size: int, parts: Sequence[ProgramPart]) -> str:
    return "".join(
        (
            "model.train()\n",
            f"for batch in torch.randperm(len(train_images), generator=generator).split({batch_size}):\n",
            indent(_step(parts), " " * 4),
            _TEST_PROGRAM,
            _lines(part.after_epoch for part in parts),
        )
    )


def _step(parts: Sequence[ProgramPart]) -> str:
    return "".join(
        (
            _lines(part.before_step for part in parts),
            "images, labels = train_images[batch] / 255, train_labels[batch]\n",
            _lines(part.inputs for part in parts),
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
