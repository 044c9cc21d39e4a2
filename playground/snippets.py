"""The PyTorch program for what a page shows: runnable as it is, printing the page's numbers."""

import base64
import zlib
from collections.abc import Sequence


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


def training_program(
    *, network: str, optimizer: str, dataset: str, batch_size: int, epochs: int, seed: int
) -> str:
    """A whole training run; on a CPU it repeats the page's losses.

    Args:
        network: the network as an expression of `nn`.
        optimizer: the call, such as `torch.optim.Adam(model.parameters(), lr=0.001)`.
        dataset: `"mnist"` or `"embedded"`.
        batch_size: images a step.
        epochs: passes over the training set.
        seed: determines weights and shuffling.
    """
    return f"""import torch
from torch import nn

{_DATA_PROGRAMS[dataset]}
torch.set_num_threads(1)          # as the page's training process does
torch.set_flush_denormal(True)
torch.manual_seed({seed})
model = {network}
criterion = nn.CrossEntropyLoss()
optimizer = {optimizer}
shuffle = torch.Generator().manual_seed({seed})

for epoch in range(1, {epochs} + 1):
    model.train()
    for batch in torch.randperm(len(train_images), generator=shuffle).split({batch_size}):
        optimizer.zero_grad()
        loss = criterion(model(train_images[batch].unsqueeze(1) / 255), train_labels[batch])
        loss.backward()
        optimizer.step()
    model.eval()
    with torch.inference_mode():
        predicted = model(test_images.unsqueeze(1) / 255).argmax(1)
    print(f"epoch {{epoch}}: last loss {{loss.item():.6f}}, test accuracy {{(predicted == test_labels).double().mean():.2%}}")

torch.save(model.state_dict(), "model.pt")
"""


_DATA_PROGRAMS = {
    "mnist": """from torchvision.datasets import MNIST

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
