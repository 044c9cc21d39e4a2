"""Images of one's own on the Train page: upload, report, names, keep, train, download, delete."""

import io
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from playground.digits.datasets import DATASETS, load_digits, shows_digits
from playground.digits.datasets.own_images.folder import own_file, own_keys
from playground.digits.training import TrainingConfig
from playground.runs import launcher
from playground.runs.store import RunStore
from tests.digits.datasets.own_images.files import archive, noise, npy, npz, pictures, png
from tests.pages.opened import open_page
from tests.recorded_run import record_run

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PLAYGROUND_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(launcher, "wake", lambda store: None)


def page():
    """The Train page with the fold open."""
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    at.switch_page("pages/train.py")
    at.session_state["own_images"] = True
    at.run()
    assert not at.exception
    return at


def uploader(at):
    return next(each for each in at.file_uploader if each.key.startswith("own_images_files"))


def bring(files):
    at = page()
    field = uploader(at)
    for name, content in files.items():
        field.upload(name, content, "application/octet-stream")
    at.run()
    assert not at.exception
    return at


def widget(elements, start):
    return next(each for each in elements if each.key.startswith(start))


def text(at):
    elements = [*at.markdown, *at.caption, *at.error, *at.info, *at.warning, *at.success]
    return "\n".join(str(element.value) for element in elements)


def keep(at):
    at.button(key="own_images_keep").click().run()
    assert not at.exception
    return at


def captions(at):
    return [image.proto.imgs[0].caption for image in at.get("image")]


def test_a_zip_becomes_the_chosen_data_set_and_a_run_learns_from_it():
    files = {**pictures("oak leaf", "elm_leaf", each=10), "oak leaf/half.png": png(noise(5, (90, 90)))[:300]}
    at = bring({"my leaves.zip": archive(files)})
    assert "**20 images** in 2 classes" in text(at)
    assert captions(at) == ["elm leaf · 10", "oak leaf · 10"]
    assert "1 file left out" in text(at)
    assert "oak leaf/half.png: expected a PNG" in text(at)
    assert widget(at.text_input, "own_images_names").value == "elm leaf, oak leaf"
    assert widget(at.text_input, "own_images_title").value == "my leaves"
    keep(at)
    (key,) = own_keys()
    assert "Kept: 16 images to train on, 4 to test with" in text(at)
    assert at.selectbox(key="data").value == key
    assert "2 classes: elm leaf and oak leaf." in text(at)
    assert uploader(at).value in (None, [])
    assert any(f'numpy.load("{key}.npz")' in code.value for code in at.code)
    at.button(key="start").click().run()
    assert RunStore().list()[0].dataset == key
    assert not at.exception


def framed(shade):
    """Pictures of two classes with a border of one shade."""
    return {
        path: png(np.pad(noise(number, (12, 12)), 8, constant_values=shade))
        for number, path in enumerate(pictures("a", "b"))
    }


def test_a_bright_background_proposes_to_invert():
    at = bring({"paper.zip": archive(framed(250))})
    assert widget(at.toggle, "own_images_invert").value
    keep(at)
    (key,) = own_keys()
    assert (load_digits(key).train_images[:, 0, 0] == 5).all()


def test_the_proposal_can_be_refused_and_is_not_made_for_dark_ones():
    at = bring({"paper.zip": archive(framed(250))})
    widget(at.toggle, "own_images_invert").set_value(False).run()
    keep(at)
    (key,) = own_keys()
    assert (load_digits(key).train_images[:, 0, 0] == 250).all()
    assert not widget(bring({"screen.zip": archive(framed(3))}).toggle, "own_images_invert").value


def test_names_can_be_changed_and_wrong_ones_are_said():
    at = bring({"x.zip": archive(pictures("0", "1"))})
    names = widget(at.text_input, "own_images_names")
    assert names.value == "class 0, class 1"
    names.set_value("left").run()
    keep(at)
    assert not list(own_keys())
    assert "Expected 2 different names of classes" in "\n".join(toast.value for toast in at.toast)
    widget(at.text_input, "own_images_names").set_value("left, right").run()
    keep(at)
    (key,) = own_keys()
    assert DATASETS[key].classes == ("left", "right")
    assert not shows_digits(key)


def test_digits_are_digits_only_where_somebody_says_so():
    at = bring({"x.npz": npz(images=noise(1, (20, 28, 28)), labels=np.arange(20) % 10)})
    widget(at.toggle, "own_images_digits").set_value(True).run()
    assert not [each for each in at.text_input if each.key.startswith("own_images_names")]
    keep(at)
    (key,) = own_keys()
    assert shows_digits(key)


def test_two_npy_files_are_a_pair():
    at = bring({"images.npy": npy(noise(1, (8, 28, 28))), "labels.npy": npy(np.arange(8) % 2)})
    assert "**8 images** in 2 classes" in text(at)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({"a.zip": b"junk"}, "Expected a ZIP with a folder for each class"),
        ({"a.npz": b"junk"}, "Expected an .npz file"),
        ({"a.npy": npy(noise(1, (8, 28, 28)))}, "Expected two .npy files"),
        ({"a.zip": archive(pictures("a", "b")), "b.zip": archive(pictures("a", "b"))}, "Expected one .zip"),
        ({"a.zip": archive(pictures("a"))}, "but found 1: a"),
    ],
)
def test_what_cannot_be_used_is_said_and_not_kept(files, words):
    at = bring(files)
    assert words in text(at)
    assert not [button for button in at.button if button.key == "own_images_keep"]
    assert not list(own_keys())


def test_what_is_kept_is_listed_downloaded_and_deleted():
    keep(bring({"leaves.zip": archive(pictures("oak", "elm"))}))
    (key,) = own_keys()
    at = page()
    assert at.selectbox(key="own_images_kept_one").options == ["leaves (your own)"]
    with np.load(io.BytesIO(own_file(key).read_bytes())) as file:
        assert len(file["train_images"]) == 6
    at.button(key="own_images_delete").click().run()
    assert not at.exception
    assert not list(own_keys())
    assert at.selectbox(key="data").value != key


def test_a_damaged_file_can_be_deleted():
    keep(bring({"leaves.zip": archive(pictures("oak", "elm"))}))
    (key,) = own_keys()
    own_file(key).write_bytes(b"damaged")
    at = page()
    assert at.selectbox(key="own_images_kept_one").options == [f"{key} (damaged)"]
    at.button(key="own_images_delete").click().run()
    assert not list(own_keys())


def test_pages_still_show_a_run_whose_images_were_deleted():
    keep(bring({"leaves.zip": archive(pictures("oak", "elm", each=8))}))
    (key,) = own_keys()
    run = record_run(RunStore(), TrainingConfig(hidden=(8,), epochs=1), key)
    at = open_page("compare")
    assert any(button.proto.label == "Own images (NumPy)" for button in at.get("download_button"))
    own_file(key).unlink()
    for name in ("train", "compare", "mistakes", "draw", "sweep"):
        at = open_page(name, **({"run": run.id} if name in ("train", "mistakes") else {}))
        assert not at.exception
        assert bool(at.error) == (name == "mistakes"), name
    assert "that file was deleted or is damaged" in text(open_page("mistakes", run=run.id))
