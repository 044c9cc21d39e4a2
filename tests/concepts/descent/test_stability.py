"""What each learning rate does, seen by running `torch.optim` and by a scan over eigenvalues."""

import dataclasses
import math
from itertools import pairwise

import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st

from playground.concepts.descent import descend
from playground.concepts.descent.stability import Stability, curvatures, stability
from playground.concepts.optimizers import OPTIMIZERS, OptimizerConfig
from playground.concepts.surfaces import SURFACES
from playground.concepts.surfaces.quadratic import bowl

ARTICLE, FIT = SURFACES["article"], SURFACES["fit"]
OPTIMIZER_CASES = [
    OptimizerConfig("sgd"),
    OptimizerConfig("sgd", dampening=0.5),
    OptimizerConfig("sgd", momentum=0.9),
    *(OptimizerConfig("momentum", momentum=momentum) for momentum in (0.0, 0.5, 0.9)),
    OptimizerConfig("momentum", dampening=0.5),
    OptimizerConfig("momentum", momentum=0.5, dampening=0.2),
    *(OptimizerConfig("nesterov", momentum=momentum) for momentum in (0.0, 0.5, 0.9)),
]
HEAVY = [OptimizerConfig(name, momentum=0.99) for name in ("momentum", "nesterov")]


def eigenvectors(surface):
    """The Hessian's eigenvectors at the minimum, the columns of `(d, d)`, the flattest first."""
    minimum = torch.tensor(surface.minimum, dtype=torch.float64)
    return torch.linalg.eigh(torch.func.hessian(surface)(minimum)).eigenvectors


def errors_of(surface, config, learning_rate, steps, size, along=-1):
    """The errors `(steps + 1,)` along one eigenvector of a descent that starts `size` from the minimum on it."""
    direction = eigenvectors(surface)[:, along]
    minimum = torch.tensor(surface.minimum, dtype=torch.float64)
    config = dataclasses.replace(config, learning_rate=learning_rate)
    points = descend(surface, config, minimum + size * direction, steps).points
    return (points - minimum) @ direction


def behaviour(errors, floor):
    """The name of the region that these errors `(steps + 1,)` show, down to rounding errors of size `floor`."""
    quarter = len(errors) // 4
    if errors[-quarter:].abs().max() > errors[:quarter].abs().max():
        return "diverging"
    still_ahead = errors.abs().flip(0).cummax(dim=0).values.flip(0)
    signs = errors[still_ahead > floor].sign()
    assert len(signs) >= 3
    changes = signs[1:] != signs[:-1]
    return "sign_alternating" if changes.all() else "oscillatory" if changes.any() else "overdamped"


def assert_regions_are_seen(surface, config):
    """At both sides of every border the optimizer does what the region there says."""
    known = stability(curvatures(surface), config)
    # At 1.02 of the border of oscillation the first half wave takes this long, and a quarter of it more.
    steps = int(29 / (1 - math.sqrt(known.momentum)))
    regions = known.regions
    assert regions[0].low == 0
    assert regions[-1].low == known.limit
    assert regions[-1].high == math.inf
    for below, above in pairwise(regions):
        assert below.high == above.low
        for region, sign in ((below, -1), (above, 1)):
            distance = min(0.02 * below.high, (region.high - region.low) / 2)
            learning_rate = below.high + sign * distance
            taken = 200 if region.name == "diverging" else steps
            seen = behaviour(errors_of(surface, config, learning_rate, taken, size=1.0), floor=1e-12)
            assert seen == region.name == known.region_at(learning_rate).name, learning_rate
            assert (known.factor(learning_rate) > 1) is (region.name == "diverging")


def case_name(case):
    if isinstance(case, OptimizerConfig):
        return "-".join([case.name, *(f"{name}={value}" for name, value in case.parameters)])
    return getattr(case, "name", None)


