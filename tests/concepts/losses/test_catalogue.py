"""Every entry of the catalogue against a formula of its own, finite differences, and PyTorch's functional form."""

import math

import numpy as np
import pytest
import torch
from scipy.special import expit, log_softmax, rel_entr
from sklearn.metrics import hinge_loss, log_loss
from torch.nn import functional

from playground.concepts.losses import LOSSES
from playground.concepts.losses.catalogue import KINDS, losses_of
from playground.concepts.losses.entry import REDUCTIONS
from playground.concepts.module_definition import definitions_source


def _smoothed(z, y, label_smoothing):
    target = np.full(3, label_smoothing / 3)
    target[0 if y >= 0.5 else 1] += 1 - label_smoothing
    return -float(target @ log_softmax([z, 0.0, 0.0]))


FORMULAS = {
    "mse": lambda p, y: (p - y) ** 2,
    "l1": lambda p, y: abs(p - y),
    "huber": lambda p, y, delta: (
        0.5 * (p - y) ** 2 if abs(p - y) <= delta else delta * (abs(p - y) - delta / 2)
    ),
    "smooth_l1": lambda p, y, beta: (p - y) ** 2 / (2 * beta) if abs(p - y) < beta else abs(p - y) - beta / 2,
    "hinge": lambda z, y, margin: max(0.0, margin - (2 * y - 1) * z),
    "bce_with_logits": lambda z, y, pos_weight: (
        -pos_weight * y * math.log(expit(z)) - (1 - y) * math.log(expit(-z))
    ),
    "cross_entropy": _smoothed,
    "bce": lambda p, y: -y * math.log(p) - (1 - y) * math.log(1 - p),
    "kl_divergence": lambda p, y: float(rel_entr([y, 1 - y], [p, 1 - p]).sum()),
}


def _settings(entry):
    """The defaults, and the ends of every parameter's slider."""
    yield {parameter.name: parameter.default for parameter in entry.parameters}
    for parameter in entry.parameters:
        yield {parameter.name: parameter.high}
        yield {parameter.name: parameter.low}


def _cases(names):
    return [
        pytest.param(LOSSES[name], numbers, target, id=f"{name}-{numbers}-{target}")
        for name in names
        for numbers in _settings(LOSSES[name])
        for target in sorted({*KINDS[LOSSES[name].kind].targets, KINDS[LOSSES[name].kind].usual[1]})
    ]


def _places(entry):
    kind = KINDS[entry.kind]
    return torch.linspace(kind.low + 0.037, kind.high - 0.041, 23, dtype=torch.float64)


@pytest.mark.parametrize(("entry", "numbers", "target"), _cases(FORMULAS))
def test_values_are_those_of_the_formula(entry, numbers, target):
    x = _places(entry)
    values, _ = entry.along(x, torch.tensor(target, dtype=torch.float64), **numbers)
    expected = [FORMULAS[entry.name](place, target, **numbers) for place in x.tolist()]
    assert values.tolist() == pytest.approx(expected, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize(("entry", "numbers", "target"), _cases(LOSSES))
def test_gradients_are_the_slopes_of_the_values(entry, numbers, target):
    x, step, goal = _places(entry), 1e-6, torch.tensor(target, dtype=torch.float64)
    _, slopes = entry.along(x, goal, **numbers)
    rise = entry.along(x + step, goal, **numbers)[0] - entry.along(x - step, goal, **numbers)[0]
    torch.testing.assert_close(slopes, rise / (2 * step), rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(("entry", "numbers", "target"), _cases(FORMULAS))
def test_gradients_are_those_of_finite_differences(entry, numbers, target):
    x, step = _places(entry), 1e-6
    _, slopes = entry.along(x, torch.tensor(target, dtype=torch.float64), **numbers)
    expected = [
        (
            FORMULAS[entry.name](place + step, target, **numbers)
            - FORMULAS[entry.name](place - step, target, **numbers)
        )
        / (2 * step)
        for place in x.tolist()
    ]
    assert slopes.tolist() == pytest.approx(expected, rel=1e-4, abs=1e-6)


@pytest.mark.parametrize("entry", LOSSES.values(), ids=list(LOSSES))
def test_reductions_are_the_mean_and_the_sum_of_the_examples(entry):
    x = _places(entry)[:7]
    low, high = KINDS[entry.kind].targets
    prediction, target = entry.arranged(
        x, torch.tensor([low, high, low, high, low, high, low], dtype=torch.float64)
    )
    none, mean, total = (entry.value(prediction, target, reduction) for reduction in REDUCTIONS)
    assert none.shape == (7,)
    assert total.item() == pytest.approx(none.sum().item())
    assert mean.item() == pytest.approx(none.mean().item())


@pytest.mark.parametrize("entry", LOSSES.values(), ids=list(LOSSES))
def test_its_source_builds_the_same_module(entry):
    names = {"torch": torch, "nn": torch.nn}
    exec(definitions_source([entry.definition]), names)
    module = eval(entry.source_call("sum"), names)
    assert type(module).__name__ == entry.module_class.__name__
    x = _places(entry)[:3]
    prediction, target = entry.arranged(x, torch.tensor([1.0, 0.0, 1.0], dtype=torch.float64))
    assert entry.call(module, prediction, target).item() == pytest.approx(
        entry.value(prediction, target, "sum").item()
    )


@pytest.mark.parametrize("entry", LOSSES.values(), ids=list(LOSSES))
def test_every_entry_is_complete(entry):
    assert LOSSES[entry.name] is entry
    assert entry.kind in KINDS
    assert entry.source.startswith("https://")
    assert isinstance(entry.definition, str) or entry.module_class.__name__ in entry.source
    for text in (entry.label, entry.formula, entry.gradient_formula, entry.notice):
        assert text
    for parameter in entry.parameters:
        assert parameter.low <= parameter.default <= parameter.high


def test_every_kind_has_losses_and_its_usual_example_lies_on_its_axis():
    for name, kind in KINDS.items():
        assert losses_of(name)
        assert kind.low <= kind.usual[0] <= kind.high
        assert kind.targets[0] <= kind.usual[1] <= kind.targets[1]


def test_they_agree_with_scikit_learn():
    scores, yes = np.array([-2.0, -0.3, 0.4, 3.0]), np.array([0.0, 1.0, 1.0, 0.0])
    z, y = torch.tensor(scores), torch.tensor(yes)
    hinge = LOSSES["hinge"]
    assert hinge.value(*hinge.arranged(z, y)).item() == pytest.approx(hinge_loss(yes, scores))
    assert LOSSES["bce_with_logits"].value(z, y).item() == pytest.approx(log_loss(yes, expit(scores)))
    assert LOSSES["bce"].value(torch.sigmoid(z), y).item() == pytest.approx(log_loss(yes, expit(scores)))


def test_huber_is_smooth_l1_times_its_width():
    p, y = torch.linspace(-4, 4, 17), torch.zeros(17)
    torch.testing.assert_close(
        LOSSES["huber"].value(p, y, "none", delta=0.7),
        0.7 * functional.smooth_l1_loss(p, y, reduction="none", beta=0.7),
    )
