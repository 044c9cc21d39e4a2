"""Step through: the graph of one example, forward node by node and back again, with the paths of any weight."""

import math
from collections.abc import Mapping

import streamlit as st
import torch
from streamlit.delta_generator import DeltaGenerator
from torch import Tensor

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.backpropagation.autograd_graph import AutogradGraph, Forward, record
from playground.concepts.backpropagation.neuron_passes import neuron_steps, neurons
from playground.concepts.backpropagation.passes import loss_after_update, steps, written
from playground.concepts.backpropagation.small_net import LAYER_NOTATION, NOTATION, SmallNet
from playground.concepts.module_definition import definitions_source
from playground.concepts.surfaces.non_finite import find_non_finite
from playground.concepts.surfaces.typed_function import parse_function
from playground.errors import FunctionSyntaxError
from playground.figures.autograd_graph import chain_checks, graph_data
from playground.formatting import counted, format_number, listed
from playground.markdown import literal
from playground.notices.non_finite import describe_non_finite
from playground.snippets.backpropagation import net_program, typed_program
from playground.ui.backpropagation.learning_link import learning_link, learning_query
from playground.ui.backpropagation.net_form import example_form, learning_rate_slider, net_form
from playground.ui.backpropagation.settings import COMPUTATIONS, DEFAULTS, VIEWS
from playground.ui.components.autograd_graph.component import autograd_graph
from playground.ui.shared import columns
from playground.ui.shared.choice import choose_one
from playground.ui.shared.frame import show_formula, show_pytorch, what_to_notice
from playground.ui.shared.numbers import DECIMAL


def show() -> None:
    """The graph first, what can be changed below it, and what follows from it."""
    with columns.beside():
        picture, controls = columns.player(), columns.controls()
    with controls, st.container(horizontal=True):
        what = choose_one("What goes through the graph", COMPUTATIONS, DEFAULTS["what"], "what")
        view = DEFAULTS["view"]
        if what == "network":
            view = choose_one("Drawn as", VIEWS, DEFAULTS["view"], "view")
    if what == "typed":
        _typed(picture, controls)
    else:
        _network(picture, controls, layers=view == "layers")
    show_formula(
        r"\frac{\partial L}{\partial w} = \sum_{\text{paths } w \to L} \; \prod_{\text{edges on the path}} "
        r"\frac{\partial\, \text{end}}{\partial\, \text{start}}",
        "https://doi.org/10.1038/323533a0",
        "the chain rule over paths",
    )


def _network(picture: DeltaGenerator, controls: DeltaGenerator, layers: bool) -> None:
    with controls:
        net = net_form()
        point, target, learning_rate = example_form(net.inputs)
    forward, values = _computation(net, torch.tensor(point, dtype=torch.float64), target, layers)
    inputs = tuple(name for name in values if name.startswith("x"))
    _show_passes(picture, forward, values, inputs, learning_rate=learning_rate, what="The loss")
    learning_link(
        "Watch a network of these hidden layers learn XOR",
        learning_query([str(size) for size in net.hidden], net.activation, str(learning_rate), str(net.seed)),
    )
    activation = NETWORK_ACTIVATIONS[net.activation]
    st.caption(LAYER_NOTATION if layers else NOTATION)
    definitions = definitions_source([activation.definition])
    show_pytorch(
        net_program(
            net.weights(), activation.source_call(), point, target, learning_rate, definitions=definitions
        )
    )


def _computation(
    net: SmallNet, point: Tensor, target: float, layers: bool
) -> tuple[Forward, dict[str, Tensor]]:
    weights = net.weights()
    if layers:
        return net.by_layers(torch.tensor([target], dtype=torch.float64)), {"x": point[None], **weights}
    return net.by_neurons(target), net.scalars(weights, point)


def _typed(picture: DeltaGenerator, controls: DeltaGenerator) -> None:
    with controls:
        text, x, y, learning_rate = _typed_form()
    try:
        typed = parse_function(text or "")
    except FunctionSyntaxError as error:
        with picture:
            st.error(literal(error), icon=":material/error:")
            st.code(error.pointer, language=None)
        return

    def forward(leaves: Mapping[str, Tensor]) -> Tensor:
        return typed.on(leaves["x"], leaves["y"])

    values = {"x": torch.tensor(x, dtype=torch.float64), "y": torch.tensor(y, dtype=torch.float64)}
    _show_passes(picture, forward, values, (), learning_rate=learning_rate, what="f(x, y)")
    found = find_non_finite(typed.function, torch.tensor([x, y], dtype=torch.float64))
    if found is not None:
        picture.warning(f"The {found.of} is no finite number here: {describe_non_finite(found, 'float64')}.")
    show_pytorch(typed_program(typed.program, x, y))