@pytest.mark.parametrize("config", OPTIMIZER_CASES, ids=case_name)
@pytest.mark.parametrize(
    "surface",
    [ARTICLE, FIT, bowl(1), bowl(30), bowl(1000)],
    ids=["article", "fit", "bowl-1", "bowl-30", "bowl-1000"],
)
def test_both_sides_of_every_border_behave_as_their_regions_say(surface, config):
    assert_regions_are_seen(surface, config)


@pytest.mark.parametrize("config", HEAVY, ids=case_name)
def test_momentum_of_0_99_needs_thousands_of_steps_to_show_its_first_wave(config):
    assert_regions_are_seen(bowl(30), config)


@pytest.mark.parametrize("name", [name for name, entry in OPTIMIZERS.items() if entry.linear_update])
def test_weight_decay_adds_to_the_curvature(name):
    """The bowl's minimum is at 0, so that the decay does not move it."""
    config = OptimizerConfig(name, momentum=0.5, weight_decay=2.0)
    assert_regions_are_seen(bowl(10), config)
    assert stability(curvatures(bowl(10)), config).curvatures == (3.0, 12.0)


@pytest.mark.parametrize("config", [*OPTIMIZER_CASES, *HEAVY], ids=case_name)
@pytest.mark.parametrize("name", ["rosenbrock", "himmelblau", "beale"])
def test_near_a_minimum_a_bent_surface_is_a_bowl(name, config):
    surface = SURFACES[name]
    known = stability(curvatures(surface), config)
    for region in known.regions:
        if region.high - region.low < 0.01 * region.high:
            continue  # thinner than what the bend adds to the curvature
        learning_rate = 1.02 * region.low if region.high == math.inf else (region.low + region.high) / 2
        taken = 40 if region.name == "diverging" else 400
        errors = errors_of(surface, config, learning_rate, taken, size=1e-4)
        assert behaviour(errors, floor=1e-9) == region.name


def test_the_articles_regions_are_those_of_the_text():
    known = stability(curvatures(ARTICLE), OptimizerConfig("sgd"))
    names = [region.name for region in known.regions]
    assert names == ["overdamped", "sign_alternating", "diverging"]
    assert [region.low for region in known.regions] == pytest.approx([0, 1.5, 3])
    assert known.best == pytest.approx(1.5)
    assert known.best_factor == pytest.approx(0, abs=1e-12)
    assert known.limit == pytest.approx(3)


def test_a_border_belongs_to_the_region_above_it():
    known = Stability((1.0, 10.0), momentum=0.5)
    for region in known.regions[1:]:
        assert known.region_at(region.low) == region
        assert known.region_at(math.nextafter(region.low, 0)).high == region.low


@pytest.mark.parametrize("config", OPTIMIZER_CASES, ids=case_name)
@pytest.mark.parametrize("share", [0.05, 0.2, 0.6, 0.9, 1.1])
def test_the_factor_is_what_a_step_multiplies_the_error_by(config, share):
    surface = bowl(10)
    known = stability(curvatures(surface), config)
    config = dataclasses.replace(config, learning_rate=share * known.limit)
    sizes = descend(surface, config, torch.ones(2, dtype=torch.float64), 400).points.norm(dim=1)
    measured = (sizes[300:400].max() / sizes[200:300].max()) ** (1 / 100)
    assert measured == pytest.approx(known.factor(config.learning_rate), rel=0.01)


def scanned_factors(known, learning_rate, momentum):
    """The largest |eigenvalue| over all curvatures of the step's map of (error, buffer), by `torch.linalg.eigvals`.

    Args:
        known: its curvatures, dampening and kind of momentum count.
        learning_rate: `(n,)`.
        momentum: `(n,)`.
    """
    worst = torch.zeros(len(learning_rate), dtype=torch.float64)
    for curvature in known.curvatures:
        error, buffer = torch.eye(2, dtype=torch.float64).unbind()  # how much of each is in a quantity
        gradient = curvature * error
        momentum_, rate = momentum[:, None], learning_rate[:, None]
        buffer_after = momentum_ * buffer + torch.where(momentum_ > 0, 1 - known.dampening, 1) * gradient
        step = gradient + momentum_ * buffer_after if known.nesterov else buffer_after
        matrices = torch.stack([error - rate * step, buffer_after], dim=1)
        worst = worst.maximum(torch.linalg.eigvals(matrices).abs().amax(dim=1))
    return worst


