"""A data set of other classes than digits: pages name its classes, and the Draw page never takes it for digits."""

from dataclasses import replace

import pytest
import torch

from playground.digits.checkpoints import PRETRAINED, load_checkpoint
from playground.digits.datasets import DATASETS, load_digits
from playground.digits.own_digits.folder import UserTestSetFolder
from playground.digits.training import TrainingConfig
from playground.errors import DatasetError
from playground.notices.comparison import describe_comparison, run_labels
from playground.notices.sweep import describe_sweep
from playground.runs.own_digits import training_data
from playground.runs.store import RunStore
from playground.ui.draw.parts import PARTS
from tests.pages.opened import open_page
from tests.recorded_run import record_run

CLASSES = ("Ring", "Pole", "Swan")
CONFIG = TrainingConfig(hidden=(16,), epochs=1)


def load(root):
    """The zeros, ones and twos of the embedded digits."""
    data = load_digits("embedded")
    train, test = data.train_labels < 3, data.test_labels < 3
    return replace(
        data,
        train_images=data.train_images[train],
        train_labels=data.train_labels[train],
        test_images=data.test_images[test],
        test_labels=data.test_labels[test],
        name="shapes",
    )


SHAPES = replace(
    DATASETS["embedded"], key="shapes", label="Shapes", in_text="the shapes", load=load, classes=CLASSES
)


@pytest.fixture(autouse=True)
def data(own_home, monkeypatch):
    monkeypatch.setitem(DATASETS, "shapes", SHAPES)


@pytest.fixture
def run(store):
    return record_run(store, CONFIG, "shapes")


def text(at):
    elements = [*at.markdown, *at.caption, *at.error, *at.info, *at.warning, *at.success, *at.header]
    return "\n".join(str(element.value) for element in elements)


def links(at, label):
    return [link for link in at.get("page_link") if link.proto.label == label]


def test_train_names_the_classes_and_offers_no_drawing(run):
    at = open_page("train", run=run.id, data="shapes")
    assert "3 classes: Ring, Pole and Swan." in text(at)
    assert "of images that it never saw" in text(at)
    assert links(at, "See its mistakes")
    assert not links(at, "Draw with this model")


def test_mistakes_names_the_classes(run):
    at = open_page("mistakes", run=run.id, true="2", predicted="2")
    assert at.selectbox(key="mistakes_true").label == "True class"
    assert at.selectbox(key="mistakes_true").options == list(CLASSES)
    assert "Swan read right" in text(at)
    assert "images of Swan are read right." in text(at)
    assert "Read right, by class" in text(at)
    captions = [image.proto.imgs[0].caption for image in at.get("image")]
    assert captions
    assert all(caption.startswith("read as Swan, ") for caption in captions)
    assert not links(at, "Send to Draw")
    assert not at.error


def test_mistakes_keeps_an_answer_that_no_class_has(run, monkeypatch):
    from playground.ui.mistakes import result

    original = result.load_predictions

    def one_is_out(path, images):
        predictions = original(path, images)
        predictions.predicted[0] = 7
        return predictions

    monkeypatch.setattr(result, "load_predictions", one_is_out)
    at = open_page("mistakes", run=run.id)
    assert at.selectbox(key="mistakes_predicted").options[2:8] == [
        "Swan",
        *(f"output {n}" for n in range(3, 8)),
    ]
    assert not at.error


def test_a_link_to_a_class_that_is_not_there_shows_the_commonest_mistake(run):
    at = open_page("mistakes", run=run.id, true="7", predicted="1")
    assert "names no cell of the matrix" in text(at)


def test_draw_does_not_offer_its_network_and_says_why(run):
    at = open_page("draw", model=f"run-{run.id}")
    assert "That network has learnt the shapes and reads no digits, so the pretrained CNN reads" in text(at)
    assert "Only networks that read digits are offered: not your runs on the shapes." in text(at)
    assert not any(run.name in option for option in at.selectbox(key="draw_model").options)


def test_nor_the_network_after_one_of_its_epochs(run):
    at = open_page("draw", model=f"run-{run.id}-epoch-1")
    assert "That network has learnt the shapes and reads no digits" in text(at)


