"""'Your digits' below the canvas, with a drawing handed to it."""

import numpy as np
import pytest
import streamlit as st
import torch
from streamlit.testing.v1 import AppTest

from playground.digits.checkpoints import Checkpoint, load_checkpoint, load_pretrained, save_checkpoint
from playground.digits.drawing.preprocessing import prepare
from playground.digits.models import ModelConfig, build_model, to_input
from playground.digits.own_digits.archive import pack_npz
from playground.digits.own_digits.folder import UserTestSetFolder
from playground.digits.prediction import Prediction
from playground.notices.own_digits import verdict
from playground.runs.files import RunFiles
from playground.ui.draw.subject import Subject
from playground.ui.shared.networks import UPLOAD, ModelChoices
from tests.elements import only


def script():
    import streamlit

    from playground.errors import PlaygroundError
    from playground.ui.draw import own_digits

    try:
        own_digits.show(streamlit.session_state["subject"])
    except PlaygroundError as error:
        streamlit.error(str(error))


@pytest.fixture(autouse=True)
def links(tmp_path, monkeypatch):
    """The links that are shown: a script without pages cannot have any."""
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path))
    shown = []
    monkeypatch.setattr(st, "page_link", lambda file, **settings: shown.append((file, settings)))
    return shown


def read(model, image):
    """The ten probabilities, as plain PyTorch has them."""
    with torch.no_grad():
        return model(to_input(torch.tensor(image)[None]))[0].softmax(0)


def answer(probabilities):
    return Prediction(int(probabilities.argmax()), probabilities, float(probabilities.max()))


