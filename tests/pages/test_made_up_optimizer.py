"""An optimizer that PyTorch does not have: one entry, and every page, program, race, trace and text has it."""

import contextlib
import io
import json
import re

import pytest
import torch

from playground.concepts.descent import descend
from playground.concepts.descent.learning_rates import GRID, suggested_learning_rate
from playground.concepts.descent.update_trace import trace_updates
from playground.concepts.optimizers import OPTIMIZERS, Optimizer, OptimizerConfig, Parameter
from playground.concepts.optimizers.parameters import WEIGHT_DECAY
from playground.concepts.surfaces import SURFACES
from playground.digits.datasets import load_digits
from playground.digits.training import TrainingConfig, train
from playground.digits.training.program import program_of
from playground.runs import launcher
from playground.runs.store import RunStore
from playground.ui.gradient_descent.settings import settings
from tests.concepts.descent import test_update_trace
from tests.concepts.optimizers import test_optimizers
from tests.elements import only, program
from tests.pages.opened import open_page


class SignSGD(torch.optim.Optimizer):
    """Steps of one length against the sign of the gradient: https://arxiv.org/abs/1802.04434."""

    def __init__(self, params, lr=0.01, shrink=0.0, weight_decay=0.0):
        super().__init__(params, {"lr": lr, "shrink": shrink, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for parameter in group["params"]:
                gradient = parameter.grad + group["weight_decay"] * parameter
                state = self.state[parameter]
                if "shown" not in state:
                    state["shown"] = torch.zeros_like(parameter)
                state["shown"].copy_(gradient.sign())
                parameter.sub_(gradient.sign(), alpha=group["lr"] * (1 - group["shrink"]))


SHRINK = Parameter(name="shrink", label="Shrink", notice="How much shorter each step is.", below=1.0)
SIGN_SGD = Optimizer(
    name="sign_sgd",
    label="SignSGD",
    optimizer_class=SignSGD,
    notice="Steps of one length, whatever the slope.",
    formula=r"x_{t+1} = x_t - \eta\, \operatorname{sign}(g_t)",
    source="https://arxiv.org/abs/1802.04434",
    learning_rate=0.0005,
    surface_learning_rate=0.03,
    parameters=(SHRINK, WEIGHT_DECAY),
)


@pytest.fixture(autouse=True)
def made_up(monkeypatch):
    """The entry is there, as if it had been written into the catalogue."""
    monkeypatch.setitem(OPTIMIZERS, SIGN_SGD.name, SIGN_SGD)


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PLAYGROUND_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(launcher, "wake", lambda store: None)
    return RunStore()


def printed(program):
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(compile(program, "<program>", "exec"), {})
    return output.getvalue()


def text(at):
    return "\n".join(str(element.value) for element in [*at.markdown, *at.caption, *at.error, *at.info])


def player(at):
    (proto,) = [
        element.proto
        for element in at.get("bidi_component")
        if element.proto.component_name == "descent_player"
    ]
    return json.loads(proto.json)


@pytest.mark.parametrize(
    "check",
    [
        test_optimizers.test_an_entry_steps_as_plain_torch_optim_does,
        test_optimizers.test_the_fused_kernel_gives_the_same_numbers_up_to_rounding,
        test_optimizers.test_entries_are_complete,
        test_optimizers.test_the_largest_numbers_of_every_parameter_still_step,
        test_optimizers.test_the_written_call_builds_the_same_optimizer_for_any_number_of_a_parameter,
    ],
)
def test_the_checks_of_every_entry_hold_for_it(check):
    check("sign_sgd")


@pytest.mark.parametrize("numbers", [{}, {"weight_decay": 0.1}, {"shrink": 0.5}], ids=str)
def test_its_updates_are_traced_as_measured(numbers):
    config = OptimizerConfig("sign_sgd", 0.0005, **numbers)
    for schedule in ("constant", "one_cycle"):
        test_update_trace.test_each_line_says_how_its_number_comes_about(config, schedule)
        test_update_trace.test_the_last_line_is_the_point_that_torch_optim_went_to(config, schedule)
    test_update_trace.test_the_parts_add_up_to_the_step(config)
    trajectory = descend(SURFACES["bowl"], config, steps=3, record_states=True)
    trace = trace_updates(config, trajectory)
    assert [line.name for line in trace.lines] == ["g", "state_shown", "step", "x_new"]
    assert torch.equal(trace.numbers["state_shown"], trajectory.states["shown"])


@pytest.mark.parametrize("name", SURFACES)
def test_its_learning_rate_on_every_function_is_measured_and_comes_down(name):
    rate = suggested_learning_rate(SURFACES[name], "sign_sgd")
    assert rate in GRID
    losses = descend(SURFACES[name], OptimizerConfig("sign_sgd", rate), steps=100).losses
    assert bool((losses <= losses[0]).all())
    assert float(losses[-1]) < 0.9 * float(losses[0])


def test_gradient_descent_offers_it_with_its_own_rate_parameters_trace_and_formula():
    at = open_page("gradient_descent", steps="20", learning_rate="0.7")
    at.selectbox(key="optimizer").set_value("sign_sgd").run()
    assert not at.exception
    assert "SignSGD" in at.selectbox(key="optimizer").options
    assert at.session_state["learning_rate"] == suggested_learning_rate(SURFACES["article"], "sign_sgd")
    assert at.slider(key="shrink").label == "Shrink"
    assert SIGN_SGD.notice in text(at)
    assert [line["name"] for line in player(at)["trace"]["lines"]] == [
        "g",
        "state_shown",
        "step",
        "x_new",
    ]
    assert any(SIGN_SGD.formula in element.value for element in at.latex)


@pytest.mark.parametrize("surface", ["article", "rosenbrock", "fit"])
def test_the_program_of_a_descent_defines_it_and_ends_where_the_page_ends(surface):
    at = open_page("gradient_descent", surface=SURFACES[surface].label, steps="20", learning_rate="0.01")
    at.selectbox(key="optimizer").set_value("sign_sgd").run()
    at.slider(key="shrink").set_value(0.5).run()
    (program,) = [code.value for code in at.code if "import torch" in code.value]
    assert "class SignSGD(torch.optim.Optimizer):" in program
    assert re.search(
        r"= SignSGD\(\[x\], lr=.*, shrink=0\.5\)|: SignSGD\(\[point\], lr=.*, shrink=0\.5\)", program
    )
    output = printed(program)
    config = OptimizerConfig("sign_sgd", at.session_state["learning_rate"], shrink=0.5)
    trajectory = descend(SURFACES[surface], config, steps=at.session_state["steps"])
    assert str(trajectory.points[-1].tolist()) in output
    assert str(trajectory.losses[-1].item()) in output


def test_it_races_and_the_race_has_a_program():
    at = open_page("gradient_descent", surface=SURFACES["bowl"].label)
    at.segmented_control(key="mode").set_value("race").run()
    at.pills(key="racers").set_value(["adam", "sign_sgd"]).run()
    assert not at.exception
    assert [path["label"] for path in player(at)["paths"]] == ["Adam", "SignSGD"]
    assert "SignSGD" in only(at.table).value.index
    assert "SignSGD" in text(at)
    rate = at.number_input(key="rate_sign_sgd").value
    assert rate == suggested_learning_rate(SURFACES["bowl"], "sign_sgd")
    output = printed(program(at))
    trajectory = descend(SURFACES["bowl"], OptimizerConfig("sign_sgd", rate), steps=at.session_state["steps"])
    assert f"SignSGD {trajectory.points[-1].tolist()} {trajectory.losses[-1].item()}\n" in output


def test_a_link_chooses_it_and_a_typed_function_begins_with_its_cautious_rate():
    at = open_page("gradient_descent", optimizer="SignSGD", steps="20")
    assert at.session_state["optimizer"] == "sign_sgd"
    assert settings("typed", "sign_sgd")["learning_rate"] == 0.03
    assert settings("typed")["rate_sign_sgd"] == 0.03


def test_train_runs_it_and_the_runs_program_prints_the_same_numbers(store, tmp_path, monkeypatch):
    at = open_page("train")
    at.selectbox(key="train_optimizer").set_value("sign_sgd").run()
    assert "SignSGD" in at.selectbox(key="train_optimizer").options
    assert any("class SignSGD(torch.optim.Optimizer):" in code.value for code in at.code)
    at.button(key="start").click().run()
    assert not at.exception
    assert store.list()[0].config == TrainingConfig(optimizer="sign_sgd")
    config = TrainingConfig(optimizer="sign_sgd", epochs=1, learning_rate=0.001, schedule="one_cycle")
    *_, last = train(config, load_digits("embedded"))
    monkeypatch.chdir(tmp_path)
    output = printed(program_of(config, "embedded"))
    assert f"test accuracy {last.test_accuracy}" in output
    assert last.test_accuracy > 0.5


def test_sweep_and_compare_list_it(store):
    at = open_page("sweep")
    at.selectbox(key="sweep_first").set_value("optimizer").run()
    at.selectbox(key="sweep_second").set_value("none").run()
    at.multiselect(key="sweep_optimizer").set_value(["Adam", "SignSGD"]).run()
    at.button(key="start_sweep").click().run()
    assert not at.exception
    runs = store.list()[::-1]
    assert [run.config.optimizer for run in runs] == ["adam", "sign_sgd"]
    store.update(runs[0].id, state="finished", test_accuracy=0.75)
    store.update(runs[1].id, state="finished", test_accuracy=0.875)
    assert "Best: **SignSGD** reads **87.50\u00a0%**" in text(open_page("sweep"))
    at = open_page("compare")
    assert set(only(at.dataframe).value["Optimizer"]) == {"Adam", "SignSGD"}
