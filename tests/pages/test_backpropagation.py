import contextlib
import io
import json
import re
from functools import partial
from urllib.parse import parse_qsl

import pytest
import torch
from torch import nn

from playground.concepts.backpropagation.autograd_graph import record
from playground.concepts.backpropagation.dynamic_graph import PROGRAMS
from playground.concepts.backpropagation.passes import written
from playground.concepts.backpropagation.small_net import LAYER_NOTATION, NOTATION, SmallNet
from playground.digits.checkpoints import load_pretrained
from playground.digits.datasets import load_digits, usual_dataset
from playground.digits.models import ModelConfig, build_model
from playground.formatting import format_number
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
    assert len(shown["nodes"]) == len(graph.nodes) + 1  # autograd has no node for the target
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
    assert set(names) == {"W⁽¹⁾", "W⁽²⁾", "W⁽³⁾", "b⁽¹⁾", "b⁽²⁾", "b⁽³⁾"}
    assert "ReLU" in [node["sign"] for node in graph["nodes"]]
    assert {node["shape"] for node in graph["nodes"] if node["sign"] == "W⁽¹⁾"} == {"1×3"}


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
    assert "f(x, y) is not a number: there is no slope to follow" in _text(at)


@pytest.mark.parametrize(
    ("function", "place", "of", "cause"),
    [
        ("log(x) + y", (-1.0, 0.5), "value", "ln(−1) has no value, for a negative number has no logarithm"),
        ("y/x", (0.0, 1.0), "value", "1 / 0 has no value, for nothing can be divided by 0"),
        ("sqrt(x^2 + y^2)", (0.0, 0.0), "gradient", "the slope of √ at 0 is infinite"),
        ("sqrt(x) + y", (0.0, 1.0), "gradient", "the slope of √ at 0 is infinite"),
    ],
)
def test_a_number_that_is_not_finite_is_warned_of_with_its_cause(function, place, of, cause):
    x, y = (torch.tensor(value, dtype=torch.float64, requires_grad=True) for value in place)
    names = {"x": x, "y": y, "log": torch.log, "sqrt": torch.sqrt}
    value = eval(function.replace("^", "**"), names)  # the same function, written in PyTorch
    slopes = torch.stack([*torch.autograd.grad(value, (x, y))])
    assert bool(value.isfinite()) == (of == "gradient")
    assert of == "value" or not bool(slopes.isfinite().all())
    at = _page(what="Your own f(x, y)", function=function, fx=str(place[0]), fy=str(place[1]))
    (warning,) = at.warning
    assert warning.value.startswith(f"The {of} is no finite number here: {cause}")
    assert ("is no finite number: no update follows" in _text(at)) == (of == "gradient")


def test_a_finite_number_is_not_warned_of():
    assert not _page(what="Your own f(x, y)", function="log(x) + y", fx="1").warning


def test_equally_steep_derivatives_are_all_named():
    at = _page(what="Your own f(x, y)", function="x*y", fx="1.5", fy="-1.5")  # by x: y; by y: x
    assert "2 are equally steep: −1.5, by x; 1.5, by y." in _text(at)
    assert "the steepest is" not in _text(at)


def test_one_derivative_of_0_is_singular():
    at = _page(what="Your own f(x, y)", function="x^2 y", fx="0.5", fy="0")  # by x: 2xy = 0; by y: x²
    assert "1 of 2 derivatives is 0: an update does not move what it belongs to." in _text(at)


def _query(at, beginning="Watch a network"):
    """What the link to the page of networks sets."""
    (link,) = [each.proto for each in at.get("page_link") if each.proto.label.startswith(beginning)]
    return dict(parse_qsl(link.query_string))


def test_the_same_layers_learn_on_the_page_of_networks():
    at = _page(hidden="3", second="2", activation="relu", seed="5", learning_rate="0.25")
    at = open_page("network", **_query(at))
    assert not at.toast
    network = at.session_state["network_player_branches"].present.experiment.network
    assert (network.hidden, network.activations, network.seed) == ((3, 2), ("relu", "relu"), 5)
    training = at.session_state["network_player_branches"].present.experiment.training
    assert (training.loss, training.optimizer.learning_rate) == ("mse", 0.25)


def test_at_learning_rate_0_the_page_of_networks_takes_its_own():
    query = _query(_page(learning_rate="0"))
    assert "learning_rate" not in query
    assert not open_page("network", **query).error


