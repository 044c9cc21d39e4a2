"""From page to page in one session: settings of the same names do not leak."""

import pytest

from playground.ui.frame import PAGES
from tests.pages.opened import open_page

WITH_PARTS = {
    "activations": "depth", "losses": "slow_start", "backpropagation": "dynamic",
}  # fmt: skip


SHARED = ["activation", "hidden", "seed"]
"""Settings of the Train page that a page of ideas has too."""


@pytest.mark.parametrize("path", WITH_PARTS)
@pytest.mark.parametrize("experiment", [1, 5])
def test_an_experiment_leaves_nothing_to_other_pages(path, experiment):
    at = open_page(path, part=WITH_PARTS[path])
    at.button(key=f"try_{experiment}").click().run()
    assert not at.exception
    fresh = open_page("train").session_state
    at.switch_page("pages/train.py").run()
    assert not at.exception
    for key in SHARED:
        assert at.session_state[key] == fresh[key]


@pytest.mark.parametrize("path", WITH_PARTS)
def test_another_pages_part_is_none_of_this_one(path):
    at = open_page(path, part=WITH_PARTS[path])
    for other in (*WITH_PARTS, "draw", "gradient_descent"):
        at.switch_page(PAGES[other].file).run()
        assert not at.exception
        assert not at.error
