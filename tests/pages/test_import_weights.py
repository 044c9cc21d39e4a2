"""The form that asks what a file with weights alone does not say."""

import pytest
import torch
from torch import nn

from playground.concepts.activations import NETWORK_ACTIVATIONS
from playground.digits.checkpoints import load_checkpoint
from playground.digits.models.preparation import USUAL
from playground.runs.store import RunStore
from tests.digits.checkpoints.containers import torch_bytes
from tests.pages.opened import open_page


@pytest.fixture(autouse=True)
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path))
    monkeypatch.setenv("PLAYGROUND_DATA_DIR", str(tmp_path / "data"))


def by_ending(elements, ending):
    (found,) = [element for element in elements if (element.key or "").endswith(ending)]
    return found


def texts(at):
    return "\n".join(str(element.value) for element in [*at.markdown, *at.caption, *at.error, *at.warning])


def stored():
    torch.manual_seed(0)
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 16, bias=False), nn.ReLU(), nn.Linear(16, 10))


def test_draw_asks_and_follows_the_answers():
    at = open_page("draw", model="upload")
    content = torch_bytes({"epoch": 1, "model_state_dict": stored().state_dict()})
    at.file_uploader(key="checkpoint_file").upload("mine.ckpt", content).run()
    assert not at.exception
    assert "of 360 test images of the embedded digits" in texts(at)
    combinations = (len(NETWORK_ACTIVATIONS) - 1) * len(USUAL)  # a stack is written without "linear"
    assert f"of {combinations} combinations" in texts(at)
    by_ending(at.selectbox, "_activation").set_value("sigmoid").run()
    by_ending(at.selectbox, "_pixels").set_value("mnist").run()
    assert "layers linear 16-10, trained on unknown data" in texts(at)
    assert "minus 0.1307, divided by 0.3081" in texts(at)
    by_ending(at.selectbox, "_pixels").set_value("other").run()
    by_ending(at.number_input, "_scale").set_value(255.0).run()
    assert "pixels 0 to 255, minus 0.1307" in texts(at)
    by_ending(at.selectbox, "_layers").set_value("own").run()
    area = by_ending(at.text_area, "_text")
    assert area.value.startswith("flatten, linear 16 nobias, ")
    area.set_value("linear 16, rellu, linear 10").run()
    assert "At character 12: there is no layer 'rellu'. Did you mean relu?" in texts(at)
    assert any(block.value == "linear 16, rellu, linear 10\n           ^" for block in at.code)
    by_ending(at.text_area, "_text").set_value("linear 16, tanh, dropout 0.5, linear 10, softmax").run()
    assert not at.error
    assert not at.exception


def test_compare_keeps_the_choice_in_the_runs_checkpoint():
    at = open_page("compare")
    at.file_uploader(key="imported_file").upload("mine.pt", torch_bytes(stored().state_dict())).run()
    by_ending(at.selectbox, "_activation").set_value("tanh").run()
    by_ending(at.selectbox, "_pixels").set_value("halves").run()
    at.button(key="import").click().run()
    assert not at.exception
    (run,) = RunStore().list()
    model = load_checkpoint(run.checkpoint).model
    assert (model.config.preparation.mean, model.config.preparation.deviation) == (0.5, 0.5)
    assert run.config.layers == "flatten, linear 16 nobias, tanh, linear 10"
    images, net = torch.rand(3, 28, 28), stored()
    net[2] = nn.Tanh()
    torch.testing.assert_close(model(images), net((2 * images - 1)[:, None]), atol=1e-5, rtol=1e-5)


def test_weights_of_another_kind_are_told_and_layers_can_be_written():
    state = nn.Sequential(nn.Linear(784, 8), nn.Linear(9, 10)).state_dict()
    at = open_page("draw", model="upload")
    at.file_uploader(key="checkpoint_file").upload("odd.pt", torch_bytes(state)).run()
    assert "do not follow each other" in texts(at)
    assert by_ending(at.text_area, "_text").value
    assert not at.exception
