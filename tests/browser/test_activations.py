"""The activation page in a real browser: functions, parts, and networks that learn side by side."""

import re

import pytest
import torch
from playwright.sync_api import Page, expect

from playground.concepts.activations import ACTIVATIONS
from playground.concepts.activations.catalogue import ARTICLE
from tests.browser.conftest import Server
from tests.browser.figure import Figure


def test_functions_depth_and_learning(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/activations")
    notice = page.locator(".st-key-what_to_notice")
    expect(notice).to_contain_text("At x = 1.0, ReLU has the slope 1.0000")
    page.set_viewport_size({"width": 390, "height": 844})
    _await_tops(page, "picture < control")  # on a phone the picture comes first
    page.set_viewport_size({"width": 1280, "height": 900})
    _await_tops(page, "Math.abs(picture - control) <= 30")
    page.get_by_role("button", name="GELU (tanh)", exact=True).click()
    expect(page.get_by_role("cell", name="GELU (tanh)").first).to_be_visible()
    page.locator(".st-key-x input[type=range]").press("ArrowRight")
    expect(notice).to_contain_text("At x = 1.1")
    expect(page).to_have_url(re.compile(r"x=1\.1"))

    page.get_by_role("button", name="Sigmoid, 20 layers deep: the gradient vanishes").click()
    expect(notice).to_contain_text("is left at the first of 20 layers: it has vanished")
    expect(page).to_have_url(re.compile("part=depth"))
    page.reload()
    expect(notice).to_contain_text("is left at the first of 20 layers")

    page.get_by_text("On digits", exact=True).click()
    page.get_by_role("button", name="Train", exact=True).click()
    expect(notice).to_contain_text(re.compile(r"After \d+ of 400 steps"))
    expect(notice).to_contain_text("After 400 of 400 steps")
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_disabled()
    expect(page.get_by_role("cell", name=re.compile(r"^9\d\.\d%$")).first).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)


def _await_tops(page: Page, condition: str) -> None:
    """Both tops are read in one moment: another width moves everything, some of it a moment later."""
    page.wait_for_function(
        "() => { const [picture, control] = ['.st-key-curves', '.st-key-x']"
        f".map((at) => document.querySelector(at).getBoundingClientRect().top); return {condition} }}"
    )


def test_the_figure_is_hovered_clicked_zoomed_and_isolated(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/activations?x=2")
    figure = Figure(page, "curves")
    figure.hover(0.75)
    place, *lines = figure.hover_box()
    x = torch.tensor(float(place.removeprefix("x = ")), dtype=torch.float64)
    assert x == pytest.approx(0.75, abs=0.11)
    chosen = [entry for name, entry in ACTIVATIONS.items() if name in ARTICLE]
    assert lines == [
        "value f(x)",
        *(f"{entry.label} : {entry.value(x).item():.4f}" for entry in chosen),
        "slope f\u2032(x)",
        *(f"{entry.label} : {entry.derivative(x).item():.4f}" for entry in chosen),
    ]

    figure.watch()
    figure.click(-1.5)
    notice = page.locator(".st-key-what_to_notice")
    slider = page.locator(".st-key-x input[type=range]")
    expect(page).to_have_url(re.compile(r"x=-1\.[456]"))
    pinned = float(page.url.split("x=")[1])
    expect(slider).to_have_value(f"{pinned:.1f}")
    expect(notice).to_contain_text(f"At x = {pinned:.1f}")
    for step in (1, 2, 3):
        slider.press("ArrowRight")
        expect(notice).to_contain_text(f"At x = {pinned + 0.1 * step:.1f}")
    assert figure.blank_frames() == 0

    figure.drag((-3.0, 0.7), (1.0, 0.8))
    low, high = figure.range()
    assert (low, high) == (pytest.approx(-3.0, abs=0.1), pytest.approx(1.0, abs=0.1))
    slider.press("ArrowRight")
    expect(notice).to_contain_text(f"At x = {pinned + 0.4:.1f}")
    assert figure.range() == (low, high)  # a change does not undo it

    figure.legend_entry("Tanh").dblclick()
    figure.await_shown({"Tanh"})
    figure.legend_entry("Tanh").dblclick()
    figure.await_shown({"ReLU", "Sigmoid", "Tanh"})
    figure.legend_entry("Sigmoid").click()
    figure.await_shown({"ReLU", "Tanh"})
    with page.expect_download() as download:
        page.locator(".st-key-curves .modebar-btn[data-title^='Download plot']").click()
    assert download.value.path().read_bytes().startswith(b"\x89PNG")
    expect(page.get_by_test_id("stException")).to_have_count(0)
