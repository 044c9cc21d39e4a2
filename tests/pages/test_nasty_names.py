"""Whatever a visitor typed or brought is shown as it is: one name full of marks is pushed through every page."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
import torch
from google.protobuf.message import Message
from PIL import Image
from streamlit.testing.v1 import AppTest

from playground.digits.datasets import load_digits
from playground.digits.datasets.own_images.collection import ImageCollection
from playground.digits.datasets.own_images.folder import keep
from playground.digits.own_digits.folder import UserTestSetFolder
from playground.digits.training import TrainingConfig
from playground.markdown import literal
from tests.nasty_names import NASTY
from tests.pages.figures import figures
from tests.pages.opened import open_page
from tests.recorded_run import record_run

CONFIG = TrainingConfig(hidden=(8,), epochs=1)
PLAIN = {
    "alt",
    "data",  # of a table
    "default",
    "file_name",
    "id",
    "json",
    "options",  # of a select box
    "query_string",
    "raw_value",
    "raw_values",
    "set_value",
    "spec",
    "string_value",
    "url",
    "user_key",
    "value",
}
"""Fields of Streamlit's messages that are no Markdown."""


pytestmark = pytest.mark.usefixtures("own_home")


@pytest.fixture
def runs(store):
    """Two runs that differ in nothing but their names, so that these are what tells them apart."""
    found = []
    for number in (1, 2):
        run = record_run(store, CONFIG)
        store.rename(run.id, f"{NASTY} {number}")
        found.append(run)
    return found


@pytest.fixture
def images_run(store):
    """A run on images of one's own, whose title and classes are nasty."""
    data = load_digits("embedded")
    chosen = data.test_labels < 2
    collection = ImageCollection(
        images=data.test_images[chosen].numpy(),
        labels=data.test_labels[chosen].numpy(),
        classes=(f"0{NASTY}"[:24], NASTY[:24]),
    )
    return record_run(store, CONFIG, keep(collection, NASTY))


def strings(message: Message, inside: str = "") -> Iterator[tuple[str, str]]:
    for field, value in message.ListFields():
        values = value if field.is_repeated else [value]
        for one in values:
            if isinstance(one, Message):
                yield from strings(one, field.name)
            elif isinstance(one, str):
                yield field.name, one


def messages(at: AppTest) -> Iterator[Message]:
    def walk(block):
        for child in getattr(block, "children", {}).values():
            if getattr(child, "proto", None) is not None:
                yield child.proto
            yield from walk(child)

    yield from walk(at._tree)


def raw(at: AppTest) -> list[tuple[str, str]]:
    """Each text of the page in which the name's marks would be read, with its field."""
    pieces = ("`y`", "**b**", ":red[", "[a](b)", ":smile:", "$z$", "<b>h")
    found = []
    for message in messages(at):
        kind = type(message).__name__
        for field, text in strings(message):
            if field in PLAIN or kind == "Code":
                continue
            marks = [piece for piece in pieces if piece in text]
            if marks and (kind != "Html" or "<b>h" in text):
                found.append((f"{kind}.{field}", text[:200]))
    return found


def shown(at: AppTest, name: str = NASTY) -> bool:
    return any(literal(name) in text for message in messages(at) for _, text in strings(message))


def test_a_runs_name(store, runs):
    first, second = runs
    for path, query in {
        "train": {"run": first.id},
        "compare": {"runs": f"{first.id},{second.id}"},
        "mistakes": {"run": first.id},
        "draw": {"model": f"run-{first.id}", "digit": "embedded-test-1", "look": "networks"},
        "sweep": {},
    }.items():
        at = open_page(path, **query)
        assert raw(at) == [], path
    assert shown(open_page("mistakes", run=first.id))


def test_it_is_what_tells_runs_apart_in_chart_and_sentence(runs):
    at = open_page("compare", runs=",".join(run.id for run in runs))
    names = [trace.get("name", "") for chart in figures(at) for trace in chart["figure"]["data"]]
    assert any("&lt;b&gt;h&lt;/b&gt;" in name for name in names)
    assert not any("<b>h" in name for name in names)
    alts = [chart["alt"] for chart in figures(at)]
    assert not any("\\" in alt for alt in alts)


