"""The words that a visitor of a page sees without pointing at anything, as `AppTest` ran it."""

import json
from collections.abc import Iterator
from typing import Any

import pandas as pd
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Code, Element, Latex

from tests.pages.figures import figures


def visible_texts(at: AppTest) -> Iterator[tuple[str, str]]:
    """Each text in the order of the page, with the element's help ("" for none); then those within the figures."""
    yield from _texts(at.main)
    for data in figures(at):
        layout = data["figure"]["layout"]
        yield (
            " ".join(layout[axis]["title"]["text"] for axis in layout if axis.startswith(("xaxis", "yaxis"))),
            "",
        )
    for element in at.get("bidi_component"):
        if element.proto.component_name == "autograd_graph":
            yield " ".join(_strings_in(json.loads(element.proto.json))), ""
    for chart in at.get("echarts_chart"):
        yield " ".join(_names(json.loads(chart.proto.spec))), ""


def _texts(block: Block) -> Iterator[tuple[str, str]]:
    for child in block.children.values():
        if isinstance(child, Block):
            yield str(getattr(child, "label", "") or ""), ""
            yield from _texts(child)
        elif not isinstance(child, Code | Latex) and 'class="words"' not in getattr(child.proto, "body", ""):
            help_text = str(getattr(child.proto, "help", "") or "")
            yield from ((text, help_text) for text in _strings(child))


def _strings(element: Element) -> Iterator[str]:
    for name in ("label", "value", "options"):
        try:
            shown = getattr(element, name)
        except (AttributeError, KeyError, ValueError, TypeError):
            continue
        if isinstance(shown, str):
            yield shown
        elif isinstance(shown, list | tuple):
            yield from (entry for entry in shown if isinstance(entry, str))
        elif isinstance(shown, pd.DataFrame):
            yield from (str(entry) for entry in [*shown.columns, *shown.index, *shown.to_numpy().ravel()])


def _strings_in(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for value in data.values() if isinstance(data, dict) else data:
            yield from _strings_in(value)


def _names(option: Any) -> Iterator[str]:
    """Every name of an axis or a series."""
    if isinstance(option, dict):
        if isinstance(option.get("name"), str):
            yield option["name"]
        for value in option.values():
            yield from _names(value)
    elif isinstance(option, list):
        for value in option:
            yield from _names(value)
