"""The catalogue of surfaces to descend: differentiable functions of a point. Adding one is one entry here."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F


@dataclass(frozen=True)
class Surface:
    """A loss as a function of a point, with the place where a descent starts.

    Attributes:
        name: the catalogue key, a lower_snake_case identifier.
        label: the display name.
        function: maps a point `(d,)` of any floating dtype to a scalar tensor of that dtype.
        start: the point where a descent starts by default, d numbers.
        minimum: the point where the loss is least, d numbers.
        formula: the function in LaTeX.
        gradient_formula: its gradient in LaTeX.
        notice: what a student should see, in one sentence.
        source: where the function is documented.
    """

    name: str
    label: str
    function: Callable[[Tensor], Tensor]
    start: tuple[float, ...]
    minimum: tuple[float, ...]
    formula: str
    gradient_formula: str
    notice: str
    source: str

    def __call__(self, point: Tensor) -> Tensor:
        """The loss at `point` `(d,)`: a scalar tensor that autograd can differentiate."""
        return self.function(point)

    def values(self, points: Tensor) -> Tensor:
        """The losses `(n,)` at `points` `(n, d)`, all in one call and without gradients."""
        with torch.no_grad():
            return torch.vmap(self.function)(points)


_ARTICLE_TARGET = torch.tensor([2.0, 4.0, 6.0])


def _article(point: Tensor) -> Tensor:
    # What torch.nn.MSELoss()(point, target) computes; a float64 point needs a float64 target.
    return F.mse_loss(point, _ARTICLE_TARGET.to(point))


SURFACES: dict[str, Surface] = {
    entry.name: entry
    for entry in (
        Surface(
            name="article",
            label="x → y by mean squared error",
            function=_article,
            start=(1.0, 2.0, 3.0),
            minimum=(2.0, 4.0, 6.0),
            formula=r"L(x) = \frac{1}{3} \sum_{i=1}^{3} (x_i - y_i)^2, \quad y = (2, 4, 6)",
            gradient_formula=r"\nabla L(x) = \frac{2}{3} (x - y)",
            notice="The same bowl in every direction: each component moves straight to its target.",
            source="https://docs.pytorch.org/docs/stable/generated/torch.nn.MSELoss.html",
        ),
    )
}
