"""Who may import whom, read from the source."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Left to right: a room may use any room to its right, none to its left.
ROOMS = ["pages", "ui", "figures", "notices", "runs", "digits", "concepts", "ground"]
GROUND = {
    "archives",
    "catalogues",
    "confined",
    "errors",
    "files",
    "formatting",
    "markdown",
    "pickles",
    "settings",
    "snippets",
}
MODULES = (file for file in (ROOT / "playground").rglob("*.py") if "node_modules" not in file.parts)
FILES = sorted([ROOT / "app.py", *(ROOT / "pages").glob("*.py"), *MODULES])


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


# Each costs 0.3 to 2 s to import: only a page that uses one pays for it, inside the function that does.
HEAVY = ["sympy", "lark", "captum", "sklearn", "torchvision", "skimage", "torch._dynamo"]
TYPED_FUNCTIONS = "playground.concepts.surfaces.typed_function_"  # imported when a function is typed
PROGRAM = """
import importlib, json, sys
heavy, modules, found = json.loads(sys.argv[1]), json.loads(sys.argv[2]), {}
for module in modules:
    importlib.import_module(module)
    for package in heavy:
        if package in sys.modules:
            found.setdefault(package, module)
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def loaded_by():
    """Heavy package to the first module that loads it by being imported, in a fresh process."""
    parts = [file.relative_to(ROOT).with_suffix("").parts for file in FILES]
    names = [".".join(name).removesuffix(".__init__") for name in parts if name[0] == "playground"]
    modules = [name for name in names if ".pretraining" not in name and not name.startswith(TYPED_FUNCTIONS)]
    command = [sys.executable, "-c", PROGRAM, json.dumps(HEAVY), json.dumps(modules)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("package", HEAVY)
def test_no_module_loads_a_heavy_package_before_it_is_used(loaded_by, package):
    assert package not in loaded_by, (
        f"{loaded_by[package]} imports {package} at its top: import it where it is used"
    )
