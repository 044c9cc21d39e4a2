"""An activation that nobody has heard of: one entry, and pages, programs, networks, checkpoints and texts have it."""

import contextlib
import io

import pytest
import torch

from playground.concepts.activations import ACTIVATIONS, NETWORK_ACTIVATIONS, Activation
from playground.concepts.activations.entry import ActivationParameter
from playground.concepts.activations.signal_propagation import Stack, propagate
from playground.digits.checkpoints import load_checkpoint, save_checkpoint
from playground.digits.datasets import load_digits
from playground.digits.training import TrainingConfig, train
from playground.digits.training.config import FIELDS
from playground.digits.training.program import program_of
from playground.errors import ConfigurationError
from playground.formatting import format_number
from playground.runs import launcher
from playground.runs.store import RunStore
from tests.elements import only
from tests.pages.opened import open_page

# The class keeps its argument under another name, and assumes another number than the catalogue.
DEFINITION = """
class BentIdentity(nn.Module):
    def __init__(self, bend=1.0):
        super().__init__()
        self.strength = bend

    def forward(self, x):
        return self.strength * (torch.sqrt(x * x + 1) - 1) + x
"""
CALL = "BentIdentity(bend=0.5)"
BENT = Activation(
    name="bent_identity",
    label="Bent identity",
    definition=DEFINITION,
    formula=r"f(x) = k (\sqrt{x^2 + 1} - 1) + x",
    derivative_formula=r"f'(x) = \frac{k x}{\sqrt{x^2 + 1}} + 1",
    range=r"(-\infty, \infty)",
    notice="A line that bends at 0.",
    source="https://example.org",
    parameters=(ActivationParameter(name="bend", label="Bend", default=0.5, low=0.0, high=0.9, step=0.1),),
)


def value(x, bend=0.5):
    return bend * ((x**2 + 1) ** 0.5 - 1) + x


def slope(x, bend=0.5):
    return bend * x / (x**2 + 1) ** 0.5 + 1


@pytest.fixture(autouse=True)
def made_up(monkeypatch):
    """The entry is there, as if it stood in the catalogue's file."""
    monkeypatch.setitem(ACTIVATIONS, BENT.name, BENT)


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PLAYGROUND_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(launcher, "wake", lambda store: None)
    return RunStore()


def text(at):
    return "\n".join(str(element.value) for element in [*at.markdown, *at.caption, *at.error, *at.info])


def printed(program):
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(compile(program, "<program>", "exec"), {"__name__": "__main__"})
    return output.getvalue()


def program_on(at):
    (program,) = [code.value for code in at.code if code.value.startswith("import torch")]
    assert DEFINITION.strip() in program
    return program


def choose(widget, label):
    return widget.select_index(widget.options.index(label))


def test_its_curve_is_drawn_measured_and_programmed_with_its_number():
    at = open_page("activations", functions=BENT.label, x="-1.5")
    assert f"| Bent identity | {format_number(value(-1.5), 4)} | {format_number(slope(-1.5), 4)} |" in text(
        at
    )
    assert only(at.table).value.loc["Bent identity", "in torch.nn"] == "–"
    at.slider(key="bent_identity_bend").set_value(0.8).run()
    expected = f"f(x) = {value(-1.5, 0.8):.4f}, f'(x) = {slope(-1.5, 0.8):.4f}"
    assert printed(program_on(at)) == f"Bent identity: {expected}\n"
    at.button(key="try_1").click().run()  # an experiment puts every setting back
    assert at.session_state["bent_identity_bend"] == 0.5


def test_a_signal_goes_through_many_layers_of_it():
    at = open_page("activations", part="depth", depth="7", initialization="Plain")
    choose(at.selectbox(key="stack_activation"), BENT.label).run()
    measured = propagate(Stack(BENT.name, "plain", 7))
    assert f"**{format_number(float(measured.gradients[0]), 2)}** is left at the first of 7 layers" in text(
        at
    )
    last = printed(program_on(at)).splitlines()[-1]
    assert last == f"7 output {measured.deviations[-1]:.4g}, gradient {measured.gradients[-1]:.4g}"


def test_a_network_of_it_learns_beside_others():
    at = open_page("activations", part="digits", learners=BENT.label, layers="1")
    comparison = at.session_state["activation_comparison"]
    for _ in range(20):
        comparison.step()
    at.run()
    assert "After 20 of 400 steps Bent identity has the loss" in text(at)
    assert printed(program_on(at)) == f"Bent identity {comparison.validation_accuracy(BENT.name):.2%}\n"


