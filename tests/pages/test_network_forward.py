"""The forward pass on the page: of the network in the plane, and of the article's network with real digits."""

import contextlib
import io
import re

import pytest
import torch
from torch import nn

from playground.digits.checkpoints import load_pretrained
from playground.digits.datasets import load_digits, usual_dataset
from playground.formatting import read_number
from tests.elements import program
from tests.pages.opened import open_page

TITLES = ["Prepare", "Forward", "Loss", "Backward", "Update", "Repeat"]


def text(at) -> str:
    return "\n".join(element.value for element in [*at.markdown, *at.caption])


def open_digits(**query):
    return open_page("network", part="forward", which_network="digits", **query)


def plain():
    """The shipped network as anybody would write it, and the test images."""
    tensors = load_pretrained("mlp").model.state_dict().values()
    model = nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
    model.load_state_dict(dict(zip(model.state_dict(), tensors, strict=True)))
    data = load_digits(usual_dataset())
    return model, data.test_images, data.test_labels


def image_of(digit, number):
    _, images, labels = plain()
    return images[labels == digit][number]


def test_the_forward_pass_is_that_of_the_network():
    at = open_page("network", part="forward", point_1="1.5", point_2="-0.5")
    assert "(1, 2) · (2, 4) + (4,) → (1, 4)" in text(at)
    assert len(at.latex) == 3
    at.session_state["examples_in"] = "three"
    at.run()
    assert not at.exception
    assert "(3, 2) · (2, 4) + (4,) → (3, 4)" in text(at)
    assert [f"**{number}. {title}.**" in text(at) for number, title in enumerate(TITLES, 1)] == [True] * 6
    assert re.search(r"of the weight from x[₁₂] to neuron [1-4]\.", text(at))


@pytest.mark.parametrize(("digit", "example"), [(7, 1), (0, 5), (4, 8)])
def test_a_digit_goes_through_the_article_s_network(digit, example):
    at = open_digits(digit_in=str(digit), digit_example=str(example), hidden_neuron="18", output_neuron="2")
    model, _, _ = plain()
    image = image_of(digit, example - 1)[None] / 255
    with torch.no_grad():
        hidden, logits = model[:2](image)[0], model(image)[0]
    shown = text(at)
    assert "(1, 784) · (784, 128) + (128,) → (1, 128)" in shown
    assert "(1, 128) · (128, 10) + (10,) → (1, 10)" in shown
    z = re.search(rf"Neuron \*\*18\*\*, for the {digit}: z = .* = \*\*(\S+?)\*\*, and a", shown)[1]
    assert read_number(z) == pytest.approx(hidden[18].item(), abs=6e-4)
    logit = re.search(rf"Logit of the \*\*2\*\*, for the {digit}: z = .* = \*\*(\S+?)\*\*", shown)[1]
    assert read_number(logit) == pytest.approx(logits[2].item(), abs=6e-4)
    assert re.search(
        rf"What to notice\.\*\* The {digit} is read as an? \*\*{int(logits.argmax())}\*\*", shown
    )
    assert f"{int((hidden > 0).sum())} of 128 hidden neurons" in shown


def test_a_batch_of_three_and_its_step():
    at = open_digits(digit_in="9", digit_example="2", examples_in="three")
    shown = text(at)
    assert "(3, 784) · (784, 128) + (128,) → (3, 128)" in shown
    assert "(3, 128) · (128, 10) + (10,) → (3, 10)" in shown
    model, _, _ = plain()
    images = torch.stack([image_of(digit, 1) for digit in (9, 0, 1)]) / 255
    optimizer, labels = torch.optim.Adam(model.parameters(), lr=0.001), torch.tensor([9, 0, 1])
    loss = nn.functional.cross_entropy(model(images), labels)
    loss.backward()
    assert "the three digits 9, 0 and 1" in shown
    told = re.search(r"loss of this batch is (\S+)\.", shown)[1]
    assert read_number(told) == pytest.approx(loss.item(), rel=6e-3)
    slope, row, column, neuron = re.search(
        r"slope is (\S+), that of the weight from the pixel at row (\d+), column (\d+) to hidden neuron (\d+)",
        shown,
    ).groups()
    place = int(neuron), 28 * int(row) + int(column)
    assert read_number(slope) == pytest.approx(model[1].weight.grad[place].item(), rel=6e-3)
    before = model[1].weight[place].item()
    optimizer.step()
    moved = [read_number(number) for number in re.search(r"from (\S+) to (\S+), and every", shown).groups()]
    assert moved == pytest.approx([before, model[1].weight[place].item()], rel=6e-3)
    after = nn.functional.cross_entropy(model(images), labels).item()
    assert read_number(re.search(r"same batch is (\S+) now", shown)[1]) == pytest.approx(after, rel=6e-3)


