"""The program of the forward pass runs, and prints what plain PyTorch computes."""

import contextlib
import io
import re

import pytest
import torch
from torch import nn

from playground.digits.checkpoints import load_pretrained
from playground.digits.models import ModelConfig, build_model
from playground.snippets.forward_pass import TRAINED, UNTRAINED, forward_program
from playground.snippets.reading import pack_image

LAYERS = ["z1 = torch.nn.functional.linear(x, W1, b1)\na1 = torch.relu(z1)", "logits = a1 @ W2.T + b2"]


@pytest.mark.parametrize("weights", [TRAINED, UNTRAINED])
def test_it_reads_three_digits_and_makes_one_step(weights):
    images = torch.randint(0, 256, (3, 28, 28), generator=torch.Generator().manual_seed(4)).byte()
    program = forward_program(
        weights,
        LAYERS,
        pack_image(images.numpy().tobytes()),
        [3, 0, 9],
        learning_rate=0.002,
        followed=(17, 400),
    )
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(compile(program, "<program>", "exec"), {"__name__": "program"})
    printed = output.getvalue()

    model = load_pretrained("mlp").model if weights == TRAINED else build_model(ModelConfig(), seed=0)
    logits, labels = model(images / 255), torch.tensor([3, 0, 9])
    for label, row in zip([3, 0, 9], logits.softmax(1), strict=True):
        assert f"the {label} is read as {int(row.argmax())} with {row.max().item():.1%}" in printed
    loss, weight = nn.CrossEntropyLoss()(logits, labels), model.fc1.weight
    optimizer = torch.optim.Adam(model.parameters(), lr=0.002)
    loss.backward()
    numbers = [loss.item(), weight.grad[17, 400].item(), weight[17, 400].item()]
    optimizer.step()
    numbers += [weight[17, 400].item(), nn.CrossEntropyLoss()(model(images / 255), labels).item()]
    found = re.search(
        r"loss (\S+), slope of W1\[17, 400\] (\S+)\nweight (\S+) -> (\S+), loss (\S+)\n", printed
    )
    assert [float(number) for number in found.groups()] == pytest.approx(numbers, rel=1e-3)
