"""The loss page in a real browser: a slider moves the numbers, a part has its address, a reload keeps it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import await_rest
from tests.browser.conftest import Server
from tests.browser.figure import Figure
from tests.browser.notices import expect_told


def test_sliders_parts_and_the_address(shared_server: Server, page: Page) -> None:
    page.goto(f"{shared_server.url}/losses")
    expect_told(page, "At prediction 2 and target 0, MSE is 4 and")
    figure = Figure(page, "curves")
    figure.hover(2.5)
    place, heading, mse = figure.hover_box()[:3]
    prediction = float(place.removeprefix("prediction "))
    assert prediction == pytest.approx(2.5, abs=0.11)
    assert (heading, mse) == ("loss", f"MSE : {prediction**2:.4g}")
    page.locator(".st-key-prediction_number input[type=range]").press("ArrowRight")
    expect_told(page, "At prediction 2.1 and target 0, MSE is 4.41")
    expect(page).to_have_url(re.compile(r"prediction_number=2\.1"))

    page.get_by_text("One outlier", exact=True).click()
    expect_told(page, "One point at height −6")
    expect(page).to_have_url(re.compile("part=outliers"))
    page.locator(".st-key-outlier input[type=range]").press("ArrowLeft")
    expect_told(page, "One point at height −6.5")
    page.reload()
    expect_told(page, "One point at height −6.5")

    page.get_by_text("All points", exact=True).click()
    _type_into_the_first_y(page, "9")
    expect(page).to_have_url(re.compile(r"points=0\+9&points=1\+1\.4"))
    line = page.get_by_test_id("stTable").get_by_role("row", name=re.compile("^MSE"))
    expect(line).to_contain_text(
        "−0.343"
    )  # the slope of numpy.polyfit of the seven points, the first moved up to 9
    page.reload()
    expect(line).to_contain_text("−0.343")

    page.get_by_role("button", name="Sure and wrong: the slow start").click()
    expect_told(page, "The neuron begins at output 0.9975")
    page.get_by_text("Common mistakes", exact=True).click()
    page.get_by_text("A class that does not exist", exact=True).click()
    expect(page.get_by_text("IndexError: Target 3 is out of bounds.")).to_be_visible()
    page.get_by_text("NaN among the predictions", exact=True).click()
    expect(page.get_by_text("loss = not a number")).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)


def _type_into_the_first_y(page: Page, number: str) -> None:
    """The grid is a canvas: its last column, below the row of names, then Enter to open the cell and to close it."""
    grid = page.get_by_test_id("stDataFrame").locator(".dvn-scroller")
    expect(grid).to_be_visible()
    await_rest(page)
    box = grid.bounding_box()
    assert box is not None
    grid.click(position={"x": box["width"] * 0.75, "y": 52})
    page.keyboard.press("Enter")
    cell = page.locator("#portal input")
    expect(cell).to_be_focused()
    cell.fill(number)
    cell.press("Enter")
