"""Which learning rates a minimum bears, for SGD with and without momentum.

Near a minimum the gradient is the Hessian times the error e, so in the Hessian's eigenvectors the directions do
not mix: in one with curvature (eigenvalue) λ the gradient is λe, and a step of SGD is the same linear map at
every step. With learning rate η, momentum β, dampening τ and u = ηv for PyTorch's momentum buffer v:

- plain: e' = (1 - ηλ) e.
- momentum: u' = βu + ae and e' = e - u', where a = η(1 - τ)λ. The map (e, u) -> (e', u') has trace 1 + β - a and
  determinant β, so what it multiplies an error by are the roots of z² - (1 + β - a)z + β = 0. They are complex
  where (1 + β - a)² < 4β, which is (1 - √β)² < a < (1 + √β)²: there |z| = √β whatever the rate. Below both roots
  are positive, above both are negative, and one of them is -1 where 1 + (1 + β - a) + β = 0: a = 2(1 + β).
- Nesterov: u' = βu + ae and e' = e - ae - βu', where a = ηλ. Trace (1 + β)(1 - a), determinant β(1 - a). The
  roots are complex where (1 + β)²(1 - a) < 4β and a < 1, which is ((1 - β) / (1 + β))² < a < 1; both are 0 at
  a = 1; above it their signs differ, the negative one is the larger, and -1 at a = 2(1 + β) / (1 + 2β).

A step shrinks the error, in the long run, by the larger |z|. With positive roots the error is overdamped: it shrinks
without a change of sign. With complex ones it is oscillatory: it overshoots and comes back in waves. A negative root
makes it sign-alternating: its sign changes at every step. Without momentum all three agree. Weight decay adds to every
curvature, and moves the minimum towards 0. PyTorch does not dampen the first gradient: a dampened descent may cross the
minimum once even where the roots are positive.

Sources: https://distill.pub/2017/momentum/ and https://docs.pytorch.org/docs/stable/generated/torch.optim.SGD.html
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor

from playground.concepts.optimizers import OptimizerConfig
from playground.concepts.surfaces import Surface


@dataclass(frozen=True)
class Region:
    """Learning rates `low <= rate < high` of one behaviour.

    Attributes:
        name: `"overdamped"`, `"oscillatory"`, `"sign_alternating"` or `"diverging"`.
        low: the smallest rate that belongs to it.
        high: the smallest one above it.
    """

    name: str
    low: float
    high: float


@dataclass(frozen=True)
class Stability:
    """What each learning rate does near one minimum; the formulas are derived at the top of the module.

    Attributes:
        curvatures: the Hessian's eigenvalues, ascending and above 0, weight decay included.
        momentum: β, 0 <= β < 1.
        dampening: τ, 0 <= τ < 1; PyTorch uses it only together with momentum.
        nesterov: momentum that looks ahead.
    """

    curvatures: tuple[float, ...]
    momentum: float = 0.0
    dampening: float = 0.0
    nesterov: bool = False

    @property
    def regions(self) -> tuple[Region, ...]:
        """The behaviours along the largest curvature, in order, from 0 to infinity; those of no width left out.

        A smaller curvature may still be overdamped where the largest oscillates, but none diverges before it.
        """
        beta = self.momentum
        if self.nesterov:
            oscillatory, alternating = ((1 - beta) / (1 + beta)) ** 2, 1.0
        else:
            oscillatory, alternating = (1 - math.sqrt(beta)) ** 2, (1 + math.sqrt(beta)) ** 2
        unit = self._share(beta) * self.curvatures[-1]
        borders = (0.0, oscillatory / unit, alternating / unit, self.limit, math.inf)
        names = ("overdamped", "oscillatory", "sign_alternating", "diverging")
        regions = (Region(name, *ends) for name, ends in zip(names, pairwise(borders), strict=True))
        return tuple(region for region in regions if region.low < region.high)

    @property
    def limit(self) -> float:
        """The learning rate from which on the error no longer shrinks."""
        limit = 2 * (1 + self.momentum) / ((1 + 2 * self.momentum) if self.nesterov else 1)
        return limit / (self._share(self.momentum) * self.curvatures[-1])

    @property
    def best(self) -> float:
        """The learning rate with the smallest `factor` at this momentum; the smallest one where several share it.

        The flattest curvature wants a larger rate, the steepest a smaller one, and all others lie between them.
        Momentum: both oscillate at |z| = √β where (1 - √β)² / λmin allows it; else their roots z and -z are equally
        large, the traces 1 + β - ηλ opposite, so η = 2(1 + β) / (λmin + λmax). Nesterov: the two factors cross
        at the root of a cubic or of a quartic, where bisection is shorter and no less exact.
        """
        flat, steep, beta = self.curvatures[0], self.curvatures[-1], self.momentum
        if self.nesterov:
            return _crossing(lambda rate: self._factors(rate, beta), 1 / steep, 1 / flat)
        oscillatory, alternating = (1 - math.sqrt(beta)) ** 2 / flat, (1 + math.sqrt(beta)) ** 2 / steep
        best = oscillatory if oscillatory <= alternating else 2 * (1 + beta) / (flat + steep)
        return best / self._share(beta)

    @property
    def best_range(self) -> tuple[float, float]:
        """The lowest and the highest learning rate with the smallest factor: with momentum, often many share it.

        Where all directions oscillate the factor is √β, up to the rate at which the steepest begins to alternate.
        """
        root = math.sqrt(self.momentum)
        if self.nesterov or not root or not math.isclose(self.best_factor, root, rel_tol=1e-6):
            return self.best, self.best
        return self.best, (1 + root) ** 2 / self.curvatures[-1] / self._share(self.momentum)

    @property
    def best_factor(self) -> float:
        """What a step at the `best` learning rate multiplies the error by in the long run."""
        return self.factor(self.best)

    @property
    def ideal(self) -> tuple[float, float]:
        """The learning rate and the momentum that no other pair beats, whatever this one's momentum is.

        Momentum: Polyak's pair, where the flattest curvature is at its lower border of oscillation and the steepest
        at its upper one: √(ηλmin) = 1 - √β and √(ηλmax) = 1 + √β, so the factor is √β = (√κ - 1) / (√κ + 1) with
        κ = λmax / λmin. Nesterov: the flattest at its border of oscillation, and the steepest alternating just as fast:
        η = 4 / (λmin + 3λmax) and a factor of 1 - 2 / √(3κ + 1) (https://arxiv.org/abs/1408.3595, Proposition 1).
        """
        flat, steep = math.sqrt(self.curvatures[0]), math.sqrt(self.curvatures[-1])
        if self.nesterov:
            rate = 4 / (self.curvatures[0] + 3 * self.curvatures[-1])
            root = math.sqrt(rate) * flat
            return rate, (1 - root) / (1 + root)
        momentum = ((steep - flat) / (steep + flat)) ** 2
        return (2 / (flat + steep)) ** 2 / self._share(momentum), momentum

    def factor(self, learning_rate: float) -> float:
        """What a step multiplies the error by in the long run: the largest |z| over all curvatures."""
        return max(self._factors(learning_rate, self.momentum))

    def region_at(self, learning_rate: float) -> Region:
        """The region of a learning rate above 0; a border belongs to the region above it."""
        return next(region for region in reversed(self.regions) if region.low <= learning_rate)

    def critical_momentum(self, learning_rate: float) -> float | None:
        """The momentum with the smallest factor at `learning_rate`; None where no momentum makes it stable.

        With one curvature it is where oscillation begins: (1 - √a)² for momentum, (1 - √a) / (1 + √a) for Nesterov.
        Below it the error is overdamped and shrinks slower, above it it oscillates and is slower too. With several, the
        largest of them: for rates up to `ideal`'s that of the flattest curvature, beyond it the steepest needs
        more to oscillate instead of alternate. Nesterov's alternation grows with momentum: there the two factors cross.
        """
        flat, steep = (learning_rate * curvature for curvature in (self.curvatures[0], self.curvatures[-1]))
        if self.nesterov:
            root = math.sqrt(min(flat, 1.0))
            oscillatory = (1 - root) / (1 + root)
            momentum = _crossing(lambda beta: self._factors(learning_rate, beta), 0.0, oscillatory)
        else:
            momentum = max((1 - math.sqrt(self._share(1.0) * rate)) ** 2 for rate in (flat, steep))
        return momentum if momentum < 1 and max(self._factors(learning_rate, momentum)) < 1 else None

    def _share(self, momentum: float) -> float:
        """How much of each gradient enters the buffer."""
        return 1 - self.dampening if momentum > 0 else 1.0

    def _factors(self, learning_rate: float, momentum: float) -> list[float]:
        """The larger |z| for each curvature, the flattest first."""
        rates = [learning_rate * self._share(momentum) * curvature for curvature in self.curvatures]
        if self.nesterov:
            return [_larger_root((1 + momentum) * (1 - rate), momentum * (1 - rate)) for rate in rates]
        return [_larger_root(1 + momentum - rate, momentum) for rate in rates]


def curvatures(surface: Surface, point: Sequence[float] | Tensor | None = None) -> Tensor:
    """The eigenvalues `(d,)` of the Hessian at `point` `(d,)`, ascending, in float64; NaN where it is not finite.

    Args:
        surface: any surface.
        point: where to measure; the surface's minimum if None.

    Raises:
        IndexError: no point is given and no minimum is known.
    """
    place = torch.as_tensor(surface.minimum if point is None else point).detach().double()
    # torch.func.hessian gives the same numbers, but takes a second at its first call and five times as long after.
    hessian = torch.autograd.functional.hessian(surface.function, place)
    if not bool(hessian.isfinite().all()):
        return torch.full_like(place, math.nan)
    return torch.linalg.eigvalsh(hessian)


def stability(curvatures: Tensor, optimizer: OptimizerConfig) -> Stability | None:
    """What each learning rate does with `optimizer` near a minimum of these `curvatures` `(d,)`.

    None for adaptive optimizers, whose steps are no linear map, and unless every curvature with its weight decay
    is finite and above 0: elsewhere is no minimum to come to.
    """
    linear_update = optimizer.optimizer.linear_update
    if linear_update is None:
        return None
    values = sorted(float(curvature) + optimizer.number("weight_decay") for curvature in curvatures)
    if not all(0 < value < math.inf for value in values):  # NaN fails the comparison too
        return None
    return Stability(
        tuple(values),
        optimizer.number("momentum"),
        optimizer.number("dampening"),
        linear_update == "nesterov",
    )


def _larger_root(trace: float, determinant: float) -> float:
    """The larger |z| of z² - trace z + determinant = 0."""
    inside = trace**2 / 4 - determinant
    return math.sqrt(determinant) if inside < 0 else abs(trace) / 2 + math.sqrt(inside)


def _crossing(factors: Callable[[float], list[float]], low: float, high: float) -> float:
    """Where the first of `factors`, which falls, meets the last, which rises; the nearer end where they do not."""

    def above(at: float) -> bool:
        found = factors(at)
        return found[0] < found[-1]

    if above(low):
        return low
    while low < (middle := (low + high) / 2) < high:
        low, high = (low, middle) if above(middle) else (middle, high)
    return high
