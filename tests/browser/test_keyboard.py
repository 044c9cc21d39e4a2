"""Everything with the keyboard alone: Tab reaches it, the focus is seen there, and keys work it."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import await_rest
from tests.browser.conftest import Server
from tests.browser.keyboard import walk
from tests.browser.strokes import SEVEN, draw

REACHED = {
    "gradient_descent": {
        "the map": "map",
        "the timeline": "timeline",
        "play": "play",
        "its speed": "speed",
        "3-D": "view-3d",
        "the strip's marker": "marker",
    },
    "backpropagation": {"a leaf": "box", "the timeline": "timeline", "play": "play", "its speed": "speed"},
    "backpropagation?inputs=3&hidden=3&second=3": {"a neuron": "card-box", "its zoom": "in"},
    "activations": {"the legend": "traces", "the toolbar": "modebar-btn"},
    "losses?part=curves": {"the legend": "traces", "the toolbar": "modebar-btn"},
    "draw?look=preparation": {},
    "train": {},
}
"""What of the playground's own components Tab has to reach, by the page and their class."""


def open_page(page: Page, server: Server, address: str) -> None:
    page.goto(f"{server.url}/{address}")
    await_rest(page)


@pytest.mark.parametrize("address", REACHED)
def test_tab_goes_through_the_whole_page_and_is_seen_everywhere(
    shared_server: Server, page: Page, address: str
) -> None:
    open_page(page, shared_server, address)
    stops = walk(page)
    missing = {
        what: kind
        for what, kind in REACHED[address].items()
        if not any(kind in stop.kind.split() for stop in stops)
    }
    assert not missing, f"Tab does not reach {missing}."
    assert re.search("Next: |Back to all ideas", stops[-1].name), f"Tab ends at {stops[-1]}."
    hidden = [stop for stop in stops if not stop.visible]
    assert not hidden, f"The focus is not seen on {hidden}."
    groups = [stop for stop in stops if stop.group]
    assert all(stop.chosen for stop in groups), f"Not entered at the chosen option: {groups}"
    assert len({stop.group for stop in groups}) == len(groups), f"Entered more than once: {groups}"
    options = page.locator("[data-testid=stMain] [role=radiogroup]:visible").filter(
        has=page.locator("[aria-checked=true], :checked")
    )
    assert len(groups) >= options.count()


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until it has the focus."""
    for _ in range(250):
        page.keyboard.press("Tab")
        if wanted.evaluate("(element) => element.getRootNode().activeElement === element"):
            return
    raise AssertionError(f"Tab does not reach {wanted}.")


def test_a_choice_is_entered_at_the_chosen_option_and_arrows_move_in_it(
    shared_server: Server, page: Page
) -> None:
    open_page(page, shared_server, "losses?part=curves")
    group = page.get_by_test_id("stMain").get_by_role("radiogroup").first
    options = group.get_by_role("radio")
    tab_to(page, options.nth(0))
    page.keyboard.press("ArrowRight")
    expect(options.nth(1)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(options.nth(2)).to_be_focused()
    page.keyboard.press("Enter")
    expect(options.nth(2)).to_be_checked()
    await_rest(page)
    page.keyboard.press("ArrowLeft")
    expect(options.nth(1)).to_be_focused()
    page.keyboard.press("Tab")
    assert not group.evaluate("(element) => element.contains(document.activeElement)")
    page.keyboard.press("Shift+Tab")
    expect(options.nth(2)).to_be_focused()  # not where it was left, and not the last
    page.keyboard.press("Shift+Tab")
    assert not group.evaluate("(element) => element.contains(document.activeElement)")


def test_keys_move_the_start_play_and_choose_the_rate(shared_server: Server, page: Page) -> None:
    open_page(page, shared_server, "gradient_descent")
    step = page.get_by_role("slider", name="Step")
    tab_to(page, page.locator("canvas.map"))
    before = page.url
    page.keyboard.press("ArrowRight")
    page.wait_for_url(lambda url: url != before)
    await_rest(page)
    tab_to(page, step)
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(step).to_have_attribute("aria-valuenow", "1")
    page.keyboard.press("Space")
    expect(page.locator(".player.playing, .player .playing").first).to_be_attached()
    page.keyboard.press("Space")
    rate = page.get_by_role("spinbutton", name="Learning rate", exact=True)
    before = rate.input_value()
    tab_to(page, page.locator(".strip .marker"))
    page.keyboard.press("ArrowRight")
    expect(rate).not_to_have_value(before)


def test_keys_step_through_a_graph_and_check_a_weight(shared_server: Server, page: Page) -> None:
    open_page(page, shared_server, "backpropagation")
    weight = page.get_by_role("button", name=re.compile("^parameter w⁽¹⁾₁₁"))
    tab_to(page, weight)
    page.keyboard.press("ArrowRight")
    expect(page.locator(".graph .count")).to_contain_text("step 2 of")
    page.keyboard.press("Space")
    expect(page.locator(".graph .check")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".graph .check")).to_be_hidden()
    expect(weight).to_be_focused()
    tab_to(page, page.get_by_role("slider", name="Step"))
    page.keyboard.press("End")
    expect(page.locator(".graph .phase")).to_have_text("Update")


def test_keys_hide_a_curve_by_the_legend(shared_server: Server, page: Page) -> None:
    open_page(page, shared_server, "activations?part=curves")
    figure = page.locator(".plotly-figure").first
    entry = figure.locator(".legend .traces").first
    expect(entry).to_have_attribute("aria-pressed", "true")
    name = entry.locator(".legendtext").get_attribute("data-unformatted")
    curve = "(root, name) => root._fullData.find((trace) => trace.name === name).visible"
    tab_to(page, entry)
    page.keyboard.press("Enter")
    expect(entry).to_have_attribute("aria-pressed", "false")
    assert figure.evaluate(curve, name) == "legendonly"
    expect(entry).to_be_focused()
    page.keyboard.press("Space")
    expect(entry).to_have_attribute("aria-pressed", "true")
    assert figure.evaluate(curve, name) is True
    button = figure.get_by_role("button", name="Pan", exact=True)
    tab_to(page, button)
    page.keyboard.press("Enter")
    expect(button).to_have_class(re.compile("active"))


def test_keys_choose_a_tile_and_the_tools_of_the_canvas(shared_server: Server, page: Page) -> None:
    open_page(page, shared_server, "draw?look=inside")
    draw(page, SEVEN)
    page.locator(".tiles button").first.wait_for()
    await_rest(page)
    tiles = page.locator(".tiles").first.get_by_role("button")
    chosen = page.locator(".tiles").first.locator("button[tabindex='0']")
    tab_to(page, chosen)
    at = tiles.evaluate_all("(all) => all.findIndex((one) => one.tabIndex === 0)")
    page.keyboard.press("ArrowRight")
    expect(tiles.nth(at + 1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(tiles.nth(at + 1)).to_have_attribute("aria-pressed", "true")
    await_rest(page)
    tab_to(page, page.get_by_role("radio", name="Pen"))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    expect(page.get_by_role("radio", name="Eraser")).to_be_checked()
    undo = page.locator(".st-key-undo").get_by_role("button")
    tab_to(page, undo)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing to read yet")).to_be_visible()  # there was one stroke


_MOVING = """() => {
  const moving = [];
  const seconds = (text) => Math.max(...text.split(",").map((one) => parseFloat(one) * (one.includes("ms") ? 0.001 : 1)));
  const visit = (root) => {
    for (const element of root.querySelectorAll("*")) {
      for (const part of [undefined, "::before", "::after"]) {
        const style = getComputedStyle(element, part);
        const animated = style.animationName !== "none" && seconds(style.animationDuration) > 0.01;
        if (animated || seconds(style.transitionDuration) > 0.01) moving.push(`${element.tagName}.${element.className.baseVal ?? element.className}${part ?? ""}`);
      }
      if (element.shadowRoot) visit(element.shadowRoot);
    }
  };
  visit(document);
  return moving;
}"""
_FRAMES = """() => new Promise((done) => {
  let left = 40;
  const next = () => ((left -= 1) ? requestAnimationFrame(next) : done());
  next();
})"""


@pytest.mark.parametrize("address", ["gradient_descent?mode=race", "backpropagation"])
def test_nothing_moves_for_who_asks_for_reduced_motion(
    shared_server: Server, page: Page, address: str
) -> None:
    open_page(page, shared_server, address)
    assert page.evaluate(_MOVING), "Otherwise something does: this test would see it."
    page.emulate_media(reduced_motion="reduce")
    open_page(page, shared_server, address)
    assert not page.evaluate(_MOVING)
    step = page.get_by_role("slider", name="Step").first
    shown = "(element) => [element.value, element.getAttribute('aria-valuenow')].join()"
    before = step.evaluate(shown)
    page.evaluate(_FRAMES)
    assert step.evaluate(shown) == before
    expect(page.get_by_role("button", name="Play", exact=True).first).to_be_visible()
