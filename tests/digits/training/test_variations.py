"""The catalogue of settings, tested as a catalogue."""

from contextlib import suppress
from dataclasses import fields, replace

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from playground.digits.training import TrainingConfig
from playground.digits.training.config import FIELDS
from playground.digits.training.variations import (
    MAX_RUNS,
    changed,
    describe_settings,
    differing,
    grid,
    tags_of,
)
from playground.errors import ConfigurationError

LEFT_OUT: set[str] = set()
"""Fields of TrainingConfig that are not to be varied by hand; none so far."""

ARTICLE = TrainingConfig()


@pytest.fixture(autouse=True, scope="module")
def denormal_numbers():
    """Training in this process has the CPU round them to 0, and they are numbers that a person may type."""
    torch.set_flush_denormal(False)


def test_every_field_of_the_config_is_in_the_catalogue_or_left_out_on_purpose():
    assert set(FIELDS) | LEFT_OUT == {field.name for field in fields(TrainingConfig)}
    assert not set(FIELDS) & LEFT_OUT


@pytest.mark.parametrize("name", list(FIELDS))
def test_the_articles_value_is_read_back(name):
    entry, value = FIELDS[name], getattr(ARTICLE, name)
    assert entry.name == name
    assert entry.parse(entry.format(value)) == value


@pytest.mark.parametrize("name", list(FIELDS))
def test_the_examples_are_several_values_that_can_be_trained(name):
    values = FIELDS[name].parse_values(FIELDS[name].examples)
    assert len(values) >= 2
    assert len({replace(ARTICLE, **{name: value}) for value in values}) == len(values)


@pytest.mark.parametrize("name", [name for name, entry in FIELDS.items() if entry.choices])
def test_every_choice_is_read_by_key_and_by_label(name):
    entry = FIELDS[name]
    for value, label in entry.choices.items():
        assert entry.parse(label) == entry.parse(str(value).upper()) == value


@given(st.floats(allow_nan=False))
def test_any_number_is_read_back_exactly(value):
    assert FIELDS["learning_rate"].parse(FIELDS["learning_rate"].format(value)) == value


@given(st.integers(0, 2**63 - 1))
def test_any_seed_is_read_back_exactly(value):
    assert FIELDS["seed"].parse(FIELDS["seed"].format(value)) == value


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=8).map(tuple))
def test_any_hidden_layers_are_read_back(value):
    assert FIELDS["hidden"].parse(FIELDS["hidden"].format(value)) == value


@given(st.sampled_from(list(FIELDS)), st.text(max_size=20))
def test_any_text_gives_a_value_or_an_error_in_words(name, text):
    with suppress(ConfigurationError):
        assert changed(ARTICLE, name, FIELDS[name].parse(text)) != ARTICLE


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("learning_rate", "fast", "as a number such as 0.0001"),
        ("batch_size", "1e3", "as a whole number such as 32"),
        ("optimizer", "magic", "one of SGD"),
        ("hidden", "many", "whole numbers"),
        ("epochs", "9" * 5000, "as a whole number"),
    ],
)
def test_what_is_no_value_is_refused_in_words(name, text, words):
    with pytest.raises(ConfigurationError, match=words):
        FIELDS[name].parse(text)


def test_percent_and_none_are_understood():
    assert FIELDS["target_accuracy"].parse("98 %") == 0.98
    assert FIELDS["patience"].parse("none") is None


def test_several_values_keep_their_order_and_come_once():
    assert FIELDS["learning_rate"].parse_values("0.1, 0.01;0.1  1e-3") == (0.1, 0.01, 0.001)
    assert FIELDS["hidden"].parse_values("8, 128-64") == ((8,), (128, 64))
    assert FIELDS["schedule"].parse_values("One cycle, constant") == ("one_cycle", "constant")
    with pytest.raises(ConfigurationError, match="but got none"):
        FIELDS["seed"].parse_values(" , ")


def test_what_differs_is_named_and_nothing_else():
    other = replace(ARTICLE, batch_size=32, learning_rate=0.01)
    assert differing([ARTICLE, other]) == ["learning_rate", "batch_size"]
    assert describe_settings(other, differing([ARTICLE, other])) == "learning rate 0.01, batch 32"
    assert differing([ARTICLE]) == differing([]) == []


def test_a_name_mentions_settings_with_a_tag_where_they_are_not_the_articles():
    assert tags_of(ARTICLE) == tags_of(replace(ARTICLE, seed=1)) == []
    assert tags_of(replace(ARTICLE, own_digits=True)) == ["own digits"]


def test_one_change_changes_one_thing():
    assert changed(ARTICLE, "seed", 7) == replace(ARTICLE, seed=7)


@pytest.mark.parametrize(
    ("config", "name", "value", "words"),
    [
        (ARTICLE, "seed", 0, "Expected another seed than 0"),
        (ARTICLE, "batch_size", 0, "Expected a batch size from 1"),
        (ARTICLE, "colour", 1, "Expected settings out of"),
        (TrainingConfig("cnn"), "hidden", (8,), "the CNN has no hidden layers"),
    ],
)
def test_a_change_that_is_none_is_refused_in_words(config, name, value, words):
    with pytest.raises(ConfigurationError, match=words):
        changed(config, name, value)


@given(
    st.sets(st.integers(1, 4000), min_size=1, max_size=8), st.sets(st.integers(0, 9), min_size=1, max_size=5)
)
def test_a_grid_has_each_combination_once(batch_sizes, seeds):
    configs = grid(ARTICLE, {"batch_size": list(batch_sizes), "seed": list(seeds)})
    assert len(configs) == len(batch_sizes) * len(seeds)
    assert {(config.batch_size, config.seed) for config in configs} == {
        (batch_size, seed) for batch_size in batch_sizes for seed in seeds
    }
    assert {replace(config, batch_size=64, seed=0) for config in configs} == {ARTICLE}


def test_more_runs_than_allowed_are_refused_in_words():
    assert len(grid(ARTICLE, {"seed": range(MAX_RUNS)})) == MAX_RUNS
    with pytest.raises(ConfigurationError, match=r"at most 40 runs, but these values make 7 x 6 = 42"):
        grid(ARTICLE, {"seed": range(7), "epochs": range(1, 7)})


def test_a_grid_that_makes_no_difference_is_refused_in_words():
    with pytest.raises(ConfigurationError, match="no hidden layers"):
        grid(TrainingConfig("cnn"), {"hidden": [(8,), (16,)]})
    with pytest.raises(ConfigurationError, match="Expected settings out of"):
        grid(ARTICLE, {"colour": [1]})


def test_small_numbers_are_written_as_sentences_write_them_and_can_be_typed_so():
    config = TrainingConfig(learning_rate=1e-5, weight_decay=1.5e-7)
    assert describe_settings(config, ["learning_rate"]) == "learning rate 10⁻⁵"
    assert tags_of(config) == ["weight decay 1.5×10⁻⁷"]
    for name in ("learning_rate", "weight_decay"):
        entry, value = FIELDS[name], getattr(config, name)
        assert entry.parse(entry.show(value)) == entry.parse(entry.format(value)) == value
