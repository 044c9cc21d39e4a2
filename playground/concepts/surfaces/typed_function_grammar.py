"""The grammar of typed functions: text -> syntax tree, or an error that points at a character.

Not SymPy's parsers: they call Python's `eval`. This module loads Lark, so it waits for the first typed function.
"""

import difflib
import math
import re
from collections.abc import Iterable, Mapping
from typing import NoReturn

from lark import Lark, Token, Tree, UnexpectedToken

from playground.concepts.surfaces.typed_function_spelling import respelled
from playground.errors import FunctionSyntaxError

MAX_LENGTH = 200
MAX_OPERATIONS = 60
MAX_DEPTH = 20
"""How many operations may stand inside each other; parentheses alone do not count."""

NUMBER = r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
# All products rank the same, with a sign or without: `1/2x` is `(1/2)x`. A number never follows what it
# multiplies, so `x 2` is an error. Whether a bar opens or closes is settled before: see `_turn_bars`.
GRAMMAR = r"""
start: sum
?sum: term (SIGN term)*
?term: product | SIGN term -> signed
?product: power (TIMES factor | DIVIDE factor | MODULO factor | juxtaposed)*
?factor: power | SIGN factor -> signed
?power: NUMBER | NUMBER POWER exponent -> raised | NUMBER SUPERSCRIPT -> raised | juxtaposed
?juxtaposed: primary | primary POWER exponent -> raised | primary SUPERSCRIPT -> raised
?exponent: power | SIGN exponent -> signed
?primary: VARIABLE | CONSTANT | "(" sum ")" | _OPEN sum _CLOSE -> absolute
    | _FLOOR sum _FLOOR_END -> floor | _CEIL sum _CEIL_END -> ceil
    | _ROOT rooted -> root
    | FUNCTION "(" sum ("," sum)* ")" -> call
    | _WHERE "(" sum COMPARE sum "," sum "," sum ")" -> where
?rooted: NUMBER | primary
SIGN: /[+-]/
TIMES: "*"
DIVIDE: "/"
MODULO: "%"
POWER: /\^|\*\*/
COMPARE: /<=|>=|<|>|≤|≥/
SUPERSCRIPT: /⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+/
_WHERE: "where"
_ROOT: "√"
_FLOOR: "⌊"
_FLOOR_END: "⌋"
_CEIL: "⌈"
_CEIL_END: "⌉"
VARIABLE: /[xy]/
CONSTANT: /pi|π|e/
_OPEN: "⟨"
_CLOSE: "⟩"
%ignore /\s+/
"""
PUNCTUATION = frozenset([*"+-*/%^()|,<>≤≥√⌊⌋⌈⌉⁰¹²³⁴⁵⁶⁷⁸⁹π", "<=", ">="])
OPERATORS = ("SIGN", "TIMES", "DIVIDE", "MODULO", "POWER", "COMPARE")
AMBIGUOUS_ROOT = re.compile(rf"√\s*(?:{NUMBER}|[xyeπ]|pi)(\s*)(?=\^|\*\*|[⁻⁰¹²³⁴-⁹(√⌊⌈|]|[a-z0-9])")
"""A root of one sign with something behind it that may belong under the root too."""
OPERAND = 'a number, x, y, a function or "("'
ADVICE = {
    "=": "Write only what stands right of it.",
    ".": "A point stands only inside a number, as in 2.5.",
    "∛": "Write x^(1/3), which has a value where x is not negative.",
    "‖": "Write sqrt(x^2 + y^2) for the length of (x, y).",
    "==": "Write < or > in the first argument of where.",
    "∞": "Write a large number, such as 1e6.",
    "!": "A factorial has no slope: use x, y, numbers and functions.",
    "½": "Write 1/2.",
    "\\": "Write without LaTeX's commands: sin(x), sqrt(x), x/y.",
    "σ": "Write sigmoid(x).",
    "&": "Put one where(...) into another.",
    "?": "Write where(x < 0, a, b): a where x < 0, b elsewhere.",
}
CONDITION = "Write where(x < 0, a, b): a where x < 0, b elsewhere."
WORDS = {
    **dict.fromkeys(("if", "else", "piecewise", "cases", "iif", "select", "otherwise"), CONDITION),
    **dict.fromkeys(("step", "heaviside", "theta"), "Write where(x > 0, 1, 0)."),
    **dict.fromkeys(("and", "or", "not"), "Put one where(...) into another."),
    **dict.fromkeys(("clip", "clamp"), "Write min(max(x, a), b) for x kept between a and b."),
    **dict.fromkeys(("cbrt", "root"), "Write x^(1/3), which has a value where x is not negative."),
    **dict.fromkeys(("trunc", "fix", "int"), "Write sign(x) floor(|x|)."),
    **dict.fromkeys(("softplus",), "Write ln(1 + e^x)."),
    **dict.fromkeys(("silu", "swish"), "Write x sigmoid(x)."),
    **dict.fromkeys(("inf", "infinity"), "Write a large number, such as 1e6."),
    **dict.fromkeys(("square",), "Write x^2."),
    **dict.fromkeys(("acosh", "arccosh", "arcosh"), "Write ln(x + sqrt(x^2 - 1))."),
    "erfc": "Write 1 - erf(x).",
    "exp2": "Write 2^x.",
    "sinc": "It has two meanings: write sin(x)/x or sin(pi x)/(pi x).",
    "sec": "Write 1/cos(x).",
    "csc": "Write 1/sin(x).",
    "cot": "Write 1/tan(x).",
    "lg": "Write log10(x).",
    "ld": "Write log2(x).",
    "lb": "Write log2(x).",
    "fmod": "Write mod(x, y), whose sign is that of y.",
    "leaky": "Write max(x, 0.01x).",
}
"""What to write instead of words that people try."""


