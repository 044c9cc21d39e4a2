"""Compare and Sweep in a real browser: ticks, one change, a file to take along, a sweep that fills."""

import re

import pytest
from playwright.sync_api import Page, expect

from playground.formatting import format_number
from tests.browser.accessibility import await_rest
from tests.browser.conftest import Server
from tests.browser.figure import Figure
from tests.browser.finished_runs import write_runs
from tests.browser.notices import expect_told


def tick(page: Page, row: int) -> None:
    """Click the box at the beginning of a row of the table, from 1."""
    await_rest(page)
    box = page.get_by_test_id("stDataFrame").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 16, box["y"] + 37 + 35 * row - 17)


def assert_no_exception(page: Page) -> None:
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_ticks_one_change_and_a_link_that_reopens_the_view(server: Server, page: Page) -> None:
    ids = write_runs(server.home, 4)
    page.goto(f"{server.url}/compare?runs={ids[0]}")
    expect_told(page, "One curve alone says little")
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    tick(page, 3)
    expect(page).to_have_url(re.compile(rf"runs={ids[0]}%2C{ids[2]}$"))
    expect_told(page, "Only the seed differs")

    page.get_by_test_id("stMainBlockContainer").get_by_role("button", name="Run it").click()
    expect_told(page, "(learning rate 0.01) is best", timeout=60_000)  # a worker trained it
    expect_told(page, "They begin with the same weights")
    page.locator(".st-key-against").get_by_role("radio", name="Epochs", exact=True).click()
    expect(page).to_have_url(re.compile(r"against=epoch(&|$)"))

    with page.expect_download() as download:
        page.get_by_role("button", name="Metrics (CSV)").click()
    assert download.value.path().read_text().startswith("step,epoch,loss,seconds,test_accuracy\n1,1,2.3")

    chart = page.locator(".st-key-comparison_chart div[aria-label*='is best']")
    seen = chart.get_attribute("aria-label")
    page.goto(page.url)
    expect(chart).to_have_attribute("aria-label", seen)
    assert_no_exception(page)


def test_delete_can_be_undone_and_a_sweep_fills_its_chart(server: Server, page: Page) -> None:
    ids = write_runs(server.home, 2)
    page.goto(f"{server.url}/compare?runs={ids[0]}")
    page.get_by_role("button", name="Delete the ticked run").click()
    # The toast begins with the same words as the page.
    expect(page.get_by_text("Run 2 is deleted.").first).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("1 of 2 ticked")).to_be_visible()

    page.get_by_test_id("stSidebar").get_by_role("link", name="Sweep").click()
    page.get_by_role("button", name="Start sweep").click()
    expect(page.get_by_text(re.compile(r"\d of 6 done"))).to_be_visible()
    expect(page.get_by_text("All 6 runs are done.")).to_be_visible(timeout=90_000)
    expect_told(page, "The learning rate matters more")
    page.get_by_role("link", name="Lay these runs over one another").click()
    expect(page.get_by_text("6 of 8 ticked")).to_be_visible()
    assert_no_exception(page)


def test_the_chart_reads_all_runs_at_one_place_zooms_and_isolates_a_run(server: Server, page: Page) -> None:
    ids = write_runs(server.home, 2)
    page.goto(f"{server.url}/compare?runs={ids[0]}%2C{ids[1]}")
    figure = Figure(page, "comparison_chart")
    figure.hover(10.0)
    place, loss, *_ = lines = figure.hover_box()
    assert place.startswith("steps: ")
    assert loss == "loss, smoothed"
    assert "test accuracy" in lines
    losses = lines[2 : lines.index("test accuracy")]
    assert [line.split(" : ")[0] for line in losses] == [
        "Run 2",
        "Run 1",
    ]  # the newest first, as in the table
    assert losses[0].split(" : ")[1] == losses[1].split(" : ")[1]  # the same numbers were written for both
    assert format_number(float(losses[0].split(" : ")[1])) == losses[0].split(" : ")[1]  # as in a sentence

    whole = figure.range()
    figure.drag((5.0, 0.7), (12.0, 0.8))
    low, high = figure.range()
    assert whole[0] < low < high < whole[1]
    assert (low, high) == pytest.approx((5.0, 12.0), abs=0.5)

    names = set(figure.root.locator(".infolayer .legend .legendtext").all_text_contents())
    assert len(names) == 2
    one = min(names)
    figure.legend_entry(one).dblclick()
    figure.await_shown({one})
    figure.legend_entry(one).dblclick()
    figure.await_shown(names)
    assert figure.range() == (low, high)  # the zoom stays
    assert_no_exception(page)
