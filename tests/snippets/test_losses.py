import contextlib
import io
import json
import re

import pytest
import torch

from playground.concepts.losses import LOSSES
from playground.concepts.losses.catalogue import KINDS, losses_of
from playground.concepts.losses.common_mistakes import MISTAKES, run
from playground.concepts.losses.outliers import POINTS, fits
from playground.concepts.losses.slow_start import train
from playground.concepts.losses.softmax_cross_entropy import cross_entropy
from playground.concepts.module_definition import definitions_source
from playground.snippets.losses import (
    cross_entropy_program,
    line_program,
    losses_program,
    mistake_program,
    slow_start_program,
)


def _printed(program, definitions=""):
    assert len(program.replace(definitions, "").splitlines()) <= 30  # besides the classes it has to define
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(compile(program, "<program>", "exec"), {})
    return output.getvalue()


def _fours(kind):
    """The losses of a kind, at most four in a program."""
    entries = list(losses_of(kind).values())
    return [entries[first : first + 4] for first in range(0, len(entries), 4)]


@pytest.mark.parametrize(("kind", "entries"), [(kind, entries) for kind in KINDS for entries in _fours(kind)])
def test_the_losses_program_prints_the_pages_numbers(kind, entries):
    prediction, target = KINDS[kind].usual
    definitions = definitions_source(entry.definition for entry in entries)
    program = losses_program(
        {entry.label: entry.source_call("none") for entry in entries},
        {entry.label: entry.code for entry in entries},
        prediction,
        target,
        definitions,
    )
    lines = _printed(program, definitions).splitlines()
    x, y = torch.tensor([prediction], dtype=torch.float64), torch.tensor(target, dtype=torch.float64)
    for line, entry in zip(lines, entries, strict=True):
        value, slope = entry.along(x, y)
        assert line == f"{entry.label}: loss {value.item():.4f}, gradient {slope.item():.4f}"


def test_the_line_program_finds_the_pages_line():
    points = [*POINTS[:-1], (7.0, -6.0)]
    slope, intercept = re.findall(
        r"-?\d+\.\d+", _printed(line_program(points, "torch.nn.HuberLoss(delta=1.0)"))
    )
    line = fits(points)["huber"]
    assert (float(slope), float(intercept)) == pytest.approx((line.slope, line.intercept), abs=1.1e-3)


def test_the_cross_entropy_program_prints_the_pages_numbers():
    printed = _printed(cross_entropy_program([2.0, 1.0, -1.0], 1, 0.7, 0.1)).splitlines()
    result = cross_entropy([2.0, 1.0, -1.0], 1, 0.7, 0.1)
    assert json.loads(printed[0].removeprefix("probabilities ")) == pytest.approx(
        result.probabilities.tolist(), abs=6e-5
    )
    assert printed[1] == f"loss {result.loss:.4f}"
    assert json.loads(printed[2].removeprefix("gradient ")) == pytest.approx(
        result.gradient.tolist(), abs=6e-5
    )


def test_the_slow_start_program_prints_the_pages_outputs():
    outputs = [
        float(line.split()[-1]) for line in _printed(slow_start_program(2.0, 2.0, 0.15, 60)).splitlines()
    ]
    expected = [training.outputs[-1].item() for training in train(2.0, 2.0, 0.15, 60).values()]
    assert outputs == pytest.approx(expected, abs=6e-5)


@pytest.mark.filterwarnings("ignore:Using a target size")
@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=list(MISTAKES))
def test_the_mistakes_program_ends_with_the_corrected_loss(mistake):
    *_, last = _printed(mistake_program(mistake.source, mistake.corrected)).splitlines()
    assert float(last.removeprefix("tensor(").removesuffix(")")) == pytest.approx(
        run(mistake.corrected).value, abs=6e-5
    )


def test_every_loss_is_in_a_program():
    assert sum(len(losses_of(kind)) for kind in KINDS) == len(LOSSES)
