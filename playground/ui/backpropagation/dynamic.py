"""Dynamic graph: one program, two inputs, two graphs; what was not computed this time leaves no node."""

import streamlit as st

from playground.concepts.backpropagation.autograd_graph import AutogradGraph, record
from playground.concepts.backpropagation.dynamic_graph import PROGRAMS, Program, inputs_of
from playground.concepts.backpropagation.passes import written
from playground.figures.autograd_graph import chain_checks, graph_data
from playground.formatting import counted, format_number
from playground.snippets.backpropagation import dynamic_program
from playground.ui.backpropagation.settings import DEFAULTS
from playground.ui.components.autograd_graph.component import autograd_graph
from playground.ui.shared.choice import choose_one
from playground.ui.shared.frame import show_formula, show_pytorch, what_to_notice
from playground.ui.shared.numbers import DECIMAL


def show() -> None:
    """The program, a slider for each of the two inputs, and the graph that each leaves behind."""
    labels = {name: entry.label for name, entry in PROGRAMS.items()}
    name = choose_one("The forward pass has", labels, DEFAULTS["program"], "program")
    program = PROGRAMS[name]
    code, weight = st.columns([1.6, 1], gap="medium", vertical_alignment="center")
    code.code(program.source, language="python")
    w = weight.slider("Weight w", -2.0, 2.0, DEFAULTS["w"], 0.1, format=DECIMAL, key="w", bind="query-params")
    graphs = []
    for column, letter in zip(st.columns(2, gap="medium"), "ab", strict=True):
        with column:
            key = f"{name}_{letter}"
            x = st.slider(
                f"Input x of run {letter.upper()}",
                -4.0,
                4.0,
                DEFAULTS[key],
                0.1,
                format=DECIMAL,
                key=key,
                bind="query-params",
            )
            graphs.append(_run(program, letter, x, w))
    what_to_notice(f"{_compared(*graphs)} {program.notice}")
    show_pytorch(dynamic_program(program.source, st.session_state[f"{name}_a"], w), "The program of run A.")
    show_formula(
        r"\text{graph} = \text{the operations that ran, for this input}",
        "https://docs.pytorch.org/docs/stable/notes/autograd.html",
        "define by run",
    )


def _run(program: Program, letter: str, x: float, w: float) -> AutogradGraph:
    """What one run left behind, drawn."""
    values = inputs_of(x, w)
    graph = record(program.forward, values)
    operations = sum(not node.is_leaf for node in graph.nodes)
    words = counted(operations, "operation")
    st.markdown(f"**Run {letter.upper()}: {words}**, loss {written(graph.loss)}, {_slope(graph)}")
    checks = chain_checks(graph, program.forward, values, graph.leaf_names)
    data = graph_data(graph, (), ("x",), f"The graph of x = {format_number(x)}: {words}.", checks)
    autograd_graph(data, key=f"graph_{letter}")
    return graph


def _slope(graph: AutogradGraph) -> str:
    return f"∂loss/∂w = {written(graph.nodes[graph.leaf('w')].gradient)}"


def _compared(first: AutogradGraph, second: AutogradGraph) -> str:
    kinds = [[node.operation for node in graph.nodes if not node.is_leaf] for graph in (first, second)]
    if kinds[0] == kinds[1]:
        return "Both inputs took the same way, so both graphs are alike. Move one slider past the decision."
    return (
        f"The same lines of Python left {counted(len(kinds[0]), 'operation')} in run A and {len(kinds[1])} in run B: PyTorch "
        "writes the graph while the program runs, and each run has its own."
    )
