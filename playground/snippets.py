"""The PyTorch program for what a page shows: runnable as it is, printing the page's numbers."""

import base64
import zlib
from collections.abc import Mapping, Sequence


def activation_program(modules: Sequence[str], probe: float) -> str:
    """Value and slope of `torch.nn` modules, given by class name, at one point."""
    return f"""import torch

for activation in ({", ".join(f"torch.nn.{module}()" for module in modules)},):
    x = torch.tensor({probe!r}, requires_grad=True)
    y = activation(x)
    y.backward()
    print(activation, f"f(x) = {{y.item():.4f}}, f'(x) = {{x.grad.item():.4f}}")
"""


def descent_program(optimizer: str, start: Sequence[float], steps: int) -> str:
    """The article's `x -> y` example; `optimizer` is the call, such as `torch.optim.SGD([x], lr=0.01)`."""
    return f"""import torch

x = torch.tensor({[float(value) for value in start]}, requires_grad=True)
y = torch.tensor([2.0, 4.0, 6.0])
criterion = torch.nn.MSELoss()
optimizer = {optimizer}

for step in range({steps}):
    optimizer.zero_grad()
    loss = criterion(x, y)
    loss.backward()
    optimizer.step()

print("x =", x.tolist())
print("loss =", criterion(x, y).item())
"""


def surface_program(
    loss: str,
    optimizers: Mapping[str, str],
    start: Sequence[float],
    steps: int,
    *,
    batch_size: int | None = None,
    seed: int = 0,
) -> str:
    """One descent or a race of several down any surface.

    Args:
        loss: the source of the function `loss(point)`.
        optimizers: display name to its call, such as `torch.optim.Adam([point], lr=0.1)`.
        start: the first point.
        steps: how many steps each takes.
        batch_size: how many examples a step sees: `loss(point, chosen)`; None: all.
        seed: determines which.
    """
    builders = "".join(f"    {name!r}: lambda point: {call},\n" for name, call in optimizers.items())
    drawn = batch_size is not None
    return _lines(
        (True, f"import torch\n\n{loss}\n\noptimizers = {{\n{builders}}}"),
        (True, "for name, build in optimizers.items():"),
        (drawn, f"    generator = torch.Generator().manual_seed({seed})"),
        (True, f"    point = torch.tensor({[float(value) for value in start]}, requires_grad=True)"),
        (
            True,
            f"    optimizer = build(point)\n    for step in range({steps}):\n        optimizer.zero_grad()",
        ),
        (drawn, f"        chosen = torch.randperm(len(inputs), generator=generator)[:{batch_size}]"),
        (True, f"        loss(point{', chosen' if drawn else ''}).backward()\n        optimizer.step()"),
        (True, "    print(name, point.tolist(), loss(point).item())"),
    )


def pack_image(pixels: bytes) -> str:
    """An image's bytes as short text for `prediction_program`."""
    return base64.b64encode(zlib.compress(pixels, 9)).decode("ascii")


def prediction_program(file: str, layers: str, pixels: str) -> str:
    """Load a `state_dict` file and read one image.

    Args:
        file: the file's name.
        layers: the network as an expression of `nn`, with the file's tensors in its own order.
        pixels: the image's 28 x 28 bytes, as `pack_image` writes them.
    """
    return f"""import base64
import zlib

import torch
from torch import nn

# Put this file, from "Take this network with you", beside the program.
weights = torch.load("{file}", weights_only=True)
model = {layers}
model.load_state_dict(dict(zip(model.state_dict(), weights.values(), strict=True)))
model.eval()

# The 28 x 28 image that the network saw.
pixels = zlib.decompress(base64.b64decode("{pixels}"))
image = torch.tensor(list(pixels)).reshape(1, 1, 28, 28) / 255

with torch.inference_mode():
    probabilities = model(image)[0].softmax(0)
for digit, probability in enumerate(probabilities):
    print(digit, f"{{probability:.2%}}")
print("prediction:", int(probabilities.argmax()))
"""


_OWN_DIGITS_PROGRAM = """# The drawings that this run learns from too. Get the file where you got this program, or under "Your digits" on the
# page "Draw a digit", and put it beside the program. Each drawing is shown {copies} times an epoch.
with numpy.load("own_digits.npz") as own:
    own_images, own_labels = torch.from_numpy(own["images"]), torch.from_numpy(own["labels"])
train_images = torch.cat([train_images, own_images.repeat({copies}, 1, 1)])
train_labels = torch.cat([train_labels, own_labels.repeat({copies})])
"""


