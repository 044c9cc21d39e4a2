"""One neuron in a real browser: its line is dragged, an exercise solved and learnt, and an address keeps what was done."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import await_rest, violations
from tests.browser.conftest import Server
from tests.browser.traffic import Traffic

FOLLOWED = """(root) => new Promise((done) => {
  // In which share of the frames the neuron has changed, during a drag of a second that never stops.
  const map = root.getRootNode().querySelector(".map"), move = root.getRootNode().querySelector(".move")
  const box = move.getBoundingClientRect()
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  move.setPointerCapture = () => {}
  const send = (type, at) => move.dispatchEvent(new PointerEvent(type, { isPrimary: true, button: 0, pointerId: 1, clientX: x, clientY: at }))
  send("pointerdown", y)
  const began = performance.now()
  let frames = 0, followed = 0, last = ""
  const frame = (now) => {
    const shown = root.getRootNode().querySelector(".fields .b input").value
    frames += 1
    followed += shown !== last
    last = shown
    if (now - began > 1000) { send("pointerup", y); return done({ share: followed / frames, frames: (1000 * frames) / (now - began) }) }
    send("pointermove", y + 40 * Math.sin((now - began) / 150))
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
})"""


def open_neuron(page: Page, server: Server, query: str = "") -> Locator:
    page.goto(f"{server.url}/network{query}")
    neuron = page.locator(".neuron-plane")
    expect(neuron.locator(".sum-result")).to_contain_text("=")
    await_rest(page)
    return neuron


def middle(element: Locator) -> tuple[float, float]:
    box = element.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Page, handle: Locator, x: float, y: float) -> None:
    """From where it is by so many pixels."""
    at = middle(handle)
    page.mouse.move(*at)
    page.mouse.down()
    for part in range(1, 9):
        page.mouse.move(at[0] + x * part / 8, at[1] + y * part / 8)
    page.mouse.up()


def value(neuron: Locator, name: str) -> float:
    return float(neuron.locator(f".fields .{name} input[type=number]").input_value())


def test_and_is_solved_by_hand_without_the_server_and_a_link_keeps_it(
    shared_server: Server, page: Page
) -> None:
    traffic = Traffic(page)
    neuron = open_neuron(page, shared_server, "?neuron=0.6,1,0.5,2,-1")
    expect(neuron.locator(".count")).to_have_text("3 of 4 right")
    before = {name: value(neuron, name) for name in ("w1", "w2", "b")}
    traffic.clear()
    drag(page, neuron.locator(".handle.move"), 40, -80)  # up and to the right: the bias alone changes
    expect(neuron.locator(".count")).to_have_text("Solved: 4 of 4 right")
    assert traffic.sent <= 1
    assert [value(neuron, name) for name in ("w1", "w2")] == [before["w1"], before["w2"]]
    assert value(neuron, "b") < before["b"]

    first = neuron.locator(".handle.first")
    drag(page, first, 10, 30)
    weights = [value(neuron, name) for name in ("w1", "w2")]
    assert weights != [before["w1"], before["w2"]]
    length = (weights[0] ** 2 + weights[1] ** 2) ** 0.5
    assert abs(length - (before["w1"] ** 2 + before["w2"] ** 2) ** 0.5) < 0.02
    drag(page, neuron.locator(".handle.tip"), 4, -30)
    assert (value(neuron, "w1") ** 2 + value(neuron, "w2") ** 2) ** 0.5 > length

    page.wait_for_url(re.compile(r"neuron=(?!0\.6%2C1%2C0\.5)"))
    expect(page.get_by_text("What to notice.")).to_be_visible()
    await_rest(page)
    shown = {name: value(neuron, name) for name in ("w1", "w2", "b")}
    page.wait_for_url(re.compile(re.escape(f"neuron={shown['w1']:g}%2C{shown['w2']:g}%2C{shown['b']:g}")))
    page.reload()
    expect(neuron.locator(".sum-result")).to_contain_text("=")
    assert {name: value(neuron, name) for name in shown} == shown


def test_back_brings_the_neuron_before_back(shared_server: Server, page: Page) -> None:
    neuron = open_neuron(page, shared_server, "?neuron=1,1,0,2,-1")
    field = neuron.get_by_label("b, bias, as a number")
    field.fill("-3")
    field.press("Enter")
    page.wait_for_url(re.compile("neuron=1%2C1%2C-3"))
    await_rest(page)
    page.go_back()
    page.wait_for_url(re.compile("neuron=1(,|%2C)1(,|%2C)0"))
    expect(field).to_have_value("0")


def test_it_learns_two_clusters_step_by_step_and_goes_back(shared_server: Server, page: Page) -> None:
    traffic = Traffic(page)
    neuron = open_neuron(page, shared_server, "?exercise=clusters&neuron=-1,1,1,2,-1")
    neuron.get_by_role("button", name="One step").click()
    expect(neuron.locator(".loss")).to_contain_text("step 1 of 200")
    neuron.get_by_role("button", name="One step").click()
    expect(neuron.locator(".loss")).to_contain_text("step 2 of 200")
    await_rest(page)
    traffic.clear()
    neuron.get_by_role("button", name="Go on").click()
    expect(neuron.locator(".count")).to_have_text("Solved: 40 of 40 right")
    expect(neuron.locator(".loss")).to_contain_text("step 200 of 200")
    assert traffic.sent <= 2  # 198 steps, and the rest after the second and after the last one alone are told
    expect(page.get_by_text("gradient descent took the binary cross-entropy")).to_be_visible()
    neuron.get_by_role("button", name="Undo").click()
    expect(neuron.locator(".loss")).to_contain_text("step 0 of 200")
    assert [value(neuron, name) for name in ("w1", "w2", "b")] == [-1, 1, 1]


def test_xor_says_why_not(shared_server: Server, page: Page) -> None:
    neuron = open_neuron(page, shared_server, "?exercise=xor&neuron=1,1,0,2,-1")
    expect(neuron.locator(".why")).to_be_hidden()
    field = neuron.get_by_label("b, bias, as a number")
    field.fill("3")
    expect(neuron.locator(".count")).to_have_text("3 of 4 right")
    expect(neuron.locator(".why")).to_contain_text("No line has more than 3 of 4 right.")
    neuron.get_by_role("button", name="Let it learn").click()  # it gives up: 0.5 everywhere
    expect(neuron.locator(".loss")).to_contain_text("step 200 of 200 · loss 0.693")  # ln 2
    expect(neuron.locator(".why")).to_be_visible()
    expect(neuron.locator(".sum")).to_have_text(re.compile(r"^0·2 \+ 0·\(−1\) \+ "))


def test_keys_move_the_point_and_the_line(shared_server: Server, page: Page) -> None:
    neuron = open_neuron(page, shared_server, "?neuron=1,2,0,2,-1")
    point = neuron.locator(".handle.point")
    point.press("ArrowRight")
    expect(neuron.locator(".where")).to_contain_text("(2.1, −1)")
    point.press("Shift+ArrowUp")
    expect(neuron.locator(".where")).to_contain_text("(2.1, −0.5)")
    expect(neuron.locator(".sum-result")).to_have_text("= 1.1")  # 2.1 - 1
    fields = {name: neuron.locator(f".fields .{name} input[type=number]") for name in ("w1", "w2", "b")}
    neuron.locator(".handle.move").press("ArrowUp")
    expect(fields["b"]).to_have_value("-0.2")  # w2 times a tenth
    neuron.locator(".handle.tip").press("ArrowUp")
    expect(fields["w2"]).to_have_value("2.2")
    neuron.locator(".handle.first").press("ArrowLeft")
    expect(fields["w1"]).not_to_have_value("1.1")


def test_the_line_follows_the_pointer_frame_by_frame(shared_server: Server, page: Page) -> None:
    neuron = open_neuron(page, shared_server)
    followed = neuron.locator(".map").evaluate(FOLLOWED)
    assert followed["share"] > 0.7  # where the drag turns round, two frames may show the same


def test_a_phone_shows_the_picture_first_and_axe_finds_nothing(shared_server: Server, phone: Page) -> None:
    neuron = open_neuron(phone, shared_server)
    picture, exercise = neuron.locator(".map"), phone.get_by_role("radiogroup", name="Exercise")
    assert middle(picture)[1] < middle(exercise)[1]
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    neuron.locator(".map").tap(position={"x": 60, "y": 60})
    expect(neuron.locator(".where")).not_to_contain_text("(2, −1)")
    assert violations(phone, "network?part=neuron") == []
