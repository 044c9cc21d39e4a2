"""The part 'All networks': who is asked, what they say, and whether they agree."""

import re
from pathlib import Path

import numpy as np
import pytest
import torch
from streamlit.testing.v1 import AppTest

from playground.digits.checkpoints import load_pretrained, save_checkpoint
from playground.digits.models import ModelConfig, build_model, to_input
from playground.figures.networks import NetworkAnswer, networks_table
from playground.formatting import format_accuracy
from playground.notices.agreement import describe_agreement
from playground.ui.draw.subject import Subject
from playground.ui.shared.networks import ModelChoices
from tests.elements import only


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ([("A", 7)], "The one network reads a **7**."),
        ([("A", 8)], "The one network reads an **8**."),
        ([("A", 7), ("B", 7)], "Both networks read a **7**."),
        ([("A", 7), ("B", 7), ("C", 1)], "They disagree: A and B read a **7**, but C reads a **1**."),
        ([("A", 7), ("A", 7), ("B", None)], "A and A read a **7**, but B reads no digit"),
        ([("A", 1), ("B", 2), ("C", 3)], "A reads a **1**, but B reads a **2**, and C reads a **3**."),
    ],
)
def test_who_disagrees_is_said(answers, expected):
    assert expected in describe_agreement(answers)


def test_the_table_shows_every_probability_and_escapes_names():
    probabilities = np.array([0.997, 0.003, 0, 0, 0, 0, 0, 0, 0, 0], np.float32)
    html = networks_table([NetworkAnswer("<b>mine</b>", 0, 0.997, probabilities, True)])
    assert "<b>mine" not in html
    assert "&lt;b&gt;mine" in html
    assert html.count('class="track"') == 10
    assert [float(height) for height in re.findall(r"height: ([\d.]+)%", html)][:2] == [99.7, 0.3]
    assert "&gt;99" in html
    assert html.count('class="cell best"') == 1


def subject(runs, key="cnn"):
    labels = {"cnn": "CNN", "mlp": "MLP", **{f"run-{n}": f"Run {n}" for n in range(runs)}, "upload": "A file"}
    return Subject(key, load_pretrained("mlp"), ModelChoices(labels), None, None, None, None)


def part(folder):
    from pathlib import Path

    import numpy as np

    from playground.ui.draw import networks
    from playground.ui.draw.subject import Subject
    from playground.ui.shared.networks import ModelChoices, load_choice, model_choices

    image = np.zeros((28, 28), np.uint8)
    image[4:24, 13:15] = 255
    own = {"run-a": Path(folder) / "a.safetensors", "run-b": Path(folder) / "b.safetensors"}
    labels = {**model_choices().labels, "run-a": "Run whole", "run-b": "Run broken"}
    choices = ModelChoices(labels, own)
    networks.show(Subject("cnn", load_choice(choices, "cnn"), choices, image, None, None, None))


def test_the_part_shows_each_networks_own_answer_and_names_the_broken_one(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path))
    mine = build_model(ModelConfig("mlp", (16,)), seed=0).eval()
    save_checkpoint(tmp_path / "a.safetensors", mine)
    (tmp_path / "b.safetensors").write_bytes(b"nothing")
    at = AppTest.from_function(part, kwargs={"folder": str(tmp_path)}, default_timeout=30).run()
    assert not at.exception
    html = only(at.get("html")).proto.body
    assert html.count("<section") == 3
    image = torch.zeros(1, 28, 28, dtype=torch.uint8)
    image[0, 4:24, 13:15] = 255
    for model in (load_pretrained("cnn").model, load_pretrained("mlp").model, mine):
        with torch.inference_mode():
            value, digit = model(to_input(image)).softmax(1)[0].max(0)
        assert f"reads {int(digit)}, " in html
        assert f'title="{int(digit)}: {format_accuracy(value.item())}"' in html
    (warning,) = at.warning
    assert warning.value.startswith("Run broken: Expected a safetensors checkpoint")
