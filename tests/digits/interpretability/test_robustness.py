"""The test of a damaged network, and its words."""

import pytest
import torch

from playground.digits.evaluation.metrics import evaluate
from playground.digits.interpretability.adversarial import Scan
from playground.digits.interpretability.robustness import Outcome, Probe, evaluate_probe
from playground.digits.models import ModelConfig, build_model
from playground.notices.robustness import (
    describe_accuracy,
    describe_layer_ablation,
    describe_perturbation,
    describe_random_signs,
    describe_reading,
    describe_silence,
    describe_weight_noise,
)

IMAGES = torch.randint(256, (40, 28, 28), generator=torch.Generator().manual_seed(0), dtype=torch.uint8)
LABELS = torch.arange(40) % 10


def test_the_drawing_and_the_test_images_are_read_as_alone():
    model = build_model(ModelConfig("mlp", (16,)), seed=0).eval()
    tested = evaluate_probe(model, Probe(IMAGES[3], IMAGES, LABELS))
    alone = evaluate(model, IMAGES, LABELS)
    with torch.no_grad():
        torch.testing.assert_close(tested.probabilities, model(IMAGES[3:4] / 255)[0].softmax(0))
    assert tested.accuracy == pytest.approx(alone.accuracy)
    assert (tested.right, tested.total) == (round(40 * alone.accuracy), 40)
    assert tested.different == len(set(alone.predicted.tolist()))


def result(digit=7, share=0.9, right=50, different=10):
    probabilities = torch.full((10,), (1 - share) / 9)
    probabilities[digit] = share
    return Outcome(probabilities, right, 100, different)


def test_a_reading_in_words():
    same = describe_reading(result(), result(share=0.5))
    assert same == "It still reads a **7**: 90.0\u00a0% before, 50.0\u00a0% after."
    changed = describe_reading(result(), result(digit=2, share=0.82))
    assert "now reads a **2** with 82.0\u00a0%; the 7 fell from 90.0\u00a0% to 2.0\u00a0%" in changed


def test_the_accuracy_in_words():
    assert describe_accuracy(result(right=98), result(right=40)) == (
        "Of 100 test images it reads **40** right, 98 before."
    )
    assert "one and the same answer" in describe_accuracy(result(), result(right=10, different=1))


def test_the_damage_in_words():
    assert "network itself" in describe_weight_noise(0)
    assert "**0.5 times**" in describe_weight_noise(0.5)
    assert "network itself" in describe_silence(0, 128, "unit", "chance")
    assert "only the biases" in describe_silence(64, 64, "channel", "chance")
    assert describe_silence(1, 64, "channel", "chance").startswith("**1 of 64** channel sends")
    assert "spoke most" in describe_silence(2, 64, "channel", "importance")
    assert "its input on unchanged" in describe_layer_ablation("layer", "skip", False, result())
    assert "ten equal" in describe_layer_ablation("layer", "zero", True, result())
    assert "same ten bars" in describe_layer_ablation("layer", "zero", False, result(different=1))
    assert "same ten bars" not in describe_layer_ablation("layer", "zero", False, result(different=2))


def found(smallest):
    return Scan(torch.zeros(1), torch.zeros(1, 10), smallest)


def test_a_nudge_in_words():
    after = result(digit=2).probabilities
    text = describe_perturbation(after, 7, 0.1, found(0.0312), None)
    assert "now reads a **2** with 90.0\u00a0%" in text
    assert "smallest nudge that changes the answer: **0.0312**" in text
    text = describe_perturbation(result().probabilities, 7, 0.1, found(None), 3)
    assert "still reads a **7**" in text
    assert "No nudge up to 0.5 makes it a 3" in text


@pytest.mark.parametrize(("changed", "words"), [(0, "none changes"), (1, "1 changes"), (3, "3 change its")])
def test_the_coins_in_words(changed, words):
    assert words in describe_random_signs(result().probabilities, 7, 0.1, changed, 20)
