"""Who may import whom, read from the source."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Left to right: a room may use any room to its right, none to its left.
ROOMS = ["pages", "ui", "figures", "notices", "runs", "digits", "concepts", "ground"]
GROUND = {"errors", "settings", "formatting", "files", "snippets"}
FILES = sorted([ROOT / "app.py", *(ROOT / "pages").glob("*.py"), *(ROOT / "playground").rglob("*.py")])


def room(parts):
    """The room of a module, from its dotted path split at the dots; None outside the project."""
    if parts[0] in ("app", "pages"):
        return "pages"
    if parts[0] != "playground" or len(parts) == 1:
        return None
    return "ground" if parts[1] in GROUND else parts[1]


def imports(file):
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports here are absolute"
            for alias in node.names:
                yield [*(node.module or "").split("."), alias.name]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_imports_go_one_way(file):
    own = room(file.relative_to(ROOT).with_suffix("").parts)
    for parts in imports(file):
        target = room(parts)
        if target is not None and own != "__init__":
            assert target in ROOMS[ROOMS.index(own) :], f"{own} may not import {'.'.join(parts)}"
        if parts[0].startswith("streamlit"):
            assert own in ("ui", "pages"), f"{own} may not import {parts[0]}"


def test_every_room_of_the_package_has_its_place():
    found = {room(file.relative_to(ROOT).with_suffix("").parts) for file in FILES} - {None, "__init__"}
    assert found <= set(ROOMS)


@pytest.mark.parametrize("module", ["playground.ui.shared.frame", "app"])
def test_home_opens_without_torch(module):
    program = f"import sys, {module}; assert 'torch' not in sys.modules, 'torch was imported'"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "torch was imported" not in done.stderr, done.stderr
    # app.py is a script: outside a server a link to a page may fail, an import may not.
    assert "ImportError" not in done.stderr
    assert "ModuleNotFoundError" not in done.stderr


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_the_app_never_imports_what_made_the_shipped_networks(file):
    if "pretraining" not in file.parts:
        assert [".".join(parts) for parts in imports(file) if "pretraining" in parts] == []
