"""The network player with a real training behind it: what only a browser can do."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from playwright.sync_api import Locator, Page, expect

from playground.concepts.plane.data import PlaneSource
from tests.browser.conftest import Server
from tests.browser.traffic import Traffic

PIXELS = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let sum = 0;
  for (let at = 0; at < data.length; at += 4) sum = (sum * 31 + data[at] * 7 + data[at + 2]) % 1000003;
  return sum;
}"""


@pytest.fixture(scope="module")
def player_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("network_player")
    server = Server(home, home, script="tests/browser/network_player_app.py").start()
    yield server
    server.stop()


def open_player(page: Page, server: Server, query: str = "") -> None:
    page.goto(f"{server.url}/{query}")
    expect(epoch_text(page)).to_have_text("epoch 0")
    expect(page.locator('[data-testid="stSkeleton"]')).to_have_count(0)


def epoch_text(page: Page) -> Locator:
    return page.locator(".readout .epoch")


def await_epoch(page: Page, epoch: int) -> None:
    """Until `epoch` or a later one is shown."""
    page.wait_for_function(
        "([element, least]) => Number(element.textContent.replace(/\\D/g, '')) >= least",
        arg=[epoch_text(page).element_handle(), epoch],
    )


def shown_epoch(page: Page) -> int:
    return int(re.sub(r"\D", "", epoch_text(page).inner_text()))


def pixels(page: Page, canvas: str) -> int:
    return page.locator(canvas).evaluate(PIXELS)


def play_to(page: Page, epoch: int) -> None:
    page.get_by_role("button", name="Play", exact=True).click()
    await_epoch(page, epoch)
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()


def test_it_learns_goes_back_without_traffic_and_branches(player_server: Server, page: Page) -> None:
    traffic = Traffic(page)
    open_player(page, player_server)
    first = pixels(page, "canvas.plane"), pixels(page, "canvas.links")
    play_to(page, 30)
    learnt = pixels(page, "canvas.plane"), pixels(page, "canvas.links")
    assert learnt[0] != first[0]
    assert learnt[1] != first[1]

    page.locator(".losses").hover()
    reached = shown_epoch(page)
    expect(page.get_by_text(f"shown to epoch {reached}", exact=True)).to_be_visible()
    timeline = page.get_by_role("slider", name="Epoch", exact=True)
    traffic.clear()
    timeline.press("Home")
    expect(epoch_text(page)).to_have_text("epoch 0")
    assert pixels(page, "canvas.plane") == first[0]
    timeline.press("End")
    expect(epoch_text(page)).to_have_text(f"epoch {reached}")
    assert pixels(page, "canvas.plane") == learnt[0]
    page.locator("canvas.plane").hover()
    expect(page.locator(".reading")).to_contain_text("class")
    assert traffic.sent == 0

    timeline.press("PageDown")
    expect(epoch_text(page)).not_to_have_text(f"epoch {reached}")
    middle = shown_epoch(page)
    page.get_by_role("button", name="Go on from here").click()
    expect(page.get_by_text(f"branch 2 from {middle}, 500 points")).to_be_visible()
    expect(epoch_text(page)).to_have_text(f"epoch {middle}")
    page.get_by_role("button", name="One epoch forward").click()
    expect(epoch_text(page)).to_have_text(f"epoch {middle + 1}")
    page.get_by_role("button", name="Return to branch 1").click()
    expect(page.get_by_text("branch 1 from 0, 500 points")).to_be_visible()
    await_epoch(page, reached)


def test_weight_is_edited_by_keyboard_and_training_goes_on_from_it(player_server: Server, page: Page) -> None:
    open_player(page, player_server)
    play_to(page, 5)
    epoch = shown_epoch(page)
    page.locator(".neuron").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Hidden layer 1, neuron 1")).to_be_focused()
    page.keyboard.press("Enter")
    field = page.get_by_label("from x₁, number")
    before = pixels(page, "canvas.plane")
    field.fill("4.5")
    expect(page.locator(".losses")).to_have_text("weights changed")
    assert pixels(page, "canvas.plane") != before
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Hidden layer 1, neuron 1")).to_be_focused()
    page.get_by_role("button", name="One epoch forward").click()
    expect(page.get_by_text(f"branch 2 from {epoch}, 500 points")).to_be_visible()
    expect(epoch_text(page)).to_have_text(f"epoch {epoch + 1}")
    page.get_by_role("button", name="One epoch back").click()
    page.get_by_role("button", name="Hidden layer 1, neuron 1").click()
    expect(page.get_by_label("from x₁, number")).to_have_value("4.5")