def test_each_digit_of_a_batch_is_worked_out():
    at = open_digits(
        digit_in="9", examples_in="three", worked_example="second", hidden_neuron="40", output_neuron="6"
    )
    model, _, _ = plain()
    image = image_of(0, 0)[None] / 255
    z = re.search(r"Neuron \*\*40\*\*, for the 0: z = .* = \*\*(\S+?)\*\*, and a", text(at))[1]
    assert read_number(z) == pytest.approx(model[1](image.flatten(1))[0, 40].item(), abs=6e-4)
    logit = re.search(r"Logit of the \*\*6\*\*, for the 0: z = .* = \*\*(\S+?)\*\*", text(at))[1]
    assert read_number(logit) == pytest.approx(model(image)[0, 6].item(), abs=6e-4)


def test_the_shipped_weights_stay_as_they_are_and_random_ones_know_nothing():
    before = open_digits()
    random = open_digits(digit_weights="random")
    losses = [
        read_number(re.search(r"loss of this batch is (\S+)\.", text(at))[1])
        for at in (before, random, open_digits())
    ]
    assert losses[0] == losses[2]
    assert losses[1] == pytest.approx(2.3, abs=0.2)  # ln 10


def test_a_tile_chooses_a_neuron_and_the_address_keeps_it():
    at = open_digits()
    at.session_state["hidden_neuron"] = "5"
    at.run()
    assert at.query_params["hidden_neuron"] in ("5", ["5"])
    assert "Neuron **5**, for the 3: z = " in text(at)


def test_the_program_prints_the_numbers_of_the_page():
    at = open_digits(digit_in="5", digit_weights="random")
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(compile(program(at), "<program>", "exec"), {"__name__": "program"})
    printed, shown = output.getvalue(), text(at)
    loss, slope, before, after, loss_after = (
        float(number)
        for number in re.search(
            r"loss (\S+), slope of \S+ \S+ (\S+)\nweight (\S+) -> (\S+), loss (\S+)\n", printed
        ).groups()
    )
    told = re.search(
        r"batch is (\S+)\.[\s\S]*slope is (\S+), [\s\S]*from (\S+) to (\S+), and [\s\S]*batch is (\S+) now",
        shown,
    )
    assert [read_number(number) for number in told.groups()] == pytest.approx(
        [loss, slope, before, after, loss_after], rel=6e-3
    )
    read = re.search(r"the 5 is read as (\d)", printed)[1]
    assert re.search(rf"The 5 is read as an? \*\*{read}\*\*", shown)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"data": "three_spiral"}, "→ (1, 3)"),
        ({"features": ["x1", "typed"], "feature": "x1^3"}, "(1, 2) · (2, 4)"),
        ({"layers": "0"}, "(1, 2) · (2, 1) + (1,) → (1, 1)"),
        ({"initialization": "zeros"}, "leaves it where it is, at 0: nothing pulls at it."),
        ({"data": "function", "labels": "value"}, "→ (1, 1)"),
        ({"activation_1": "gelu_tanh", "activation_2": "swish"}, "(1, 4) · (4, 2)"),
        (
            {"features": ["x1", "x2", "square1", "square2", "product", "sine1", "sine2", "typed"]},
            "(1, 8) · (8, 4)",
        ),
    ],
    ids=str,
)
def test_every_network_of_the_plane_goes_through(settings, said):
    at = open_page("network", part="network", **settings)
    at.query_params["part"] = "forward"
    at.run()
    assert not at.exception
    assert not at.error
    assert said in text(at)
    at.session_state["examples_in"] = "three"
    at.run()
    assert not at.exception
    assert "**6. Repeat.**" in text(at)
