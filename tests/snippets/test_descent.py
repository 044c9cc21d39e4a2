import contextlib
import io
import json
import re
import subprocess
import sys

import pytest

from playground.concepts.descent import descend
from playground.concepts.descent.learning_rates import suggested_learning_rate
from playground.concepts.optimizers import OPTIMIZERS, OptimizerConfig
from playground.concepts.optimizers.schedules import SCHEDULES
from playground.concepts.surfaces import SURFACES
from playground.snippets.descent import descent_program, surface_program


def _printed(program):
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(compile(program, "<program>", "exec"), {})
    return output.getvalue()


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("start", [[1.0, 2.0, 3.0], [-0.1, 7.25, 1e-3]])
def test_the_descent_program_prints_the_pages_numbers(name, start):
    config = OptimizerConfig(name, 0.07)
    trajectory = descend(SURFACES["article"], config, start, 40)
    point, loss = re.fullmatch(
        r"x = (\[.*\])\nloss = (.*)\n",
        _printed(descent_program(config.source_call(), start, 40, config.optimizer.definition)),
    ).groups()
    assert json.loads(point) == trajectory.points[-1].tolist()
    assert float(loss) == trajectory.losses[-1].item()


def test_own_numbers_of_an_optimizer_are_written_out():
    adam = OptimizerConfig("adam", 0.1, beta1=0.5)
    assert adam.source_call() == "torch.optim.Adam([x], lr=0.1, betas=(0.5, 0.999))"
    assert OptimizerConfig().source_call() == "torch.optim.SGD([x], lr=0.01)"


def test_a_program_runs_by_itself():
    program = descent_program("torch.optim.SGD([x], lr=0.01)", [1.0, 2.0, 3.0], 10)
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout.startswith(
        b"x = ["
    )


@pytest.mark.parametrize("surface", SURFACES.values(), ids=list(SURFACES))
def test_a_surfaces_program_prints_the_numbers_of_a_race(surface):
    configs = [OptimizerConfig(name, suggested_learning_rate(surface, name)) for name in OPTIMIZERS]
    calls = {config.name: config.source_call("[point]") for config in configs}
    definitions = "\n\n".join(config.optimizer.definition for config in configs).strip()
    program = surface_program(surface.program, calls, surface.start, 40, definitions=definitions)
    # One line for each optimizer, and the source of those that PyTorch does not have.
    assert len(program.splitlines()) <= 23 + len(configs) + len(definitions.splitlines()) + bool(definitions)
    printed = _printed(program).splitlines()
    for line, config in zip(printed, configs, strict=True):
        trajectory = descend(surface, config, steps=40)
        name, point, loss = re.fullmatch(r"(\w+) (\[.*\]) (.*)", line).groups()
        assert name == config.name
        assert json.loads(point) == trajectory.points[-1].tolist()
        assert float(loss) == trajectory.losses[-1].item()


@pytest.mark.parametrize("batch_size", [1, 2])
def test_a_program_with_minibatches_draws_the_same_examples(batch_size):
    surface, config = SURFACES["fit"], OptimizerConfig("momentum", 0.02)
    call = {"momentum": config.source_call("[point]")}
    program = surface_program(surface.program, call, surface.start, 30, batch_size=batch_size, seed=5)
    trajectory = descend(surface, config, steps=30, batch_size=batch_size, seed=5)
    assert len(program.splitlines()) <= 30
    assert _printed(program) == f"momentum {trajectory.points[-1].tolist()} {trajectory.losses[-1].item()}\n"


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_a_program_with_a_schedule_prints_the_pages_numbers(schedule):
    config = OptimizerConfig("adam", 0.07)
    trajectory = descend(SURFACES["article"], config, steps=40, schedule=schedule)
    call = SCHEDULES[schedule].source_call(0.07, 40)
    program = descent_program(config.source_call(), SURFACES["article"].start, 40, schedule=call)
    assert _printed(program).startswith(f"x = {trajectory.points[-1].tolist()}\n")
    surface = SURFACES["rosenbrock"]
    configs = [OptimizerConfig(name, suggested_learning_rate(surface, name)) for name in ("sgd", "adam")]
    calls = {config.name: config.source_call("[point]") for config in configs}
    program = surface_program(
        surface.program, calls, surface.start, 40, schedule=SCHEDULES[schedule].source_call(None, 40)
    )
    for line, config in zip(_printed(program).splitlines(), configs, strict=True):
        trajectory = descend(surface, config, steps=40, schedule=schedule)
        assert line == f"{config.name} {trajectory.points[-1].tolist()} {trajectory.losses[-1].item()}"
