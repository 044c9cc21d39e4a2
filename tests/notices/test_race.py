"""Who won a race: ties are ties, and who is not there is not said to be on the way."""

from playground.concepts.descent.race import Standing
from playground.notices.race import describe_race

LABELS = {name: name.upper() for name in "abcd"}


def _words(*rows):
    standings = [Standing(name, reached, loss, loss, None) for name, reached, loss in rows]
    return describe_race(standings, LABELS, 0.001, 50, {})


def test_one_is_first():
    words = _words(("a", 7, 0.0), ("b", 9, 0.0), ("c", None, 0.5))
    assert words == (
        "**A** comes within 0.001 of the least loss first, after 7 steps. B follows after 9 steps. "
        "Not there after 50 steps: C."
    )


def test_several_at_one_step_are_first_together():
    words = _words(("a", 1, 0.0), ("b", 1, 0.0), ("c", 2, 0.0))
    assert (
        "**A** and **B** come within 0.001 of the least loss first, at the same step, after 1 step." in words
    )
    assert "C follows after 2 steps." in words
    assert "follows" not in _words(("a", 1, 0.0), ("b", 1, 0.0))


def test_equally_near_are_nearest_together():
    assert "Nearest is **A** with a loss of 0.2." in _words(("a", None, 0.2), ("b", None, 0.3))
    assert "Nearest are **A** and **B** with a loss of 0.2." in _words(("a", None, 0.2), ("b", None, 0.2))
