"""What the README says is checked against what is there."""

import re
from pathlib import Path

import pytest

from playground.digits.checkpoints import PRETRAINED, load_pretrained
from playground.ui.shared.pages import PAGES

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text()


def test_the_commands_name_files_that_exist():
    for command in re.findall(r"```sh\n(.*?)\n```", README, re.DOTALL):
        assert (ROOT / command.split()[1]).is_file(), command


@pytest.mark.parametrize("path", list(PAGES))
def test_every_page_is_described(path):
    assert f"| {PAGES[path].title} | {PAGES[path].contents} |" in README
    assert (ROOT / PAGES[path].file).is_file()


def test_no_page_is_described_that_is_gone():
    (table,) = re.findall(r"\| page \| what you touch \|\n\| --- \| --- \|\n((?:\|.*\n)+)", README)
    titles = [row.split("|")[1].strip() for row in table.splitlines()]
    assert titles == ["Home", *(entry.title for entry in PAGES.values())]


@pytest.mark.parametrize("name", list(PRETRAINED))
def test_the_stated_accuracy_is_the_recorded_one(name):
    (row,) = re.findall(rf"\| `{name}\.safetensors` \|.*", README)
    assert f"{load_pretrained(name).metadata['test_accuracy']:.2%}".replace("%", " %") in row


def test_the_stated_number_of_weights_is_the_cnns():
    weights = sum(parameter.numel() for parameter in load_pretrained("cnn").model.parameters())
    assert f"{weights:,} weights" in README


@pytest.mark.parametrize("image", re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README))
def test_every_picture_exists(image):
    assert (ROOT / image).is_file()


def test_every_environment_variable_is_explained():
    used = set(re.findall(r'"(PLAYGROUND_[A-Z_]+)"', (ROOT / "playground" / "settings.py").read_text()))
    assert used
    assert used <= set(re.findall(r"PLAYGROUND_[A-Z_]+", README))
