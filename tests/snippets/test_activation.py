import contextlib
import io
import json

import pytest
import torch

from playground.concepts.activations import ACTIVATIONS
from playground.concepts.activations.initialization import INITIALIZATIONS
from playground.concepts.activations.signal_propagation import BATCH, WIDTH, Stack, propagate
from playground.concepts.activations.softmax import softmax
from playground.concepts.module_definition import definitions_source
from playground.digits.datasets import load_digits
from playground.digits.training.activation_comparison import (
    BATCH_SIZE,
    VALIDATION_SHARE,
    ActivationComparison,
)
from playground.snippets.activation import (
    activation_program,
    comparison_program,
    softmax_program,
    stack_program,
)


def _printed(program):
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(compile(program, "<program>", "exec"), {})
    return output.getvalue()


def _definitions(*entries):
    return definitions_source(entry.definition for entry in entries)


@pytest.mark.parametrize("probe", [-2.0, 0.0, 1.3])
def test_the_program_prints_the_pages_numbers(probe):
    calls = {entry.label: entry.source_call() for entry in ACTIVATIONS.values()}
    program = activation_program(calls, probe, _definitions(*ACTIVATIONS.values()))
    lines = _printed(program).splitlines()
    x = torch.tensor(probe)
    for line, entry in zip(lines, ACTIVATIONS.values(), strict=True):
        assert (
            line
            == f"{entry.label}: f(x) = {entry.value(x).item():.4f}, f'(x) = {entry.derivative(x).item():.4f}"
        )


@pytest.mark.parametrize("initialization", INITIALIZATIONS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_stacks_program_prints_the_sizes_of_every_layer(activation, initialization):
    stack = Stack(activation, initialization, 5, 0.2)
    code = INITIALIZATIONS[initialization].code.format(deviation=0.2)
    program = stack_program(
        ACTIVATIONS[activation].source_call(),
        code,
        depth=5,
        width=WIDTH,
        batch=BATCH,
        seed=0,
        definitions=_definitions(ACTIVATIONS[activation]),
    )
    assert len(program.splitlines()) <= 30
    measured = propagate(stack)
    for layer, line in enumerate(_printed(program).splitlines()):
        output, gradient = measured.deviations[layer], measured.gradients[layer]
        assert line == f"{layer + 1} output {output:.4g}, gradient {gradient:.4g}"


def test_the_softmax_program_prints_probabilities_and_jacobian():
    first, *rows = _printed(softmax_program([2.0, 1.0, -1.0], 0.5)).splitlines()
    result = softmax([2.0, 1.0, -1.0], 0.5)
    assert json.loads(first) == pytest.approx(result.probabilities.tolist(), abs=6e-5)
    for row, expected in zip(rows, result.jacobian.tolist(), strict=True):
        assert json.loads(row) == pytest.approx(expected, abs=6e-5)


@pytest.mark.parametrize("names", [["tanh", "gelu"], ["squareplus", "relu"]])
def test_the_comparisons_program_prints_the_pages_accuracies(names):
    comparison = ActivationComparison(
        names, load_digits("embedded"), hidden=(16, 16), learning_rate=0.3, seed=1
    )
    for _ in range(60):
        comparison.step()
    entries = [ACTIVATIONS[name] for name in names]
    calls = {entry.label: entry.source_call() for entry in entries}
    program = comparison_program(
        calls,
        (16, 16),
        learning_rate=0.3,
        seed=1,
        batch_size=BATCH_SIZE,
        steps=60,
        validation_share=VALIDATION_SHARE,
        definitions=_definitions(*entries),
    )
    assert len(program.replace(_definitions(*entries), "").splitlines()) <= 30
    expected = "".join(
        f"{ACTIVATIONS[name].label} {comparison.validation_accuracy(name):.2%}\n"
        for name in comparison.models
    )
    assert _printed(program) == expected
