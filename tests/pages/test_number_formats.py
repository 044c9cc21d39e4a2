"""Controls write their numbers without the zeros that sentences leave out, and tables never round up to 100 %."""

import pytest

from playground.ui.shared.pages import PAGES
from tests.pages.opened import WITH_PARTS, open_page

PLACES = [(path, part) for path in PAGES for part in WITH_PARTS.get(path, {"": None})]


def _floats(at):
    """Every control of a number that is no whole one."""
    controls = [*at.slider, *at.number_input]
    return [
        control for control in controls if isinstance(control.proto.step, float) and control.proto.step % 1
    ]


@pytest.mark.parametrize(("path", "part"), PLACES)
def test_a_control_writes_a_half_as_0_5(path, part):
    at = open_page(path, **({"part": part} if part else {}))
    for control in _floats(at):
        assert "g" in control.proto.format.replace("spread", ""), control.label
