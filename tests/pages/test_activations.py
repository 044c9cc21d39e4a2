import contextlib
import io
import math
from functools import partial

import pytest
import torch

from playground.concepts.activations import ACTIVATIONS, NETWORK_ACTIVATIONS
from playground.concepts.activations.catalogue import ARTICLE
from playground.concepts.activations.initialization import INITIALIZATIONS
from playground.concepts.activations.signal_propagation import Stack, propagate
from playground.concepts.activations.softmax import softmax
from playground.formatting import format_number
from tests.elements import only, program
from tests.pages.opened import open_page

_page = partial(open_page, "activations")


def _text(at):
    return " ".join(markdown.value for markdown in at.markdown)


def test_it_opens_with_the_articles_three():
    at = _page()
    assert set(at.session_state["functions"]) == set(ARTICLE)
    assert "What to notice" in _text(at)
    assert "nn.Sigmoid()" in program(at)


@pytest.mark.parametrize("probe", [-6.0, 0.0, 2.5])
def test_all_functions_at_once_read_the_numbers_of_the_probe(probe):
    at = _page()
    at.pills(key="functions").set_value([entry.label for entry in ACTIVATIONS.values()]).run()
    at.slider(key="x").set_value(probe).run()
    assert not at.exception
    x = torch.tensor(probe, dtype=torch.float64)
    for entry in ACTIVATIONS.values():
        value, slope = entry.value(x).item() + 0.0, entry.derivative(x).item() + 0.0
        numbers = f"| {format_number(value, 4)} | {format_number(slope, 4)} |"
        assert f"| {entry.label} {numbers}" in _text(at)


@pytest.mark.parametrize("name", [name for name, entry in ACTIVATIONS.items() if entry.parameters])
def test_every_parameter_is_a_slider_that_counts(name):
    entry = ACTIVATIONS[name]
    at = _page(functions=entry.label, x="-2.0" if name != "hardtanh" else "2.0")
    for parameter in entry.parameters:
        at.slider(key=f"{name}_{parameter.name}").set_value(parameter.high).run()
        assert not at.exception
    numbers = {parameter.name: parameter.high for parameter in entry.parameters}
    value = entry.value(torch.tensor(at.session_state["x"], dtype=torch.float64), **numbers).item()
    assert f"| {entry.label} | {format_number(value, 4)} |" in _text(at)
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(program(at), {})
    assert f"{entry.label}: f(x) = {value:.4f}" in output.getvalue()


def test_the_facts_are_in_a_table():
    at = _page(functions="Sigmoid")
    row = only(at.table).value.loc["Sigmoid"]
    assert row["saturated"] == "below −4.58, above 4.58"
    assert row["monotone"] == "yes"
    assert row["zero-centred"] == "no, mean 0.5"
    assert row["steepest slope"] == "0.25"


def test_the_bottom_of_a_dip_is_saturated_too_however_narrow():
    """Where σ(x) (1 + x (1 − σ(x))) is within 0.01 of 0: SciPy's brentq gives -6.2614, -1.3259 and -1.2339."""
    at = _page(functions="SiLU")
    assert only(at.table).value.loc["SiLU", "saturated"] == "below −6.26, −1.33 to −1.23"


def test_curves_that_coincide_are_named_and_stay_so_with_their_parameters():
    at = open_page(
        "activations", functions=["leaky_relu", "prelu"], prelu_init="0.3", leaky_relu_negative_slope="0.3"
    )
    assert "The curves of Leaky ReLU and PReLU coincide" in _text(at)
    at.slider(key="prelu_init").set_value(0.35).run()
    assert "coincide" not in _text(at)


def test_without_a_function_it_says_what_to_do():
    at = _page()
    at.pills(key="functions").set_value([]).run()
    assert not at.exception
    assert "Choose at least one function" in only(at.info).value


@pytest.mark.parametrize("mode", ["Forward", "Backward"])
@pytest.mark.parametrize("initialization", INITIALIZATIONS)
def test_the_depth_part_says_what_is_left_of_the_gradient(initialization, mode):
    rule = INITIALIZATIONS[initialization].label
    at = _page(part="depth", stack_activation="Tanh", initialization=rule, depth="15", mode=mode)
    measured = propagate(Stack("tanh", initialization, 15))
    assert f"**{measured.gradients[0]:.2g}** is left at the first of 15 layers" in _text(at)


@pytest.mark.parametrize("label", [entry.label for entry in ACTIVATIONS.values()])
def test_every_activation_goes_through_the_layers(label):
    at = _page(part="depth", stack_activation=label, depth="5")
    assert "is left at the first of 5 layers" in _text(at)