def numbers(low, high, count):
    return torch.linspace(low, high, count, dtype=torch.float64)


known_ones = st.builds(
    lambda values, momentum, dampening, nesterov: Stability(
        tuple(sorted(values)), momentum, 0.0 if nesterov else dampening, nesterov
    ),
    values=st.lists(st.floats(0.01, 100), min_size=1, max_size=3),
    momentum=st.one_of(st.just(0.0), st.floats(0.01, 0.99)),
    dampening=st.sampled_from([0.0, 0.5]),
    nesterov=st.booleans(),
)


@settings(deadline=None, max_examples=40)
@given(known=known_ones)
@example(Stability((1.0, 10.0)))
@example(Stability((1.0,), 0.81))
@example(Stability((2 / 3,) * 3, 0.9, nesterov=True))
def test_no_learning_rate_beats_the_best(known):
    def scan(rates):
        return scanned_factors(known, rates, torch.full_like(rates, known.momentum))

    rates = numbers(0, known.limit, 2001)[1:]
    factors = scan(rates)
    assert scan(torch.tensor([known.best], dtype=torch.float64)).item() == pytest.approx(
        known.best_factor, abs=2e-7
    )
    assert factors.min() >= known.best_factor - 1e-6
    assert (
        scan(torch.tensor([0.99 * known.best], dtype=torch.float64)) > known.best_factor
    )  # the smallest of the best
    assert [known.factor(rate) for rate in rates[::100].tolist()] == pytest.approx(
        factors[::100].tolist(), abs=2e-7
    )


@settings(deadline=None, max_examples=40)
@given(known=known_ones)
@example(Stability((1.0, 100.0)))
@example(Stability((1.0, 100.0), nesterov=True))
@example(Stability((1.0, 1.0), dampening=0.5))
def test_no_pair_of_learning_rate_and_momentum_beats_the_ideal(known):
    learning_rate, momentum = known.ideal
    ideal = dataclasses.replace(known, momentum=momentum).factor(learning_rate)
    condition_number = known.curvatures[-1] / known.curvatures[0]
    root = math.sqrt(condition_number)
    expected = 1 - 2 / math.sqrt(3 * condition_number + 1) if known.nesterov else (root - 1) / (root + 1)
    assert ideal == pytest.approx(expected, abs=2e-7)
    rates, momenta = torch.meshgrid(
        numbers(0, 3 * learning_rate, 121)[1:], numbers(0, 0.995, 120), indexing="ij"
    )
    assert scanned_factors(known, rates.reshape(-1), momenta.reshape(-1)).min() >= ideal - 1e-6
    near = scanned_factors(known, learning_rate * numbers(0.9, 1.1, 9), torch.full((9,), momentum).double())
    assert near.argmin() == 4 or near[4] - near.min() < 1e-6


@settings(deadline=None, max_examples=40)
@given(known=known_ones, share=st.floats(0.001, 1.2))
@example(Stability((1.0,)), 0.1)
@example(Stability((2 / 3,) * 3, nesterov=True), 0.01)
@example(Stability((1.0, 1.0), nesterov=True), 0.75)
def test_no_momentum_beats_the_critical_one(known, share):
    """From small rates to some that no momentum makes stable: 4 / λ is the limit of momentum without dampening."""
    learning_rate = share * 4 / known.curvatures[-1] / (1 - known.dampening)
    momenta = numbers(0.0005, 0.9995, 2000)
    factors = scanned_factors(known, torch.full_like(momenta, learning_rate), momenta)
    critical = known.critical_momentum(learning_rate)
    if critical is None:
        assert factors.min() >= 1 - 1e-3
    else:
        assert 0 <= critical < 1
        best = dataclasses.replace(known, momentum=critical).factor(learning_rate)
        assert best < 1
        assert factors.min() >= best - 1e-6