class Grammar:
    """The language of typed functions; it knows the functions of one and of several arguments by name."""

    def __init__(
        self,
        of_one: Iterable[str],
        of_two: Iterable[str],
        of_several: Iterable[str],
        aliases: Mapping[str, str],
    ) -> None:
        self.usual = [*of_one, *of_two, *of_several, "where"]
        of_one, of_two, of_several = (
            [*names, *(alias for alias, name in aliases.items() if name in names)]
            for names in map(list, (of_one, of_two, of_several))
        )
        self.of_two = frozenset(of_two)
        self.of_several = frozenset(of_several) | self.of_two
        # The longest name first, so that sinh is not read as sin and an h.
        self.functions = sorted({*of_one, *self.of_several}, key=lambda name: (-len(name), name))
        functions = "|".join(self.functions)
        self.word = re.compile(rf"[xy]+|[xy]*(?:{functions}|where|pi|e)")
        self.pieces = re.compile(
            rf"({NUMBER})|([xy]*(?:{functions})(?![a-z0-9_])|[a-z_]+[0-9]*)|(==|[<>]=|⁻?[⁰¹²³⁴-⁹]|\S)"
        )
        self.called_bare = re.compile(rf"(?:{functions})[0-9xy]")
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
        spelled = respelled(text, {*self.of_several, "where"})
        if not spelled.strip():
            _fail(text, len(text.rstrip()), OPERAND, "the text ended", "Try x^2 + y^2.")
        self._check_words(text, spelled)
        turned = _turn_bars(spelled)
        try:
            tree = self.parser.parse(turned)
        except UnexpectedToken as error:
            _explain(text, turned, error)
        self._check_size(text, tree)
        return tree

    def _check_words(self, text: str, spelled: str) -> None:
        """Refuse the first number that no float holds, unknown word or other character."""
        for piece in self.pieces.finditer(spelled):
            number, word, other = piece.groups()
            got = f"got {_quoted(text[piece.start() : piece.end()])}"
            if number and not math.isfinite(float(number)):
                _fail(text, piece.start(), "a number below 1.8e308", got, "Write a smaller one.")
            if word and not self.word.fullmatch(word):
                _fail(text, piece.start(), "x, y, pi, e or a function", got, self._nearest(word))
            if other and other.removeprefix("⁻") not in PUNCTUATION:
                advice = ADVICE.get(other, "Use x, y, numbers, functions, + - * / ^ and parentheses.")
                _fail(text, piece.start(), "a function of x and y", got, advice)
        if root := AMBIGUOUS_ROOT.search(spelled):
            what = text[root.start() : root.end()].strip()
            _fail(
                text,
                root.end(),
                "an operator or the end of the root",
                f"got {_quoted(text[root.end()])}",
                f"Write ({what}) for a root that ends here, or √(...) around all that is under it.",
            )

    def _nearest(self, word: str) -> str:
        if re.fullmatch(r"[xy][0-9]+", word):
            index, letter = word[1:], word[0]
            variables = (
                "" if index not in ("1", "2") else " The variables are x and y, or x1 and x2, not both."
            )
            return f"Write {letter}^{index} for a power, {index}{letter} for a product.{variables}"
        if word.rstrip("_") in WORDS:
            return WORDS[word.rstrip("_")]
        if self.called_bare.match(word):
            return "Write the argument in parentheses, as in sin(2x)."
        near = difflib.get_close_matches(word, self.functions, 1, 0.76)
        if near:
            return f'Did you mean "{near[0]}"?'
        return f"The variables are x and y, the functions {', '.join(sorted(self.usual))}."

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
        two = name in self.of_two
        if several != (given > 1) or (two and given != 2):
            number = "two arguments" if two else "two arguments or more" if several else "one argument"
            expected = f"{number} for {name}"
            example = f"Write {name}(x, y)." if several else f"Write {name}(x)."
            _fail(text, name.start_pos or 0, expected, f"got {given}", example)


