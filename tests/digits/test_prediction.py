"""One image in, ten probabilities out."""

import numpy as np
import pytest
import torch

from playground.digits.checkpoints import load_pretrained
from playground.digits.datasets import load_digits
from playground.digits.drawing import to_mnist
from playground.digits.models import ModelConfig, build_model
from playground.digits.prediction import Prediction, predict
from playground.digits.rejection import judge
from playground.formatting import format_percent
from playground.notices.prediction import describe_prediction
from tests.digits.mnist import needs_mnist

IMAGE = load_digits("embedded").test_images[0]


def test_probabilities_are_the_softmax_of_the_logits():
    model = build_model(ModelConfig("cnn"), seed=0).eval()
    prediction = predict(model, IMAGE)
    expected = torch.softmax(model(IMAGE[None].float() / 255)[0], 0).detach()
    torch.testing.assert_close(prediction.probabilities, expected)
    assert prediction.probabilities.dtype == torch.float32
    assert prediction.probabilities.sum().item() == pytest.approx(1)
    assert prediction.label == int(expected.argmax())
    assert prediction.confidence == pytest.approx(expected.max().item())


def test_numpy_and_tensor_agree_even_when_read_only_or_strided():
    model = build_model(ModelConfig(), seed=0)
    turned = np.flip(IMAGE.numpy().copy(), 0)
    assert predict(model, turned).label == predict(model, torch.from_numpy(turned.copy())).label


@pytest.mark.parametrize("training", [True, False])
def test_the_mode_is_restored(training):
    model = build_model(ModelConfig("cnn"), seed=0).train(training)
    predict(model, IMAGE)
    assert model.training is training


def test_an_image_without_ink_is_not_read():
    prediction = predict(build_model(ModelConfig(), seed=0), np.zeros((28, 28), np.uint8))
    assert (prediction.label, prediction.confidence) == (None, 0.0)
    assert not prediction.probabilities.any()


def filled_square():
    canvas = np.zeros((280, 280, 4), np.uint8)
    canvas[..., 3] = 255
    canvas[80:200, 80:200] = 255
    return to_mnist(canvas)


@pytest.mark.parametrize("name", ["cnn", "mlp"])
def test_what_is_no_digit_gets_no_label_and_no_confident_bar(name):
    model = load_pretrained(name).model
    prediction = predict(model, filled_square())
    assert (prediction.label, prediction.confidence, prediction.looks_like) == (None, 0.0, "dot")
    likely = judge(torch.from_numpy(filled_square())).digit
    insisted = predict(model, filled_square(), abstain=False)
    torch.testing.assert_close(prediction.probabilities, likely * insisted.probabilities)
    assert prediction.probabilities.sum().item() < 0.5


def test_asked_all_the_same_a_network_answers_with_a_digit():
    insisted = predict(load_pretrained("cnn").model, filled_square(), abstain=False)
    assert insisted.label == int(insisted.probabilities.argmax())
    assert insisted.probabilities.sum().item() == pytest.approx(1)


def test_the_words_of_a_refusal_name_what_it_looks_like_and_both_chances():
    probabilities = torch.zeros(10)
    probabilities[4], probabilities[9] = 0.03, 0.01
    text = describe_prediction(Prediction(None, probabilities, 0.0, "several"), "small CNN").replace(
        "\u00a0", " "
    )
    assert "**several digits side by side**" in text
    assert "4.0 %" in text
    assert "it would say **4** with 75.0 %" in text


def test_the_words_of_a_blank_image_say_that_there_is_no_ink():
    assert "no ink" in describe_prediction(Prediction(None, torch.zeros(10), 0.0, ""), "small CNN")


@needs_mnist
@pytest.mark.parametrize("name", ["cnn", "mlp"])
def test_the_probabilities_are_calibrated(name):
    """The expected calibration error over 15 bins of equal width (Guo et al., 2017) is at most 2 %."""
    data, model = load_digits("mnist"), load_pretrained(name).model
    with torch.inference_mode():
        confidence, label = model(data.test_images.float() / 255).softmax(1).max(1)
    right = (label == data.test_labels).double()
    bins = (confidence * 15).ceil().clamp(1, 15)
    gaps = [
        (bins == at).double().mean() * (right[bins == at].mean() - confidence[bins == at].mean()).abs()
        for at in bins.unique()
    ]
    assert float(sum(gaps)) < 0.02


@pytest.mark.parametrize(
    ("image", "text"),
    [
        (np.zeros((1, 28, 28), np.uint8), r"got \(1, 28, 28\) torch.uint8"),
        (np.zeros((28, 28), np.float32), r"got \(28, 28\) torch.float32"),
        (torch.zeros(784, dtype=torch.uint8), r"got \(784,\) torch.uint8"),
    ],
)
def test_other_shapes_and_dtypes_are_refused(image, text):
    with pytest.raises(ValueError, match=text):
        predict(build_model(ModelConfig(), seed=0), image)


@pytest.mark.parametrize("name", ["cnn", "mlp"])
def test_the_pretrained_networks_read_digits_they_never_saw(name):
    data, model = load_digits("embedded"), load_pretrained(name).model
    right = sum(
        predict(model, image).label == int(label)
        for image, label in zip(data.test_images[:100], data.test_labels[:100], strict=True)
    )
    assert right >= 75  # other people, another scanner, 8 x 8 pixels


@pytest.mark.parametrize(("top", "word"), [(0.97, "sure"), (0.7, "not without doubt"), (0.4, "wavers")])
def test_the_words_carry_the_numbers(top, word):
    probabilities = torch.full((10,), (1 - top - 0.02) / 9)
    probabilities[3], probabilities[8] = top, probabilities[8] + 0.02
    text = describe_prediction(Prediction(3, probabilities, top), "MLP 784-128-10")
    assert word in text
    assert "**3**" in text
    assert "**8**" in text
    assert format_percent(100 * top) in text
    assert "MLP 784-128-10" in text


def test_percentages_never_claim_certainty():
    assert [format_percent(p).replace("\u00a0", " ") for p in (0, 0.01, 50, 99.99, 100)] == [
        "0.0 %",
        "< 0.1 %",
        "50.0 %",
        "> 99.9 %",
        "100 %",
    ]
