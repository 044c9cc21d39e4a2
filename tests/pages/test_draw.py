"""The Draw page, with a canvas that already holds a drawing."""

import base64
import io
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import streamlit as st
import torch
from PIL import Image
from streamlit.testing.v1 import AppTest

from playground.digits import layer_description
from playground.digits.checkpoints import (
    export_state_dict,
    load_checkpoint,
    load_pretrained,
    save_checkpoint,
)
from playground.digits.datasets import load_digits
from playground.digits.interpretability.features import fingerprint
from playground.digits.models import ModelConfig, build_model
from playground.digits.prediction import predict
from playground.errors import StoreError
from playground.runs.store import RunStore
from tests.answered_run import write_run
from tests.elements import containing, keyed, only, program

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path))


def data_url(pixels):
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return "data:image/png;base64," + base64.b64encode(buffer.getvalue()).decode()


def seven():
    pixels = np.zeros((280, 280, 4), np.uint8)
    pixels[..., 3] = 255
    pixels[60:80, 70:210] = 255
    for row in range(60, 240):
        left = 190 - (row - 60) // 3
        pixels[row, left : left + 20] = 255
    return data_url(pixels)


def seed_canvas(at, strokes=1, key="digit-0"):
    drawing = {"raw": {"objects": [{}] * strokes}, "data": seven()}
    at.session_state[key] = {"drawing": drawing}


def open_page(strokes=1, **query):
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    at.switch_page(str(ROOT / "pages" / "draw.py"))
    for name, value in query.items():
        at.query_params[name] = value
    if strokes:
        seed_canvas(at, strokes)
    at.run()
    assert not at.exception
    return at


def dark_seven_on_paper():
    """The same digit, photographed: dark on light, and lit from one side."""
    content = base64.b64decode(seven().split(",")[1])
    ink = np.asarray(Image.open(io.BytesIO(content)).convert("L")) / 255
    paper = np.linspace(240, 130, 280) * (1 - 0.8 * ink)
    buffer = io.BytesIO()
    Image.fromarray(np.uint8(paper)).save(buffer, "JPEG")
    return buffer.getvalue()


def photographs(at):
    return at.file_uploader(key=f"draw_photograph_{at.session_state['draw_photograph_round']}")


def reading(at):
    """What the component that shows the answer was given."""
    components = [element.proto for element in at.get("bidi_component")]
    return only(
        json.loads(proto.json)
        for proto in components
        if proto.component_name == "digit_reading" and proto.json
    )


def answer(at):
    """The answer that is shown; None where there is none."""
    return reading(at)["answer"]


def digit_read(at):
    return str(answer(at)["label"])


def texts(at):
    return " ".join(
        element.value for element in [*at.markdown, *at.info, *at.error, *at.warning, *at.caption]
    )


def test_empty_state_says_what_to_do():
    at = open_page(strokes=0)
    assert "Draw a digit from 0 to 9 in the black square." in only(at.info).value
    assert answer(at) is None
    assert not at.get("echarts_chart")


def test_a_canvas_whose_strokes_were_removed_is_blank():
    at = open_page(strokes=0)
    seed_canvas(at, strokes=0)
    at.run()
    assert answer(at) is None


@pytest.mark.parametrize("model", ["cnn", "mlp"])
def test_a_seven_is_read(model):
    at = open_page(model=model)
    assert digit_read(at) == "7"
    assert np.argmax(answer(at)["probabilities"]) == 7
    assert reading(at)["alt"].startswith("The network reads a 7 and is sure")
    recorded = f"{100 * load_pretrained(model).metadata['test_accuracy']:.2f}"
    assert recorded in texts(at)
    assert "Second comes" in texts(at)


def test_a_network_that_the_browser_cannot_evaluate_is_read_by_the_server_alone(monkeypatch):
    assert reading(open_page())["networks"] == {
        "judge": "judge",
        "reader": fingerprint(load_pretrained("cnn").model),
    }
    st.cache_resource.clear()
    monkeypatch.setattr(layer_description, "LARGEST", 100)
    at = open_page()
    assert digit_read(at) == "7"
    assert reading(at)["networks"] is None
    assert reading(at)["why"].startswith(
        "This network is read by the server alone, after each stroke: the network"
    )
    assert not [one for one in at.get("bidi_component") if one.proto.component_name == "network_delivery"]
    st.cache_resource.clear()