@pytest.mark.parametrize(
    ("query", "data", "hidden", "activations"),
    [
        ({}, "hills", (2,), ("tanh",)),
        (
            {"task": "xor", "hidden": "3", "second": "3", "learning_rate": "0.5"},
            "xor",
            (3, 3),
            ("tanh", "tanh"),
        ),
        ({"task": "A ring", "activation": "ReLU"}, "circle", (2,), ("relu",)),
    ],
    ids=["nothing", "keys", "labels"],
)
def test_a_link_to_the_former_part_shows_its_network_and_leads_to_where_it_learns(
    query, data, hidden, activations
):
    at = _page(part="train", **query)
    assert not at.toast
    assert _graphs(at)
    assert at.session_state["hidden"] == query.get("hidden", "2")
    assert "Networks learn on the page" in _text(at)
    at = open_page("network", **_query(at, "Open it with the network"))
    assert not at.toast
    experiment = at.session_state["network_player_branches"].present.experiment
    assert (experiment.source.name, experiment.network.hidden) == (data, hidden)
    assert experiment.network.activations == activations
    assert experiment.training.optimizer.learning_rate == float(query.get("learning_rate", 0.1))


@pytest.mark.parametrize("value", ["1e400", "nan", "-1", "abc", ""])
def test_nonsense_in_a_link_to_the_former_part_ends_in_no_traceback(value):
    names = ["task", "hidden", "second", "activation", "learning_rate", "seed"]
    at = _page(part="train", **dict.fromkeys(names, value))
    at = open_page("network", **_query(at, "Open it with the network"))
    assert at.get("bidi_component")


def test_the_notation_is_explained_at_the_first_step_and_below_the_network():
    at = _page()
    (shown,) = _graphs(at)
    assert NOTATION in shown["steps"][0]["lines"]
    assert NOTATION in [caption.value for caption in at.caption]
    assert LAYER_NOTATION in [caption.value for caption in _page(view="layers").caption]


@pytest.mark.parametrize(
    "address", [{}, {"view": "layers"}, {"what": "typed"}, {"what": "typed", "function": "2-3x/y"}]
)
def test_every_graph_that_plays_begins_at_its_start(address):
    (shown,) = _graphs(_page(**address))
    assert [step["phase"] for step in shown["steps"]].count("start") == 1
    assert shown["steps"][0]["phase"] == "start"
    assert not shown["steps"][0]["gradients"]


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
@pytest.mark.parametrize("part", ["graph", "dynamic", "nonsense"])
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
        "program",
        "w",
        "if_a",
    ]
    at = _page(part=part, **dict.fromkeys(names, value))
    assert not at.error
    assert _graphs(at)


def test_every_experiment_sets_the_page_up():
    for number in range(1, 8):
        at = _page(x1="-1.5", seed="77")
        at.button(key=f"try_{number}").click().run()
        assert not at.exception
        assert not at.error
        assert at.session_state["seed"] != 77 if "seed" in at.session_state else True
        assert _graphs(at) or at.session_state["part"] == "by_hand"


def _plain_gradients(weights, count):
    """Autograd's gradients of the article's network as anybody would write it, on the same digits."""
    own = load_pretrained("mlp").model if weights == "trained" else build_model(ModelConfig(), 0)
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
    model.load_state_dict(dict(zip(model.state_dict(), own.state_dict().values(), strict=True)))
    data = load_digits(usual_dataset())
    loss = nn.CrossEntropyLoss()(model(data.test_images[:count] / 255), data.test_labels[:count])
    return loss.item(), torch.autograd.grad(loss, list(model.parameters()))


@pytest.mark.parametrize(("weights", "count"), [("random", 64), ("trained", 1), ("trained", 256)])
def test_the_articles_network_goes_backward_by_hand(weights, count):
    at = _page(part="by_hand", weights=weights, batch=str(count))
    _, gradients = _plain_gradients(weights, count)
    table = only(at.table).value
    assert list(table.index) == ["fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"]
    assert list(table["Steepest"]) == [format_number(gradient.abs().max().item()) for gradient in gradients]
    assert set(table["Loop − autograd"]) == {"identical to the last bit"}
    assert f"The batch of {count} digit" in _text(at)
    assert "101,770 derivatives" in _text(at)
    assert any("ms with `loss.backward()`" in caption.value for caption in at.caption)


def test_the_code_that_is_shown_is_the_code_that_trains():
    at = _page(part="by_hand")
    shown = [code.value for code in at.code]
    for line in ("delta2 = (logits.softmax(1)", "torch.mm(delta.t(), inputs, out=layer.weight_gradient)"):
        assert only(code for code in shown if line in code and "import" not in code)
    six_lines = only(code for code in shown if code.startswith("delta2"))
    assert len(six_lines.splitlines()) == 6


def test_the_program_by_hand_prints_the_same_gradients():
    at = _page(part="by_hand", weights="trained", batch="16")
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(program(at), {})
    loss, gradients = _plain_gradients("trained", 16)
    first, *lines = output.getvalue().splitlines()
    assert first == f"loss {loss:.6f}"
    for line, name, gradient in zip(lines, ("w1", "b1", "w2", "b2"), gradients, strict=True):
        steepest, difference = re.fullmatch(rf"{name}: steepest (.*), by hand differs by (.*)", line).groups()
        assert float(steepest) == pytest.approx(gradient.abs().max().item(), rel=1e-3)
        assert float(difference) < 1e-4 * float(steepest)
