import contextlib
import io
import json
from functools import partial

import pytest
import torch

from playground.concepts.backpropagation.autograd_graph import record
from playground.concepts.backpropagation.dynamic_graph import PROGRAMS
from playground.concepts.backpropagation.passes import written
from playground.concepts.backpropagation.small_net import SmallNet
from playground.concepts.backpropagation.small_net_training import TASKS
from tests.elements import only, program
from tests.pages.opened import open_page

KEYS = ["x1", "x2", "target", "learning_rate"]


_page = partial(open_page, "backpropagation")


def _text(at):
    return " ".join(markdown.value for markdown in at.markdown)


def _graphs(at):
    """What the components were sent; a component's code comes as an element without data."""
    data = [json.loads(element.proto.json) for element in at.get("bidi_component") if element.proto.json]
    return [item for item in data if "nodes" in item]


def test_it_opens_with_a_network_and_its_numbers():
    at = _page()
    net = SmallNet()
    x = torch.tensor([1.0, -0.5], dtype=torch.float64)
    graph = record(net.by_neurons(1.0), net.scalars(net.weights(), x))
    assert f"The loss is {written(graph.loss)}." in _text(at)
    (shown,) = _graphs(at)
    assert len(shown["nodes"]) == len(graph.nodes)
    assert shown["steps"][-1]["phase"] == "update"
    assert shown["alt"]


def test_the_program_prints_the_loss_of_the_page():
    at = _page(x1="0.5", target="-1.0", hidden="3", second="2", activation="Sigmoid")
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(program(at), {})
    loss = float(output.getvalue().splitlines()[0].removeprefix("loss "))
    assert f"The loss is {written(loss)}." in _text(at)


@pytest.mark.parametrize("key", KEYS)
def test_every_slider_changes_the_picture(key):
    at = _page()
    before = _graphs(at)
    at.slider(key=key).set_value(0.3).run()
    assert not at.exception
    assert _graphs(at) != before


def test_a_url_sets_the_network_up_and_whole_layers_are_matrices():
    at = _page(inputs="3", hidden="1", second="3", activation="ReLU", seed="5", view="Whole layers")
    (graph,) = _graphs(at)
    names = [node["sign"] for node in graph["nodes"] if node["kind"] == "parameter"]
    assert sorted(names) == ["W₁", "W₂", "W₃", "b₁", "b₂", "b₃"]
    assert "ReLU" in [node["sign"] for node in graph["nodes"]]
    assert {node["shape"] for node in graph["nodes"] if node["sign"] == "W₁"} == {"1×3"}


def test_an_own_function_goes_through_the_graph():
    at = _page(what="Your own f(x, y)", function="x^2 y", fx="2", fy="-1")
    (graph,) = _graphs(at)
    assert {node["sign"]: node["gradients"] for node in graph["nodes"] if node["kind"] == "parameter"} == {
        "x": "−4",
        "y": "4",
    }
    assert "f(x, y) is −4." in _text(at)


@pytest.mark.parametrize(
    ("text", "words"),
    [("x +", "Expected"), ("foo(x)", "foo"), ("__import__('os')", "")],
)
def test_a_function_that_cannot_work_gets_a_message(text, words):
    at = _page(what="Your own f(x, y)", function=text)
    assert words in only(at.error).value
    assert not _graphs(at)


def test_a_constant_has_no_slope():
    at = _page(what="Your own f(x, y)", function="3")
    assert not at.error
    assert "f(x, y) is 3, and every derivative is 0: an update moves nothing." in _text(at)


def test_a_function_that_is_an_input_has_a_graph_too():
    at = _page(what="Your own f(x, y)", function="x", fx="0.5")
    assert not at.error
    assert "f(x, y) is 0.5. " in _text(at)


def test_at_learning_rate_0_nothing_moves():
    assert "At learning rate 0 an update moves nothing." in _text(_page(learning_rate="0"))