def _turn_bars(text: str) -> str:
    """Turn each `|` into an angle: it closes where an operand ends inside an open bar, otherwise it opens."""
    turned, opened, before = list(text), [""], ""
    for index, character in enumerate(text):
        if character == "|":
            turned[index] = "⟩" if opened[-1] == "⟨" and re.match(r"[\w.)⟩⌋⌉]", before) else "⟨"
        if turned[index] in "(⟨⌊⌈":
            opened.append(turned[index])
        elif turned[index] in ")⟩⌋⌉" and len(opened) > 1:
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
    others = {
        "RPAR": '")"',
        "COMMA": '","',
        "COMPARE": '"<"',
        "_CLOSE": '"|"',
        "_FLOOR_END": '"⌋"',
        "_CEIL_END": '"⌉"',
        "$END": "the end",
    }
    expected = ["an operator", *(word for name, word in others.items() if name in accepted)]
    hint = "Delete it, or write an operator before it."
    if ended or (kind in ("_CLOSE", "RPAR") and "$END" not in accepted):
        opened = _unclosed(turned[:position])
        hint = f"Close the {_quoted(text[opened])} at character {opened + 1}."
    elif kind in ("RPAR", "_CLOSE"):
        hint = "It closes nothing: delete it, or open it before."
    elif kind == "COMPARE":
        hint = f"A comparison stands only in the first argument of where. {CONDITION}"
    elif "COMPARE" in accepted and kind == "COMMA":
        hint = CONDITION
    elif kind == "NUMBER":
        hint = "A number stands in front of what it multiplies, as in 2x; elsewhere write the operator."
    elif kind == "COMMA":
        hint = "A comma separates the arguments of min and max; decimals are written with a point, as in 2.5."
    _fail(text, position, " or ".join(filter(None, (", ".join(expected[:-1]), expected[-1]))), got, hint)


def _unclosed(turned: str) -> int:
    """Where the innermost bracket opens that is still open at the end."""
    opened: list[int] = []
    for index, character in enumerate(turned):
        if character in "(⟨⌊⌈":
            opened.append(index)
        elif character in ")⟩⌋⌉":
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
