"""The gradient-descent page in a real browser: playing without the server, picking a start, and the page's address."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from playground.concepts.descent import descend
from playground.concepts.descent.learning_rates import suggested_learning_rate
from playground.concepts.optimizers import OPTIMIZERS, OptimizerConfig
from playground.concepts.surfaces import SURFACES
from playground.figures.theme import LIGHT
from tests.browser.accessibility import await_rest
from tests.browser.conftest import Server
from tests.browser.notices import expect_told
from tests.browser.traffic import Traffic

WATCH_FRAMES = """
async (canvas) => {
  // Every frame of a play: the step shown, and how many of the sampled places of the map have no colour. Play is pressed
  // here: a busy machine may take longer from a press outside to here than the play lasts.
  const step = () => canvas.getRootNode().querySelector(".readout .step").textContent
  const context = canvas.getContext("2d")
  const frames = []
  const first = step()
  await new Promise((done) => {
    const look = () => {
      const [width, height] = [canvas.width, canvas.height]
      let blank = 0
      for (let row = 2; row < 8; row++) for (let column = 3; column <= 7; column += 0.5)
        blank += context.getImageData((width * column) / 10, (height * row) / 10, 1, 1).data[3] === 0
      frames.push({ step: step(), blank })
      // Until the last step is shown: the button's name follows a moment after the click.
      if (/^step (\\S+) of \\1$/.test(step())) done()
      else requestAnimationFrame(look)
    }
    canvas.getRootNode().querySelector("button.play").click()
    requestAnimationFrame(look)
  })
  return { first, frames }
}
"""


def open_page(page: Page, shared_server: Server, query: str = "") -> Locator:
    page.goto(f"{shared_server.url}/gradient_descent{query}")
    expect(page.get_by_text("What to notice.")).to_be_visible()
    player = page.locator(".player")
    expect(player.locator("canvas.map")).to_be_visible()
    return player


def number(page: Page, label: str) -> Locator:
    return page.get_by_role("spinbutton", name=label, exact=True)


def test_a_descent_plays_without_the_server_and_without_a_blank_frame(
    shared_server: Server, page: Page
) -> None:
    traffic = Traffic(page)
    player = open_page(page, shared_server, "?optimizer=Adam&learning_rate=0.1&steps=40")
    player.get_by_role("button", name="To the start").click()
    expect(player.locator(".readout .step")).to_have_text("step 0 of 40")
    speed = player.get_by_role("slider", name="Speed")
    speed.focus()
    for _ in range(2):
        speed.press("ArrowRight")
    traffic.clear()
    watched = player.locator("canvas.map").evaluate(WATCH_FRAMES)
    assert len(traffic) == 0
    assert all(frame["blank"] == 0 for frame in watched["frames"])
    steps = [int(re.search(r"\d+", frame["step"])[0]) for frame in watched["frames"]]  # type: ignore[index]
    assert steps == sorted(steps)
    assert steps[-1] == 40
    assert len(set(steps)) > 10

    number(page, "Steps").fill("50")  # a widget that counts, and the count of messages is one that can rise
    number(page, "Steps").press("Enter")
    expect(player.locator(".readout .step")).to_contain_text("of 50")
    assert traffic.sent > 0
    assert traffic.received


def test_the_traced_step_has_the_numbers_of_torch_optim(shared_server: Server, page: Page) -> None:
    player = open_page(
        page, shared_server, "?surface=Rosenbrock%27s+banana&optimizer=SGD+with+momentum&steps=50"
    )
    player.get_by_role("button", name="To the start").click()
    for _ in range(3):
        player.get_by_role("button", name="One step forward").click()
    expect(player.locator(".readout .step")).to_have_text("step 3 of 50")
    surface = SURFACES["rosenbrock"]
    config = OptimizerConfig("momentum", suggested_learning_rate(surface, "momentum"))
    trajectory = descend(surface, config, steps=50, record_states=True)
    told = player.locator(".numbers").inner_text()
    for value in (
        trajectory.gradients[3, 0],
        trajectory.states["momentum_buffer"][2, 1],
        trajectory.states["momentum_buffer"][3, 0],
        trajectory.points[4, 1],
    ):
        assert f"{abs(float(value)):.4g}" in told, (float(value), told)
    player.get_by_role("button", name="One step back").click()
    expect(player.locator(".readout .step")).to_have_text("step 2 of 50")
    player.locator("canvas.timeline").focus()
    page.keyboard.press("ArrowRight")
    expect(player.locator(".readout .step")).to_have_text("step 3 of 50")


def test_a_click_on_the_map_is_the_new_start_and_the_address_keeps_it(
    shared_server: Server, page: Page
) -> None:
    player = open_page(page, shared_server, "?surface=Himmelblau:+four+minima&optimizer=Adam")
    page.get_by_test_id("stExpander").filter(has_text="Start point").locator("summary").click()
    expect(number(page, "x")).to_have_value("-0.5")
    canvas = player.locator("canvas.map")
    await_rest(page)
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 0.75 * box["width"], box["y"] + 0.3 * box["height"])
    expect(number(page, "x")).not_to_have_value("-0.5")
    chosen = float(number(page, "x").input_value())
    assert chosen > 2
    expect(page).to_have_url(re.compile(r"x1="))
    expect(page.get_by_text("the nearest minimum is [3, 2]")).to_be_visible()

    canvas.focus()
    page.keyboard.press("ArrowLeft")
    expect(number(page, "x")).not_to_have_value(f"{chosen:g}")
    moved = float(number(page, "x").input_value())
    assert moved < chosen
    page.reload()
    expect(page.get_by_text("What to notice.")).to_be_visible()
    page.get_by_test_id("stExpander").filter(has_text="Start point").locator("summary").click()
    # The box is drawn with its default for a moment before the address's value arrives.
    expect(number(page, "x")).to_have_value(f"{moved:g}")
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_a_typed_function_says_where_it_cannot_be_read_and_then_descends(
    shared_server: Server, page: Page
) -> None:
    open_page(page, shared_server)
    page.get_by_role("combobox", name=re.compile("Function")).click()
    page.get_by_role("option", name="Type your own f(x, y)").click()
    field = page.get_by_role("textbox", name="f(x, y) =")
    field.fill("x^2 + sn(y)")
    field.press("Enter")
    expect(page.get_by_role("alert").filter(has_text='"sin"')).to_be_visible()
    field.fill("(x - 1)^2 + (y + 1)^2")
    field.press("Enter")
    expect(page.get_by_role("alert")).to_have_count(0)
    number(page, "Steps").fill("200")
    number(page, "Steps").press("Enter")
    expect(page.get_by_text("= [1, −1]")).to_be_visible()
    player = page.locator(".player")
    player.get_by_role("button", name="3-D").click()
    expect(player.get_by_role("button", name="3-D")).to_have_attribute("aria-pressed", "true")
    player.get_by_role("button", name="Map").click()
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_experiments_follow_one_another_and_their_addresses_reopen_them(
    shared_server: Server, page: Page
) -> None:
    open_page(page, shared_server)
    notice = page.locator(".st-key-what_to_notice")
    page.get_by_role("button", name="To the start").click()
    page.get_by_role("button", name="A long valley, with momentum").click()
    expect(page).to_have_url(re.compile("surface=rosenbrock"))
    expect(page.locator(".player .step")).to_have_text(
        re.compile(r"^step ([\d,]+) of \1$")
    )  # as the words say it
    page.get_by_role("button", name="A race through the saddle").click()
    expect_told(page, re.compile("comes? within 0.001 of the least loss first"))
    expect(page).to_have_url(re.compile("racers=sgd&.*racers=adamw"))
    rates = page.get_by_test_id("stTable").locator("tbody td:nth-child(2)")
    suggested = [suggested_learning_rate(SURFACES["saddle"], name) for name in OPTIMIZERS]
    expect(rates).to_have_count(len(suggested))
    # Not those of the valley before.
    assert sorted(map(float, rates.all_inner_texts())) == sorted(suggested)
    told = notice.inner_text()
    page.reload()
    expect(notice).to_have_text(told)


def test_each_racer_has_the_colour_of_its_curve_on_the_map(shared_server: Server, page: Page) -> None:
    racers = "".join(f"&racers={name}" for name in OPTIMIZERS)
    player = open_page(page, shared_server, f"?surface=saddle&mode=race&steps=20{racers}")
    marks = player.locator(".legend .mark")
    expect(marks).to_have_count(len(OPTIMIZERS))
    colors = [*LIGHT.series, *LIGHT.further]  # of the chart too, whose theme has them in this order
    for color, mark in zip(colors, marks.all(), strict=False):
        red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
        expect(mark).to_have_css("color", f"rgb({red}, {green}, {blue})")


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_arithmetic_of_a_step_fits_its_room_with_all_coordinates(
    shared_server: Server, page: Page, optimizer: str
) -> None:
    player = open_page(page, shared_server, f"?optimizer={optimizer}&steps=20")
    numbers = player.locator(".numbers")
    expect(numbers.locator(".coordinate")).to_have_count(3)
    assert numbers.evaluate("box => box.scrollWidth - box.clientWidth") == 0
