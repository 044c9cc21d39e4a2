"""The grammar of typed functions: text -> syntax tree, or an error that points at a character.

Not SymPy's parsers: they call Python's `eval`. This module loads Lark, so it waits for the first typed function.
"""

import difflib
import math
import re
from collections.abc import Iterable
from typing import NoReturn

from lark import Lark, Token, Tree, UnexpectedToken

from playground.errors import FunctionSyntaxError

MAX_LENGTH = 200
MAX_OPERATIONS = 60
MAX_DEPTH = 20
"""How many operations may stand inside each other; parentheses alone do not count."""

NUMBER = r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
HEAD = re.compile(r"\s*(?:f\s*(?:\(\s*x\s*(?:,\s*y\s*)?\))?|z)\s*=")
# All products rank the same, with a sign or without: `1/2x` is `(1/2)x`. A number never follows what it
# multiplies, so `x 2` is an error. Whether a bar opens or closes is settled before: see `_turn_bars`.
GRAMMAR = r"""
start: sum
?sum: term (SIGN term)*
?term: product | SIGN term -> signed
?product: power (TIMES factor | DIVIDE factor | juxtaposed)*
?factor: power | SIGN factor -> signed
?power: NUMBER | NUMBER POWER exponent -> raised | NUMBER SUPERSCRIPT -> raised | juxtaposed
?juxtaposed: primary | primary POWER exponent -> raised | primary SUPERSCRIPT -> raised
?exponent: power | SIGN exponent -> signed
?primary: VARIABLE | CONSTANT | "(" sum ")" | _OPEN sum _CLOSE -> absolute
    | FUNCTION "(" sum ("," sum)* ")" -> call
SIGN: /[+−-]/
TIMES: /[*·×⋅]/
DIVIDE: "/"
POWER: /\^|\*\*/
SUPERSCRIPT: /[⁰¹²³⁴⁵⁶⁷⁸⁹]+/
VARIABLE: /[xy]/
CONSTANT: /pi|π|e/
_OPEN: "⟨"
_CLOSE: "⟩"
%ignore /\s+/
"""
PUNCTUATION = frozenset("+−-*·×⋅/^()|,⁰¹²³⁴⁵⁶⁷⁸⁹π")
OPERATORS = ("SIGN", "TIMES", "DIVIDE", "POWER")
OPERAND = 'a number, x, y, a function or "("'
ADVICE = {
    "=": "Write only what stands right of it.",
    ".": "A point stands only inside a number, as in 2.5.",
    **dict.fromkeys("[]{}", 'Use "(" and ")".'),
}


class Grammar:
    """The language of typed functions; it knows the functions of one and of several arguments by name."""

    def __init__(self, of_one: Iterable[str], of_several: Iterable[str]) -> None:
        self.of_several = frozenset(of_several)
        # The longest name first, so that sinh is not read as sin and an h.
        self.functions = sorted({*of_one, *self.of_several}, key=lambda name: (-len(name), name))
        functions = "|".join(self.functions)
        self.word = re.compile(rf"[xy]+|[xy]*(?:{functions}|pi|e)")
        terminals = f"FUNCTION: /{functions}/\nNUMBER: /{NUMBER}/\n"
        self.parser = Lark(GRAMMAR + terminals, parser="lalr", lexer="basic", propagate_positions=True)

    def tree(self, text: str) -> Tree:
        """The syntax tree of `text`: at most `MAX_OPERATIONS` operations, `MAX_DEPTH` deep.

        Raises:
            FunctionSyntaxError: the text is no function of x and y, or too large.
        """
        if len(text) > MAX_LENGTH:
            expected = f"Expected at most {MAX_LENGTH} characters, but got {len(text):,}."
            raise FunctionSyntaxError(f"{expected} Write a shorter function.", text, MAX_LENGTH)
        head = HEAD.match(text)
        start = head.end() if head else 0
        if not text[start:].strip():
            _fail(text, len(text.rstrip()), OPERAND, "the text ended", "Try x^2 + y^2.")
        self._check_words(text, start)
        turned = _turn_bars(" " * start + text[start:])
        try:
            tree = self.parser.parse(turned)
        except UnexpectedToken as error:
            _explain(text, turned, error)
        self._check_size(text, tree)
        return tree

    def _check_words(self, text: str, start: int) -> None:
        """Refuse the first number that no float holds, unknown word or other character."""
        for piece in re.compile(rf"({NUMBER})|([A-Za-z]+[0-9]*)|(\S)").finditer(text, start):
            number, word, other = piece.groups()
            got = f"got {_quoted(piece[0])}"
            if number and not math.isfinite(float(number)):
                _fail(text, piece.start(), "a number below 1.8e308", got, "Write a smaller one.")
            if word and not self.word.fullmatch(word):
                _fail(text, piece.start(), "x, y, pi, e or a function", got, self._nearest(word))
            if other and other not in PUNCTUATION:
                advice = ADVICE.get(other, "Use x, y, numbers, functions, + - * / ^ and parentheses.")
                _fail(text, piece.start(), "a function of x and y", got, advice)

    def _nearest(self, word: str) -> str:
        lower = word.lower()
        if re.fullmatch(r"[xy][0-9]+", lower):
            return f"Write {lower[0]}^{lower[1:]} for a power, {lower[1:]}{lower[0]} for a product."
        near = [lower] if self.word.fullmatch(lower) else difflib.get_close_matches(lower, self.functions, 1)
        if near:
            return f'Did you mean "{near[0]}"?'
        return f"The variables are x and y, the functions {', '.join(sorted(self.functions))}."

    def _check_size(self, text: str, tree: Tree) -> None:
        operations, depths = -1, dict[int, int]()  # -1: the root is no operation
        for node in tree.iter_subtrees():  # from the leaves up
            operands = [c for c in node.children if not (isinstance(c, Token) and c.type in OPERATORS)]
            operations += max(len(operands) - 1, 1)
            depths[id(node)] = 1 + max(depths.get(id(child), 0) for child in node.children)
            if depths[id(node)] > MAX_DEPTH and node is not tree:
                expected = f"Expected at most {MAX_DEPTH} operations inside each other, but got more."
                raise FunctionSyntaxError(f"{expected} Nest them less deeply.", text, node.meta.start_pos)
            if node.data == "call":
                self._check_arguments(text, node)
        if operations > MAX_OPERATIONS:
            expected = f"Expected at most {MAX_OPERATIONS} operations, but got {operations}."
            raise FunctionSyntaxError(f"{expected} Write a shorter function.", text, 0)

    def _check_arguments(self, text: str, call: Tree) -> None:
        name, given = call.children[0], len(call.children) - 1
        assert isinstance(name, Token)
        several = name in self.of_several
        if several != (given > 1):
            expected = f"{'two arguments or more' if several else 'one argument'} for {name}"
            example = f"Write {name}(x, y)." if several else f"Write {name}(x)."
            _fail(text, name.start_pos or 0, expected, f"got {given}", example)


