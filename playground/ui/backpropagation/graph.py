"""Step through: the graph of one example, forward node by node and back again, with the paths of any weight."""

import math
from collections.abc import Mapping

import streamlit as st
import torch
from torch import Tensor

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.concepts.backpropagation.autograd_graph import AutogradGraph, Forward, record
from playground.concepts.backpropagation.passes import loss_after_update, steps, written
from playground.concepts.backpropagation.small_net import SmallNet
from playground.concepts.module_definition import definitions_source
from playground.concepts.surfaces.typed_function import parse_function
from playground.errors import FunctionSyntaxError
from playground.figures.autograd_graph import chain_checks, graph_data
from playground.snippets.backpropagation import net_program, typed_program
from playground.ui.backpropagation.net_form import example_form, learning_rate_slider, net_form
from playground.ui.backpropagation.settings import COMPUTATIONS, DEFAULTS, VIEWS
from playground.ui.components.autograd_graph.component import autograd_graph
from playground.ui.shared.choice import choose_one
from playground.ui.shared.frame import show_formula, show_pytorch, what_to_notice


def show() -> None:
    """The controls, the graph, and what follows from it."""
    with st.container(horizontal=True):
        what = choose_one("What goes through the graph", COMPUTATIONS, DEFAULTS["what"], "what")
        view = DEFAULTS["view"]
        if what == "network":
            view = choose_one("Drawn as", VIEWS, DEFAULTS["view"], "view")
    if what == "typed":
        _typed()
    else:
        _network(layers=view == "layers")
    show_formula(
        r"\frac{\partial L}{\partial w} = \sum_{\text{paths } w \to L} \; \prod_{\text{edges on the path}} "
        r"\frac{\partial\, \text{end}}{\partial\, \text{start}}",
        "https://doi.org/10.1038/323533a0",
        "the chain rule over paths",
    )


def _network(layers: bool) -> None:
    net = net_form()
    point, target, learning_rate = example_form(net.inputs)
    forward, values = _computation(net, torch.tensor(point, dtype=torch.float64), target, layers)
    inputs = tuple(name for name in values if name.startswith("x"))
    _show_passes(forward, values, inputs, learning_rate, "The loss")
    activation = NETWORK_ACTIVATIONS[net.activation]
    if not layers:
        st.caption(
            "w²₁₂ is the weight of layer 2 to neuron 1 from neuron 2, b²₁ the bias of layer 2's neuron 1."
        )
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


def _typed() -> None:
    text = st.text_input(
        "f(x, y)",
        DEFAULTS["function"],
        max_chars=200,
        key="function",
        bind="query-params",
        help="Such as x^2 + sin(xy) or e^(-x^2) + |y|. Products may be written without a sign.",
    )
    columns = st.columns(3, gap="medium")
    x = columns[0].slider("x", -3.0, 3.0, DEFAULTS["fx"], 0.1, key="fx", bind="query-params")
    y = columns[1].slider("y", -3.0, 3.0, DEFAULTS["fy"], 0.1, key="fy", bind="query-params")
    learning_rate = learning_rate_slider(columns[2])
    try:
        typed = parse_function(text or "")
    except FunctionSyntaxError as error:
        st.error(str(error), icon=":material/error:")
        st.code(error.pointer, language=None)
        return

    def forward(leaves: Mapping[str, Tensor]) -> Tensor:
        return typed.on(leaves["x"], leaves["y"])

    values = {"x": torch.tensor(x, dtype=torch.float64), "y": torch.tensor(y, dtype=torch.float64)}
    _show_passes(forward, values, (), learning_rate, "f(x, y)")
    show_pytorch(typed_program(typed.program, x, y))


def _show_passes(
    forward: Forward, values: dict[str, Tensor], inputs: tuple[str, ...], learning_rate: float, what: str
) -> None:
    """The graph, its steps and what to notice.

    Raises:
        ConfigurationError: nothing to differentiate.
    """
    graph = record(forward, values)
    parameters = tuple(name for name in values if name in graph.leaf_names and name not in inputs)
    words = _notice(graph, forward, values, parameters, learning_rate=learning_rate, what=what)
    alt = f"An autograd graph of {len(graph.nodes)} nodes. {words}"
    passes = steps(graph, learning_rate, parameters)
    autograd_graph(
        graph_data(graph, passes, inputs, alt, chain_checks(graph, forward, values, graph.leaf_names)),
        key="graph",
    )
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
        return f"{what} is {written(graph.loss)}, no finite number: there is no slope to follow. Choose another input."
    steepest = max(parameters, key=lambda name: float(graph.nodes[graph.leaf(name)].gradient.abs().max()))
    gradient = graph.nodes[graph.leaf(steepest)].gradient
    largest = float(gradient.flatten()[gradient.abs().argmax()])
    if largest == 0:
        return f"{what} is {written(graph.loss)}, and every derivative is 0: an update moves nothing."
    words = (
        f"{what} is {written(graph.loss)}. One pass backward gave its derivative by everything at once; the steepest is "
        f"{written(largest)}, by {steepest}."
    )
    still = sum(not graph.nodes[graph.leaf(name)].gradient.any() for name in parameters)
    if still:
        words += f" {still} of {len(parameters)} derivatives are 0: what they belong to learns nothing from this example."
    if learning_rate == 0:
        return f"{words} At learning rate 0 an update moves nothing."
    after = loss_after_update(graph, forward, values, learning_rate, parameters)
    return f"{words} One update at learning rate {learning_rate:g} brings it to **{written(after)}**."
