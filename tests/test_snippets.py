import contextlib
import io
import json
import re
import subprocess
import sys

import pytest
import torch

from playground.concepts.activations import ACTIVATIONS
from playground.concepts.descent import descend
from playground.concepts.optimizers import OPTIMIZERS, OptimizerConfig
from playground.concepts.surfaces import SURFACES
from playground.snippets import activation_program, descent_program

MODULES = [type(entry.module()).__name__ for entry in ACTIVATIONS.values()]


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
        _printed(descent_program(OPTIMIZERS[name].source_call(config), start, 40)),
    ).groups()
    assert json.loads(point) == trajectory.points[-1].tolist()
    assert float(loss) == trajectory.losses[-1].item()


def test_own_numbers_of_an_optimizer_are_written_out():
    adam = OptimizerConfig("adam", 0.1, beta1=0.5)
    assert OPTIMIZERS["adam"].source_call(adam) == "torch.optim.Adam([x], lr=0.1, betas=(0.5, 0.999))"
    assert OPTIMIZERS["sgd"].source_call(OptimizerConfig()) == "torch.optim.SGD([x], lr=0.01)"


@pytest.mark.parametrize("probe", [-2.0, 0.0, 1.3])
def test_the_activation_program_prints_the_pages_numbers(probe):
    lines = _printed(activation_program(MODULES, probe)).splitlines()
    x = torch.tensor(probe)
    for line, entry in zip(lines, ACTIVATIONS.values(), strict=True):
        expected = f"f(x) = {entry.value(x).item():.4f}, f'(x) = {entry.derivative(x).item():.4f}"
        assert line.endswith(expected)


def test_a_program_runs_by_itself():
    program = descent_program("torch.optim.SGD([x], lr=0.01)", [1.0, 2.0, 3.0], 10)
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout.startswith(
        b"x = ["
    )