@pytest.mark.parametrize("query", [{}, {"part": "train"}])
def test_the_small_network_steps_through_it_and_learns_with_it(query):
    at = open_page("backpropagation", **query)
    choose(at.selectbox(key="activation"), BENT.label).run()
    assert not at.exception
    assert CALL in program_on(at)
    loss = float(printed(program_on(at)).split("loss ")[1].split()[0])
    assert f"{loss:.4f}"[:5] in text(at)


def test_it_is_trained_swept_and_compared(store, tmp_path, monkeypatch):
    at = open_page("train", hidden="8", epochs="1")
    choose(at.selectbox(key="activation"), BENT.label).run()
    (program,) = [code.value for code in at.code if "model = Net()" in code.value]
    assert DEFINITION.strip() in program
    assert f"        self.activation = {CALL}\n" in program
    at.button(key="start").click().run()
    run = store.list()[0]
    assert run.config.activation == BENT.name
    assert FIELDS["activation"].parse_values("relu, Bent identity") == ("relu", BENT.name)
    store.update(run.id, state="finished", test_accuracy=0.75)
    at = open_page("sweep")
    at.selectbox(key="sweep_first").set_value("activation").run()
    at.selectbox(key="sweep_second").set_value("none").run()
    at.multiselect(key="sweep_activation").set_value(["Bent identity", "Tanh"]).run()
    at.button(key="start_sweep").click().run()
    assert {run.config.activation for run in store.list()[:2]} == {BENT.name, "tanh"}
    at = open_page("compare")
    assert not at.exception
    assert "Bent identity" in {
        cell for table in at.dataframe for cell in map(str, table.value.to_numpy().flat)
    }


def test_a_training_run_is_repeated_by_its_program_and_its_checkpoint_reads_the_same(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    config, digits = TrainingConfig(hidden=(8,), epochs=1, activation=BENT.name), load_digits("embedded")
    *_, last = train(config, digits)
    assert f"test accuracy {last.test_accuracy}" in printed(program_of(config, "embedded"))
    loaded = load_checkpoint(save_checkpoint(tmp_path / "bent.safetensors", last.model))
    assert loaded.metadata["activation"] == BENT.name
    images = digits.test_images[:50] / 255
    hidden = value(images.flatten(1) @ loaded.model.fc1.weight.T + loaded.model.fc1.bias)
    expected = hidden @ loaded.model.fc2.weight.T + loaded.model.fc2.bias
    torch.testing.assert_close(loaded.model(images), expected)


def test_it_is_one_layers_among_others(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    config = TrainingConfig(hidden=(8, 6), epochs=1, activation=f"tanh, {BENT.name}")
    digits = load_digits("embedded")
    *_, last = train(config, digits)
    program = program_of(config, "embedded")
    assert f"        self.activation2 = {CALL}\n" in program
    assert f"test accuracy {last.test_accuracy}" in printed(program)
    assert FIELDS["activation"].parse("Tanh-Bent identity") == config.activation
    model = load_checkpoint(save_checkpoint(tmp_path / "bent.safetensors", last.model)).model
    images = digits.test_images[:50] / 255
    first = torch.tanh(images.flatten(1) @ model.fc1.weight.T + model.fc1.bias)
    second = value(first @ model.fc2.weight.T + model.fc2.bias)
    torch.testing.assert_close(model(images), second @ model.fc3.weight.T + model.fc3.bias)


def test_texts_that_list_activations_have_it():
    assert BENT.name in NETWORK_ACTIVATIONS
    with pytest.raises(ConfigurationError, match=r"out of .*bent_identity.*, but got 'swoosh'"):
        TrainingConfig(activation="swoosh")
    with pytest.raises(ConfigurationError, match=r"out of .*bent_identity.*, but got 'swoosh'"):
        Stack("swoosh")
    assert FIELDS["activation"].describe(BENT.name) == "Bent identity"


def test_one_that_no_network_may_have_is_drawn_and_goes_through_layers_alone(monkeypatch):
    from dataclasses import replace

    monkeypatch.setitem(ACTIVATIONS, BENT.name, replace(BENT, in_networks=False))
    assert BENT.name not in NETWORK_ACTIVATIONS
    assert BENT.label in open_page("activations").pills(key="functions").options
    assert BENT.label not in open_page("train").selectbox(key="activation").options
