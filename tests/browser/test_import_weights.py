"""A file that many people have, through the page: the CNN of pytorch/examples."""

import torch
from playwright.sync_api import Page, expect
from torch import nn

from playground.digits.datasets import load_digits
from tests.browser.conftest import Server
from tests.browser.reading import reading
from tests.browser.strokes import SEVEN, draw
from tests.browser.test_journey import assert_no_exception
from tests.digits.checkpoints.containers import torch_bytes


class Net(nn.Module):
    """Its layers, names and order."""

    def __init__(self) -> None:
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 32, 3, 1), nn.Conv2d(32, 64, 3, 1)
        self.dropout1, self.dropout2 = nn.Dropout(0.25), nn.Dropout(0.5)
        self.fc1, self.fc2 = nn.Linear(9216, 128), nn.Linear(128, 10)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        maps = torch.max_pool2d(torch.relu(self.conv2(torch.relu(self.conv1(images)))), 2)
        hidden = torch.relu(self.fc1(torch.flatten(self.dropout1(maps), 1)))
        return torch.log_softmax(self.fc2(self.dropout2(hidden)), 1)


def trained() -> dict[str, torch.Tensor]:
    """Trained for a moment on the embedded digits, normalised as its program does."""
    torch.manual_seed(0)
    net, digits = Net(), load_digits("embedded")
    optimizer = torch.optim.Adam(net.parameters(), 0.002)
    images = (digits.train_images[:, None] / 255 - 0.1307) / 0.3081
    for batch in torch.randperm(640).split(32):
        optimizer.zero_grad()
        nn.functional.nll_loss(net(images[batch]), digits.train_labels[batch]).backward()
        optimizer.step()
    return net.state_dict()


def test_pytorchs_example_is_uploaded_proposed_and_reads(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/draw?model=upload")
    expect(page.locator("canvas.upper-canvas")).to_have_count(1)
    file = {"name": "mnist_cnn.pt", "mimeType": "application/octet-stream", "buffer": torch_bytes(trained())}
    page.locator("input[type=file]").first.set_input_files(file)
    form = page.locator(".st-key-checkpoint_form")
    expect(form.get_by_text("of 360 test images")).to_be_visible(timeout=120_000)
    expect(form.get_by_role("combobox", name="Pixels")).to_have_value("Normalize((0.1307,), (0.3081,))")
    expect(form.get_by_role("combobox", name="Activation")).to_have_value("ReLU")
    draw(page, SEVEN)
    expect(reading(page)).to_be_visible()
    assert_no_exception(page)
