from playground.concepts.curves import Coincidence
from playground.notices.coincidences import describe_coincidences


def test_each_group_has_a_sentence_with_what_coincides():
    groups = [
        Coincidence(("Huber", "Smooth L1"), "both", 0.0),
        Coincidence(("A", "B", "C"), "slopes", 0.0),
        Coincidence(("GELU", "GELU (tanh)"), "both", 0.000473),
    ]
    assert describe_coincidences(groups, "losses", "gradients") == (
        " The curves of Huber and Smooth L1 coincide; Huber is the broad line under Smooth L1."
        " The gradients of A, B and C coincide; A is the broad line under B and C."
        " The curves of GELU and GELU (tanh) coincide to the eye: they differ by at most 0.00047; GELU is the broad line "
        "under GELU (tanh)."
    )


def test_nothing_is_said_where_all_can_be_told_apart():
    assert describe_coincidences([], "values", "slopes") == ""
