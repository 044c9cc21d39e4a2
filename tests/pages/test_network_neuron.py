"""The part 'One neuron' of 'Neurons and networks'."""

import contextlib
import io

import pytest
import torch

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.plane.exercises import EXERCISES
from playground.concepts.plane.one_neuron import Neuron, learn
from playground.ui.network.neuron_part import LEARNT, STATE, STEPS, Learnt, Setting
from playground.ui.network.parts import FIRST
from tests.pages.opened import open_page


def noticed(at):
    return next(markdown.value for markdown in at.markdown if "What to notice." in markdown.value)


def printed(at):
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(compile(at.code[0].value, "<program>", "exec"), {})
    return output.getvalue()


def test_it_is_the_first_part_and_says_the_numbers_that_its_program_prints():
    at = open_page("network")
    assert at.button_group(key="part").value == FIRST == "neuron"
    assert "z = **−0.7**" in noticed(at)
    assert "makes **0.3318** of it" in noticed(at)
    assert "2 of 4 points are right, and some line has all of them right." in noticed(at)
    assert printed(at).startswith("z = -0.7000, a = 0.3318\nweights [")


@pytest.mark.parametrize("exercise", EXERCISES)
def test_every_exercise_opens_by_its_key(exercise):
    at = open_page("network", exercise=exercise)
    assert at.button_group(key="exercise").value == exercise
    assert ("points are right" in noticed(at)) == (exercise != "none")


@pytest.mark.parametrize("activation", NETWORK_ACTIVATIONS)
def test_every_activation_of_the_catalogue(activation):
    at = open_page("network", neuron_activation=activation, neuron="2,0,1,1,0")
    z = torch.tensor(3.0)
    assert printed(at).startswith(f"z = 3.0000, a = {NETWORK_ACTIVATIONS[activation].value(z).item():.4f}")


def test_a_link_holds_the_neuron_and_the_point():
    at = open_page("network", neuron="1,1,-3,2,2")
    assert "All 4 points lie where they belong: **solved**." in noticed(at)
    assert at.query_params["neuron"] == "1,1,-3,2,2"


@pytest.mark.parametrize("nonsense", ["a,b", "nan,0,0,0,0", "1e999,0,0,0,0", "1,1,1,99,0", ""])
def test_nonsense_in_a_link_is_said_and_the_default_shown(nonsense):
    at = open_page("network", neuron=nonsense)
    assert "z = **−0.7**" in noticed(at)
    assert any("Neuron: the link names" in toast.value for toast in at.toast)


def test_xor_says_that_it_cannot_be_done():
    at = open_page("network", exercise="xor", neuron="1,1,3,0,0")
    assert "3 of 4 points are right. **No line has more than 3**" in noticed(at)


def test_what_was_learnt_is_described_and_printed():
    at = open_page("network")
    points, classes = EXERCISES["and"].points()
    path = learn(Neuron((-0.6, 1.0), 1.5), points, classes, 0.1, STEPS)
    first, second, bias = path.weights[-1].tolist()
    at.session_state[LEARNT] = Learnt(1, (-0.6, 1, 1.5, 2, -1), Setting("and", "sigmoid", 0.1), path)
    at.session_state[STATE] = f"{first:.6g},{second:.6g},{bias:.6g},2,-1"
    at.run()
    assert not at.exception
    assert "gradient descent took the binary cross-entropy from" in noticed(at)
    weights, asked = printed(at).splitlines()
    assert weights.startswith(f"weights [{first:.4f}")
    assert asked.startswith(f"z = {2 * first - second + bias:.2f}")
    at.selectbox(key="neuron_activation").set_value(
        "tanh"
    ).run()  # what a sigmoid learnt, says nothing of tanh
    assert "gradient descent took" not in noticed(at)


@pytest.mark.parametrize("label", ["AND by hand", "OR: ", "XOR: no", "A step, nearly", "Two clusters"])
def test_what_to_try_sets_the_neuron(label):
    at = open_page("network", neuron="5,5,5,5,5", exercise="none")
    next(button for button in at.button if button.label.startswith(label)).click().run()
    assert not at.exception
    assert at.session_state["exercise"] in ("and", "or", "xor", "clusters")
    assert at.query_params.get("neuron") != "5,5,5,5,5"
    assert ("solved" in noticed(at)) == (label == "A step, nearly")
