"""What is done to the pixels before a network's first layer, as it was in the program that trained it."""

import math
from dataclasses import asdict, dataclass, fields

from torch import nn

from playground.concepts.module_definition import call_source, module_class
from playground.errors import ConfigurationError
from playground.formatting import MOST_DIGITS, as_given, format_number

DEFINITION = '''
class Prepare(nn.Module):
    """Pixels in 0..1, white ink on black, as the network saw them when it was trained."""

    def __init__(self, scale=1.0, mean=0.0, deviation=1.0, inverted=False):
        super().__init__()
        self.scale, self.mean, self.deviation, self.inverted = scale, mean, deviation, inverted

    def forward(self, images):
        if self.inverted:
            images = 1 - images
        return (self.scale * images - self.mean) / self.deviation
'''
"""The module's only source: networks are built with it, and programs print it."""

LARGEST = 1e6


@dataclass(frozen=True)
class Preparation:
    """`(scale * x - mean) / deviation` of pixels x in 0..1; the default leaves them as they are.

    Attributes:
        scale: the brightest pixel, such as 1, or 255 for a network that saw bytes; above 0.
        mean: subtracted, as by torchvision's `Normalize`.
        deviation: divided by, above 0.
        inverted: whether the network saw black ink on white, `1 - x` before all else.

    Raises:
        ConfigurationError: a number that is out of range or none.
    """

    scale: float = 1.0
    mean: float = 0.0
    deviation: float = 1.0
    inverted: bool = False

    def __post_init__(self) -> None:
        for name, above in (("scale", 0.0), ("mean", -math.inf), ("deviation", 0.0)):
            value = getattr(self, name)
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if not (number and above < value and abs(value) <= LARGEST and abs(value) != math.inf):
                wanted = "above 0" if above == 0 else f"from -{LARGEST:,.0f}"
                raise ConfigurationError(
                    f"Expected a {name} {wanted} to {LARGEST:,.0f}, but got {as_given(value)}. Choose another number."
                )
            object.__setattr__(self, name, float(value))
        if not isinstance(self.inverted, bool):
            raise ConfigurationError(f"Expected inverted to be true or false, but got {self.inverted!r}.")

    @property
    def changes_nothing(self) -> bool:
        """Whether the network sees the pixels as they are."""
        return self == Preparation()

    @property
    def black(self) -> float:
        """What a black pixel becomes."""
        return (self.scale * float(self.inverted) - self.mean) / self.deviation

    @property
    def white(self) -> float:
        """What a white pixel becomes."""
        return (self.scale * float(not self.inverted) - self.mean) / self.deviation

    def build(self) -> nn.Module:
        """The module, for images of any shape."""
        return module_class(DEFINITION)(**asdict(self))

    def source_call(self) -> str:
        """The module as Python source, such as `Prepare(mean=0.1307, deviation=0.3081)`."""
        given = [field.name for field in fields(self) if getattr(self, field.name) != field.default]
        return call_source(DEFINITION, ", ".join(f"{name}={getattr(self, name)!r}" for name in given))

    def describe_range(self) -> str:
        """What the first layer reads, such as 'from −0.42 (black) to 2.82 (white)'."""
        return f"from {format_number(self.black, 4)} (black) to {format_number(self.white, 4)} (white)"

    def describe(self) -> str:
        """In a few words, such as 'pixels 0 to 1, minus 0.1307, divided by 0.3081'."""
        parts = [f"pixels 0 to {format_number(self.scale, MOST_DIGITS)}"]
        if self.mean or self.deviation != 1:
            parts.append(
                f"minus {format_number(self.mean, MOST_DIGITS)}, divided by {format_number(self.deviation, MOST_DIGITS)}"
            )
        if self.inverted:
            parts.append("black ink on white")
        return ", ".join(parts)


USUAL: dict[str, Preparation] = {
    "plain": Preparation(),
    "mnist": Preparation(mean=0.1307, deviation=0.3081),
    "halves": Preparation(mean=0.5, deviation=0.5),
    "bytes": Preparation(scale=255.0),
    "inverted": Preparation(inverted=True),
}
"""What programs usually do, the most frequent first: `ToTensor` alone, with MNIST's own mean and deviation, with 0.5, none."""

LABELS: dict[str, str] = {
    "plain": "0 to 1: ToTensor()",
    "mnist": "Normalize((0.1307,), (0.3081,))",
    "halves": "Normalize((0.5,), (0.5,)): −1 to 1",
    "bytes": "0 to 255",
    "inverted": "0 to 1, black ink on white",
}
"""For people: what is done, or the call in the program that does it."""