def _turn_bars(text: str) -> str:
    """Turn each `|` into an angle: it closes where an operand ends inside an open bar, otherwise it opens."""
    turned, opened, before = list(text), [""], ""
    for index, character in enumerate(text):
        if character == "|":
            turned[index] = "⟩" if opened[-1] == "⟨" and re.match(r"[\w.)⟩]", before) else "⟨"
        if turned[index] in "(⟨":
            opened.append(turned[index])
        elif turned[index] in ")⟩" and len(opened) > 1:
            opened.pop()
        before = before if character.isspace() else turned[index]
    return "".join(turned)


def _explain(text: str, turned: str, error: UnexpectedToken) -> NoReturn:
    """Say what the parser met in the words of the person who typed it."""
    kind, accepted = error.token.type, error.interactive_parser.accepts()
    ended = kind == "$END"
    position = len(text.rstrip()) if ended else error.token.start_pos
    got = "the text ended" if ended else f"got {_quoted(text[position : position + len(error.token)])}"
    if accepted == {"LPAR"}:
        name = error.interactive_parser.parser_state.value_stack[-1]
        _fail(text, position, '"("', got, f"Write {name}(...), and {name}(...)^2 for its square.")
    if "NUMBER" in accepted:
        hint = "Finish the function." if ended else "Something is missing before it: add that or delete this."
        _fail(text, position, OPERAND, got, hint)
    others = {"RPAR": '")"', "COMMA": '","', "_CLOSE": '"|"', "$END": "the end"}
    expected = ["an operator", *(word for name, word in others.items() if name in accepted)]
    hint = "Delete it, or write an operator before it."
    if ended or (kind in ("_CLOSE", "RPAR") and "$END" not in accepted):
        opened = _unclosed(turned[:position])
        hint = f"Close the {_quoted(text[opened])} at character {opened + 1}."
    elif kind in ("RPAR", "_CLOSE"):
        hint = "It closes nothing: delete it, or open it before."
    elif kind == "NUMBER":
        hint = "A number stands in front of what it multiplies, as in 2x; elsewhere write the operator."
    elif kind == "COMMA":
        hint = "A comma separates the arguments of min and max; decimals are written with a point, as in 2.5."
    _fail(text, position, " or ".join(filter(None, (", ".join(expected[:-1]), expected[-1]))), got, hint)


def _unclosed(turned: str) -> int:
    """Where the innermost bracket opens that is still open at the end."""
    opened: list[int] = []
    for index, character in enumerate(turned):
        if character in "(⟨":
            opened.append(index)
        elif character in ")⟩":
            opened.pop()
    return opened[-1]


def _quoted(piece: str) -> str:
    """A piece of the text for a message; a character that cannot be shown, by its number."""
    if not piece.isprintable():
        return " ".join(f"U+{ord(character):04X}" for character in piece)
    return f'"{piece[:20]}…"' if len(piece) > 20 else f'"{piece}"'


def _fail(text: str, position: int, expected: str, got: str, hint: str) -> NoReturn:
    message = f"Expected {expected} at character {position + 1}, but {got}. {hint}"
    raise FunctionSyntaxError(message, text, position)
