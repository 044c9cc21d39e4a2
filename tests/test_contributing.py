"""What CONTRIBUTING.md names is there."""

import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text()
PATHS = sorted(set(re.findall(r"(?:playground|tests|pages|benchmarks|\.ci)/[\w./]*\w/?", CONTRIBUTING)))
SECTIONS = re.findall(r"^## How to add (.*)$", CONTRIBUTING, re.MULTILINE)
CATALOGUES = {
    "an activation": ("playground.concepts.activations", "ACTIVATIONS"),
    "a loss": ("playground.concepts.losses", "LOSSES"),
    "an optimizer": ("playground.concepts.optimizers", "OPTIMIZERS"),
    "a function to descend": ("playground.concepts.surfaces", "SURFACES"),
    "a data set": ("playground.digits.datasets", "DATASETS"),
    "a network": ("playground.digits.models", "NETWORKS"),
    "a training setting": ("playground.digits.training.config", "FIELDS"),
    "a page": ("playground.ui.shared.pages", "PAGES"),
}


@pytest.mark.parametrize("path", PATHS)
def test_every_named_file_exists(path):
    pattern = re.sub(r"NAME|PATH|PAGE|PART|FOLDER", "*", path).rstrip("/")
    assert list(ROOT.glob(pattern)), path


@pytest.mark.parametrize(("entry", "catalogue"), CATALOGUES.items())
def test_every_catalogue_has_its_instructions(entry, catalogue):
    assert entry in SECTIONS
    assert len(getattr(importlib.import_module(catalogue[0]), catalogue[1])) > 1


@pytest.mark.parametrize(
    "module", sorted(set(re.findall(r"python -m ((?:playground|benchmarks)[\w.]*)", CONTRIBUTING)))
)
def test_every_named_program_exists(module):
    assert (ROOT / f"{module.replace('.', '/')}.py").is_file()
