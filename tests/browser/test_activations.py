"""The activation page in a real browser: functions, parts, and networks that learn side by side."""

import re

import pytest
import torch
from playwright.sync_api import Page, expect

from playground.concepts.activations import ACTIVATIONS
from playground.concepts.activations.catalogue import ARTICLE
from playground.formatting import format_number
from tests.browser.conftest import Server
from tests.browser.figure import Figure
from tests.browser.notices import expect_told


def test_functions_depth_and_learning(shared_server: Server, page: Page) -> None:
    page.goto(f"{shared_server.url}/activations")
    expect_told(page, "At x = 1, ReLU has the slope 1:")
    page.set_viewport_size({"width": 390, "height": 844})
    _await_tops(page, "picture < control")  # on a phone the picture comes first
    page.set_viewport_size({"width": 1280, "height": 900})
    _await_tops(page, "Math.abs(picture - control) <= 30")
    page.get_by_role("button", name="GELU (tanh)", exact=True).click()
    expect(page.get_by_role("cell", name="GELU (tanh)").first).to_be_visible()
    page.locator(".st-key-x input[type=range]").press("ArrowRight")
    expect_told(page, "At x = 1.1")
    expect(page).to_have_url(re.compile(r"x=1\.1"))

    page.get_by_role("button", name="Sigmoid, 20 layers deep: the gradient vanishes").click()
    expect_told(page, "is left at the first of 20 layers: it has vanished")
    expect(page).to_have_url(re.compile("part=depth"))
    page.reload()
    expect_told(page, "is left at the first of 20 layers")

    page.get_by_text("On digits", exact=True).click()
    page.get_by_role("button", name="Train", exact=True).click()
    expect_told(page, re.compile(r"After \d+ of 400 steps"))
    expect_told(page, "After 400 of 400 steps")
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_disabled()
    expect(page.get_by_role("cell", name=re.compile(r"^9\d\.\d+\s?%$")).first).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)


def _await_tops(page: Page, condition: str) -> None:
    """Both tops are read in one moment: another width moves everything, some of it a moment later."""
    page.wait_for_function(
        "() => { const [picture, control] = ['.st-key-curves', '.st-key-x']"
        f".map((at) => document.querySelector(at).getBoundingClientRect().top); return {condition} }}"
    )


def test_the_figure_is_hovered_clicked_zoomed_and_isolated(shared_server: Server, page: Page) -> None:
    page.goto(f"{shared_server.url}/activations?x=2")
    figure = Figure(page, "curves")
    figure.hover(0.75)
    place, *lines = figure.hover_box()
    x = torch.tensor(float(place.removeprefix("x = ")), dtype=torch.float64)
    assert x == pytest.approx(0.75, abs=0.11)
    chosen = [entry for name, entry in ACTIVATIONS.items() if name in ARTICLE]
    assert lines == [
        "value f(x)",
        *(f"{entry.label} : {entry.value(x).item():.4g}" for entry in chosen),
        "slope f\u2032(x)",
        *(f"{entry.label} : {entry.derivative(x).item():.4g}" for entry in chosen),
    ]

    figure.watch()
    figure.click(-1.5)
    slider = page.locator(".st-key-x input[type=range]")
    expect(page).to_have_url(re.compile(r"x=-1\.[456]"))
    pinned = float(page.url.split("x=")[1])
    expect(slider).to_have_value(f"{pinned:.1f}")
    expect_told(page, f"At x = {format_number(pinned)}")
    for step in (1, 2, 3):
        slider.press("ArrowRight")
        expect_told(page, f"At x = {format_number(round(pinned + 0.1 * step, 1))}")
    assert figure.blank_frames() == 0

    figure.drag((-3.0, 0.7), (1.0, 0.8))
    low, high = figure.range()
    assert (low, high) == (pytest.approx(-3.0, abs=0.1), pytest.approx(1.0, abs=0.1))
    slider.press("ArrowRight")
    expect_told(page, f"At x = {format_number(round(pinned + 0.4, 1))}")
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


@pytest.mark.parametrize(
    ("path", "key"), [("activations?functions=step", "x"), ("losses?losses_number=l1", "prediction_number")]
)
def test_a_click_anywhere_in_a_panel_pins_its_place(
    shared_server: Server, page: Page, path: str, key: str
) -> None:
    """Far from the curve, above and below it, in both panels, and between two places that are drawn."""
    page.goto(f"{shared_server.url}/{path}")
    figure = Figure(page, "curves")
    slider = page.locator(f".st-key-{key} input[type=range]")
    for x, share in ((-2.58, 0.97), (3.32, 0.5), (-1.43, 0.02), (2.22, 0.3)):
        figure.click_place(x, share)
        expect(slider).to_have_value(re.compile(rf"^{x:.1f}0?$"))
        figure.at_rest()


def test_a_drag_that_zooms_pins_nothing(shared_server: Server, page: Page) -> None:
    page.goto(f"{shared_server.url}/activations?x=2")
    figure = Figure(page, "curves")
    figure.drag((-3.0, 0.7), (1.0, 0.8))
    slider = page.locator(".st-key-x input[type=range]")
    slider.press("ArrowRight")
    expect(slider).to_have_value("2.1")
