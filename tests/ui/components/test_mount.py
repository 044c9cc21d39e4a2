import pytest

from playground.ui.components import mount
from playground.ui.components.mount import COMPONENTS, sent

NAMES = sorted(script.parent.name for script in COMPONENTS.glob("*/index.js"))


@pytest.mark.parametrize("name", NAMES)
def test_a_component_has_its_markup_its_bundle_and_its_python(name):
    for file in ("markup.html", "bundle.js", "bundle.css", "component.py"):
        assert (COMPONENTS / name / file).stat().st_size > 0, f"{name}/{file}"
    assert f'component("{name}"' in (COMPONENTS / name / "component.py").read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_a_bundle_is_delivered_under_the_name_of_its_folder(name):
    """`mount.py` looks for it there: another name, and the component stays empty."""
    assert f'"{name}"' in (COMPONENTS / name / "bundle.js").read_text("utf-8")


def test_a_bundle_needs_nothing_from_another_address():
    for name in NAMES:
        script = (COMPONENTS / name / "bundle.js").read_text("utf-8")
        assert not script.startswith("import"), name
        assert ' from"' not in script, name


def test_the_lock_file_names_no_registry():
    """It is installed from whichever registry npm is set to."""
    assert "resolved" not in (COMPONENTS / "package-lock.json").read_text("utf-8")


def test_what_a_forgotten_component_sent_is_nothing(monkeypatch):
    monkeypatch.setattr(mount.st, "session_state", {"there": {"picked": 3}})
    assert sent("there", "picked") == 3
    assert sent("there", "moved") is None
    assert sent("gone", "picked") is None
