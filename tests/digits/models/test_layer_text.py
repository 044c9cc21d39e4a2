"""Stacks of layers as text: what is read, and errors that point at the word."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.digits.models.entry import DEFAULT_LAYERS
from playground.digits.models.layer_kinds import KINDS, Layer
from playground.digits.models.layer_text import parse_layers, plan_layers, write_layers
from playground.errors import LayerSyntaxError


def shapes(text):
    return [placed.effect.outputs for placed in plan_layers(text)]


def test_shapes_follow_from_layer_to_layer():
    text = "conv 32 3, relu, conv 64 3, relu, maxpool 2, dropout 0.25, flatten, linear 128, relu, dropout 0.5, linear 10"
    assert shapes(text) == [
        *[(32, 26, 26)] * 2,
        *[(64, 24, 24)] * 2,
        *[(64, 12, 12)] * 2,
        (9216,),
        *[(128,)] * 3,
        (10,),
    ]
    assert sum(placed.effect.weights for placed in plan_layers(text)) == 1_199_882


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Conv2d 8 3x3 stride=2 padding=1, ReLU, Dense 10", "conv 8 3 stride 2 padding 1, relu, linear 10"),
        (
            "conv 8 3 padding same -> bn -> leakyrelu\nfc 10",
            "conv 8 3 padding same, batchnorm, leaky_relu, linear 10",
        ),
        (
            "flatten, linear 32 nobias, Leaky_ReLU, linear 10, log_softmax",
            "flatten, linear 32 nobias, leaky_relu, linear 10, logsoftmax",
        ),
        (" linear 10 ,, ", "linear 10"),
        (
            "conv 4 2 groups 1 dilation 2, globalavgpool, linear 10",
            "conv 4 2 groups 1 dilation 2, globalavgpool, linear 10",
        ),
    ],
)
def test_spellings(text, same):
    assert write_layers(parse_layers(text)) == same
    assert write_layers(parse_layers(same)) == same
    assert shapes(text) == shapes(same)


def test_maps_are_flattened_before_a_linear_layer_and_at_the_end():
    assert shapes("linear 10") == [(784,), (10,)]
    assert shapes("conv 10 28") == [(10, 1, 1), (10,)]
    assert shapes("conv 10 3, globalavgpool, softmax")[-1] == (10,)


@pytest.mark.parametrize(
    ("text", "word", "message"),
    [
        ("conv 32 3, rellu, linear 10", "rellu", "no layer 'rellu'. Did you mean relu"),
        ("conv 32 3, maxpol 2, linear 10", "maxpol", "Did you mean maxpool"),
        ("linear 10, xyzzy", "xyzzy", "Known are conv, linear,"),
        ("conv 32, linear 10", "conv", "a number is missing after '32'. Write conv 32 3"),
        ("conv, linear 10", "conv", "a number is missing after 'conv'"),
        ("conv 32 3 relu, linear 10", "relu", "a comma is missing before 'relu'"),
        ("conv 32 3 strid 2, linear 10", "strid", "not known after 'conv'.*Did you mean stride"),
        ("conv 32 3 stride, linear 10", "stride", "a number is missing after 'stride'"),
        ("conv 32 3 stride two, linear 10", "two", "'two' is not a whole number"),
        ("conv 32 3 stride 0, linear 10", "0", "0 is not between 1"),
        ("conv 32 3 5, linear 10", "5", "takes no more numbers"),
        ("conv 32 3x5, linear 10", "3x5", "windows are square"),
        ("conv 32 2.5, linear 10", "2.5", "not a whole number"),
        (
            "conv 32 3 padding same stride 2, linear 10",
            "conv",
            "padding same needs an odd window and stride 1",
        ),
        ("conv 32 3 groups 2, linear 10", "conv", "2 groups do not divide 1 channels into 32"),
        ("conv 4 29, linear 10", "conv", "29 × 29 does not fit into maps of 28 × 28"),
        ("flatten, conv 32 3, linear 10", "conv", "works on maps, but 784 flat numbers come"),
        ("linear 32, maxpool 2, linear 10", "maxpool", "works on maps, but 32 flat"),
        ("maxpool 2 padding 2, linear 10", "maxpool", "at most half its window"),
        ("linear 32, dropout 1, linear 10", "dropout", "a share of 0 to below 1"),
        ("linear 32, relu", "relu", "'relu' gives 32. End with linear 10"),
        ("conv 3 3", "conv", "gives 3 × 26 × 26. End with linear 10"),
        ("softmax, linear 10", "softmax", "after the last layer only"),
        ("linear 99999, linear 10", "linear 99999", "78,499,215 weights, more than 2,000,000"),
        ("conv 400 1, linear 10", "conv", "too much work"),
        ("resize 9999, linear 10", "resize", "too much work"),
        ("linear 1000000000000, linear 10", "1000000000000", "not a whole number up to"),
        ("relu, " * 61 + "linear 10", None, "more than 60 layers"),
    ],
)
def test_errors_point_at_the_word(text, word, message):
    with pytest.raises(LayerSyntaxError, match=message) as caught:
        plan_layers(text)
    if word is not None:
        assert caught.value.position == text.index(word)
        assert f"At character {text.index(word) + 1}:" in str(caught.value)
        assert caught.value.pointer.splitlines()[1] == " " * text.index(word) + "^"


@pytest.mark.parametrize("text", ["", "  ", ",,", "softmax", "x" * 5000])
def test_nothing_is_no_network(text):
    with pytest.raises(LayerSyntaxError):
        plan_layers(text)


WORDS = [
    *KINDS,
    *NETWORK_ACTIVATIONS,
    "stride",
    "padding",
    "same",
    "nobias",
    "softmax",
    ",",
    ",",
    "1",
    "2",
    "3",
    "64",
    "=",
    "é",
]


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join)))
def test_any_text_is_read_or_refused_in_words(text):
    with suppress(LayerSyntaxError):
        assert plan_layers(text)[-1].effect.outputs == (10,)


def test_the_default_is_a_network():
    assert shapes(DEFAULT_LAYERS)[-1] == (10,)


def test_a_layer_is_written_in_digits_that_can_be_read_back():
    layers = parse_layers("dropout 0.00001, linear 100000, linear 10")
    assert write_layers(layers) == "dropout 0.00001, linear 100000, linear 10"
    assert parse_layers(write_layers(layers))[0].numbers == (0.00001,)
    assert Layer("linear", (1_048_576.0,)).text == "linear 1048576"