def _typed_form() -> tuple[str | None, float, float, float]:
    """What is typed, the point, and the learning rate of the update."""
    text = st.text_input(
        "f(x, y)",
        DEFAULTS["function"],
        max_chars=200,
        key="function",
        bind="query-params",
        help="Such as x^2 + sin(xy) or e^(-x^2) + |y|. Products may be written without a sign.",
    )
    first, second, third = st.columns(3, gap="medium")
    x = first.slider("x", -3.0, 3.0, DEFAULTS["fx"], 0.1, format=DECIMAL, key="fx", bind="query-params")
    y = second.slider("y", -3.0, 3.0, DEFAULTS["fy"], 0.1, format=DECIMAL, key="fy", bind="query-params")
    return text, x, y, learning_rate_slider(third)


def _show_passes(
    picture: DeltaGenerator,
    forward: Forward,
    values: dict[str, Tensor],
    inputs: tuple[str, ...],
    *,
    learning_rate: float,
    what: str,
) -> None:
    """The graph, its steps and what to notice.

    Raises:
        ConfigurationError: nothing to differentiate.
    """
    graph = record(forward, values)
    parameters = tuple(name for name in values if name in graph.leaf_names and name not in inputs)
    words = _notice(graph, forward, values, parameters, learning_rate=learning_rate, what=what)
    alt = f"An autograd graph of {len(graph.nodes)} nodes. {words}"
    if neurons(graph):
        passes = neuron_steps(graph, learning_rate, parameters, NOTATION)
    else:
        passes = steps(graph, learning_rate, parameters)
    checks = chain_checks(graph, forward, values, graph.leaf_names)
    with picture:
        autograd_graph(graph_data(graph, passes, inputs, alt, checks), key="graph")
    scalars = all(value.ndim == 0 for value in values.values())
    what_to_notice(
        f"{words} Click an input or a parameter to see {'its paths to the loss' if scalars else 'its gradient checked'}."
    )


def _notice(
    graph: AutogradGraph,
    forward: Forward,
    values: dict[str, Tensor],
    parameters: tuple[str, ...],
    *,
    learning_rate: float,
    what: str,
) -> str:
    if not math.isfinite(graph.loss):
        return f"{what} is {written(graph.loss)}: there is no slope to follow. Choose another input."
    gradients = {name: graph.nodes[graph.leaf(name)].gradient for name in parameters}
    broken = [name for name in parameters if not bool(gradients[name].isfinite().all())]
    if broken:
        return (
            f"{what} is {written(graph.loss)}, but its derivative by {listed(broken)} is no finite number: no update "
            "follows from it."
        )
    if not any(bool(gradient.any()) for gradient in gradients.values()):
        return f"{what} is {written(graph.loss)}, and every derivative is 0: an update moves nothing."
    words = (
        f"{what} is {written(graph.loss)}. One pass backward gave its derivative by everything at once; "
        f"{_steepest(gradients)}."
    )
    still = sum(not gradient.any() for gradient in gradients.values())
    if still:
        are, they = ("is", "it belongs") if still == 1 else ("are", "they belong")
        words += f" {still} of {counted(len(parameters), 'derivative')} {are} 0: an update does not move what {they} to."
    if learning_rate == 0:
        return f"{words} At learning rate 0 an update moves nothing."
    after = loss_after_update(graph, forward, values, learning_rate, parameters)
    return f"{words} One update at learning rate {format_number(learning_rate)} brings it to **{written(after)}**."


def _steepest(gradients: Mapping[str, Tensor]) -> str:
    """The derivative of the largest size with its name; all of them where several are equal."""
    largest = {
        name: float(gradient.flatten()[gradient.abs().argmax()]) for name, gradient in gradients.items()
    }
    size = max(map(abs, largest.values()))
    steepest = [f"{written(value)}, by {name}" for name, value in largest.items() if abs(value) == size]
    if len(steepest) == 1:
        return f"the steepest is {steepest[0]}"
    return f"{len(steepest)} are equally steep: {'; '.join(steepest)}"
