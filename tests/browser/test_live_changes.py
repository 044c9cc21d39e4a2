"""A setting moved while a run trains, in a real browser: applied, marked on the curve, read when hovered, repeated."""

from playwright.sync_api import Page, expect

from playground.runs.store import RunStore
from tests.browser.conftest import Server
from tests.browser.test_journey import assert_no_exception, await_steps, loss_chart, steps_shown

MARK = "learning rate 0.001 → 0.01"


def test_the_rate_of_a_running_run_is_changed_and_marked(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/train?hidden=256&epochs=100&batch_size=4")
    page.get_by_role("button", name="Start training").click()
    loss_chart(page).wait_for()
    await_steps(page, 50)
    before = places(page)
    rate = page.get_by_label("Learning rate", exact=True)
    rate.fill("0.01")
    rate.press("Enter")
    button = page.get_by_role("button", name="Apply to run 1")
    expect(button).to_be_enabled()
    assert places(page) == before
    button.click()
    expect(page.get_by_text(f": {MARK}").first).to_be_visible()
    expect(page.get_by_text("After step")).to_be_visible()
    assert places(page) == before
    (change,) = RunStore(server.home).list()[0].changes
    assert change.settings == {"learning_rate": 0.01}
    assert change.step is not None
    await_steps(page, change.step + 100)
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(page.get_by_role("button", name="Resume")).to_be_visible()
    hover_the_mark(page)
    page.reload()
    expect(page.get_by_text("After step")).to_be_visible()
    page.evaluate(WATCH_BUTTONS)
    page.get_by_role("button", name="Resume").click()
    expect(page.get_by_role("button", name="Pause", exact=True)).to_be_visible()
    await_steps(page, steps_shown(page))  # a worker has taken it up again
    assert not page.evaluate("() => both"), "Resume stood beside Pause, and Stop moved away when it went"
    page.get_by_test_id("stMainBlockContainer").get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_text("what was learnt until then is kept")).to_be_visible()
    expect(page.get_by_test_id("stMetric").filter(has_text="Test accuracy")).to_be_visible()
    assert places(page)[0] == before[0]
    assert_no_exception(page)


WATCH_BUTTONS = """() => {
  globalThis.both = false;
  const look = () => {
    const shown = ["pause", "resume"].map((key) => document.querySelector(`.st-key-run_progress .st-key-${key} button`));
    globalThis.both ||= shown.every((button) => button?.checkVisibility());
    requestAnimationFrame(look);
  };
  look();
}"""


def places(page: Page) -> list[dict[str, float] | None]:
    """Where form, curve and switches are: what comes and goes with a change moves none of them."""
    elements = (
        page.get_by_label("Learning rate", exact=True),
        loss_chart(page),
        page.locator(".st-key-against"),
    )
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo({ top: 0, behavior: 'instant' })")
    return [element.bounding_box() for element in elements]


def test_on_a_phone_the_button_that_changes_a_run_comes_along_with_the_form(
    server: Server, phone: Page
) -> None:
    phone.goto(f"{server.url}/train?hidden=256&epochs=100&batch_size=4")
    phone.get_by_role("button", name="Start training").tap()
    loss_chart(phone).wait_for()
    rate = phone.get_by_label("Learning rate", exact=True)
    rate.fill("0.01")
    rate.press("Enter")
    button = phone.get_by_role("button", name="Apply to run 1")
    expect(button).to_be_enabled()
    rate.scroll_into_view_if_needed()
    expect(button).to_be_in_viewport()
    expect(rate).to_be_in_viewport()
    button.tap()
    expect(phone.get_by_text("After step")).to_be_visible()


def hover_the_mark(page: Page) -> None:
    """Move over the chart until the hover box names the change; the curve stands still."""
    chart = loss_chart(page).locator("canvas").first
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box is not None
    for x in range(60, int(box["width"]), 4):
        page.mouse.move(box["x"] + x, box["y"] + box["height"] / 2)
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        if page.get_by_text(MARK, exact=True).count():
            return
    raise AssertionError("no place of the chart names the change")
