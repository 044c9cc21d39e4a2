import dataclasses
import math

import pytest
import torch

from playground.concepts.optimizers import MAX_LEARNING_RATE, OPTIMIZERS, OptimizerConfig, build_optimizer
from playground.errors import ConfigurationError

WRITTEN_OUT = {
    "sgd": lambda p, lr: torch.optim.SGD(p, lr=lr),
    "momentum": lambda p, lr: torch.optim.SGD(p, lr=lr, momentum=0.9),
    "nesterov": lambda p, lr: torch.optim.SGD(p, lr=lr, momentum=0.9, nesterov=True),
    "adagrad": lambda p, lr: torch.optim.Adagrad(p, lr=lr),
    "rmsprop": lambda p, lr: torch.optim.RMSprop(p, lr=lr),
    "adam": lambda p, lr: torch.optim.Adam(p, lr=lr),
    "adamw": lambda p, lr: torch.optim.AdamW(p, lr=lr),
}


def _after_steps(build, steps=25):
    torch.manual_seed(0)
    weight = torch.randn(4, 3, requires_grad=True)
    inputs, targets = torch.randn(8, 4), torch.randn(8, 3)
    optimizer = build([weight])
    for _ in range(steps):
        optimizer.zero_grad()
        (inputs @ weight - targets).square().mean().backward()
        optimizer.step()
    return weight.detach()


def _plain(name):
    """The optimizer as a person builds it: written out above, else as its own call says."""
    if name in WRITTEN_OUT:
        return WRITTEN_OUT[name]
    entry = OPTIMIZERS[name]
    scope = {"torch": torch}
    exec(entry.definition, scope)
    return lambda p, lr: eval(OptimizerConfig(name, lr).source_call("p"), scope, {"p": p})


def test_what_is_written_out_here_is_in_the_catalogue():
    assert WRITTEN_OUT.keys() <= OPTIMIZERS.keys()


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_entry_steps_as_plain_torch_optim_does(name):
    ours = _after_steps(lambda p: build_optimizer(OptimizerConfig(name, 0.05), p))
    assert torch.equal(ours, _after_steps(lambda p: _plain(name)(p, 0.05)))


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_fused_kernel_gives_the_same_numbers_up_to_rounding(name):
    fused = _after_steps(lambda p: build_optimizer(OptimizerConfig(name, 0.05), p, fused=True))
    torch.testing.assert_close(fused, _after_steps(lambda p: _plain(name)(p, 0.05)), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_entries_are_complete(name):
    entry = OPTIMIZERS[name]
    assert entry.name == name
    assert name.isidentifier()
    assert entry.source.startswith("https://")
    assert all((entry.label, entry.notice, entry.formula))
    assert set(entry.in_formula) <= set(entry.defaults)
    for parameter in entry.parameters:
        assert parameter.name.isidentifier()
        assert all((parameter.label, parameter.notice))
        parameter.check(parameter.default)
    config = OptimizerConfig(name, entry.learning_rate)
    assert {parameter: config.value(parameter) for parameter in entry.defaults} == entry.defaults


def test_own_numbers_reach_torch_optim():
    config = OptimizerConfig("adam", 0.1, beta1=0.5, beta2=0.6, epsilon=0.1, weight_decay=0.2)
    (group,) = build_optimizer(config, [torch.zeros(1, requires_grad=True)]).param_groups
    assert (group["lr"], group["betas"], group["eps"], group["weight_decay"]) == (0.1, (0.5, 0.6), 0.1, 0.2)


@pytest.mark.parametrize(
    "learning_rate", [0, 0.0, -0.1, math.nan, math.inf, -math.inf, 1e9, "0.1", None, True]
)
def test_a_bad_learning_rate_is_refused(learning_rate):
    with pytest.raises(ConfigurationError, match="learning rate above 0 and at most 1000, but got"):
        OptimizerConfig("sgd", learning_rate)


@pytest.mark.parametrize("value", [-0.1, 1.0, 2.0, math.nan, math.inf])
@pytest.mark.parametrize("parameter", ["momentum", "beta1", "beta2", "alpha"])
def test_a_bad_decay_is_refused(parameter, value):
    with pytest.raises(
        ConfigurationError, match=f"Expected {parameter} to be at least 0 and below 1, but got"
    ):
        OptimizerConfig(**{parameter: value})


@pytest.mark.parametrize("value", [-1e-9, math.nan, math.inf, 1e30, 1e308])
@pytest.mark.parametrize("parameter", ["epsilon", "weight_decay"])
def test_a_bad_amount_is_refused(parameter, value):
    with pytest.raises(
        ConfigurationError, match=rf"Expected {parameter} to be at least 0 and below 10³⁰, but got"
    ):
        OptimizerConfig(**{parameter: value})


def test_an_unknown_name_is_refused_with_the_known_ones():
    with pytest.raises(ConfigurationError, match=r"out of sgd, .*adamw.*, but got 'unknown'"):
        OptimizerConfig("unknown")


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_largest_numbers_of_every_parameter_still_step(name):
    for parameter in OPTIMIZERS[name].parameters:
        if parameter.is_switch:
            continue
        largest = math.nextafter(parameter.below, 0)
        config = OptimizerConfig(name, MAX_LEARNING_RATE, **{parameter.name: largest})
        point = torch.ones(2, requires_grad=True)
        optimizer = build_optimizer(config, [point])
        for _ in range(3):
            point.grad = torch.ones(2)
            optimizer.step()


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_written_call_builds_the_same_optimizer_for_any_number_of_a_parameter(name):
    for parameter in OPTIMIZERS[name].parameters:
        changed = not parameter.default if parameter.is_switch else 0.25
        config = OptimizerConfig(name, 0.05, **{parameter.name: changed})
        scope = {"torch": torch}
        exec(config.optimizer.definition, scope)
        written = _after_steps(
            lambda p, config=config, scope=scope: eval(config.source_call("p"), scope, {"p": p})
        )
        assert torch.equal(_after_steps(lambda p, config=config: build_optimizer(config, p)), written), (
            parameter
        )


def test_parameters_of_one_name_are_one_widget_with_one_label_and_range():
    kinds = {}
    for entry in OPTIMIZERS.values():
        for parameter in entry.parameters:
            kinds.setdefault(parameter.name, set()).add(dataclasses.replace(parameter, default=0.0))
    assert all(len(kind) == 1 for kind in kinds.values()), kinds


def test_an_unknown_parameter_is_refused_with_the_known_ones():
    with pytest.raises(ConfigurationError, match=r"out of .*weight_decay.*, but got 'rho'"):
        OptimizerConfig("adam", rho=0.5)


def test_configs_of_the_same_numbers_are_equal_and_can_be_changed():
    config = OptimizerConfig("adam", 0.1, beta2=0.5, beta1=0.3, epsilon=None)
    assert config == OptimizerConfig("adam", 0.1, beta1=0.3, beta2=0.5)
    assert hash(config) == hash(OptimizerConfig("adam", 0.1, beta1=0.3, beta2=0.5))
    assert dataclasses.replace(config, learning_rate=0.2) == OptimizerConfig(
        "adam", 0.2, beta1=0.3, beta2=0.5
    )
    assert config.number("beta1") == 0.3
    assert config.number("momentum") == 0
    with pytest.raises(KeyError):
        config.value("momentum")