def training_program(
    *,
    network: str,
    optimizer: str,
    dataset: str,
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
        dataset: `"mnist"` or `"embedded"`.
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
    return _lines(
        (augmentation, "import math"),
        (timed, "import time"),
        (augmentation or timed, ""),
        (own_copies, "import numpy"),
        (True, "import torch"),
        (augmentation, "from torch import Tensor, nn\nfrom torch.nn import functional as F"),
        (not augmentation, "from torch import nn"),
        (True, f"\n{_DATA_PROGRAMS[dataset]}"),
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
    return _lines(
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


_TEST_PROGRAM = """    model.eval()
    with torch.inference_mode():
        logits = torch.cat([model(images.unsqueeze(1) / 255) for images in test_images.split(250)])
    accuracy = (logits.argmax(1) == test_labels).double().mean().item()
    print(f"epoch {epoch}: last loss {loss.item()}, test accuracy {accuracy}")"""


def _endings_program(target_accuracy: float | None, patience: int | None, max_seconds: float | None) -> str:
    return _lines(
        (target_accuracy is not None, f"    if accuracy >= {target_accuracy!r}:\n        break"),
        (patience is not None, "    epochs_since_best = 0 if accuracy > best else epochs_since_best + 1"),
        (patience is not None, "    best = max(best, accuracy)"),
        (patience is not None, f"    if epochs_since_best >= {patience}:\n        break"),
        (max_seconds is not None, f"    if seconds >= {max_seconds!r}:\n        break"),
    )


def _lines(*parts: tuple[object, str]) -> str:
    """The texts whose condition holds, each with a line's end."""
    return "".join(f"{text}\n" for condition, text in parts if condition)


_DATA_PROGRAMS = {
    "mnist": """try:
    from torchvision.datasets import MNIST
except RuntimeError:  # a torchvision for CUDA beside a torch for CPUs misses two operators, which MNIST never uses
    for name in ("nms", "qnms"):
        torch.library.define(f"torchvision::{name}", "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
    from torchvision.datasets import MNIST

train, test = MNIST("data", train=True, download=True), MNIST("data", train=False)
train_images, train_labels, test_images, test_labels = train.data, train.targets, test.data, test.targets
""",
    "embedded": """from playground.digits.datasets import load_digits  # run this beside app.py

data = load_digits("embedded")
train_images, train_labels, test_images, test_labels = (
    data.train_images, data.train_labels, data.test_images, data.test_labels
)
""",
}


def attribution_program(
    file: str, layers: str, pixels: str, *, digit: int, other: int | None = None, steps: int
) -> str:
    """Integrated gradients without a library, with both sides of their completeness.

    Args:
        file: a `state_dict` file's name.
        layers: the network as an expression of `nn`, with the file's tensors in its own order.
        pixels: the image's 28 x 28 bytes, as `pack_image` writes them.
        digit: whose logit is attributed.
        other: a digit whose logit is subtracted from it; None for none.
        steps: images on the way from blank to the drawing.
    """
    minus = "" if other is None else f" - model(images)[:, {other}]"
    return f"""import base64
import zlib

import torch
from torch import nn

# Put this file, from "Take this network with you", beside the program.
weights = torch.load("{file}", weights_only=True)
model = {layers}
model.load_state_dict(dict(zip(model.state_dict(), weights.values(), strict=True)))
model.eval()

pixels = zlib.decompress(base64.b64decode("{pixels}"))
image = torch.tensor(list(pixels)).reshape(1, 1, 28, 28) / 255


def score(images):
    return model(images)[:, {digit}]{minus}


# The image at {steps} brightnesses between black and itself, and the slope of the score at each.
brightness = (torch.arange({steps}) + 0.5) / {steps}
images = (brightness.reshape(-1, 1, 1, 1) * image).requires_grad_()
(slopes,) = torch.autograd.grad(score(images).sum(), images)
shares = image[0, 0] * slopes.mean(0)[0]

row, column = divmod(int(shares.argmax()), 28)
print(f"strongest pixel: row {{row}}, column {{column}}")
with torch.inference_mode():
    drawing, blank = score(image).item(), score(0 * image).item()
print(f"all shares together: {{shares.double().sum().item():.2f}}")
print(f"drawing {{drawing:.2f}}, blank {{blank:.2f}}, difference {{drawing - blank:.2f}}")
"""


def fgsm_program(
    file: str, layers: str, pixels: str, digit: int, *, epsilon: float, target: int | None = None
) -> str:
    """The fast gradient sign method on one image, with the probabilities before and after.

    Args:
        file: a `state_dict` file's name.
        layers: the network as an expression of `nn`, with the file's tensors in its own order.
        pixels: the image's 28 x 28 bytes, as `pack_image` writes them.
        digit: the network's answer.
        epsilon: by how much each pixel may change, of the range 0..1.
        target: the digit that it should be read as; None for any other.
    """
    goal = f"away from the {digit}: up the slope" if target is None else f"towards a {target}: down the slope"
    sign, label = ("+", digit) if target is None else ("-", target)
    return f"""import base64
import zlib

import torch
from torch import nn

# Put this file, from "Take this network with you", beside the program.
weights = torch.load("{file}", weights_only=True)
model = {layers}
model.load_state_dict(dict(zip(model.state_dict(), weights.values(), strict=True)))
model.double().eval()  # a network that is sure has slopes that float32 rounds to 0

pixels = zlib.decompress(base64.b64decode("{pixels}"))
image = (torch.tensor(list(pixels)).reshape(1, 1, 28, 28).double() / 255).requires_grad_()

loss = nn.functional.cross_entropy(model(image), torch.tensor([{label}]))
(slope,) = torch.autograd.grad(loss, image)
# {goal}
nudged = (image {sign} {epsilon!r} * slope.sign()).clamp(0, 1)

with torch.inference_mode():
    before, after = model(torch.cat([image, nudged])).softmax(1)
for digit in range(10):
    print(digit, f"before {{before[digit]:.2%}}, after {{after[digit]:.2%}}")
print("prediction:", int(before.argmax()), "->", int(after.argmax()))
"""
