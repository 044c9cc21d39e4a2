"""A stack of layers as one writes it, such as `conv 32 3, relu, maxpool 2, flatten, linear 10`."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import NoReturn

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.digits.models.entry import CLASSES, DEFAULT_LAYERS
from playground.digits.models.layer_kinds import (
    ALIASES,
    ENDINGS,
    FLAGS,
    KINDS,
    SAME,
    Effect,
    ImpossibleLayerError,
    Layer,
    LayerKind,
    Shape,
)
from playground.errors import LayerSyntaxError
from playground.settings import MAX_PARAMETERS

INPUT: Shape = (1, 28, 28)
MAX_LAYERS = 60
MAX_NUMBER = 100_000
MAX_VALUES = 2**18
"""The most numbers that one layer may give for one image: 0.26 GB for a batch of 250."""
MAX_MULTIPLICATIONS = 200_000_000
"""The most for one image, over all layers: about 10 ms on one core."""

_TOKEN = re.compile(r"->|[,\n]|[^\s,;=()]+")


@dataclass(frozen=True)
class PlacedLayer:
    """A layer in its place: as it is written, the shape that comes to it, and what it does."""

    layer: Layer
    inputs: Shape
    effect: Effect


@dataclass(frozen=True)
class _Token:
    text: str
    position: int


def plan_layers(text: str) -> tuple[PlacedLayer, ...]:
    """The stack for images `(1, 28, 28)`, checked to give ten numbers; nothing is built yet.

    Maps that come to a linear layer, or to the end, are flattened first where the text does not say so.

    Args:
        text: layers from input to output, separated by commas, arrows or line breaks.

    Raises:
        LayerSyntaxError: with the position of the word at fault.
    """
    if not isinstance(text, str):
        raise LayerSyntaxError(f"Expected layers as a text, such as {DEFAULT_LAYERS}, but got {text!r:.60}.")
    return _plan(text)


@lru_cache(maxsize=512)  # a file's networks are planned again with each activation and preparation
def _plan(text: str) -> tuple[PlacedLayer, ...]:
    layers = parse_layers(text)
    placed: list[PlacedLayer] = []
    shape = INPUT
    for layer in layers:
        if layer.word in ENDINGS:
            if layer is not layers[-1]:
                _fail(
                    text,
                    layer.position,
                    f"{layer.word} comes after the last layer only. Move it there or leave it out.",
                )
            break
        if layer.word == "linear" and len(shape) > 1:
            placed.append(_place(Layer("flatten", position=layer.position), shape, text))
            shape = placed[-1].effect.outputs
        placed.append(_place(layer, shape, text))
        shape = placed[-1].effect.outputs
        _check_size(placed, text)
    if len(shape) > 1 and prod(shape) == CLASSES:
        placed.append(_place(Layer("flatten", position=layers[-1].position), shape, text))
        shape = placed[-1].effect.outputs
    if shape != (CLASSES,):
        last = [layer for layer in layers if layer.word not in ENDINGS][-1]
        _fail(
            text,
            last.position,
            f"the last layer has to give {CLASSES} numbers, one a digit, but '{last.text}' gives "
            f"{' × '.join(map(str, shape))}. End with linear {CLASSES}.",
        )
    return tuple(placed)


def parse_layers(text: str) -> list[Layer]:
    """The layers as they are written, whether or not they fit together; at least one.

    Raises:
        LayerSyntaxError: an unknown word, a number that is missing or out of range.
    """
    if not isinstance(text, str) or len(text) > 4000:
        raise LayerSyntaxError(
            f"Expected layers as a text of at most 4,000 characters, such as {DEFAULT_LAYERS}."
        )
    layers = [_parse_layer(words, text) for words in _items(text)]
    if not layers or all(layer.word in ENDINGS for layer in layers):
        raise LayerSyntaxError(f"Expected layers such as {DEFAULT_LAYERS}, but got none.", text, 0)
    if len(layers) > MAX_LAYERS:
        _fail(text, layers[MAX_LAYERS].position, f"there are more than {MAX_LAYERS} layers. Leave some out.")
    return layers


def write_layers(layers: Sequence[Layer]) -> str:
    """The text of layers, which `parse_layers` reads back."""
    return ", ".join(layer.text for layer in layers)


def _items(text: str) -> Iterator[list[_Token]]:
    """The words between two separators; empty ones are passed over."""
    words: list[_Token] = []
    for match in _TOKEN.finditer(text):
        if match[0] in (",", "\n", "->"):
            if words:
                yield words
            words = []
        else:
            words.append(_Token(match[0].lower(), match.start()))
    if words:
        yield words


def _parse_layer(words: list[_Token], text: str) -> Layer:
    word = _known_word(words[0], text)
    kind = KINDS.get(word, LayerKind(word, (0, 0), _activation))
    numbers: list[float] = []
    rest = words[1:]
    while rest and rest[0].text[0].isdigit():
        if len(numbers) == kind.numbers[1]:
            _fail(text, rest[0].position, f"'{word}' takes no more numbers here. Write {kind.usage}.")
        numbers.append(_number(rest.pop(0), kind, text))
    if len(numbers) < kind.numbers[0]:
        _fail(text, words[0].position, f"a number is missing after '{words[-1].text}'. Write {kind.usage}.")
    return Layer(word, tuple(numbers), _options(rest, word, kind, text), words[0].position)


def _options(words: list[_Token], word: str, kind: LayerKind, text: str) -> dict[str, int]:
    options: dict[str, int] = {}
    while words:
        token = words.pop(0)
        if token.text not in kind.options:
            known = f" It takes {', '.join(kind.options)}." if kind.options else ""
            if _find_word(token.text):
                _fail(text, token.position, f"a comma is missing before '{token.text}'.")
            close = _closest(token.text, kind.options)
            _fail(text, token.position, f"'{token.text}' is not known after '{word}'.{known}{close}")
        if token.text in FLAGS:
            options[token.text] = 1
            continue
        if not words:
            _fail(text, token.position, f"a number is missing after '{token.text}'. Write {kind.usage}.")
        value = words.pop(0)
        if token.text == "padding" and value.text == "same":
            options["padding"] = SAME
            continue
        number = int(_number(value, kind, text, lowest=0 if token.text == "padding" else 1))
        options[token.text] = number
    return options


def _number(token: _Token, kind: LayerKind, text: str, lowest: int = 1) -> float:
    written = token.text
    square = re.fullmatch(r"(\d+)[x×*](\d+)", written)
    if square:
        if square[1] != square[2]:
            _fail(text, token.position, f"windows are square here, but '{written}' is not. Write one number.")
        written = square[1]
    pattern = r"\d{1,6}" if kind.whole else r"\d{1,6}(\.\d{1,9})?|\.\d{1,9}"
    if not re.fullmatch(pattern, written):
        sort = "a whole number" if kind.whole else "a number"
        _fail(
            text,
            token.position,
            f"'{token.text[:20]}' is not {sort} up to {MAX_NUMBER:,}. Write {kind.usage}.",
        )
    number = float(written)
    if kind.whole and not lowest <= number <= MAX_NUMBER:
        _fail(
            text,
            token.position,
            f"{number:,.0f} is not between {lowest} and {MAX_NUMBER:,}. Write {kind.usage}.",
        )
    return number


def _known_word(token: _Token, text: str) -> str:
    word = _find_word(token.text)
    if not word:
        known = [*KINDS, *(name for name in NETWORK_ACTIVATIONS if name != "linear"), *ENDINGS]
        close = _closest(token.text, (*known, *ALIASES))
        listed = f" Known are {', '.join(known)}." if not close else ""
        _fail(text, token.position, f"there is no layer '{token.text[:40]}'.{close}{listed}")
    return word


def _find_word(written: str) -> str:
    """The key that a spelling means; "" for none."""
    plain = written.replace("_", "")
    if plain in KINDS or plain in ENDINGS:
        return plain
    if plain in ALIASES:
        return ALIASES[plain]
    return next((name for name in NETWORK_ACTIVATIONS if name.replace("_", "") == plain), "")


def _closest(written: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(written, known, 1, 0.6)
    return f" Did you mean {close[0]}?" if close else ""


def _activation(layer: Layer, shape: Shape) -> Effect:
    return Effect(shape, NETWORK_ACTIVATIONS[layer.word].build)


def _place(layer: Layer, shape: Shape, text: str) -> PlacedLayer:
    effect = KINDS[layer.word].effect if layer.word in KINDS else _activation
    try:
        return PlacedLayer(layer, shape, effect(layer, shape))
    except ImpossibleLayerError as error:
        _fail(text, layer.position, f"{error}.")


def _check_size(placed: Sequence[PlacedLayer], text: str) -> None:
    layer, effect = placed[-1].layer, placed[-1].effect
    weights = sum(one.effect.weights for one in placed)
    if weights > MAX_PARAMETERS:
        _fail(
            text,
            layer.position,
            f"with '{layer.text}' the network has {weights:,} weights, more than {MAX_PARAMETERS:,}. Use smaller layers.",
        )
    multiplications = sum(one.effect.multiplications for one in placed)
    if prod(effect.outputs) > MAX_VALUES or multiplications > MAX_MULTIPLICATIONS:
        _fail(text, layer.position, f"'{layer.text}' is too much work here. Use smaller or fewer maps.")


def _fail(text: str, position: int, problem: str) -> NoReturn:
    raise LayerSyntaxError(f"At character {position + 1}: {problem}", text, position)
