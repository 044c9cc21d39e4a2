"""A made-up setting: one attribute, and Train, Sweep, Compare, the program and the texts have it."""

import sys
from dataclasses import dataclass

import pytest

from playground.digits.training.checks import share
from playground.digits.training.config import FIELDS, TrainingConfig, settings_of
from playground.digits.training.config_field import ConfigField, setting
from playground.digits.training.form_field import FormField
from playground.digits.training.program import program_of
from playground.errors import ConfigurationError
from playground.runs import launcher
from playground.runs.store import RunStore
from playground.snippets.training import ProgramPart
from playground.ui.train.form import default_settings
from tests.elements import only
from tests.pages.opened import open_page


def weight_limit_part(config, total_steps):
    if config.weight_limit is None:
        return ProgramPart()
    limit = config.weight_limit
    return ProgramPart(
        imports=("from torch import inference_mode",),
        after_step="with inference_mode():\n    for weight in model.parameters():\n"
        f"        weight.clamp_(-{limit}, {limit})",
    )


@dataclass(frozen=True)
class LimitedConfig(TrainingConfig):
    """The config with one attribute more."""

    weight_limit: float | None = setting(
        None,
        ConfigField(
            label="Weight limit",
            kind="number",
            examples="0.25, 0.5",
            optional=True,
            phrase="weights within {}",
            tag="limit {}",
            check=share("weight limit"),
            inapplicable=lambda values: "no CNN has it" if values["model"] == "cnn" else "",
            program=weight_limit_part,
            rank=0,
            form=FormField(label="Largest weight", help="Larger ones are cut off.", lowest=0.0, step=0.25),
        ),
    )


def replace_config(old, new):
    for module in list(sys.modules.values()):
        if vars(module).get("TrainingConfig") is old:
            module.TrainingConfig = new


@pytest.fixture(autouse=True)
def made_up():
    """The attribute is there, as if it had been written into the class."""
    fields = sorted(settings_of(LimitedConfig), key=lambda entry: entry.rank)
    before, original = dict(FIELDS), TrainingConfig  # this module's own name is replaced too
    FIELDS.clear()
    FIELDS.update({entry.name: entry for entry in fields})
    replace_config(original, LimitedConfig)
    yield
    replace_config(LimitedConfig, original)
    FIELDS.clear()
    FIELDS.update(before)


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PLAYGROUND_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(launcher, "wake", lambda store: None)
    return RunStore()


def text(at):
    return "\n".join(str(element.value) for element in [*at.markdown, *at.caption, *at.error, *at.info])


def test_it_is_entered_on_train_and_reaches_the_run_and_its_program(store):
    at = open_page("train")
    widget = at.number_input(key="weight_limit")
    assert (widget.label, widget.help, widget.value, widget.step) == (
        "Largest weight",
        "Larger ones are cut off.",
        None,
        0.25,
    )
    widget.set_value(0.5).run()
    assert any("weight.clamp_(-0.5, 0.5)" in code.value for code in at.code)
    at.button(key="start").click().run()
    (run,) = store.list()
    assert run.config == LimitedConfig(weight_limit=0.5)
    assert run.name == "784-128-10 relu, adam 0.001, batch 64, limit 0.5"
    assert default_settings()["weight_limit"] is None  # what an experiment goes back to


def test_a_link_sets_it_and_a_network_without_it_does_not_ask_for_it():
    assert open_page("train", weight_limit="0.75").number_input(key="weight_limit").value == 0.75
    at = open_page("train")
    at.segmented_control(key="network").set_value("cnn").run()
    assert "weight_limit" not in [number.key for number in at.number_input]


def test_a_value_out_of_its_range_is_refused_in_words():
    at = open_page("train")
    at.number_input(key="weight_limit").set_value(2.0).run()
    assert "Expected a weight limit from 0 to 1, but got 2." in text(at)
    assert at.button(key="start").disabled


def test_it_is_swept_first_of_all_and_named_in_the_result(store):
    at = open_page("sweep")
    assert at.selectbox(key="sweep_first").options[0] == "Weight limit"
    assert at.selectbox(key="sweep_first").value == "learning_rate"
    at.selectbox(key="sweep_first").set_value("weight_limit").run()
    at.selectbox(key="sweep_second").set_value("none").run()
    at.text_input(key="sweep_weight_limit").set_value("0.5, none").run()
    at.button(key="start_sweep").click().run()
    runs = store.list()[::-1]
    assert [run.config.weight_limit for run in runs] == [0.5, None]
    store.update(runs[0].id, state="finished", test_accuracy=0.875)
    store.update(runs[1].id, state="finished", test_accuracy=0.75)
    words = text(open_page("sweep"))
    assert "Best: **weights within 0.5** reads **87.50\u00a0%**" in words
    assert "Changing the weight limit alone moves the accuracy by up to 12.5 points" in words


def test_compare_tells_runs_apart_by_it_and_copies_a_run_with_another(store):
    run = store.create(LimitedConfig(weight_limit=0.5), "embedded", state="finished", test_accuracy=0.75)
    at = open_page("compare")
    at.selectbox(key="changed_field").set_value("weight_limit").run()
    at.text_input(key=f"changed_to_weight_limit_{run.id}").set_value("0.25").run()
    at.button(key="run_change").click().run()
    assert not at.exception
    new = store.list()[0]
    assert (new.config, new.parent) == (LimitedConfig(weight_limit=0.25), run.id)
    at.run()
    assert only(at.dataframe).value["Weight limit"].tolist() == ["0.25", "0.5"]
    assert "differ in the weight limit alone" in text(at)


def test_its_program_is_there_only_when_it_is_used():
    program = program_of(LimitedConfig(weight_limit=0.5), "embedded")
    compile(program, "program", "exec")
    assert "from torch import inference_mode, nn" in program
    assert "        optimizer.step()\n        with inference_mode():\n            for weight in" in program
    assert "clamp" not in program_of(LimitedConfig(), "embedded")


def test_a_run_saved_before_it_existed_is_read(store):
    saved = LimitedConfig().to_dict()
    assert saved.pop("weight_limit") is None
    assert LimitedConfig(**saved) == LimitedConfig()
    with pytest.raises(ConfigurationError, match="weight limit from 0 to 1"):
        LimitedConfig(weight_limit=7)
