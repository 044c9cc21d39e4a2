"""'Where it looked' with a drawing handed to it."""

import contextlib
import io
import json
import re
from dataclasses import replace
from functools import partial

import pytest

from playground.digits.checkpoints import export_state_dict, load_pretrained
from playground.digits.interpretability.attribution import Question, attribute
from playground.digits.prediction import Prediction
from playground.notices.attribution import METHOD_TEXTS
from tests.elements import only
from tests.ui.draw import parts
from tests.ui.draw.parts import texts

open_part = partial(parts.open_part, "attribution")


def subject(name="mlp", index=5):
    return parts.subject(load_pretrained(name), name, index)


def drawn(at):
    """The map's values in row-major order."""
    (chart,) = at.get("echarts_chart")
    return [item["value"][2] for item in json.loads(chart.proto.spec)["series"][0]["data"]]


@pytest.mark.parametrize("name", ["cnn", "mlp"])
def test_it_opens_with_the_shares_of_the_answer(name):
    shown = subject(name)
    at = open_part(shown)
    found = attribute(shown.checkpoint.model, shown.image, Question(shown.leading), "integrated_gradients")
    assert drawn(at) == pytest.approx(found.values.flatten().tolist(), rel=1e-3, abs=1e-6)
    assert f"**{found.total:.2f}**".replace("-", "−") in texts(at)
    assert ("Grad-CAM" in at.selectbox(key="attribution_method").options) == (name == "cnn")


@pytest.mark.parametrize("method", ["grad_cam", "gradient_times_input"])
def test_a_method_says_what_it_does_and_what_it_cannot_tell(method):
    at = open_part(subject("cnn"), attribution_method=METHOD_TEXTS[method].label)
    assert METHOD_TEXTS[method].does in texts(at)
    assert METHOD_TEXTS[method].cannot in texts(at)


def test_another_digit_is_the_runner_up_until_one_is_chosen():
    shown = subject()
    second = int(shown.prediction.probabilities.topk(2).indices[1])
    at = open_part(shown, attribution_question="Why not another?")
    assert f"Why a {shown.leading} and not a {second}?" in texts(at)
    third = next(digit for digit in range(10) if digit not in (shown.leading, second))
    at.selectbox(key="other_digit").select(str(third)).run()
    assert f"and not a {third}?" in texts(at)
    found = attribute(
        shown.checkpoint.model, shown.image, Question(shown.leading, third), "integrated_gradients"
    )
    assert drawn(at) == pytest.approx(found.values.flatten().tolist(), rel=1e-3, abs=1e-6)
    at.selectbox(key="other_digit").select(str(shown.leading)).run()
    assert not at.exception
    assert "is compared with" in only(at.caption).value


def test_a_drawing_that_is_no_digit_is_explained_by_its_leading_digit():
    shown = subject()
    refused = Prediction(None, 0.2 * shown.prediction.probabilities, 0.0)
    at = open_part(replace(shown, prediction=refused), attribution_question="Why not another?")
    assert f"Why a {shown.leading} and not a" in texts(at)


def test_occlusion_follows_its_square_and_its_cover():
    at = open_part(subject(), attribution_method="Occlusion")
    before = drawn(at)
    assert "Covering the square" in texts(at)
    at.slider(key="occlusion_window").set_value(9).run()
    assert drawn(at) != before
    at.segmented_control(key="occlusion_cover").set_value("ink").run()
    assert "Filling the square" in texts(at)


@pytest.mark.parametrize("value", ["1e400", "-1", "rubbish"])
def test_an_address_that_means_nothing_does_no_harm(value):
    at = open_part(
        subject(),
        attribution_method="Occlusion",
        occlusion_window=value,
        occlusion_cover=value,
        attribution_question="Why not another?",
        other_digit=value,
    )
    assert at.slider(key="occlusion_window").value in range(3, 10)
    assert open_part(subject(), attribution_method=value, attribution_question=value).markdown


@pytest.mark.parametrize(("name", "question"), [("cnn", "Why not another?"), ("mlp", "Why this digit?")])
def test_the_program_prints_the_pages_numbers(name, question, tmp_path, monkeypatch):
    at = open_part(subject(name), attribution_question=question)
    (tmp_path / "model.pth").write_bytes(export_state_dict(load_pretrained(name).model))
    monkeypatch.chdir(tmp_path)
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(compile(only(at.code).value, "<program>", "exec"), {})
    words = texts(at).replace("−", "-").replace("*", "")
    place, total, ends = output.getvalue().splitlines()
    assert place.removeprefix("strongest pixel: ") in words
    numbers = [float(text) for text in re.findall(r"-?\d+\.\d\d", total + ends)]
    on_page = [float(text) for text in re.findall(r"-?\d+(?:\.\d+)?", words)]
    assert len(numbers) == 4
    for number in numbers:
        assert min(abs(number - shown) for shown in on_page) < 0.011
