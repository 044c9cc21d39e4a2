"""The PyTorch programs that read one image with a saved network, and ask why, or mislead it."""

import base64
import zlib

from playground.snippets.lines import defined

_COMPLETENESS = """
row, column = divmod(int(shares.argmax()), 28)
print(f"strongest pixel: row {row}, column {column}")
with torch.inference_mode():
    drawing, blank = score(image).item(), score(0 * image).item()
print(f"all shares together: {shares.double().sum().item():.2f}")
print(f"drawing {drawing:.2f}, blank {blank:.2f}, difference {drawing - blank:.2f}")
"""
"""The end of `attribution_program`: the shares add up to what the image adds to the score."""


def pack_image(pixels: bytes) -> str:
    """An image's bytes as short text for `prediction_program`."""
    return base64.b64encode(zlib.compress(pixels, 9)).decode("ascii")


def prediction_program(file: str, network: str, pixels: str, definitions: str = "") -> str:
    """Load a `state_dict` file and read one image.

    Args:
        file: the file's name.
        network: the expression for the network, whose tensors have the file's names.
        pixels: the image's 28 x 28 bytes, as `pack_image` writes them.
        definitions: the source of the classes in it that `torch.nn` does not have.
    """
    return f"""{_network_and_image(file, network, pixels, definitions)}
with torch.inference_mode():
    probabilities = model(image)[0].softmax(0)
for digit, probability in enumerate(probabilities):
    print(digit, f"{{probability:.2%}}")
print("prediction:", int(probabilities.argmax()))
"""


def attribution_program(
    file: str,
    network: str,
    pixels: str,
    *,
    digit: int,
    other: int | None = None,
    steps: int,
    definitions: str = "",
) -> str:
    """Integrated gradients without a library, with both sides of their completeness.

    Args:
        file: a `state_dict` file's name.
        network: the expression for the network, whose tensors have the file's names.
        pixels: the image's 28 x 28 bytes, as `pack_image` writes them.
        digit: whose logit is attributed.
        other: a digit whose logit is subtracted from it; None for none.
        steps: images on the way from blank to the drawing.
        definitions: the source of the classes in it that `torch.nn` does not have.
    """
    minus = "" if other is None else f" - model(images)[:, {other}]"
    return f"""{_network_and_image(file, network, pixels, definitions)}


def score(images):
    return model(images)[:, {digit}]{minus}


# The image at {steps} brightnesses between black and itself, and the slope of the score at each.
brightness = (torch.arange({steps}) + 0.5) / {steps}
images = (brightness.reshape(-1, 1, 1, 1) * image).requires_grad_()
(slopes,) = torch.autograd.grad(score(images).sum(), images)
shares = image[0, 0] * slopes.mean(0)[0]
{_COMPLETENESS}"""


def fgsm_program(
    file: str,
    network: str,
    pixels: str,
    digit: int,
    *,
    epsilon: float,
    target: int | None = None,
    definitions: str = "",
) -> str:
    """The fast gradient sign method on one image, with the probabilities before and after.

    Args:
        file: a `state_dict` file's name.
        network: the expression for the network, whose tensors have the file's names.
        pixels: the image's 28 x 28 bytes, as `pack_image` writes them.
        digit: the network's answer.
        epsilon: by how much each pixel may change, of the range 0..1.
        target: the digit that it should be read as; None for any other.
        definitions: the source of the classes in it that `torch.nn` does not have.
    """
    goal = f"away from the {digit}: up the slope" if target is None else f"towards a {target}: down the slope"
    sign, label = ("+", digit) if target is None else ("-", target)
    # A network that is sure has slopes that float32 rounds to 0.
    return f"""{_network_and_image(file, network, pixels, definitions, ".double()")}image.requires_grad_()

loss = nn.functional.cross_entropy(model(image), torch.tensor([{label}]))
(slope,) = torch.autograd.grad(loss, image)
# {goal}
perturbed = (image {sign} {epsilon!r} * slope.sign()).clamp(0, 1)

with torch.inference_mode():
    before, after = model(torch.cat([image, perturbed])).softmax(1)
for digit in range(10):
    print(digit, f"before {{before[digit]:.2%}}, after {{after[digit]:.2%}}")
print("prediction:", int(before.argmax()), "->", int(after.argmax()))
"""


def _network_and_image(file: str, network: str, pixels: str, definitions: str, double: str = "") -> str:
    """The beginning that all share, in float32, or in float64 with `.double()`."""
    return f"""import base64
import zlib

import torch
from torch import nn
{defined(definitions)}
# Put this file, from "Take this network with you", beside the program.
model = {network}
model.load_state_dict(torch.load("{file}", weights_only=True))
model{double}.eval()

# The 28 x 28 image that the network saw.
pixels = zlib.decompress(base64.b64decode("{pixels}"))
image = torch.tensor(list(pixels)).reshape(1, 1, 28, 28){double} / 255
"""
