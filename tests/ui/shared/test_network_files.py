"""A network's files as a page offers them."""

import io

import onnxruntime
import pytest
import torch
from streamlit.testing.v1 import AppTest

from playground.digits.checkpoints import load_pretrained, read_checkpoint
from playground.digits.checkpoints.onnx_file import OnnxConversion
from playground.errors import CheckpointError
from tests.digits.article import ArticleNet

IMAGES = torch.rand(4, 1, 28, 28, generator=torch.Generator().manual_seed(0))


@pytest.fixture
def offered(monkeypatch):
    """The files behind the buttons of the page's last run, by their names."""
    files = {}

    def offer(label, data, file_name, *_, **__):
        files[file_name] = data

    monkeypatch.setattr("streamlit.download_button", offer)
    return files


def page():
    import streamlit as st

    from playground.digits.checkpoints import load_pretrained
    from playground.ui.shared.network_files import network_files

    network_files(load_pretrained(st.text_input("network", "mlp", key="network")), "model", "draw")


def open_files():
    return AppTest.from_function(page, default_timeout=60).run()


def test_the_articles_class_loads_what_is_offered_for_pytorch(offered):
    open_files()
    network = ArticleNet()
    network.load_state_dict(torch.load(io.BytesIO(offered["model.pth"]), weights_only=True))
    expected = load_pretrained("mlp").model(IMAGES[:, 0])
    torch.testing.assert_close(network(IMAGES), expected)


@pytest.mark.parametrize("name", ["mlp", "cnn"])
def test_every_file_comes_back_with_equal_predictions(offered, name):
    at = open_files()
    at.text_input(key="network").set_value(name).run()
    assert list(offered) == ["model.pth", "model.safetensors"]
    model = load_pretrained(name).model
    for content in offered.values():
        assert torch.equal(read_checkpoint(content).model(IMAGES[:, 0]), model(IMAGES[:, 0]))


def test_onnx_is_made_on_a_click_kept_and_forgotten_with_its_network(offered):
    at = open_files()
    at.button(key="make_onnx_draw").click().run()
    assert not at.exception
    session = onnxruntime.InferenceSession(offered["model.onnx"])
    (logits,) = session.run(None, {"images": IMAGES.numpy()})
    expected = load_pretrained("mlp").model(IMAGES[:, 0])
    rounding = max(
        1e-5, 1e-6 * float(expected.abs().max())
    )  # PyTorch's own float32 is as far away from its float64
    torch.testing.assert_close(torch.from_numpy(logits), expected, atol=rounding, rtol=1e-5)
    assert "make_onnx_draw" not in [button.key for button in at.button]
    at.text_input(key="network").set_value("cnn").run()
    assert "make_onnx_draw" in [button.key for button in at.button]


def test_a_failed_conversion_is_told_and_the_other_files_stay(offered, monkeypatch):
    def fail(_):
        raise CheckpointError("The ONNX file could not be made (no memory).")

    monkeypatch.setattr(OnnxConversion, "content", fail)
    monkeypatch.setattr(OnnxConversion, "waiting", lambda _: iter(()))
    at = open_files()
    at.button(key="make_onnx_draw").click().run()
    assert [error.value for error in at.error] == ["The ONNX file could not be made (no memory)."]
    assert "make_onnx_draw" in [button.key for button in at.button]
    assert list(offered) == ["model.pth", "model.safetensors"]


def test_the_lines_that_load_them_name_the_files():
    at = open_files()
    codes = [code.value for code in at.code]
    assert [
        name in code
        for name, code in zip(("model.pth", "model.safetensors", "model.onnx"), codes, strict=True)
    ] == [True] * 3
