"""What ARCHITECTURE.md says of the tree is checked against the tree."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text()
IGNORED = {"__pycache__", "node_modules"}


def described():
    """The paths of the first block: two spaces of indentation a level, the name first."""
    (tree, *_) = re.findall(r"```text\n(.*?)\n```", ARCHITECTURE, re.DOTALL)
    parents, paths = [], set()
    for line in tree.splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        parents[depth:] = [line.split()[0].rstrip("/")]
        paths.add("/".join(parents))
    return paths


def test_every_folder_of_the_package_is_described_and_every_described_one_is_there():
    folders = {
        folder.relative_to(ROOT).as_posix()
        for folder in (ROOT / "playground").rglob("*")
        if folder.is_dir() and not IGNORED & set(folder.relative_to(ROOT).parts) and any(folder.glob("*.*"))
    }
    assert {path for path in described() if path.startswith("playground/")} == folders


def test_what_stands_at_the_top_exists():
    for path in described():
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`([\w./]+(?:/|\.py|\.md))`", ARCHITECTURE))))
def test_every_named_file_exists(path):
    inside = ("", "playground/", "playground/digits/")
    assert any((ROOT / folder / path).exists() for folder in inside), path


@pytest.mark.parametrize("line", re.findall(r"^from playground.*$", ARCHITECTURE, re.MULTILINE))
def test_the_public_names_are_there(line):
    exec(line, {})