def test_it_stops_says_why_trains_no_further_and_goes_on(player_server: Server, page: Page) -> None:
    open_player(page, player_server, "?stop=12")
    play = page.get_by_role("button", name="Play", exact=True)
    play.click()
    stopped = page.get_by_text("It stops at epoch 12, as the page's settings say. Play goes on from here.")
    expect(stopped).to_be_visible()
    expect(epoch_text(page)).to_have_text("epoch 12")
    expect(play).to_be_visible()
    expect(page.get_by_text("trained to epoch 12")).to_be_visible()
    play.click()
    await_epoch(page, 20)
    expect(stopped).to_be_hidden()


def test_saved_weights_are_read_by_plain_pytorch_and_branches_are_returned_to_by_keyboard(
    player_server: Server, page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_player(page, player_server)
    play_to(page, 5)
    page.get_by_role("slider", name="Epoch", exact=True).press("Home")
    page.get_by_role("button", name="Go on from here").click()
    expect(page.get_by_text("branch 2 from 0, 500 points")).to_be_visible()
    back = page.get_by_role("button", name="Return to branch 1, from epoch 0, as it began")
    back.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("branch 1 from 0, 500 points")).to_be_visible()
    expect(page.get_by_role("button", name="Shown: branch 1")).to_be_focused()

    await_epoch(page, 5)
    epoch = shown_epoch(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save weights").click()
    assert download.value.suggested_filename == "network.json"
    download.value.save_as(tmp_path / "network.json")
    network = json.loads((tmp_path / "network.json").read_text())
    assert (network["shown"]["branch"], network["shown"]["epoch"]) == ("1", epoch)
    assert [branch["name"] for branch in network["branches"]] == ["1", "2"]

    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {"__name__": "program"}
    exec(compile("\n".join(network["reading"]), "<program>", "exec"), names)
    data = PlaneSource("circle").draw()
    with torch.no_grad():
        outputs = names["model"](data.test_points).flatten()
    right = ((outputs > 0).long() == data.test_targets).float().mean().item()
    shown = re.search(r"([\d.]+) % of test points right", page.locator(".losses").inner_text())
    assert shown is not None
    assert float(shown[1]) == pytest.approx(100 * right, abs=0.5)
    loss = torch.nn.functional.binary_cross_entropy_with_logits(outputs, data.test_targets.float()).item()
    assert network["shown"]["test_loss"] == pytest.approx(loss, rel=1e-5)


def test_points_are_drawn_moved_and_removed(player_server: Server, page: Page) -> None:
    open_player(page, player_server, "?data=clusters")
    page.get_by_role("button", name="Remove all").click()
    expect(page.get_by_text("0 points")).to_be_visible()
    page.get_by_role("button", name="Add, move").click()
    plane = page.locator("canvas.plane")
    plane.click(position={"x": 60, "y": 60})
    page.get_by_role("button", name="class 0").click()
    plane.click(position={"x": 200, "y": 200})
    expect(page.get_by_text(", 2 points")).to_be_visible()
    plane.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_text(", 3 points")).to_be_visible()
    page.keyboard.press("Delete")
    expect(page.get_by_text(", 2 points")).to_be_visible()
    plane.click(position={"x": 60, "y": 60}, button="right")
    expect(page.get_by_text(", 1 points")).to_be_visible()


def test_phone_shows_the_plane_first_and_nothing_wider_than_itself(
    player_server: Server, phone: Page
) -> None:
    open_player(phone, player_server, "?hidden=8,8,8,8,8,8")
    plane, network = phone.locator("canvas.plane").bounding_box(), phone.locator(".scroll").bounding_box()
    assert plane is not None
    assert network is not None
    assert plane["y"] < network["y"]
    assert plane["width"] >= 300
    assert network["x"] + network["width"] <= 390
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert phone.locator(".scroll").evaluate("scroll => scroll.scrollWidth === scroll.clientWidth")
    head = phone.locator(".head").bounding_box()
    phone.locator("canvas.plane").tap(position={"x": 100, "y": 100})
    expect(phone.locator(".reading")).to_contain_text("class")
    read = phone.locator(".head").bounding_box()
    assert head is not None
    assert read is not None
    assert read["height"] == head["height"]  # or the network would move away under a finger
    phone.locator(".neuron:not(.input)").first.tap()
    editor = phone.get_by_role("dialog", name="Weights and bias")
    expect(editor).to_be_visible()
    plane, below = phone.locator("canvas.plane").bounding_box(), editor.bounding_box()
    assert plane is not None
    assert below is not None
    assert plane["y"] >= 0
    assert plane["y"] + plane["height"] <= below["y"]  # it stays in sight over its weights
    assert below["y"] + below["height"] <= 844
