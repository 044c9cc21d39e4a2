"""Points of the plane to learn: the catalogue. Adding a data set is one function and one entry."""

import inspect
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

EXTENT = 6.0
"""The plane is shown from -6 to 6 in both directions; the points lie within."""
POINTS = 500
NOISE = (0.0, 0.5)
"""The least and the most that can be chosen."""

Target = Literal["two classes", "three classes", "number"]
Labelled = tuple[Tensor, Tensor]
Sampler = Callable[[int, float, torch.Generator], Labelled]


@dataclass(frozen=True, kw_only=True)
class PlaneDataset:
    """One entry of the catalogue.

    Attributes:
        label: for people.
        target: what a point is labelled with.
        sample: draws that many points with a share of noise: float32 `(count, 2)`, and their targets `(count,)`, the
            class as int64 or a number within -1 to 1 as float32. It uses nothing but `torch` and `math`, since programs
            contain its source.
        notice: what makes it easy or hard.
        helpers: functions that `sample` calls.
    """

    label: str
    target: Target
    sample: Sampler
    notice: str
    helpers: tuple[Callable[..., Labelled], ...] = ()

    @property
    def classes(self) -> int:
        """How many there are; 0 where the target is a number."""
        return {"two classes": 2, "three classes": 3, "number": 0}[self.target]

    @property
    def program(self) -> str:
        """The source of `sample` and its helpers."""
        return "\n\n\n".join(inspect.getsource(part).rstrip() for part in (*self.helpers, self.sample))

    @property
    def function_name(self) -> str:
        """What that source calls it."""
        return getattr(self.sample, "__name__", "")


def circle(count: int, noise: float, generator: torch.Generator) -> Labelled:
    """A disc of one class within a ring of the other."""
    radius = torch.rand(count, generator=generator)
    inside = torch.arange(count) < count // 2
    radius = torch.where(inside, 2.5 * radius, 3.5 + 1.5 * radius)
    angle = 2 * math.pi * torch.rand(count, generator=generator)
    points = torch.stack([radius * angle.sin(), radius * angle.cos()], dim=1)
    shift = 5 * noise * (2 * torch.rand(count, 2, generator=generator) - 1)
    return points, ((points + shift).norm(dim=1) < 2.5).long()


def xor(count: int, noise: float, generator: torch.Generator) -> Labelled:
    """Opposite quarters are of one class."""
    points = 10 * torch.rand(count, 2, generator=generator) - 5
    points += 0.3 * points.sign()
    shift = 5 * noise * (2 * torch.rand(count, 2, generator=generator) - 1)
    return points, ((points + shift).prod(dim=1) >= 0).long()


def clusters(count: int, noise: float, generator: torch.Generator) -> Labelled:
    """Two clouds, each of its class."""
    target = (torch.arange(count) < count // 2).long()
    centre = (4 * target - 2).float()[:, None]
    spread = math.sqrt(0.5 + 7 * noise)
    points = centre + spread * torch.randn(count, 2, generator=generator)
    return points.clamp(-6, 6), target


def spiral(count: int, noise: float, generator: torch.Generator) -> Labelled:
    """Two arms that wind around each other."""
    return arms(count, noise, generator, arms=2)


def three_spiral(count: int, noise: float, generator: torch.Generator) -> Labelled:
    """Three arms that wind around each other."""
    return arms(count, noise, generator, arms=3)


def arms(count: int, noise: float, generator: torch.Generator, arms: int) -> Labelled:
    """Arms of a spiral, each of its class."""
    target = torch.arange(count) % arms
    along = torch.arange(count) // arms / (count / arms)
    angle = 3.5 * math.pi * along + 2 * math.pi * target / arms
    points = 5 * along[:, None] * torch.stack([angle.sin(), angle.cos()], dim=1)
    return points + noise * (2 * torch.rand(count, 2, generator=generator) - 1), target


def moons(count: int, noise: float, generator: torch.Generator) -> Labelled:
    """Two half circles that reach into each other."""
    target = (torch.arange(count) < count // 2).long()
    angle = math.pi * torch.rand(count, generator=generator)
    upper = torch.stack([3 * angle.cos() - 1.5, 3 * angle.sin() - 0.75], dim=1)
    points = torch.where(target[:, None] == 1, upper, -upper)
    return (points + (0.2 + 2 * noise) * torch.randn(count, 2, generator=generator)).clamp(-6, 6), target


def slope(count: int, noise: float, generator: torch.Generator) -> Labelled:
    """A number that rises along the diagonal."""
    points = 12 * torch.rand(count, 2, generator=generator) - 6
    shift = 6 * noise * (2 * torch.rand(count, 2, generator=generator) - 1)
    return points, (points + shift).sum(dim=1).div(10).clamp(-1, 1)


def hills(count: int, noise: float, generator: torch.Generator) -> Labelled:
    """A number: three hills and three hollows."""
    points = 12 * torch.rand(count, 2, generator=generator) - 6
    shift = 6 * noise * (2 * torch.rand(count, 2, generator=generator) - 1)
    centres = torch.tensor([[-4, 2.5], [0, 2.5], [4, 2.5], [-4, -2.5], [0, -2.5], [4, -2.5]])
    signs = torch.tensor([1.0, -1, 1, -1, 1, -1])
    heights = (1 - torch.cdist(points + shift, centres) / 2).clamp(0, 1)
    return points, (heights * signs).sum(dim=1).clamp(-1, 1)


PLANE_DATASETS: dict[str, PlaneDataset] = {
    "circle": PlaneDataset(
        label="Circle",
        target="two classes",
        sample=circle,
        notice="No straight line encloses the middle: it takes three hidden neurons at least, or the squares as features.",
    ),
    "xor": PlaneDataset(
        label="XOR",
        target="two classes",
        sample=xor,
        notice="No straight line separates opposite quarters: one neuron cannot, a few hidden ones or the product can.",
    ),
    "clusters": PlaneDataset(
        label="Clusters",
        target="two classes",
        sample=clusters,
        notice="One straight line is enough: one neuron learns this without any hidden layer.",
    ),
    "spiral": PlaneDataset(
        label="Spiral",
        target="two classes",
        sample=spiral,
        helpers=(arms,),
        notice="The hardest of these: it takes width, depth and patience, or features that help.",
    ),
    "moons": PlaneDataset(
        label="Moons",
        target="two classes",
        sample=moons,
        notice="A bent border: a few hidden neurons bend it.",
    ),
    "three_spiral": PlaneDataset(
        label="Three arms",
        target="three classes",
        sample=three_spiral,
        helpers=(arms,),
        notice="Three classes have three outputs, and softmax makes probabilities of them.",
    ),
    "slope": PlaneDataset(
        label="Slope",
        target="number",
        sample=slope,
        notice="A number to fit: a plane is all it takes, which one neuron without a bend is.",
    ),
    "hills": PlaneDataset(
        label="Hills",
        target="number",
        sample=hills,
        notice="Hills and hollows: each takes several bends.",
    ),
}