def test_below_the_critical_momentum_it_is_overdamped_and_above_it_oscillates():
    critical = Stability((1.0,)).critical_momentum(0.1)
    assert critical == pytest.approx((1 - math.sqrt(0.1)) ** 2)
    for momentum, name in ((0.95 * critical, "overdamped"), (1.05 * critical, "oscillatory")):
        config = OptimizerConfig("momentum", momentum=momentum)
        assert behaviour(errors_of(bowl(1), config, 0.1, 300, 1.0), 1e-12) == name
        assert Stability((1.0,), momentum).region_at(0.1).name == name


@pytest.mark.parametrize("name", SURFACES)
def test_curvatures_are_those_of_finite_differences(name):
    surface = SURFACES[name]
    generator = torch.Generator().manual_seed(0)
    place = torch.tensor(surface.start, dtype=torch.float64) + torch.rand(
        len(surface.start), dtype=torch.float64, generator=generator
    )
    rows = []
    for offset in 1e-5 * torch.eye(len(place), dtype=torch.float64):
        sides = [(place + side * offset).requires_grad_() for side in (1, -1)]
        ahead, behind = (torch.autograd.grad(surface(side), side)[0] for side in sides)
        rows.append((ahead - behind) / 2e-5)
    measured = torch.linalg.eigvalsh(torch.stack(rows))
    found = curvatures(surface, place)
    assert found.dtype == torch.float64
    torch.testing.assert_close(found, measured, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize(
    ("surface", "expected"),
    [
        (ARTICLE, [2 / 3] * 3),
        (FIT, [(17 - math.sqrt(265)) / 3, (17 + math.sqrt(265)) / 3]),  # of 2/3 [[14, 6], [6, 3]]
        (bowl(250), [1, 250]),
        (
            SURFACES["rosenbrock"],
            [501 - math.sqrt(250601), 501 + math.sqrt(250601)],
        ),  # [[802, -400], [-400, 200]]
    ],
    ids=case_name,
)
def test_curvatures_at_the_minimum(surface, expected):
    assert curvatures(surface).tolist() == pytest.approx(expected)
    assert torch.equal(curvatures(surface), curvatures(surface, torch.tensor(surface.minimum)))


def test_curvatures_are_nan_where_the_surface_leaves_the_numbers():
    found = curvatures(SURFACES["rosenbrock"], [1e200, 0.0])
    assert found.isnan().all()
    assert stability(found, OptimizerConfig()) is None


def test_without_a_known_minimum_a_point_is_needed():
    surface = dataclasses.replace(FIT, minima=())
    with pytest.raises(IndexError):
        curvatures(surface)
    assert curvatures(surface, FIT.start).tolist() == pytest.approx(curvatures(FIT).tolist())


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_only_the_sgd_family_has_regions(name):
    of_sgd = OPTIMIZERS[name].optimizer_class is torch.optim.SGD
    assert (stability(torch.tensor([1.0, 2.0]), OptimizerConfig(name)) is not None) is of_sgd


@pytest.mark.parametrize("values", [[-1.0, 2.0], [0.0, 1.0], [math.inf, 1.0], [math.nan, 1.0]])
def test_where_there_is_no_minimum_there_are_no_regions(values):
    assert stability(torch.tensor(values), OptimizerConfig()) is None


def test_weight_decay_makes_a_minimum_of_a_flat_place():
    assert stability(torch.tensor([0.0, 1.0]), OptimizerConfig(weight_decay=0.5)).curvatures == (0.5, 1.5)


@pytest.mark.parametrize("momentum", [0.0, 0.3, 0.9])
@pytest.mark.parametrize("nesterov", [False, True])
def test_every_rate_of_the_best_range_is_as_fast_and_none_above_it(momentum, nesterov):
    known = Stability((0.5, 2.0), momentum=momentum, nesterov=nesterov)
    low, high = known.best_range
    assert low == known.best
    for rate in (low, (low + high) / 2, high):
        assert known.factor(rate) == pytest.approx(known.best_factor, rel=1e-6)
    assert known.factor(high * 1.02) > known.best_factor * (1 + 1e-6)