def canvas(column=130):
    pixels = np.zeros((280, 280, 4), np.uint8)
    pixels[..., 3] = 255
    pixels[40:240, column : column + 20] = 255
    pixels[40 : 40 + column // 3, 60:column] = 255
    return pixels


def subject(pixels=None, runs=None, key="cnn", checkpoint=None, image_reference=False):
    network = checkpoint or load_pretrained()
    preparation = None if pixels is None else prepare(pixels)
    image = None if preparation is None else preparation.image
    labels = {"cnn": "CNN", "mlp": "MLP", **{name: f"Run {name}" for name in runs or {}}, UPLOAD: "A file"}
    return Subject(
        key,
        network,
        ModelChoices(labels, runs or {}),
        image,
        pixels,
        None if image_reference else preparation,
        None if image is None else answer(read(network.model, image)),
    )


def show(what):
    at = AppTest.from_function(script, default_timeout=30)
    at.session_state["subject"] = what
    at.run()
    assert not at.exception
    return at


def text(at):
    words = [*at.markdown, *at.info, *at.error, *at.warning, *at.caption, *at.success]
    return " ".join(
        [*(str(element.value) for element in words), *(html.proto.body for html in at.get("html"))]
    )


def fill(count=6):
    images = np.stack([prepare(canvas(90 + 10 * number)).image for number in range(count)])
    UserTestSetFolder().add_all(images, [1] * count)
    return images


def pills(at):
    return next(group for group in at.button_group if "own_label" in group.key)


def test_a_blank_canvas_invites(links):
    at = show(subject())
    assert "Draw a digit above" in text(at)
    assert not links


def test_saving_keeps_the_drawing_with_the_networks_answer_or_the_persons():
    what = subject(canvas())
    at = show(what)
    assert pills(at).value == what.leading
    at.button(key="own_save").click().run()
    assert UserTestSetFolder().load().labels.tolist() == [what.leading]
    assert at.button(key="own_save").disabled  # a second click would save nothing new
    other = (what.leading + 1) % 10
    pills(at).set_value(other).run()
    assert f"You say **{other}**, it said **{what.leading}**" in text(at)
    assert f"Call it a {other} instead" in at.button(key="own_save").label
    at.button(key="own_save").click().run()
    loaded = UserTestSetFolder().load()
    assert loaded.labels.tolist() == [other]
    assert np.array_equal(loaded.images[0], what.image)
    assert "one more mistake it can learn from" in text(at)


def test_undo_takes_the_last_save_back_and_brings_the_label_before_it():
    what = subject(canvas())
    at = show(what)
    at.button(key="own_save").click().run()
    pills(at).set_value((what.leading + 1) % 10).run()
    at.button(key="own_save").click().run()
    at.button(key="own_undo").click().run()
    assert UserTestSetFolder().load().labels.tolist() == [what.leading]
    assert at.button(key="own_undo").disabled
    at = show(subject(canvas(90)))
    at.button(key="own_save").click().run()
    at.button(key="own_undo").click().run()
    assert UserTestSetFolder().load().labels.tolist() == [what.leading]


def test_a_test_image_of_a_data_set_is_not_saved():
    at = show(subject(canvas(), image_reference=True))
    assert "Only your own drawings go into your set" in text(at)
    assert "own_save" not in [button.key for button in at.button]


def test_every_network_is_scored_as_it_reads_each_drawing_alone(links):
    images = fill()
    shown = text(show(subject(canvas())))
    for name in ("cnn", "mlp"):
        right = sum(int(read(load_pretrained(name).model, image).argmax()) == 1 for image in images)
        assert f"{right} of 6 right" in shown
    assert "Small sets lie" in shown
    assert shown.count('alt="your 1 number') == 6
    ((file, link),) = links
    assert (file, link["query_params"]) == ("pages/train.py", {"own_digits": "true"})


def test_a_networks_mistakes_are_shown_with_its_answer():
    image = fill(1)[0]
    UserTestSetFolder().add(image, 0)
    said = int(read(load_pretrained().model, image).argmax())
    assert said != 0
    assert f'alt="your 0 read as {said}"' in text(show(subject()))


def run_files(tmp_path, name, **metadata):
    files = RunFiles(tmp_path, name)
    save_checkpoint(files.kept, build_model(ModelConfig(hidden=(8,)), 0), **metadata)
    return files


def test_a_run_that_learnt_from_some_of_them_is_marked(tmp_path):
    fill(4)
    files = run_files(tmp_path, "aaaa")
    files.own_digits.write_bytes(pack_npz(UserTestSetFolder().load()))
    runs = {"run-aaaa": files.kept}
    assert "It learnt from these, all of them" in text(show(subject(runs=runs)))
    UserTestSetFolder().add(prepare(canvas(200)).image, 7)
    mixed = text(show(subject(runs=runs, key="run-aaaa", checkpoint=load_checkpoint(files.kept))))
    assert "A test on what was learnt is none" in mixed
    assert mixed.count("own-band") - mixed.count(".own-band {") == 2  # of the two shipped networks
    assert "It learnt from 4 of these. Of the 1 that it never saw it reads" in text(show(subject(runs=runs)))


def test_a_file_that_learnt_from_unknown_drawings_is_marked():
    fill(1)
    model = build_model(ModelConfig(hidden=(8,)), 0).eval()
    checkpoint = Checkpoint(model, {"config": {"own_digits": True}})
    assert "perhaps from these" in text(show(subject(key=UPLOAD, checkpoint=checkpoint)))


def test_a_broken_checkpoint_is_named_and_the_others_are_scored(tmp_path):
    fill(2)
    (tmp_path / "torn.safetensors").write_bytes(b"half")
    runs = {"run-torn": tmp_path / "torn.safetensors", "run-gone": tmp_path / "gone.safetensors"}
    at = show(subject(runs=runs))
    assert sum("Run run-" in warning.value for warning in at.warning) == 2
    assert text(at).count("of 2 right") >= 2


def test_a_name_that_somebody_chose_is_text_and_not_markup(tmp_path):
    fill(1)
    files = run_files(tmp_path, "aaaa")
    assert "Run &lt;img src=x&gt;" in text(show(subject(runs={"<img src=x>": files.kept})))


def test_some_or_all_can_be_deleted():
    fill(3)
    at = show(subject())
    names = UserTestSetFolder().names()
    at.multiselect(key="own_chosen").set_value([names[1]]).run()
    at.button(key="own_delete").click().run()
    assert UserTestSetFolder().names() == [names[0], names[2]]
    assert not at.exception
    at.button(key="own_clear").click().run()
    assert not UserTestSetFolder().names()
    assert not at.exception


def test_files_go_out_and_come_in_again():
    fill(3)
    packed = pack_npz(UserTestSetFolder().load())
    at = AppTest.from_function(script, default_timeout=30)
    at.session_state["subject"] = subject()
    at.session_state["own_files"] = True
    at.run()
    assert not at.exception
    assert len(at.get("download_button")) == 2
    UserTestSetFolder().clear()
    at.file_uploader(key="own_upload_0").set_value(("set.npz", packed, "application/octet-stream")).run()
    at.button(key="own_import").click().run()
    assert "Of 3 drawings: 3 new." in text(at)
    assert len(UserTestSetFolder().load()) == 3


def test_an_upload_that_is_none_ends_in_words():
    at = AppTest.from_function(script, default_timeout=30)
    at.session_state["subject"] = subject()
    at.session_state["own_files"] = True
    at.run()
    at.file_uploader(key="own_upload_0").set_value(("set.npz", b"half", "application/octet-stream")).run()
    at.button(key="own_import").click().run()
    assert not at.exception
    assert "cannot be read" in at.toast[0].value


def test_foreign_files_are_named_and_a_folder_that_is_a_file_ends_in_words(tmp_path):
    fill(1)
    (tmp_path / "own_digits" / "notes.txt").write_text("mine")
    assert "notes.txt" in text(show(subject()))
    UserTestSetFolder().clear()
    (tmp_path / "own_digits" / "notes.txt").unlink()
    (tmp_path / "own_digits").rmdir()
    (tmp_path / "own_digits").write_text("a file")
    assert "cannot be read" in only(show(subject()).error).value


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((7, 1, True), "You say **7**, it said **1**: one more mistake it can learn from."),
        ((7, 1, False), "save it, and it is one more mistake"),
        ((7, 7, True), "You say 7, and it said 7: right. It is in your set."),
        ((7, 1, True, False), "it gave no answer, its best guess was **1**"),
    ],
)
def test_the_verdict_says_who_was_right(arguments, words):
    assert words in verdict(*arguments)


def test_a_drawing_that_the_network_gives_no_answer_to_begins_with_its_best_guess():
    what = subject(canvas())
    probabilities = torch.eye(10)[4]
    what = Subject(**{**vars(what), "prediction": Prediction(None, probabilities, 0.0)})
    assert pills(show(what)).value == 4
    assert "gave no answer, its best guess was 4" in text(show(what))
