"""Attributions against closed forms, hand-written hooks and loops, and each other."""

import copy

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from playground.digits.checkpoints import load_pretrained
from playground.digits.datasets import load_digits
from playground.digits.interpretability.attribution import METHODS, Question, attribute, last_convolution
from playground.digits.interpretability.occlusion import COVERS, WINDOWS, occlude
from playground.digits.models import ModelConfig, build_model
from playground.errors import ConfigurationError
from playground.notices.attribution import METHOD_TEXTS, describe_occlusion, describe_sum, quarter_shares

QUESTIONS = [Question(3), Question(3, 8)]


@pytest.fixture(scope="module")
def image():
    return load_digits("embedded").test_images[5]


@pytest.fixture(scope="module")
def cnn():
    return load_pretrained("cnn").model


class Linear(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(784, 10)
        with torch.random.fork_rng(devices=[]), torch.no_grad():
            torch.manual_seed(0)
            self.layer.weight.normal_()

    def forward(self, images):
        return self.layer(images.flatten(1))


def logits(model, images):
    with torch.no_grad():
        return model(images)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("method", ["integrated_gradients", "gradient_times_input"])
def test_for_a_linear_model_each_pixel_gets_weight_times_pixel(method, question, image):
    model = Linear().eval()
    weight = model.layer.weight.detach()
    row = weight[3] if question.other is None else weight[3] - weight[8]
    found = attribute(model, image, question, method)
    torch.testing.assert_close(found.values, (row * image.flatten() / 255).reshape(28, 28))
    assert found.total == pytest.approx(found.score - found.blank_score, abs=1e-4)


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_integrated_gradients_divide_the_difference_from_a_blank_image(question, activation, image):
    model = build_model(ModelConfig("mlp", (32, 16), activation), seed=1).eval()
    ends = question.score(logits(model, torch.stack([image / 255, torch.zeros(28, 28)])))
    found = attribute(model, image, question, "integrated_gradients")
    assert (found.score, found.blank_score) == (
        pytest.approx(ends[0].item(), abs=1e-5),
        pytest.approx(ends[1].item(), abs=1e-5),
    )
    assert found.total == pytest.approx((ends[0] - ends[1]).item(), abs=1e-3)


@pytest.mark.parametrize("name", ["cnn", "mlp"])
def test_the_pretrained_networks_shares_add_up_within_three_percent(name, image):
    found = attribute(load_pretrained(name).model, image, Question(0), "integrated_gradients")
    difference = found.score - found.blank_score
    assert found.total == pytest.approx(difference, abs=0.03 * abs(difference) + 0.1)
    assert f"**{found.total:.2f}**".replace("-", "−") in describe_sum(found)


@pytest.mark.parametrize("question", QUESTIONS)
def test_grad_cam_is_what_hand_written_hooks_make(question, image, cnn):
    own, kept = copy.deepcopy(cnn), []
    last_convolution(own).register_forward_hook(lambda layer, given, made: kept.append(made))
    score = question.score(own(image.unsqueeze(0) / 255))[0]
    (gradient,) = torch.autograd.grad(score, kept[0])
    weights = gradient.mean((2, 3), keepdim=True)
    coarse = (weights * kept[0]).sum(1, keepdim=True).relu()
    expected = F.interpolate(coarse, (28, 28), mode="bilinear", align_corners=False)[0, 0].detach()
    torch.testing.assert_close(attribute(cnn, image, question, "grad_cam").values, expected)
    assert coarse.shape[-2:] == (7, 7)


@pytest.mark.parametrize("cover", COVERS)
@pytest.mark.parametrize(("window", "stride"), [(5, 3), (9, 4)])
def test_occlusion_is_what_a_loop_over_all_squares_makes(cover, window, stride, image):
    model, question = load_pretrained("mlp").model, Question(0, 6)
    pixels = image / 255
    whole = question.score(logits(model, pixels[None]))[0]
    total, times, drops = torch.zeros(28, 28), torch.zeros(28, 28), {}
    starts = [*range(0, 28 - window, stride), 28 - window]
    for row in starts:
        for column in starts:
            place = (slice(row, row + window), slice(column, column + window))
            covered = pixels.clone()
            covered[place] = 0.0 if cover == "erase" else 1.0
            drops[row, column] = (whole - question.score(logits(model, covered[None]))[0]).item()
            total[place] += drops[row, column]
            times[place] += 1
    found = occlude(model, image, question, window=window, cover=cover, stride=stride)
    torch.testing.assert_close(found.attribution.values, total / times, atol=1e-4, rtol=1e-4)
    assert found.most_influential.drop == pytest.approx(max(drops.values()), abs=1e-4)
    assert drops[found.most_influential.row, found.most_influential.column] == pytest.approx(
        found.most_influential.drop, abs=1e-4
    )
    words = describe_occlusion(found, cover)
    assert f"{whole - max(drops.values()):.2f}".replace("-", "−") in words


def test_occlusion_is_captums_where_its_squares_reach_the_edge(image):
    from captum.attr import Occlusion

    model = load_pretrained("mlp").model
    inputs = image.unsqueeze(0) / 255
    captum = Occlusion(lambda images: model(images)[:, 2]).attribute(
        inputs, (4, 4), strides=3, perturbations_per_eval=81
    )[0]
    found = occlude(model, image, Question(2), window=4, stride=3).attribution.values
    torch.testing.assert_close(found, captum.float(), atol=1e-4, rtol=1e-4)


@pytest.mark.parametrize("name", ["cnn", "mlp"])
def test_the_shared_network_stays_as_it_is(name, image):
    model = load_pretrained(name).model
    before = copy.deepcopy(model.state_dict())
    for method in METHODS:
        if method != "grad_cam" or name == "cnn":
            attribute(model, image, Question(1), method)
    occlude(model, image, Question(1), window=9)
    assert all(parameter.requires_grad and parameter.grad is None for parameter in model.parameters())
    assert not model.training
    assert not any(
        part._forward_hooks or part._backward_hooks or part._forward_pre_hooks for part in model.modules()
    )
    assert all(torch.equal(value, before[key]) for key, value in model.state_dict().items())


def test_a_network_in_training_is_read_in_eval_mode_and_left_in_training(image):
    model = build_model(ModelConfig("cnn"), seed=0)
    found = attribute(model, image, Question(1), "integrated_gradients")
    assert model.training
    assert found.score == pytest.approx(
        logits(copy.deepcopy(model).eval(), image[None] / 255)[0, 1].item(), abs=1e-5
    )
    assert int(model.features[1].num_batches_tracked) == 0


def test_what_cannot_be_asked_is_refused_in_words(image):
    mlp = load_pretrained("mlp").model
    with pytest.raises(ConfigurationError, match="has none"):
        attribute(mlp, image, Question(1), "grad_cam")
    with pytest.raises(ConfigurationError, match="integrated_gradients"):
        attribute(mlp, image, Question(1), "magic")
    for window, cover in ((WINDOWS[0] - 1, "erase"), (WINDOWS[1] + 1, "ink"), (5, "snow")):
        with pytest.raises(ConfigurationError, match="square of 3 to 9"):
            occlude(mlp, image, Question(1), window=window, cover=cover)
    for digits in ((10, None), (-1, None), (3, 3), (3, 12)):
        with pytest.raises(ConfigurationError, match="from 0 to 9"):
            Question(*digits)


def test_quarters_share_what_speaks_for_the_digit():
    values = torch.zeros(28, 28)
    values[0, 0], values[27, 0], values[13, 14], values[14, 14] = 3.0, 1.0, -5.0, 4.0
    assert quarter_shares(values) == {
        "upper left": 3 / 8,
        "upper right": 0,
        "lower left": 1 / 8,
        "lower right": 4 / 8,
    }
    assert quarter_shares(-values.abs()) == {}


def test_every_method_has_its_words():
    assert set(METHOD_TEXTS) == {*METHODS, "occlusion"}
