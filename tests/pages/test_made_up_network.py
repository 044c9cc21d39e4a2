"""A network that nobody has heard of: one entry, and every page, program, checkpoint and text has it."""

import pytest
import torch
from torch import nn

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.digits.checkpoints import (
    export_state_dict,
    load_checkpoint,
    read_checkpoint,
)
from playground.digits.interpretability.attribution import METHODS
from playground.digits.models import NETWORKS, DigitNetwork, ModelConfig, NetworkEntry, build_model
from playground.digits.training import TrainingConfig
from playground.digits.training.program import program_of
from playground.digits.training.variations import changed
from playground.errors import CheckpointError, ConfigurationError
from playground.notices.attribution import METHOD_TEXTS
from playground.runs import launcher
from playground.runs.store import RunStore
from playground.ui.draw.parts import PARTS
from playground.ui.shared.networks import describe_checkpoint
from tests.digits.training.test_program import check, run_in_a_process
from tests.elements import only
from tests.pages.opened import open_page
from tests.recorded_run import record_run


class Pooled(DigitNetwork):
    """The image at 7 x 7 pixels, one hidden layer: neither a chain from the pixels nor convolutions."""

    def __init__(self, config):
        super().__init__(config)
        self.small = nn.AvgPool2d(4)
        self.first, self.last = nn.Linear(49, 12), nn.Linear(12, 10)
        self.activation = NETWORK_ACTIVATIONS[config.activation].build()

    def forward(self, images):
        return self.last(self.activation(self.first(self.small(images).flatten(1))))

    def layers(self):
        return [self.small, nn.Flatten(), self.first, self.activation, self.last]


ENTRY = NetworkEntry(
    key="pooled",
    label="Blurred little net",
    settings=("activation",),
    build=Pooled,
    describe=lambda config: "little net 49-12-10",
    short_name=lambda config: "LITTLE",
    accepts="the blurred little net",
)


@pytest.fixture(autouse=True)
def made_up(monkeypatch):
    monkeypatch.setitem(NETWORKS, "pooled", ENTRY)


@pytest.fixture
def config():
    return TrainingConfig(model="pooled", epochs=1)


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PLAYGROUND_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(launcher, "wake", lambda store: None)
    return RunStore()


@pytest.fixture
def run(store, config):
    return record_run(store, config)


def text(at):
    elements = [*at.markdown, *at.caption, *at.error, *at.info, *at.warning, *at.success]
    return "\n".join(str(element.value) for element in elements)


def test_train_offers_it_asks_for_its_settings_alone_and_starts_it(store):
    at = open_page("train")
    assert ENTRY.label in at.segmented_control(key="network").options
    at.segmented_control(key="network").set_value("pooled").run()
    assert "hidden" not in [widget.key for widget in at.text_input]
    assert any("nn.AvgPool2d(4" in code.value for code in at.code)
    at.button(key="start").click().run()
    assert not at.exception
    (run,) = store.list()
    assert run.config == TrainingConfig(model="pooled")
    assert run.name.startswith("LITTLE relu, adam")


def test_train_shows_its_run(run):
    at = open_page("train", run=run.id)
    assert f"{100 * run.test_accuracy:.2f}\u00a0%" in [metric.value for metric in at.metric]
    assert not at.error


def test_sweep_varies_it(store):
    at = open_page("sweep")
    at.selectbox(key="sweep_first").set_value("model").run()
    at.selectbox(key="sweep_second").set_value("none").run()
    at.multiselect(key="sweep_model").set_value([NETWORKS["mlp"].label, ENTRY.label]).run()
    at.button(key="start_sweep").click().run()
    assert not at.exception
    assert [run.config.model for run in store.list()[::-1]] == ["mlp", "pooled"]


