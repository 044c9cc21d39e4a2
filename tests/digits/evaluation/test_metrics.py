"""Accuracy, loss and confusion against scikit-learn."""

import copy

import pytest
import torch
from sklearn import metrics
from torch import nn

from playground.digits.datasets import load_digits
from playground.digits.evaluation.metrics import Interrupted, evaluate
from playground.digits.models import ModelConfig, build_model, to_input


@pytest.mark.parametrize("batch_size", [1000, 7])
def test_figures_equal_scikit_learns(batch_size):
    data = load_digits("embedded")
    model = build_model(ModelConfig(), seed=0)
    result = evaluate(model, data.test_images, data.test_labels, batch_size)
    with torch.no_grad():
        logits = model(to_input(data.test_images))
    predicted, truth = logits.argmax(1).numpy(), data.test_labels.numpy()
    assert result.accuracy == pytest.approx(metrics.accuracy_score(truth, predicted))
    assert result.confusion.tolist() == metrics.confusion_matrix(truth, predicted, labels=range(10)).tolist()
    assert result.loss == pytest.approx(metrics.log_loss(truth, logits.double().softmax(1).numpy()), rel=1e-5)


@pytest.mark.parametrize("training", [True, False])
def test_the_mode_is_restored_and_batch_statistics_stay(training):
    data = load_digits("embedded")
    model = build_model(ModelConfig("cnn"), seed=0).train(training)
    before = model.state_dict()["features.1.running_mean"].clone()
    evaluate(model, data.test_images[:50], data.test_labels[:50])
    assert model.training is training
    assert torch.equal(model.state_dict()["features.1.running_mean"], before)


@pytest.mark.parametrize("batch_size", [1000, 7])
def test_each_images_answer_equals_plain_torchs(batch_size):
    data = load_digits("embedded")
    model = build_model(ModelConfig(), seed=0)
    result = evaluate(model, data.test_images, data.test_labels, batch_size)
    with torch.no_grad():
        confidence, predicted = nn.Softmax(dim=1)(model(data.test_images / 255)).max(dim=1)
    assert result.predicted.dtype == torch.int64
    assert torch.equal(result.predicted, predicted)
    torch.testing.assert_close(result.confidence, confidence)
    truth = data.test_labels.numpy()
    assert metrics.accuracy_score(truth, result.predicted.numpy()) == pytest.approx(result.accuracy)
    for digit in range(10):
        assert (result.predicted == digit).sum() == result.confusion[:, digit].sum()


@pytest.mark.parametrize("training", [True, False])
def test_an_interrupted_evaluation_restores_the_mode(training):
    data = load_digits("embedded")
    model = build_model(ModelConfig("cnn"), seed=0).train(training)
    asked = []

    def should_stop():
        asked.append(model.training)
        return len(asked) == 3

    with pytest.raises(Interrupted):
        evaluate(model, data.test_images[:50], data.test_labels[:50], 10, should_stop)
    assert asked == [False] * 3  # before the third of five batches, in eval mode
    assert model.training is training


def test_it_is_asked_before_each_batch_and_goes_on():
    data = load_digits("embedded")
    asked = []
    model = build_model(ModelConfig(), seed=0)
    evaluate(model, data.test_images, data.test_labels, should_stop=lambda: asked.append(0) is not None)
    assert len(asked) == 2  # 250 images and 110


@pytest.mark.parametrize("config", [ModelConfig(), ModelConfig("cnn")])
def test_a_network_reads_a_set_as_it_reads_single_images_and_is_not_touched(config):
    model = build_model(config, seed=1).eval()
    before = copy.deepcopy(model.state_dict())
    images = torch.randint(256, (7, 28, 28), generator=torch.Generator().manual_seed(0)).to(torch.uint8)
    read = evaluate(model, images, torch.zeros(7, dtype=torch.int64), batch_size=3).predicted
    with torch.no_grad():
        expected = [int(model(to_input(image[None])).argmax()) for image in images]
    assert read.tolist() == expected
    assert not model.training
    assert all(torch.equal(before[name], value) for name, value in model.state_dict().items())
