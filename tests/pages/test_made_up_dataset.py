"""A data set that nobody has heard of: one entry, and every page, program, checkpoint and text has it."""

import numpy as np
import pytest
import torch

from playground.digits.checkpoints import load_checkpoint
from playground.digits.datasets import (
    DATASETS,
    DatasetEntry,
    DigitDataset,
    catalogue,
    datasets_on_disk,
    load_digits,
    usual_dataset,
)
from playground.digits.datasets.entry import Download, DownloadProgress
from playground.digits.training import TrainingConfig
from playground.digits.training.program import program_of
from playground.errors import ConfigurationError, DatasetError
from playground.notices.comparison import run_labels
from playground.runs import launcher
from playground.runs.store import RunStore
from playground.ui.draw.parts import PARTS
from playground.ui.shared.networks import describe_checkpoint
from tests.digits.training.test_program import check, run_in_a_process
from tests.elements import only
from tests.pages.opened import open_page
from tests.recorded_run import record_run

NAMES = ("train_images", "train_labels", "test_images", "test_labels")
CONFIG = TrainingConfig(hidden=(16,), epochs=1)


def path(root):
    return root / "mirrored.npz"


def write(root):
    """Some of the embedded digits, mirrored."""
    digits = load_digits("embedded")
    root.mkdir(exist_ok=True)
    np.savez(
        path(root),
        train_images=digits.train_images[:300].flip(2).numpy(),
        train_labels=digits.train_labels[:300].numpy(),
        test_images=digits.test_images[:50].flip(2).numpy(),
        test_labels=digits.test_labels[:50].numpy(),
    )


def load(root):
    if not path(root).is_file():
        raise DatasetError(f"Expected the file {path(root)}, but it is missing. Fetch it.")
    with np.load(path(root)) as file:
        return DigitDataset(
            **{name: torch.from_numpy(file[name]) for name in NAMES}, name="mirrored_2", source=ENTRY.source
        )


def fetch(root):
    yield DownloadProgress("mirrored.npz", 10, None, 0, 1)
    write(root)
    yield DownloadProgress("mirrored.npz", 20, 20, 1, 1)