def test_compare_names_it_and_copies_its_run(store, run):
    at = open_page("compare")
    assert run.name in text(at) or run.name in str(only(at.dataframe).value)
    assert any("nn.AvgPool2d(4" in code.value for code in at.code)
    at.selectbox(key="changed_field").set_value("model").run()
    at.selectbox(key=f"changed_to_model_{run.id}").set_value(NETWORKS["mlp"].label).run()
    at.button(key="run_change").click().run()
    assert not at.exception
    at.run()
    assert only(at.dataframe).value["Network"].tolist() == [NETWORKS["mlp"].label, ENTRY.label]


def test_mistakes_shows_its_confusions(run):
    at = open_page("mistakes", run=run.id)
    assert not at.error
    assert run.name in text(at)
    assert at.get("echarts_chart")


@pytest.mark.parametrize("look", PARTS)
def test_draw_reads_with_it_and_every_part_has_something_to_say(run, look):
    at = open_page("draw", model=f"run-{run.id}", digit="embedded-test-5", look=look)
    assert not at.error
    assert "little net 49-12-10, trained on the embedded digits" in text(at)
    if look == "attribution":
        offered = at.selectbox(key="attribution_method").options
        assert offered == [words.label for name, words in METHOD_TEXTS.items() if name != "grad_cam"]
    if look == "inside":
        assert "Nothing can be shown inside a network of this kind" in text(at)


@pytest.mark.parametrize("method", [*METHODS, "occlusion"])
def test_draw_attributes_with_it_by_every_method_that_it_allows(run, method):
    label = METHOD_TEXTS[method].label
    at = open_page(
        "draw", model=f"run-{run.id}", digit="embedded-test-5", look="attribution", attribution_method=label
    )
    assert not at.error
    assert at.selectbox(key="attribution_method").value == (
        method if method != "grad_cam" else next(iter(METHOD_TEXTS))
    )


@pytest.mark.parametrize("damage", ["noise", "units", "layers", "nudge"])
def test_draw_damages_it(run, damage):
    at = open_page("draw", model=f"run-{run.id}", digit="embedded-test-5", look="robustness")
    at.segmented_control(key="damage").set_value(damage).run()
    assert not at.exception
    assert not at.error
    assert at.segmented_control(key="damage").value == damage


def test_its_program_repeats_its_run(tmp_path, config):
    printed = run_in_a_process(tmp_path, {"pooled": program_of(config, "embedded")})["pooled"]
    assert [line.split()[0] for line in check(*printed, config, "embedded", 1)] == ["epoch", "test"]


def test_a_checkpoint_is_read_back_and_described(run, config):
    checkpoint = load_checkpoint(run.checkpoint)
    assert isinstance(checkpoint.model, Pooled)
    assert checkpoint.model.config == config.model_config
    assert describe_checkpoint(checkpoint).startswith("little net 49-12-10, trained on the embedded digits")


def test_a_plain_state_dict_is_recognised_under_its_own_names_and_under_a_sequentials(tmp_path, config):
    model = build_model(config.model_config, seed=3).eval()
    torch.save(nn.Sequential(*model.layers()).state_dict(), tmp_path / "model.pth")
    images = torch.rand(4, 28, 28)
    for content in (export_state_dict(model), (tmp_path / "model.pth").read_bytes()):
        loaded = read_checkpoint(content).model
        assert isinstance(loaded, Pooled)
        assert torch.equal(loaded(images), model(images))


def test_the_other_networks_are_still_recognised():
    for name in set(NETWORKS) - {"pooled"}:
        model = build_model(ModelConfig(name), seed=0)
        assert read_checkpoint(export_state_dict(model)).model.config == model.config


def test_errors_name_it(config):
    with pytest.raises(ConfigurationError, match=r"out of mlp, cnn, (.*, )?pooled, but"):
        ModelConfig("vit")
    with pytest.raises(CheckpointError, match="or the blurred little net, but got no tensors"):
        read_checkpoint((2).to_bytes(8, "little") + b"{}")
    with pytest.raises(ConfigurationError, match="the LITTLE has no hidden layers"):
        changed(config, "hidden", (8,))
