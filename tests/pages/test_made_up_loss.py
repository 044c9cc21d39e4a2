"""A loss that nobody has heard of: one entry, and the page's curves, tables, lines and programs have it."""

import contextlib
import io
import math

import pytest

from playground.concepts.losses import LOSSES, Loss
from playground.concepts.losses.best_line import Line
from playground.concepts.losses.entry import LossParameter
from playground.formatting import format_number
from playground.ui.losses.settings import defaults
from tests.elements import only
from tests.pages.opened import open_page

DEFINITION = """
class LogCosh(nn.Module):
    def __init__(self, delta=1.0, reduction="mean"):
        super().__init__()
        self.delta = delta
        self.reduction = reduction

    def forward(self, prediction, target):
        losses = self.delta * torch.log(torch.cosh(prediction - target))
        return losses if self.reduction == "none" else getattr(losses, self.reduction)()
"""
LOG_COSH = Loss(
    name="log_cosh",
    label="Log-cosh",
    kind="number",
    definition=DEFINITION,
    formula=r"\delta \ln \cosh(\hat y - y)",
    gradient_formula=r"\delta \tanh(\hat y - y)",
    notice="Square near the target, straight far from it, without a seam.",
    source="https://example.org",
    parameters=(  # Huber has a parameter of this name
        LossParameter(name="delta", label="Scale", default=0.5, low=0.1, high=2.0, step=0.1, help="Of all."),
    ),
    best_line=lambda x, y, delta: Line(delta, 1.0),
)


@pytest.fixture(autouse=True)
def made_up(monkeypatch):
    """The entry is there, as if it stood in the catalogue's file."""
    monkeypatch.setitem(LOSSES, LOG_COSH.name, LOG_COSH)


def text(at):
    return " ".join(element.value for element in at.markdown)


def test_it_is_chosen_read_and_programmed_with_its_own_number():
    at = open_page("losses", prediction_number="2")
    numbers = [format_number(0.5 * number, 4) for number in (math.log(math.cosh(2)), math.tanh(2))]
    assert f"| Log-cosh | {numbers[0]} | {numbers[1]} |" in text(at)
    at.slider(key="log_cosh_delta").set_value(1.5).run()
    assert not at.exception
    assert at.slider(key="delta").value == 1.0  # Huber's
    line = f"Log-cosh: loss {1.5 * math.log(math.cosh(2)):.4f}, gradient {1.5 * math.tanh(2):.4f}"
    (program,) = [code.value for code in at.code if code.value.startswith("import torch")]
    assert DEFINITION.strip() in program
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(compile(program, "<program>", "exec"), {})
    assert line in output.getvalue().splitlines()


def test_several_examples_have_its_mean_and_its_sum():
    at = open_page("losses")
    at.session_state["examples"] = True
    at.run()
    row = only(at.table).value.loc["Log-cosh"]
    each = [float(number) for number in row["none: one each"].split(", ")]
    # The table shows four significant digits, of each number and of its sum.
    assert float(row["sum"]) == pytest.approx(sum(each), rel=1e-3)
    assert float(row["mean"]) == pytest.approx(sum(each) / len(each), rel=1e-3)


def test_its_line_is_drawn_beside_the_others_and_its_number_counts():
    at = open_page("losses", part="outliers")
    assert only(at.table).value.loc["Log-cosh", "slope"] == "0.5"
    at.slider(key="log_cosh_delta").set_value(0.8).run()
    assert only(at.table).value.loc["Log-cosh", "slope"] == "0.8"


def test_an_experiment_puts_its_number_back():
    at = open_page("losses", log_cosh_delta="1.2")
    assert at.session_state["log_cosh_delta"] == 1.2
    at.button(key="try_1").click().run()
    assert at.session_state["log_cosh_delta"] == 0.5
    assert defaults()["losses_number"][-1] == "log_cosh"
