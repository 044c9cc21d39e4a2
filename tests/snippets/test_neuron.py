import contextlib
import io
import re

import pytest
import torch

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.module_definition import definitions_source
from playground.concepts.plane.exercises import EXERCISES
from playground.concepts.plane.one_neuron import Neuron, asked_for, learn
from playground.snippets.neuron import learning_lines, neuron_program

NUMBERS, POINT = (-0.6, 1.0, 1.5), (2.0, -1.0)


def printed(name, learning="", learnt=False):
    entry = NETWORK_ACTIVATIONS[name]
    program = neuron_program(
        NUMBERS,
        POINT,
        entry.source_call("nn"),
        definitions_source([entry.definition]),
        learning,
        learnt=learnt,
    )
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(compile(program, "<program>", "exec"), {})
    return output.getvalue().splitlines()


@pytest.mark.parametrize("name", NETWORK_ACTIVATIONS)
def test_the_program_prints_z_and_a(name):
    z, a = Neuron(NUMBERS[:2], NUMBERS[2], name).outputs(torch.tensor([POINT]))
    assert printed(name) == [f"z = {z.item():.4f}, a = {a.item():.4f}"]


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "squareplus"])
@pytest.mark.parametrize("learnt", [False, True])
def test_the_program_learns_the_weights_of_the_page(name, learnt):
    points, classes = EXERCISES["clusters"].points()
    low, high = asked_for(name)
    lines = learning_lines(
        points.tolist(),
        [high if target else low for target in classes.tolist()],
        cross_entropy=name == "sigmoid",
        learning_rate=0.03,
        steps=50,
    )
    start = Neuron(NUMBERS[:2], NUMBERS[2], name)
    final = learn(start, points, classes, 0.03, 50).weights[-1]
    asked, weights = sorted(printed(name, lines, learnt), key=lambda line: line.startswith("weights"))
    numbers = torch.tensor([float(text) for text in re.findall(r"-?\d+\.\d+(?:e-?\d+)?", weights)])
    torch.testing.assert_close(numbers, final, atol=2e-3, rtol=1e-3)
    first, second, bias = (final if learnt else torch.tensor(NUMBERS)).tolist()
    z = Neuron((first, second), bias, name).outputs(torch.tensor([POINT]))[0].item()
    assert float(re.findall(r"-?\d+\.\d+", asked)[0]) == pytest.approx(z, abs=5e-3)