def test_clear_and_undo_empty_the_page():
    for button in ("clear", "undo"):
        at = open_page()
        at.button(key=button).click().run()
        assert answer(at) is None
        assert not at.exception


def test_undo_shows_the_stroke_before():
    at = open_page()
    seed_canvas(at, strokes=2)
    at.run()
    at.button(key="undo").click().run()
    assert digit_read(at) == "7"
    assert len(at.session_state["drawing_history"].objects) == 1


@pytest.mark.parametrize("model", ["run-999", "../../etc/passwd", ""])
def test_an_unknown_model_falls_back_with_a_note(model):
    at = open_page(model=model)
    assert "the pretrained CNN reads your drawing" in texts(at)
    assert at.selectbox(key="draw_model").value == "cnn"


def test_out_of_range_settings_do_no_harm():
    at = open_page(brush="9000")
    assert 8 <= at.slider(key="brush").value <= 30


def test_choosing_a_model_changes_the_address():
    at = open_page()
    at.selectbox(key="draw_model").select("mlp").run()
    assert at.query_params["model"] in ("mlp", ["mlp"])
    assert "MLP 784-128-10" in texts(at)


def run(path, **changes):
    fields = {
        "id": "abc",
        "number": 7,
        "active": changes.get("state") == "running",
        "name": "my run",
        "dataset": "mnist",
        "state": "finished",
        "test_accuracy": 0.9,
        "checkpoint": str(path),
    }
    return SimpleNamespace(**{**fields, **changes})


def test_a_finished_run_can_be_chosen(tmp_path, monkeypatch):
    path = save_checkpoint(
        tmp_path / "run.safetensors", load_pretrained("mlp").model, dataset="embedded", test_accuracy=0.9
    )
    waiting = run(path, id="def", state="running")
    monkeypatch.setattr(RunStore, "list", lambda self, *_, **__: [waiting, run(path)])
    at = open_page(model="run-abc")
    assert at.selectbox(key="draw_model").value == "run-abc"
    assert "my run" in " ".join(at.selectbox(key="draw_model").options)
    assert "the embedded digits" in texts(at)
    assert digit_read(at) == "7"
    assert "run-def" not in at.selectbox(key="draw_model").options


def test_a_run_whose_file_is_gone_or_damaged_is_said(tmp_path, monkeypatch):
    damaged = tmp_path / "damaged.safetensors"
    damaged.write_bytes(b"nothing")
    for path in (tmp_path / "gone.safetensors", damaged):
        monkeypatch.setattr(RunStore, "list", lambda self, *_, _path=path, **__: [run(_path)])
        at = open_page(model="run-abc")
        assert len(at.error) == 1
        assert "pretrained CNN reads your drawing meanwhile" in only(at.error).value
        assert digit_read(at) == "7"


def test_a_broken_database_leaves_the_pretrained_networks(monkeypatch):
    def broken(*_, **__):
        raise StoreError("The database cannot be read.")

    monkeypatch.setattr(RunStore, "list", broken)
    at = open_page()
    assert "The database cannot be read." in texts(at)
    assert digit_read(at) == "7"


def test_uploads(tmp_path):
    at = open_page(model="upload")
    at.file_uploader(key="checkpoint_file").set_value(
        ("bad.pt", b"not a network", "application/octet-stream")
    ).run()
    assert not at.exception
    assert "neither" in only(at.error).value
    assert digit_read(at) == "7"
    good = export_state_dict(build_model(ModelConfig("mlp", (16,)), seed=0))
    at.file_uploader(key="checkpoint_file").set_value(("good.pt", good, "application/octet-stream")).run()
    assert not at.error
    assert "MLP 784-16-10, trained on unknown data" in texts(at)


