"""Spellings with one meaning, rewritten as the grammar of typed functions writes them: `np.sin`, `÷`, `x₁`, `0,5`.

An error points at a character of what was typed, so every character keeps its place: what falls away becomes spaces.
"""

import re
import unicodedata
from collections.abc import Collection

HEAD = re.compile(
    r"\s*(?:lambda\s+[\w\s,₀₁₂]*:|\([\w\s,₀₁₂]*\)\s*(?:->|=>|→|↦)|[a-z]\w*\s*\([\w\s,₀₁₂{}]*\)\s*:?=(?!=)"
    r"|(?!(?:x|y|x[_₀₁₂0-9]\w*)\s*[:=])[a-z]\w*\s*:?=(?!=)|return\b)",
    re.IGNORECASE,
)
"""What stands before a function: `f(x, y) =`, `loss =`, `lambda x, y:`, `(x, y) →`."""
MODULES = re.compile(
    r"(?<![\w.])(?:(?:np|numpy|torch|math|cmath|tf|jnp|jax|sp|sympy|scipy|special|functional|f|nn|linalg)\.)+(?=[a-zA-Z])",
    re.IGNORECASE,
)
INDEXED = re.compile(r"x(?:_\{([0-9])\}|_?([₀₁₂₃₄₅₆₇₈₉])|_([0-9])|\[([0-9])\])(?![0-9])", re.IGNORECASE)
"""A variable with an index that can be nothing else; Python's `x[0]` counts from 0."""
NUMBERED = re.compile(r"(?<![a-wyzA-WYZ_])x([0-9])(?![0-9.])", re.IGNORECASE)
"""A variable with an index, or somebody's way to write a power."""
VARIABLE = re.compile(r"(?<![a-z])[xy]+(?![a-z_\[0-9₀-₉])", re.IGNORECASE)
MODULO = re.compile(r"(?<=[\w)\]|}π⁰¹²³⁴-⁹])\s*\bmod\b", re.IGNORECASE)
BASE = re.compile(r"log[₀-₉]+")
DECIMAL = re.compile(r"(?<![0-9.,])([0-9]+),([0-9]+)(?![0-9.,])")
CHARACTERS = {
    **dict.fromkeys("−–—‐‑‒﹣⁃", "-"),
    **dict.fromkeys("×·⋅∗∙•✕⨯", "*"),
    **dict.fromkeys("÷∕⁄", "/"),
    **dict.fromkeys("∣❘", "|"),
    **dict.fromkeys("{[", "("),
    **dict.fromkeys("}]", ")"),
    **dict.fromkeys("\u200b\u200c\u200d\ufeff\u2061\u2062\u2063", " "),
}
"""Other characters for one of the grammar's."""


def respelled(text: str, of_several: Collection[str]) -> str:
    """`text` as the grammar writes it, without what stands before the function.

    Args:
        text: what was typed.
        of_several: the functions whose arguments a comma separates.

    Returns:
        A text of the same length, in which every character stands for the one at its place.
    """
    start = 0
    while head := HEAD.match(text, start):
        start = head.end()
    body = " " * start + text[start:]
    body = _without_modules(_with_x_and_y(body))
    body = BASE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), "".join(map(_character, body)))
    body = MODULO.sub(lambda found: f"{found[0][:-3]}%  ", body)
    return _with_decimal_points(body, of_several)


def _without_modules(text: str) -> str:
    return MODULES.sub(lambda found: " " * len(found[0]), text)


def _with_x_and_y(text: str) -> str:
    """x₁ and x₂ in any spelling as x and y; untouched where plain x or y stand beside them, or a third one."""
    certain = [(found, _index(found)) for found in INDEXED.finditer(text)]
    numbered = [(found, int(found[1])) for found in NUMBERED.finditer(text)]
    if not certain and not any(index in (0, 1) for _, index in numbered):
        return text  # x2 alone may be meant as a power
    indices = {index for _, index in (*certain, *numbered)}
    rest = NUMBERED.sub(
        lambda found: " " * len(found[0]), INDEXED.sub(lambda found: " " * len(found[0]), text)
    )
    pair = (0, 1) if 0 in indices else (1, 2)
    if not indices <= set(pair) or VARIABLE.search(rest):
        return text
    letters = list(text)
    for found, index in (*certain, *numbered):
        letters[found.start() : found.end()] = "xy"[index - pair[0]].ljust(len(found[0]))
    return "".join(letters)


def _index(found: re.Match[str]) -> int:
    (digit,) = filter(None, found.groups())
    return int(unicodedata.normalize("NFKC", digit))


def _character(character: str) -> str:
    """The grammar's character for one that means the same: other dashes, letters of other alphabets of mathematics."""
    if character in CHARACTERS:
        return CHARACTERS[character]
    if character.isascii():
        return character.lower()
    plain = unicodedata.normalize("NFKC", character)
    raised = unicodedata.decomposition(character).startswith(("<super>", "<sub>"))
    if raised or len(plain) != 1 or not (plain.isascii() or plain == "π"):
        return character
    return CHARACTERS.get(plain, plain.lower())


def _with_decimal_points(text: str, of_several: Collection[str]) -> str:
    """`2,5` as 2.5, except among the arguments of a function of several, and where it may be 2,500."""

    def point(found: re.Match[str]) -> str:
        whole, after = found.groups()
        thousands = len(after) == 3 and len(whole) <= 3 and not whole.startswith("0")
        separates = thousands or _within_call(text[: found.start()], of_several)
        return found[0] if separates else f"{whole}.{after}"

    return DECIMAL.sub(point, text)


def _within_call(before: str, of_several: Collection[str]) -> bool:
    """Whether the innermost parenthesis that is open at the end belongs to a function of several arguments."""
    depth = 0
    for index in range(len(before) - 1, -1, -1):
        depth += (before[index] == ")") - (before[index] == "(")
        if depth < 0:
            name = re.search(r"[a-z]\w*$", before[:index].rstrip())
            return name is not None and any(name[0].endswith(known) for known in of_several)
    return False
