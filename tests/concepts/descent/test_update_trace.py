"""Every line of every rule is checked twice: its arithmetic as it is written, and the optimizer's own memory."""

import math
import re

import pytest
import torch

from playground.concepts.descent import descend
from playground.concepts.descent.update_trace import trace_updates
from playground.concepts.optimizers import OPTIMIZERS, OptimizerConfig, build_optimizer
from playground.concepts.optimizers.update_trace import trace_measured_update
from playground.concepts.surfaces import SURFACES
from playground.errors import ConfigurationError

STEPS = 12
CONFIGS = [
    *(OptimizerConfig(name, 0.0005) for name in OPTIMIZERS),
    *(
        OptimizerConfig(
            name, 0.0005, **{parameter.name: not parameter.default if parameter.is_switch else 0.1}
        )
        for name, entry in OPTIMIZERS.items()
        for parameter in entry.parameters
    ),
    OptimizerConfig("sgd", 0.0005, momentum=0.3, dampening=0.2),
    OptimizerConfig("momentum", 0.0005, momentum=0.8, dampening=0.5),
    OptimizerConfig("nesterov", 0.0005, momentum=0.0),
    OptimizerConfig("adagrad", 0.0005, lr_decay=0.1, initial_accumulator_value=2.0, epsilon=0.5),
    OptimizerConfig("rmsprop", 0.0005, momentum=0.7, centered=True, alpha=0.9),
    OptimizerConfig("rmsprop", 0.0005, momentum=0.7),
    OptimizerConfig("adam", 0.0005, amsgrad=True, beta1=0.5, beta2=0.6, epsilon=0.1),
    OptimizerConfig("adamw", 0.0005, amsgrad=True),
]


def _traced(config, steps=STEPS, schedule="constant"):
    start = torch.tensor([-1.2, 1.0], dtype=torch.float64)
    trajectory = descend(SURFACES["rosenbrock"], config, start, steps, schedule=schedule, record_states=True)
    return trajectory, trace_updates(config, trajectory)


