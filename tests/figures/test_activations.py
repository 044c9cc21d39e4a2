import numpy as np
import pytest
import torch

from playground.concepts.activations import ACTIVATIONS
from playground.figures.activations import activations_figure

ENTRIES = list(ACTIVATIONS.values())


@pytest.mark.parametrize("probe", [-6.0, 0.0, 1.5, 6.0])
def test_curves_and_marks_are_the_functions_numbers(probe):
    figure = activations_figure(ENTRIES, probe)
    for entry in ENTRIES:
        traces = [trace for trace in figure.data if trace.legendgroup == entry.name]
        for axis, function in (("y", entry.value), ("y2", entry.derivative)):
            line, mark = (trace for trace in traces if trace.yaxis == axis)
            np.testing.assert_array_equal(line.y, function(torch.tensor(line.x)).numpy())
            assert len(line.x) <= 1000
            assert mark.x[0] == probe
            assert mark.y[0] == function(torch.tensor([probe])).item()


def test_functions_differ_by_dash_and_symbol_too_and_keep_both_in_both_panels():
    lines = [trace for trace in activations_figure(ENTRIES, 0.0).data if trace.mode == "lines"]
    styles = {
        entry.name: {(t.line.color, t.line.dash) for t in lines if t.legendgroup == entry.name}
        for entry in ENTRIES
    }
    assert all(len(style) == 1 for style in styles.values())
    assert len({next(iter(style))[1] for style in styles.values()}) == len(ENTRIES)
    assert [trace.name for trace in lines if trace.showlegend] == [entry.label for entry in ENTRIES]


def test_no_background_is_hard_coded_and_an_empty_choice_draws():
    figure = activations_figure([], 0.0)
    assert figure.layout.paper_bgcolor is None
    assert figure.layout.plot_bgcolor is None
