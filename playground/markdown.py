"""Text that somebody typed or brought, put into Markdown, Plotly and ECharts so that it is shown as it is.

Streamlit reads Markdown in nearly every text of a page: names of runs, files, classes and layers go through `literal`
on their way into it, and an error's whole message does where a page shows it.
"""

import html
import re

from playground.formatting import on_one_line

JOINER = "\u2060"
"""A word joiner: it has no width, and takes apart what is replaced after the escapes have been read."""

LONGEST = 2000
"""Characters of a text that somebody typed or brought; a page shows no more of it."""

_PUNCTUATION = re.compile(r"[\\`*\[\]<>|$~&]|(?<![^\W_])_|_(?![^\W_])")
_DIRECTIVE = re.compile(r":(?=[A-Za-z:])")
_LINE_START = re.compile(r"^(?:[#+=-]|\d+(?=[.)]))")
# Streamlit and GitHub's Markdown look for these in the text that is left: emoji, icons, links and typed arrows.
_REPLACED_LATER = re.compile(
    r"(?<=:)(?=[\w+/-]+:|//)|(?<=@)(?=\w)|(?i:(?<=www)(?=\.))|(?<=<)(?=->|-|=)|(?<=[-~>])(?=[->=])"
)


def literal(text: object) -> str:
    """`text` in Streamlit's Markdown, on one line, so that a reader sees exactly its characters."""
    words = on_one_line(text, LONGEST)
    words = _REPLACED_LATER.sub(JOINER, words)
    start = _LINE_START.match(words)
    words = _DIRECTIVE.sub(r"\\:", _PUNCTUATION.sub(r"\\\g<0>", words))
    if start is None or words.startswith("\\"):
        return words
    at = start.end() if start[0].isdigit() else 0
    return f"{words[:at]}\\{words[at:]}"


def plain(markdown: str) -> str:
    """Markdown of ours without its marks, for what is read aloud or stands in a chart."""
    without = re.sub(r"(?<!\\)\*\*", "", markdown)
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", without).replace(JOINER, "")


def first_sentence(markdown: str) -> str:
    """The first sentence of Markdown of ours, plain: what a picture is called beside the whole text."""
    return re.split(r"(?<=[.!?])\s+(?=[A-Z])", plain(markdown).strip(), maxsplit=1)[0]


def plotly_literal(text: object) -> str:
    """`text` for Plotly, which reads HTML's tags and entities in titles, names and hovers, and `%{...}` in hovers."""
    return html.escape(on_one_line(text, LONGEST), quote=False).replace("%{", f"%{JOINER}{{")


def echarts_literal(text: object) -> str:
    """`text` for an ECharts label or tooltip made of a template, which replaces `{a}` to `{e}` and `{@...}`."""
    return re.sub(r"\{(?=[\w@])", f"{{{JOINER}", on_one_line(text, LONGEST))
