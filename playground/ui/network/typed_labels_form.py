"""The controls of points that a typed function labels."""

import streamlit as st

from playground.concepts.plane.typed_labels import Labels, TypedLabels
from playground.ui.network.settings import DEFAULTS
from playground.ui.shared.choice import choose_one

TYPED = "function"
"""The key of such points among the data sets."""
LABELS: dict[str, str] = {"above": "Above or below", "positive": "Where it is above 0", "value": "Its value"}
MEANINGS: dict[Labels, str] = {
    "above": "Class 1 is where x₂ lies above the function, class 0 the rest.",
    "positive": "Class 1 is where the function is above 0, class 0 the rest.",
    "value": "Each point has the function's value; where that leaves −1 to 1, all are divided by the largest.",
}


def typed_labels_form() -> TypedLabels:
    """The function, and what it says of a point."""
    labels: Labels = choose_one("What it says", LABELS, DEFAULTS["labels"], "labels", widget=st.pills)  # type: ignore[assignment]  # one of its keys
    text = st.text_input(
        "The function",
        DEFAULTS["labelled_by"],
        key="labelled_by",
        bind="query-params",
        help="Of x₁ and x₂, such as 2 sin(x1), x1^2 + x2^2 - 9 or |x1| - x2.",
    )
    st.caption(MEANINGS[labels])
    return TypedLabels(text, labels)