@pytest.mark.parametrize("model", ["cnn", "mlp"])
def test_the_program_prints_the_pages_numbers(tmp_path, model):
    at = open_page(model=model)
    source = program(at)
    (tmp_path / "model.pth").write_bytes(export_state_dict(load_pretrained(model).model))
    printed = subprocess.run(
        [sys.executable, "-c", source], cwd=tmp_path, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert printed[-1] == "prediction: 7"
    shown = {str(digit): 100 * share for digit, share in enumerate(answer(at)["probabilities"])}
    for line in printed[:-1]:
        digit, percent = line.split()
        assert shown[digit] == pytest.approx(float(percent.rstrip("%")), abs=0.006)


def test_the_network_can_be_taken_away():
    at = open_page()
    labels = [element.proto.label for element in at.get("download_button")]
    assert any(".pt" in label for label in labels)
    assert any(".safetensors" in label for label in labels)
    assert torch.is_tensor(next(iter(load_pretrained("cnn").model.state_dict().values())))


def test_every_mistake_that_is_sent_here_is_read_as_the_same_digit():
    store = RunStore()
    sent, digits = write_run(store, epochs=2), load_digits("embedded")
    for model, path in (
        (f"run-{sent.id}", store.files(sent.id).kept),
        (f"run-{sent.id}-epoch-1", store.files(sent.id).epoch(1)),
    ):
        network = load_checkpoint(path).model
        readings = [predict(network, image) for image in digits.test_images]
        wrong = [
            index for index, reading in enumerate(readings) if reading.label != digits.test_labels[index]
        ]
        for index in wrong[:3]:
            at = open_page(strokes=0, digit=f"embedded-test-{index}", model=model)
            assert at.selectbox(key="draw_model").value == model
            assert digit_read(at) == str(readings[index].label)
            assert (
                f"test image {index} of the embedded digits, a true **{digits.test_labels[index]}**"
                in texts(at)
            )
            assert "is read wrong" in texts(at)


def test_clear_and_undo_take_the_image_away_and_out_of_the_address():
    for button in ("clear", "undo"):
        at = open_page(strokes=0, digit="embedded-test-5")
        assert answer(at) is not None
        at.button(key=button).click().run()
        assert answer(at) is None
        assert "digit" not in at.query_params
        at.run()
        assert answer(at) is None


def test_undo_takes_a_stroke_off_the_image():
    at = open_page(strokes=0, digit="embedded-test-5", model="mlp")
    label = digit_read(at)
    (picture,) = at.session_state["drawing_history"].objects
    at.session_state["digit-1"] = {"drawing": {"raw": {"objects": [picture, {}]}, "data": seven()}}
    at.run()
    assert digit_read(at) == "7"
    assert "with 1 stroke of yours" in texts(at)
    at.button(key="undo").click().run()
    assert digit_read(at) == label
    assert "test image 5 of" in texts(at)


def test_the_image_waits_while_another_page_is_open():
    at = open_page(strokes=0, digit="embedded-test-5")
    at.switch_page(str(ROOT / "pages" / "activations.py"))
    del at.query_params["digit"]
    at.run()
    at.switch_page(str(ROOT / "pages" / "draw.py")).run()
    assert not at.exception
    assert "test image 5 of" in texts(at)
    assert at.query_params["digit"] in ("embedded-test-5", ["embedded-test-5"])


@pytest.mark.parametrize(
    "digit",
    ["rubbish", "embedded-test-360", "embedded-test-999999", "auto-test-1", "x-test-1", "mnist-test-"],
)
def test_an_image_that_is_not_there_is_explained(digit):
    at = open_page(strokes=0, digit=digit)
    assert containing(at.info, "The image of that link cannot be shown")
    assert answer(at) is None


def test_an_image_of_mnist_without_mnist_is_explained(tmp_path, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_DATA_DIR", str(tmp_path / "empty"))
    at = open_page(strokes=0, digit="mnist-test-5")
    assert containing(at.info, "MNIST file")


def test_the_epoch_of_a_run_that_is_not_there_falls_back_with_a_note():
    for model in ("run-abc-epoch-1", "run-..-epoch-1", "run-abc-epoch-9999"):
        at = open_page(model=model)
        assert "the pretrained CNN reads your drawing" in texts(at)


def test_the_eraser_paints_in_the_colour_of_the_ground_on_the_same_canvas():
    at = open_page()
    version = at.session_state["drawing_history"].version
    at.segmented_control(key="draw_hand").set_value("Eraser").run()
    assert digit_read(at) == "7"
    assert at.session_state["drawing_history"].version == version


def test_redo_brings_the_drawing_back():
    at = open_page()
    at.button(key="undo").click().run()
    assert answer(at) is None
    at.button(key="redo").click().run()
    assert digit_read(at) == "7"


def test_an_example_is_another_digit_each_time_and_stands_in_the_address():
    at = open_page(strokes=0)
    seen = []
    for _ in range(3):
        at.button(key="example").click().run()
        assert not at.exception
        (name,) = (
            [at.query_params["digit"]]
            if isinstance(at.query_params["digit"], str)
            else at.query_params["digit"]
        )
        seen.append(name)
        assert answer(at) is not None
    truths = [int(load_digits(name.split("-")[0]).test_labels[int(name.split("-")[2])]) for name in seen]
    assert truths[0] != truths[1] != truths[2]


def test_a_photograph_is_read_and_undo_removes_it():
    at = open_page(strokes=0)
    photographs(at).set_value(("seven.jpg", dark_seven_on_paper(), "image/jpeg")).run()
    assert not at.exception
    assert not at.error
    assert digit_read(at) == "7"
    at.run()
    assert digit_read(at) == "7"
    at.button(key="undo").click().run()
    assert answer(at) is None


def sheet_with_seven_and_bar():
    """Two 7s and a blot, dark on light."""
    seven = np.asarray(Image.open(io.BytesIO(dark_seven_on_paper())).convert("L"))
    gray = np.full((280, 900), 235, np.uint8)
    gray[:, :280] = np.where(seven < 90, seven, 235)
    gray[:, 280:560] = gray[:, :280]
    gray[100:200, 700:800] = 40
    buffer = io.BytesIO()
    Image.fromarray(gray).save(buffer, "PNG")
    return buffer.getvalue()


def test_a_sheet_is_read_box_by_box_and_clear_ends_it():
    at = open_page(strokes=0)
    photographs(at).set_value(("sheet.png", sheet_with_seven_and_bar(), "image/png")).run()
    assert not at.exception
    assert containing(at.markdown, "In the photo: 77?")
    assert digit_read(at) == "7"
    assert containing(at.markdown, "What does not look like one digit has a **?**: 1 mark")
    keyed(at.button, "clear").click().run()
    assert not at.exception
    assert not [element for element in at.markdown if "In the photo" in element.value]


def test_a_file_that_is_no_photograph_is_said_and_the_drawing_stays():
    at = open_page()
    photographs(at).set_value(("seven.png", b"no image", "image/png")).run()
    assert not at.exception
    assert "Expected a PNG, JPEG or WebP image" in only(at.error).value
    assert digit_read(at) == "7"
    at.run()
    assert not at.error


def test_strokes_on_an_image_are_found_again_after_another_page():
    at = open_page(strokes=0, digit="embedded-test-5", model="mlp")
    (picture,) = at.session_state["drawing_history"].objects
    at.session_state["digit-1"] = {"drawing": {"raw": {"objects": [picture, {}]}, "data": seven()}}
    at.run()
    at.switch_page(str(ROOT / "pages" / "activations.py"))
    del at.query_params["digit"]
    at.run()
    at.switch_page(str(ROOT / "pages" / "draw.py")).run()
    assert "with 1 stroke of yours" in texts(at)


def filled_square():
    pixels = np.zeros((280, 280, 4), np.uint8)
    pixels[..., 3] = 255
    pixels[80:200, 80:200] = 255
    return data_url(pixels)


@pytest.mark.parametrize("model", ["cnn", "mlp"])
def test_a_filled_square_gets_no_answer_and_no_confident_bar(model):
    at = open_page(strokes=0, model=model)
    at.session_state["digit-0"] = {"drawing": {"raw": {"objects": [{}]}, "data": filled_square()}}
    at.run()
    assert not at.exception
    assert answer(at)["label"] is None
    assert sum(answer(at)["probabilities"]) < 0.5
    assert reading(at)["kinds"][answer(at)["kind"]]["name"] == "a dot or a filled shape"
    assert "rather like **a dot or a filled shape**" in texts(at)
    assert "The program asks the network all the same" in texts(at)