ENTRY = DatasetEntry(
    key="mirrored_2",
    label="Mirrored digits",
    in_text="the mirrored digits",
    source="digits of people who write from right to left",
    train_size=300,
    test_size=50,
    load=load,
    program="""import numpy

with numpy.load("mirrored.npz") as file:
    train_images, train_labels = torch.from_numpy(file["train_images"]), torch.from_numpy(file["train_labels"])
    test_images, test_labels = torch.from_numpy(file["test_images"]), torch.from_numpy(file["test_labels"])
""",
    files=lambda root: [path(root)],
    download=Download(megabytes=3, fetch=fetch),
)


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    monkeypatch.setitem(DATASETS, ENTRY.key, ENTRY)
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PLAYGROUND_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(launcher, "wake", lambda store: None)
    write(tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def store():
    return RunStore()


@pytest.fixture
def run(store):
    return record_run(store, CONFIG, ENTRY.key)


def text(at):
    elements = [*at.markdown, *at.caption, *at.error, *at.info, *at.warning, *at.success]
    return "\n".join(str(element.value) for element in elements)


def test_train_describes_it_and_starts_a_run_on_it(store):
    at = open_page("train")
    assert "For a short run choose the mirrored digits above." in text(at)
    at.selectbox(key="data").set_value(ENTRY.key).run()
    held_out = round(300 * TrainingConfig().validation_share)
    sizes = f"{300 - held_out} images to train on, {held_out} to validate with, 50 to test with"
    assert f"**{ENTRY.source}.** {sizes}." in text(at)
    largest = max(datasets_on_disk(), key=lambda entry: entry.train_size)
    assert f"{largest.train_size:,} images of {largest.in_text} are on disk too" in text(at)
    assert any('numpy.load("mirrored.npz")' in code.value for code in at.code)
    at.button(key="start").click().run()
    assert not at.exception
    assert store.list()[0].dataset == ENTRY.key


def test_train_downloads_it_where_it_is_missing(data):
    path(data).unlink()
    at = open_page("train")
    at.selectbox(key="data").set_value(ENTRY.key).run()
    assert f"Expected the file {path(data)}" in text(at)
    assert at.button(key="start").disabled
    assert at.button(key="download_mirrored_2").label == "Download Mirrored digits (3 MB)"
    at.button(key="download_mirrored_2").click().run()
    assert not at.button(key="start").disabled
    assert "download_mirrored_2" not in [button.key for button in at.button]


def test_train_shows_a_run_on_it(run):
    at = open_page("train", run=run.id)
    assert f"{100 * run.test_accuracy:.2f}\u00a0%" in [metric.value for metric in at.metric]
    assert not at.error


def test_sweep_offers_it_while_it_is_on_disk(store, data):
    at = open_page("sweep")
    at.selectbox(key="sweep_data").set_value(ENTRY.key).run()
    assert "on Mirrored digits." in text(at)
    at.button(key="start_sweep").click().run()
    assert not at.exception
    assert {run.dataset for run in store.list()} == {ENTRY.key}
    path(data).unlink()
    offered = open_page("sweep").selectbox(key="sweep_data").options
    assert DATASETS["embedded"].label in offered
    assert ENTRY.label not in offered


def test_compare_names_it_where_runs_differ_in_it(store, run):
    other = record_run(store, CONFIG)
    assert run_labels([run, other])[run.id] == f"Run {run.number}: on the mirrored digits"
    at = open_page("compare")
    assert set(only(at.dataframe).value["Data"]) == {"the mirrored digits", "the embedded digits"}
    assert not at.error


def test_mistakes_shows_its_images_and_sends_one_to_draw(run):
    at = open_page("mistakes", run=run.id)
    assert not at.error
    assert ", on the mirrored digits" in text(at)
    sent = [link.proto.query_string for link in at.get("page_link") if link.proto.label == "Send to Draw"]
    assert any("digit=mirrored_2-test-" in address for address in sent)


@pytest.mark.parametrize("look", PARTS)
def test_draw_opens_its_images_with_a_network_that_learnt_from_it(run, look):
    at = open_page("draw", model=f"run-{run.id}", digit="mirrored_2-test-7", look=look)
    assert not at.error
    assert "test image 7 of the mirrored digits" in text(at)
    assert "MLP 784-16-10, trained on the mirrored digits" in text(at)


def test_draw_refuses_an_image_that_it_does_not_have():
    at = open_page("draw", digit="mirrored_2-test-50")
    assert "Expected an image below 50, but got 50" in text(at)


def test_its_program_repeats_its_run(tmp_path, data):
    program = program_of(CONFIG, ENTRY.key).replace('"mirrored.npz"', repr(str(path(data))))
    printed = run_in_a_process(tmp_path, {"mirrored": program})["mirrored"]
    assert [line.split()[0] for line in check(*printed, CONFIG, ENTRY.key, 1)] == ["epoch", "test"]


def test_its_size_sets_the_length_of_a_schedule():
    config = TrainingConfig(batch_size=100, epochs=7, schedule="one_cycle")
    assert "total_steps=21" in program_of(config, ENTRY.key)


def test_a_checkpoint_says_that_it_learnt_from_it(run):
    checkpoint = load_checkpoint(run.checkpoint)
    assert checkpoint.metadata["dataset"] == ENTRY.key
    assert describe_checkpoint(checkpoint).startswith("MLP 784-16-10, trained on the mirrored digits")


def test_auto_takes_what_stands_first_in_the_catalogue(monkeypatch):
    assert usual_dataset() == "embedded"
    monkeypatch.setattr(catalogue, "DATASETS", {ENTRY.key: ENTRY, **DATASETS})
    assert usual_dataset() == ENTRY.key


def test_an_error_names_it():
    with pytest.raises(ConfigurationError, match=r"out of auto, mnist, (.*, )?mirrored_2, but"):
        load_digits("cifar")