def _worked_out(template, numbers, step, coordinate):
    """A line's arithmetic, computed as it is printed."""
    text = re.sub(r"10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda power: "10^" + power[1].translate(SUPERSCRIPTS), template)
    text = re.sub(r"\{(\w+)\}", lambda name: f"({float(numbers[name[1]][step, coordinate])!r})", text)
    for written, python in (
        ("·", "*"),
        ("×", "*"),
        ("−", "-"),
        ("²", "**2"),
        ("^", "**"),
        ("√(", "sqrt("),
        ("√", "sqrt"),
    ):
        text = text.replace(written, python)
    return eval(text, {"sqrt": math.sqrt, "max": max})


SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def test_every_optimizer_with_a_rule_says_how_its_step_comes_about():
    for name, entry in OPTIMIZERS.items():
        if entry.trace_update is trace_measured_update:
            continue
        _, trace = _traced(OptimizerConfig(name, 0.0005))
        assert {line.name: line.template for line in trace.lines}["step"], name


@pytest.mark.parametrize("schedule", ["constant", "one_cycle"])
@pytest.mark.parametrize("config", CONFIGS, ids=str)
def test_each_line_says_how_its_number_comes_about(config, schedule):
    _, trace = _traced(config, schedule=schedule)
    for line in trace.lines:
        for step in range(STEPS):
            if not line.template or (line.name == "b" and step == 0 and "undampened" in line.label):
                continue
            worked_out = [
                _worked_out(line.template, trace.numbers, step, coordinate) for coordinate in (0, 1)
            ]
            assert trace.numbers[line.name][step].tolist() == pytest.approx(
                worked_out, rel=1e-5, abs=1e-12
            ), line


@pytest.mark.parametrize("schedule", ["constant", "cosine"])
@pytest.mark.parametrize("config", CONFIGS, ids=str)
def test_the_last_line_is_the_point_that_torch_optim_went_to(config, schedule):
    trajectory, trace = _traced(config, schedule=schedule)
    assert trace.lines[-1].name == "x_new"
    assert torch.equal(trace.numbers["x_new"], trajectory.points[1:])
    steps = trajectory.points[1:] - trajectory.points[:-1]
    torch.testing.assert_close(trace.numbers["step"], steps, rtol=1e-9, atol=1e-13)


@pytest.mark.parametrize("config", CONFIGS, ids=str)
def test_the_parts_add_up_to_the_step(config):
    _, trace = _traced(config)
    kinds = [arrow.kind for arrow in trace.arrows]
    assert kinds.count("step") == 1
    parts = [trace.numbers[arrow.name] for arrow in trace.arrows if arrow.kind == "part"]
    if parts:
        torch.testing.assert_close(sum(parts), trace.numbers["step"], rtol=1e-9, atol=1e-13)
    for arrow in trace.arrows:
        assert trace.numbers[arrow.name].shape == (STEPS, 2)


@pytest.mark.parametrize(
    ("config", "memories"),
    [
        (OptimizerConfig("momentum", 0.0005), {"b": "momentum_buffer"}),
        (OptimizerConfig("nesterov", 0.0005), {"b": "momentum_buffer"}),
        (OptimizerConfig("adagrad", 0.0005), {"s": "sum"}),
        (OptimizerConfig("rmsprop", 0.0005, centered=True), {"v": "square_avg", "m": "grad_avg"}),
        (OptimizerConfig("adam", 0.0005), {"m": "exp_avg", "v": "exp_avg_sq"}),
        (OptimizerConfig("adamw", 0.0005, amsgrad=True), {"v_max": "max_exp_avg_sq"}),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_the_memories_are_those_of_a_plain_torch_optim_loop(config, memories):
    _, trace = _traced(config)
    x = torch.tensor([-1.2, 1.0], dtype=torch.float64, requires_grad=True)
    optimizer = build_optimizer(config, [x])
    for step in range(STEPS):
        optimizer.zero_grad()
        ((1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2).backward()
        optimizer.step()
        for name, state in memories.items():
            assert torch.equal(trace.numbers[name][step], optimizer.state[x][state]), (name, step)


def test_adams_first_step_is_as_long_as_the_learning_rate_whatever_the_slope():
    for start in ([-1.2, 1.0], [3.0, -50.0]):
        trajectory = descend(
            SURFACES["rosenbrock"], OptimizerConfig("adam", 0.05), start, 1, record_states=True
        )
        trace = trace_updates(OptimizerConfig("adam", 0.05), trajectory)
        gradient = trajectory.gradients[0]
        torch.testing.assert_close(trace.numbers["step"][0], -0.05 * gradient.sign(), rtol=1e-5, atol=1e-7)
        torch.testing.assert_close(trace.numbers["m_hat"][0], gradient, rtol=1e-5, atol=1e-7)
        torch.testing.assert_close(trace.numbers["v_hat"][0], gradient.square(), rtol=1e-4, atol=1e-7)


def test_a_trajectory_without_states_is_refused():
    config = OptimizerConfig("adam", 0.0005)
    with pytest.raises(
        ConfigurationError, match=r"optimizer's exp_avg, but it has no states.*record_states=True"
    ):
        trace_updates(config, descend(SURFACES["bowl"], config, steps=3))


def test_numbers_are_written_as_a_person_writes_them():
    _, trace = _traced(OptimizerConfig("adam", 0.0005))
    templates = {line.name: line.template for line in trace.lines}
    assert templates["m"] == "0.9 · {m_before} + 0.1 · {g}"
    assert templates["v"] == "0.999 · {v_before} + 0.001 · {g}²"
    assert templates["step"] == "−0.0005 · {m_hat} / (√{v_hat} + 10⁻⁸)"


def test_a_schedule_shows_the_rate_of_each_step_in_the_arithmetic():
    config = OptimizerConfig("adam", 0.0005)
    trajectory, trace = _traced(config, schedule="one_cycle")
    line = next(line for line in trace.lines if line.symbol == "η")
    torch.testing.assert_close(trace.numbers[line.name][:, 0], trajectory.rates)
    step = next(line for line in trace.lines if line.name == "step")
    assert "{rate} · {m_hat}" in step.template
