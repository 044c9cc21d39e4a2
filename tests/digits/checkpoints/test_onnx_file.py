"""The process that makes an ONNX file: its result, its end, and what it says when it fails."""

import onnxruntime
import pytest
import torch

from playground.digits.checkpoints import onnx_file
from playground.digits.checkpoints.onnx_file import OnnxConversion
from playground.digits.models import ModelConfig, build_model
from playground.errors import CheckpointError

NETWORK = build_model(ModelConfig("mlp", (8,)), seed=0)


def test_a_process_makes_the_file():
    with OnnxConversion(NETWORK) as conversion:
        seconds = list(conversion.waiting())
        content = conversion.content()
    assert seconds == sorted(seconds)
    images = torch.rand(3, 1, 28, 28)
    (logits,) = onnxruntime.InferenceSession(content).run(None, {"images": images.numpy()})
    torch.testing.assert_close(torch.from_numpy(logits), NETWORK(images[:, 0]).detach(), atol=1e-5, rtol=1e-5)


def test_leaving_the_block_ends_the_process_and_removes_its_files():
    with OnnxConversion(NETWORK) as conversion:
        assert next(conversion.waiting()) < 60
        process, folder = conversion._process, onnx_file.Path(conversion._folder.name)
        assert process.poll() is None
    assert process.poll() is not None
    assert not folder.exists()


def test_one_that_takes_too_long_is_given_up():
    with (
        OnnxConversion(NETWORK, seconds=0) as conversion,
        pytest.raises(CheckpointError, match="within 0 seconds"),
    ):
        list(conversion.waiting())


def test_a_failure_is_told_in_its_own_words(monkeypatch):
    monkeypatch.setattr(onnx_file, "MODULE", "playground.digits.no_such_module")
    with OnnxConversion(NETWORK) as conversion:
        list(conversion.waiting())
        with pytest.raises(CheckpointError, match=r"could not be made \(.*No module named .*no_such_module"):
            conversion.content()
