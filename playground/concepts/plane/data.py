"""The points that a network of the plane learns, and those that test it."""

from dataclasses import dataclass

import torch
from torch import Tensor

from playground.concepts.plane.datasets import NOISE, PLANE_DATASETS, POINTS, Target
from playground.concepts.plane.features import features_of
from playground.concepts.plane.network import PlaneNetwork
from playground.concepts.plane.typed_labels import TypedLabels
from playground.errors import ConfigurationError
from playground.formatting import as_given, format_number

TEST_SHARES = (0.0, 0.9)


@dataclass(frozen=True, eq=False)
class PlaneData:
    """Points and what they are labelled with.

    Attributes:
        target: what a point is labelled with.
        train_points: float32 `(N, 2)`.
        train_targets: `(N,)`: int64 classes from 0, or float32 numbers.
        test_points: `(M, 2)`.
        test_targets: `(M,)`.
    """

    target: Target
    train_points: Tensor
    train_targets: Tensor
    test_points: Tensor
    test_targets: Tensor

    @staticmethod
    def features(points: Tensor, network: PlaneNetwork) -> Tensor:
        """What the network is given of points `(N, 2)`: `(N, inputs)`."""
        return features_of(points, network.features, network.typed)


OwnPoint = tuple[float, float, float]
"""Both coordinates, and the class from 0, or the number."""


@dataclass(frozen=True)
class PlaneSource:
    """Where the points come from.

    Attributes:
        name: a key of `PLANE_DATASETS`; what own points are labelled with is that of its targets.
        noise: 0 to 0.5.
        test_share: of the points that test, 0 to 0.9.
        seed: of the points.
        own: points instead of the catalogue's, within the plane.
        typed: what labels points all over the plane instead.
    """

    name: str = "circle"
    noise: float = 0.0
    test_share: float = 0.5
    seed: int = 0
    own: tuple[OwnPoint, ...] | None = None
    typed: TypedLabels | None = None

    def __post_init__(self) -> None:
        if self.name not in PLANE_DATASETS:
            raise ConfigurationError(
                f"Expected a data set out of {', '.join(PLANE_DATASETS)}, but got {self.name!r}. Choose one of these."
            )
        ranges = (("noise", self.noise, NOISE), ("share for testing", self.test_share, TEST_SHARES))
        for what, value, (low, high) in ranges:
            if not low <= value <= high:  # NaN fails the comparison too
                raise ConfigurationError(
                    f"Expected a {what} from {format_number(low)} to {format_number(high)}, but got {as_given(value)}. Take {format_number(low)}."
                )

    @property
    def target(self) -> Target:
        """What a point is labelled with."""
        return PLANE_DATASETS[self.name].target if self.typed is None else self.typed.target

    @property
    def outputs(self) -> int:
        """How many a network has for it: one for a number, or for the logit of two classes."""
        return 3 if self.target == "three classes" else 1

    def draw(self) -> PlaneData:
        """The points, those that are drawn at random shuffled, and divided: the first ones train, the last ones test.

        Raises:
            ConfigurationError: a typed function labels no such points.
        """
        if self.own is not None:
            points, targets = self._own()
        else:
            generator = torch.Generator().manual_seed(self.seed)
            drawn_by = PLANE_DATASETS[self.name] if self.typed is None else self.typed
            points, targets = drawn_by.sample(POINTS, self.noise, generator)
            order = torch.randperm(len(points), generator=generator)
            points, targets = points[order], targets[order]
        training = len(points) - round(self.test_share * len(points))
        return PlaneData(
            target=self.target,
            train_points=points[:training],
            train_targets=targets[:training],
            test_points=points[training:],
            test_targets=targets[training:],
        )

    def _own(self) -> tuple[Tensor, Tensor]:
        rows = torch.tensor(self.own).reshape(-1, 3)
        targets = rows[:, 2] if self.target == "number" else rows[:, 2].long()
        return rows[:, :2], targets


def draw(name: str, noise: float = 0.0, test_share: float = 0.5, seed: int = 0) -> PlaneData:
    """A data set of the catalogue, shuffled and divided; see `PlaneSource`."""
    return PlaneSource(name, noise, test_share, seed).draw()
