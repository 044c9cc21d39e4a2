"""The part 'Break it' of the Draw page, without the page."""

import contextlib
import io
import re

import pytest
import torch

from playground.digits.checkpoints import export_state_dict, load_pretrained
from playground.digits.datasets import load_digits
from playground.digits.interpretability.ablation import add_weight_noise
from playground.digits.interpretability.adversarial import fast_gradient_sign, predict_probabilities
from playground.digits.prediction import predict
from playground.formatting import format_percent
from tests.elements import labelled, only
from tests.pages.figures import figures
from tests.ui.draw import parts
from tests.ui.draw.parts import texts

KINDS = {"units": "Silence units", "layers": "Drop a layer", "nudge": "Nudge the image"}


@pytest.fixture(autouse=True)
def no_mnist(tmp_path, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_DATA_DIR", str(tmp_path))


def open_part(model="mlp", **query):
    return parts.open_part("robustness", parts.subject(load_pretrained(model), model, 7), **query)


def image():
    return load_digits("embedded").test_images[7]


def test_noise_is_that_of_the_slider_and_of_the_roll():
    at = open_part(noise="1.0")
    model = load_pretrained("mlp").model
    for seed in (0, 1):
        after = predict(add_weight_noise(model, 1.0, seed), image(), abstain=False)
        assert format_percent(100 * after.confidence) in texts(at) or f"**{after.label}**" in texts(at)
        assert (
            labelled(at.metric, "Answer").value
            == f"{predict(model, image(), abstain=False).label} → {after.label}"
        )
        at.button(key="damage_another_roll").click().run()
    assert "100 test images" in texts(at)
    assert len(at.get("echarts_chart")) == len(figures(at)) == 1


def test_how_many_images_fewer_are_right_has_a_true_minus_and_an_arrow_down():
    metric = labelled(open_part(noise="1.0").metric, "Test images right")
    assert metric.delta.startswith("−")
    assert metric.proto.direction == metric.proto.MetricDirection.DOWN
    assert metric.proto.color == metric.proto.MetricColor.RED


def test_without_noise_nothing_changes():
    at = open_part(noise="0.0")
    assert labelled(at.metric, "Test images right").delta == "0"
    assert "the copy is the network itself" in texts(at)


@pytest.mark.parametrize("model", ["mlp", "cnn"])
def test_all_units_silent_leave_the_bias(model):
    at = open_part(damage=KINDS["units"], silent="100", model=model)
    bias = list(load_pretrained(model).model.parameters())[-1]
    assert labelled(at.metric, "Answer").value.endswith(f"→ {int(bias.argmax())}")
    assert "only the biases" in texts(at)
    assert "one and the same answer" in texts(at)


def test_units_by_chance_roll_and_by_importance_do_not():
    at = open_part(damage=KINDS["units"])
    assert "spoke most" in texts(at)
    assert not [button for button in at.button if button.key == "damage_another_roll"]
    at = open_part(damage=KINDS["units"], silenced_by="by chance")
    assert "chosen by chance" in texts(at)
    at.button(key="damage_another_roll").click().run()
    assert not at.exception


def test_a_dropped_layer_and_a_skipped_one():
    at = open_part(damage=KINDS["layers"], model="cnn", dropped_hands_on="its input, unchanged")
    assert "Convolution 1 (32 filters, 5×5) passes on zeros" in texts(at)
    assert "only their biases speak" in texts(at)
    at.selectbox(key="dropped").select("features.8").run()
    at.session_state["dropped_hands_on"] = "skip"
    at.run()
    assert "Convolution 3 (64 filters, 3×3) passes its input on unchanged" in texts(at)
    at.selectbox(key="dropped").select("classifier").run()
    assert "ten equal probabilities" in texts(at)
    assert not at.exception


@pytest.mark.parametrize("target", [None, 3])
def test_the_nudge_is_the_programs(tmp_path, monkeypatch, target):
    at = open_part(damage=KINDS["nudge"], epsilon="0.2", target_digit=str(target or "any other digit"))
    model = load_pretrained("mlp").model
    digit = predict(model, image(), abstain=False).label
    perturbation = fast_gradient_sign(model, image(), digit, target)
    after = predict_probabilities(model, perturbation.at(0.2)[None])[0]
    assert f"**{int(after.argmax())}** with {format_percent(100 * float(after.max()))}" in texts(at)
    assert "smallest nudge that" in texts(at)
    (tmp_path / "model.pth").write_bytes(export_state_dict(model))
    monkeypatch.chdir(tmp_path)
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(compile(only(at.code).value, "<program>", "exec"), {})
    printed = output.getvalue().splitlines()
    before = predict_probabilities(model, image()[None] / 255)[0]
    for label, line in enumerate(printed[:10]):
        numbers = re.fullmatch(rf"{label} before (\S+)%, after (\S+)%", line).groups()
        shown = (100 * float(before[label]), 100 * float(after[label]))
        assert [float(number) for number in numbers] == pytest.approx(shown, abs=0.006)
    assert printed[10] == f"prediction: {digit} -> {int(after.argmax())}"


def test_the_answer_itself_is_no_target():
    digit = predict(load_pretrained("mlp").model, image(), abstain=False).label
    assert f"It is a {digit} already" in texts(open_part(damage=KINDS["nudge"], target_digit=str(digit)))


@pytest.mark.parametrize("number", ["1e400", "nan", "-1"])
@pytest.mark.parametrize(
    ("damage", "settings"),
    [
        ("", ["noise", "damage"]),
        (KINDS["units"], ["silent", "silenced_by"]),
        (KINDS["nudge"], ["epsilon", "target_digit"]),
    ],
)
def test_bad_numbers_in_the_address_do_no_harm(number, damage, settings):
    query = dict.fromkeys(settings, number) | ({"damage": damage} if damage else {})
    assert open_part(**query).get("echarts_chart")


def test_the_shared_network_stays_as_it_is():
    model = load_pretrained("mlp").model
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    for damage in ("", *KINDS.values()):
        open_part(**({"damage": damage} if damage else {}))
    assert all(torch.equal(tensor, before[name]) for name, tensor in model.state_dict().items())