def test_at_a_kink_the_two_checks_differ_and_the_page_says_why():
    (graph,) = _graphs(_page(what="Your own f(x, y)", function="|x| + y", fx="0"))
    names = {node["sign"]: str(index) for index, node in enumerate(graph["nodes"])}
    assert (graph["checks"][names["x"]]["gradient"], graph["checks"][names["x"]]["difference"]) == ("0", "0")
    (graph,) = _graphs(_page(what="Your own f(x, y)", function="relu(x) + y", fx="0"))
    assert graph["checks"][names["x"]]["note"].startswith("They differ")
    assert graph["checks"][names["y"]]["note"] == ""


def test_a_function_outside_its_domain_is_shown_as_it_is():
    at = _page(what="Your own f(x, y)", function="log(x) + y", fx="-1")
    assert "f(x, y) is nan, no finite number" in _text(at)


@pytest.mark.parametrize("label", [task.label for task in TASKS.values()])
def test_every_task_learns_step_by_step_and_begins_again(label):
    at = _page(part="train", task=label)
    assert "After 0 of 5,000 steps" in _text(at)
    at.button(key="one_step").click().run()
    assert not at.exception
    assert "After 1 of 5,000 steps" in _text(at)
    at.button(key="again").click().run()
    assert "After 0 of 5,000 steps" in _text(at)


def test_training_runs_until_it_is_paused_and_its_program_prints_the_loss():
    at = _page(part="train", task="XOR", hidden="3", learning_rate="0.5")
    at.button(key="train").click().run()
    at.run()
    at.button(key="pause").click().run()
    assert not at.exception
    assert not at.button(key="train").disabled
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(program(at), {})
    loss = float(output.getvalue().removeprefix("loss "))
    assert "After 0 of" not in _text(at)
    assert f"error is **{written(loss)}**" in _text(at)


def test_another_rate_begins_again():
    at = _page(part="train")
    at.button(key="one_step").click().run()
    at.slider(key="learning_rate").set_value(0.4).run()
    assert "After 0 of 5,000 steps" in _text(at)


def test_a_loss_that_explodes_is_explained():
    at = _page(part="train", task="A hill", activation="ReLU", hidden="3", learning_rate="1", seed="3")
    learner = at.session_state["small_learner"]
    learner.losses.append(float("inf"))
    at.run()
    assert "the learning rate is too large" in _text(at)
    assert at.button(key="one_step").disabled


@pytest.mark.parametrize("name", PROGRAMS)
def test_two_inputs_leave_two_graphs(name):
    at = _page(part="dynamic", program=PROGRAMS[name].label)
    first, second = _graphs(at)
    assert [node["operation"] for node in first["nodes"]] != [node["operation"] for node in second["nodes"]]
    counts = [
        sum(node["kind"] in ("operation", "loss") for node in graph["nodes"]) for graph in (first, second)
    ]
    assert f"left {counts[0]} operations in run A and {counts[1]} in run B" in _text(at)
    at.slider(key=f"{name}_a").set_value(PROGRAMS[name].usual[1]).run()
    assert "both graphs are alike" in _text(at)


@pytest.mark.parametrize("value", ["1e400", "nan", "-1", "abc"])
@pytest.mark.parametrize("part", ["graph", "train", "dynamic", "nonsense"])
def test_nonsense_in_the_address_ends_in_no_traceback(part, value):
    names = [
        "inputs",
        "hidden",
        "second",
        "activation",
        "seed",
        "x1",
        "x3",
        "target",
        "learning_rate",
        "view",
        "what",
        "task",
        "program",
        "w",
        "if_a",
    ]
    at = _page(part=part, **dict.fromkeys(names, value))
    assert not at.error
    assert _graphs(at)


def test_every_experiment_sets_the_page_up():
    for number in range(1, 7):
        at = _page(x1="-1.5", seed="77")
        at.button(key=f"try_{number}").click().run()
        assert not at.exception
        assert not at.error
        assert at.session_state["seed"] != 77 if "seed" in at.session_state else True
        assert _graphs(at)
