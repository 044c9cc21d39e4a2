import re

import pytest

from playground.notices.terms import TERMS, explain, terms_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Cross-entropy takes logits, in batches.", ["cross-entropy", "logit", "batch"]),
        ("A saturated neuron; its **gradient** is small.", ["saturated", "gradient"]),
        ("w⁽¹⁾₂₁ and w₃", ["w with two indices"]),
        ("`torch.softmax` is code, and https://example.org/epoch a link", []),
        ("The ball leaves the leaf", ["leaf"]),
        ("Pre-batched is another word", []),
        ("EPOCHS count", ["epoch"]),
    ],
)
def test_terms_are_found_as_whole_words_in_their_order(text, names):
    assert [term.name for term in terms_in(text)] == names


@pytest.mark.parametrize("name", TERMS)
def test_a_term_is_found_by_its_own_name_and_explained_in_one_sentence(name):
    term = TERMS[name]
    if name != "w with two indices":
        assert term in terms_in(name)
    assert term.meaning.endswith(".")
    assert not re.search(r"[.!?] [A-Z]", term.meaning)
    assert len(term.meaning) < 190


def test_a_tooltip_has_a_line_for_each():
    assert explain(terms_in("epochs of batches")).splitlines()[::2] == [
        f"**{name}**: {TERMS[name].meaning}" for name in ("epoch", "batch")
    ]
    assert explain([]) == ""
