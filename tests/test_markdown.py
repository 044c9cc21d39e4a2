"""Typed text in Markdown; what a browser makes of it is tested in tests/browser/test_literal.py."""

import pytest

from playground.markdown import JOINER, echarts_literal, literal, plain, plotly_literal
from tests.nasty_names import NAMES, NASTY


@pytest.mark.parametrize("name", NAMES)
def test_plain_takes_the_marks_away_again(name):
    assert plain(literal(name)) == name


def test_what_says_nothing_special_stays_as_it_is():
    name = "MLP 784-128-10 relu, Adam 0.001, batch 64 (your own), snake_case: 97.8 %"
    assert literal(name) == name


def test_a_text_becomes_one_line():
    assert literal("  a\n\n    b\t c ") == "a b c"


def test_plain_takes_bold_of_ours_away_and_leaves_that_of_a_name():
    assert plain(f"**{literal('**b**')}** is best") == "**b** is best"


def test_plotly_reads_neither_tags_nor_entities_nor_templates():
    assert plotly_literal(NASTY).count("<") == 0
    assert plotly_literal("<b>&amp;</b>") == "&lt;b&gt;&amp;amp;&lt;/b&gt;"
    assert plotly_literal("%{y}") == f"%{JOINER}{{y}}"


def test_echarts_reads_no_template():
    assert echarts_literal("{a} {@[2]} {b|x} { }") == f"{{{JOINER}a}} {{{JOINER}@[2]}} {{{JOINER}b|x}} {{ }}"