def test_networks_learn_side_by_side_until_they_are_paused():
    at = _page(part="digits", learners="Tanh", layers="1")
    assert "Press Train" in _text(at)
    at.button(key="train").click().run()
    at.run()
    at.button(key="pause").click().run()
    assert not at.exception
    comparison = at.session_state["activation_comparison"]
    assert 0 < comparison.steps < 400
    assert f"After {comparison.steps} of 400 steps Tanh has the loss" in _text(at)
    accuracy = comparison.validation_accuracy("tanh")
    assert only(at.table).value.loc["Tanh", "accuracy on validation digits"] == f"{100 * accuracy:.2f}\u00a0%"
    assert f"It reads {100 * comparison.test_accuracy('tanh'):.2f}\u00a0% of the test digits." in " ".join(
        caption.value for caption in at.caption
    )
    at.button(key="again").click().run()
    assert at.session_state["activation_comparison"].steps == 0


def test_networks_are_ranked_by_what_is_held_out_and_the_best_alone_is_tested():
    at = _page(part="digits", learners=["Tanh", "ReLU", "Sigmoid"], layers="1")
    comparison = at.session_state["activation_comparison"]
    while comparison.steps < 40:
        comparison.step()
    at.run()
    accuracies = {
        NETWORK_ACTIVATIONS[name].label: comparison.validation_accuracy(name) for name in comparison.models
    }
    ranked = list(only(at.table).value.index)
    assert [accuracies[label] for label in ranked] == sorted(accuracies.values(), reverse=True)
    words = " ".join(caption.value for caption in at.caption)
    (best,) = [label for label, accuracy in accuracies.items() if accuracy == max(accuracies.values())]
    assert f"The best, {best}, reads" in words
    assert words.count("of the test digits") == 1


def test_a_network_that_diverged_is_not_praised():
    at = _page(part="digits", learners="Linear", layers="6", rate="0.5")
    comparison = at.session_state["activation_comparison"]
    while comparison.steps < 60:
        comparison.step()
    at.run()
    assert not math.isfinite(comparison.smoothed("linear")[-1])
    assert "the loss of Linear is no number any more: the learning rate is too large" in _text(at)


def test_one_layer_has_no_way_to_lose_its_gradient():
    assert "With one layer the gradient of size 1 arrives where it was sent in" in _text(
        _page(part="depth", depth="1")
    )


def test_all_of_them_at_once_would_be_too_slow():
    at = _page(part="digits")
    at.pills(key="learners").set_value([entry.label for entry in NETWORK_ACTIVATIONS.values()]).run()
    assert "Choose one to 6 functions" in only(at.info).value


def test_softmax_shows_probabilities_and_sees_differences_only():
    at = _page(part="softmax", z1="1.5", temperature="2.0")
    result = softmax([1.5, 1.0, 0.0, -1.0], 2.0)
    assert f"z₁ = 1.5 gets probability **{format_number(float(result.probabilities[0]), 4)}**" in _text(at)
    assert only(at.table).value.loc["p₁", "z₂"] == format_number(float(result.jacobian[0, 1]), 4)
    at.slider(key="shift").set_value(3.0).run()
    assert f"z₁ = 4.5 gets probability **{format_number(float(result.probabilities[0]), 4)}**" in _text(at)


@pytest.mark.parametrize("value", ["1e400", "nan", "-99", "abc"])
@pytest.mark.parametrize("part", ["curves", "depth", "digits", "softmax", "nonsense"])
def test_nonsense_in_the_address_ends_in_no_traceback(part, value):
    names = [
        "functions",
        "x",
        "elu_alpha",
        "mode",
        "stack_activation",
        "initialization",
        "deviation",
        "depth",
        "learners",
        "layers",
        "rate",
        "scores",
        "z1",
        "shift",
        "temperature",
    ]
    at = _page(part=part, **dict.fromkeys(names, value))
    assert not at.error


def test_every_experiment_sets_the_page_up():
    for number in range(1, 8):
        at = _page(x="3.0", functions="Tanh", depth="40")
        at.button(key=f"try_{number}").click().run()
        assert not at.exception
        assert not at.error
    at = _page(x="3.0", functions="Tanh")
    at.button(key="try_2").click().run()
    assert (at.session_state["x"], at.session_state["functions"]) == (-2.0, ["relu"])


@pytest.mark.parametrize(
    ("label", "left"),
    [
        ("Sigmoid", "0.25, over 4 layers leaves 0.0039"),
        ("Hardsigmoid", "0.167, over 4 layers leaves 0.00077"),
    ],
)
def test_an_activation_that_is_nowhere_steep_leaves_little_of_a_gradient(label, left):
    at = _page(part="depth", depth="5", stack_activation=label)
    assert f"{label}'s steepest slope, {left} at best" in _text(at)
    assert "steepest slope" not in _text(_page(part="depth", depth="5", stack_activation="ReLU"))