def test_its_name_in_the_trash(store, runs):
    store.delete(runs[0].id)
    at = open_page("compare")
    assert raw(at) == []
    assert shown(at)


@pytest.mark.parametrize("look", ["networks", "own_digits"])
def test_in_the_parts_of_draw(runs, look):
    UserTestSetFolder().add(load_digits("embedded").test_images[0].numpy(), 0)
    at = open_page("draw", digit="embedded-test-1", look=look, model=f"run-{runs[0].id}")
    assert raw(at) == []


@pytest.mark.parametrize("path", ["train", "compare", "mistakes", "sweep", "draw"])
def test_images_of_ones_own(images_run, path):
    query = {"train": {"run": images_run.id, "data": images_run.dataset}, "mistakes": {"run": images_run.id}}
    at = open_page(path, **query.get(path, {}))
    assert raw(at) == []


def test_a_runs_own_messages(store, runs):
    store.update(runs[0].id, state="failed", message=NASTY, warning=NASTY)
    at = open_page("train", run=runs[0].id)
    assert raw(at) == []
    assert shown(at)


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("activations", {"part": NASTY}),
        ("losses", {"part": NASTY}),
        ("losses", {"kind": NASTY}),
        ("backpropagation", {"part": NASTY}),
        ("backpropagation", {"what": "typed", "function": NASTY}),
        ("gradient_descent", {"surface": "typed", "function": NASTY}),
        ("gradient_descent", {"surface": NASTY}),
        ("train", {"data": NASTY, "run": NASTY}),
        ("train", {"network": "layers", "layers": NASTY}),
        ("train", {"hidden": NASTY}),
        ("draw", {"model": NASTY}),
        ("draw", {"digit": NASTY}),
        ("compare", {"runs": NASTY}),
        ("sweep", {"sweep": NASTY, "sweep_learning_rate": NASTY}),
    ],
)
def test_what_a_link_says(path, query):
    assert raw(open_page(path, **query)) == []


def test_what_a_link_says_of_a_run_and_its_epoch(runs):
    assert raw(open_page("mistakes", run=NASTY)) == []
    at = open_page("mistakes", run=runs[0].id, epoch=NASTY)
    assert raw(at) == []
    assert shown(at, NASTY[:20])
    assert raw(open_page("mistakes", run=runs[0].id, true=NASTY, predicted=NASTY)) == []


def test_the_names_in_a_file(store):
    content = io.BytesIO()
    torch.save({NASTY: torch.zeros(3, 3)}, content)
    at = open_page("compare")
    at.file_uploader(key="imported_file").upload(f"{NASTY}.pth", content.getvalue(), "x").run()
    assert at.error or at.warning
    assert raw(at) == []


def test_the_names_of_files_that_are_left_out(store):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name in ("a", NASTY.replace("/", "")):
            for number in range(3):
                picture = Image.fromarray(np.random.default_rng(number).integers(0, 255, (28, 28), np.uint8))
                with file.open(f"{name}{len(name)}/{number}.png", "w") as member:
                    picture.save(member, "PNG")
        file.writestr(f"a1/{NASTY.replace('/', '')}.png", b"nothing")
    at = open_page("train")
    at.session_state["own_images"] = True
    at.run()
    at.file_uploader[0].upload(f"{NASTY}.zip", content.getvalue(), "application/zip").run()
    assert raw(at) == []
    assert shown(at, NASTY.replace("/", ""))


def test_the_sentences_of_a_mixed_comparison(store, runs, images_run):
    other = record_run(store, replace(CONFIG, seed=1))
    at = open_page("compare", runs=f"{runs[0].id},{images_run.id},{other.id}")
    assert raw(at) == []
    assert shown(at, f"your images “{NASTY[:40]}”".strip())


def test_a_new_run_on_other_images_names_those_of_the_last_one(images_run):
    at = open_page("train", run=images_run.id, data="embedded")
    assert raw(at) == []
    assert any(
        "so this needs a new one" in caption.value and literal(NASTY[:20]) in caption.value
        for caption in at.caption
    )