def test_draw_does_not_take_its_images_for_digits(run):
    at = open_page("draw", digit="shapes-test-3")
    shown = CLASSES[int(load_digits("shapes").test_labels[3])]
    assert f"test image 3 of the shapes, class {shown}, and this page reads digits alone" in text(at)
    assert not any("On the canvas" in caption.value for caption in at.caption)


def test_draw_refuses_its_file_by_what_the_file_says(run, monkeypatch):
    content = load_checkpoint_bytes(run)
    monkeypatch.delitem(DATASETS, "shapes")  # on another machine
    at = open_page("draw", model="upload")
    at.file_uploader(key="checkpoint_file").upload(
        "shapes.safetensors", content, "application/octet-stream"
    ).run()
    assert "reads digits, but this one has learnt shapes (Ring, Pole and Swan)" in text(at)
    assert "The pretrained CNN reads your drawing meanwhile" in text(at)


def load_checkpoint_bytes(run):
    assert load_checkpoint(run.checkpoint).metadata["classes"] == list(CLASSES)
    with open(run.checkpoint, "rb") as file:
        return file.read()


@pytest.mark.parametrize("look", ["networks", "own_digits"])
def test_no_part_of_draw_asks_its_network(run, look):
    assert look in PARTS
    UserTestSetFolder().add(load_digits("embedded").test_images[0].numpy(), 0)
    at = open_page("draw", look=look, digit="embedded-test-1")
    tables = "\n".join(html.proto.body for html in at.get("html"))
    assert PRETRAINED["cnn"] in tables
    assert run.name not in tables


def test_own_digits_do_not_go_with_it(run, store):
    UserTestSetFolder().add(load_digits("embedded").test_images[0].numpy(), 0)
    at = open_page("train", data="shapes", own_digits="true")
    assert "'My own digits' needs data that show digits, not the shapes" in text(at)
    assert at.button(key="start").disabled
    queued = store.create(replace(CONFIG, own_digits=True), "shapes")
    with pytest.raises(DatasetError, match="Expected a data set of digits to add your own digits to"):
        training_data(queued, store.files(queued.id), load_digits)


def test_comparisons_speak_of_images(run, store):
    other = record_run(store, replace(CONFIG, seed=1), "shapes")
    runs = [run, other]
    assert "of the validation images" in describe_comparison(runs, run_labels(runs))
    plain = [record_run(store, replace(CONFIG, seed=seed, validation_share=0.0), "shapes") for seed in (0, 1)]
    assert "of the images that" in describe_comparison(plain, run_labels(plain))
    assert "of the images that it never saw" in describe_sweep(["seed"], plain)
    digits = record_run(store, replace(CONFIG, validation_share=0.0), "embedded")
    assert "of the digits that" in describe_comparison([digits], run_labels([digits]))
    assert "of the images that" in describe_comparison([digits, plain[0]], run_labels([digits, plain[0]]))


def test_its_labels_are_its_classes(run):
    data = load_digits("shapes")
    assert data.classes == CLASSES
    assert torch.unique(data.test_labels).tolist() == [0, 1, 2]


def import_file(content):
    at = open_page("compare")
    at.file_uploader(key="imported_file").upload(
        "shapes.safetensors", content, "application/octet-stream"
    ).run()
    at.button(key="import").click().run()
    assert not at.exception
    return at


def test_compare_tests_its_imported_file_with_its_own_images(run):
    at = import_file(load_checkpoint_bytes(run))
    assert f"reads {run.test_accuracy:.2%}".replace("%", "\u00a0%") in text(at)
    assert "of the test images of the shapes" in text(at)


def test_compare_does_not_test_it_with_other_classes(run, tmp_path, monkeypatch):
    content = load_checkpoint_bytes(run)
    monkeypatch.delitem(DATASETS, "shapes")  # on another machine
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path / "other"))
    at = import_file(content)
    assert "Expected a data set of Ring, Pole and Swan to test it with" in text(at)
    assert not RunStore().list()
