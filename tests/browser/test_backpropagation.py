"""The graph is played, and a weight is checked, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import await_rest
from tests.browser.conftest import Server
from tests.browser.notices import expect_told

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
GRAPHS = [
    "inputs=1&hidden=1",
    "",
    "inputs=3&hidden=3&second=3",
    "inputs=3&hidden=3&second=3&activation=squareplus",
    "inputs=1&hidden=3&second=2&activation=softsign",
    "view=layers&second=3",
    "what=typed",
    "what=typed&function=sin(x*y)%2Be%5E(-x%5E2)-3x/(y%5E2%2B1)%2B%7Cx-2y%7C*cos(x)",
    "part=dynamic&program=layers&layers_b=4",
]
SEEN = """stage => {
    const outer = stage.getBoundingClientRect();
    const shown = [...stage.querySelectorAll('.node, .frame, .card')].filter(each => each.getClientRects().length && each.getBBox().width);
    const outside = shown.filter(each => {
        const box = each.getBoundingClientRect();
        return box.left < outer.left || box.right > outer.right || box.top < outer.top || box.bottom > outer.bottom;
    });
    const texts = [...stage.querySelectorAll('text')].filter(each => each.getClientRects().length && each.textContent.trim());
    const sizes = texts.map(each => parseFloat(getComputedStyle(each).fontSize) * each.getScreenCTM().a);
    const wide = texts.filter(each => {
        const box = each.parentNode.querySelector('rect')?.getBoundingClientRect();
        const own = each.getBoundingClientRect();
        return box && own.width > box.width + 1;
    });
    return { shown: shown.length, outside: outside.length, smallest: Math.min(...sizes), wide: wide.map(each => each.textContent) };
}"""
"""What of the picture is shown, what of it lies outside of its box, the smallest text, and text wider than its box."""


@pytest.mark.parametrize("address", GRAPHS)
def test_every_graph_fits_into_its_box_and_can_be_read(
    shared_server: Server, page: Page, address: str
) -> None:
    page.goto(f"{shared_server.url}/backpropagation?{address}")
    stages = page.locator(".graph .stage")
    expect(stages.last.locator(".node").first).to_be_attached()
    expect(page.locator(".st-key-what_to_notice")).to_be_attached()  # both graphs of a page with two
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        for stage in stages.all():
            expect(stage.locator("svg.picture")).to_have_attribute("viewBox", re.compile(r"^0 0 \d"))
            page.wait_for_function(
                "stage => stage.querySelector('svg.picture').viewBox.baseVal.width === stage.clientWidth",
                arg=stage.element_handle(),
            )
            seen = stage.evaluate(SEEN)
            assert seen["shown"] > 2
            assert seen["outside"] == 0
            assert seen["wide"] == []
            assert seen["smallest"] > 7.5
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.get_by_test_id("stMain").evaluate("main => main.scrollWidth <= main.clientWidth")


@pytest.mark.parametrize("address", [address for address in GRAPHS if not address.startswith("part=")])
def test_picture_play_timeline_and_narration_are_in_sight_at_the_start(
    shared_server: Server, page: Page, address: str
) -> None:
    page.goto(f"{shared_server.url}/backpropagation?{address}")
    parts = [page.locator(f".graph {part}") for part in (".stage", ".play", ".timeline", ".step")]
    expect(page.locator(".graph .count")).to_have_text(re.compile("step 1 of"))
    expect(page.locator(".graph .phase")).to_have_text("Start")
    for part in parts:
        expect(part).to_be_in_viewport(ratio=1)
    lines = page.locator(".graph .step")
    for _ in range(4):  # what is said fits into its box
        assert lines.evaluate("step => step.scrollHeight <= step.clientHeight")
        page.get_by_role("button", name="One step forward").click()
    page.set_viewport_size(PHONE)
    for part in parts[:3]:
        expect(part).to_be_in_viewport(ratio=1)


def test_a_large_network_shows_its_neurons_and_each_can_be_looked_into(
    shared_server: Server, page: Page
) -> None:
    page.goto(f"{shared_server.url}/backpropagation?inputs=3&hidden=3&second=3")
    neuron = page.get_by_role("button", name="hidden layer 2, neuron 3, z = w·a + b, a = tanh(z)")
    expect(page.locator(".graph .card")).to_have_count(9)
    expect(page.locator(".graph .node").first).to_be_hidden()
    neuron.click()
    label = page.locator(".graph .frame-label", has_text="hidden layer 2, neuron 3")
    expect(label).to_be_in_viewport()
    weight = page.get_by_role("button", name=re.compile("parameter w⁽²⁾₃₃"))
    expect(weight).to_be_in_viewport()
    weight.click()
    expect(page.locator(".graph .check-title")).to_contain_text("w⁽²⁾₃₃")
    await_rest(page)
    before = label.bounding_box()
    box = page.locator(".graph .stage").bounding_box()
    assert before
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 80, box["y"] + 20, steps=4)
    page.mouse.up()
    page.wait_for_function(
        "([label, x]) => Math.abs(label.getBoundingClientRect().x - x) > 20",
        arg=[label.element_handle(), before["x"]],
    )
    page.get_by_role("button", name="The whole picture").click()
    expect(neuron).to_be_visible()


def test_a_pass_is_stepped_through_and_a_weight_is_checked(shared_server: Server, page: Page) -> None:
    page.goto(f"{shared_server.url}/backpropagation")
    count, phase, title = (page.locator(f".graph {part}") for part in (".count", ".phase", ".title"))
    expect(count).to_have_text("step 1 of 14")
    shown = page.locator(".graph .node .slope:not(.unknown)")
    page.get_by_role("slider", name="Step").press("End")
    expect(phase).to_have_text("Update")
    expect(shown).to_have_count(27)  # the target has none

    page.get_by_role("button", name="To the start").click()
    expect(phase).to_have_text("Start")
    expect(shown).to_have_count(0)
    page.get_by_role("button", name="One step forward").click()
    expect(count).to_have_text("step 2 of 14")
    expect(title).to_have_text("Hidden layer 1, neuron 1: the weighted sum z⁽¹⁾₁")
    expect(page.locator(".graph .frame.lit")).to_have_count(1)
    expect(page.locator(".graph .world .wire.lit")).to_have_count(8)  # two products and two sums, of two each
    page.get_by_role("button", name="One step back", exact=True).click()
    expect(count).to_have_text("step 1 of 14")

    page.get_by_role("slider", name="Speed").press("End")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(phase).to_have_text("Backward")
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()

    weight = page.get_by_role("button", name=re.compile("parameter w⁽¹⁾₁₁"))
    weight.focus()
    page.keyboard.press("Enter")
    numbers = page.locator(".graph .check td:last-child")
    expect(numbers).to_have_count(4)
    path, total, gradient, difference = numbers.all_inner_texts()
    assert path == total == gradient == difference
    expect(page.locator(".graph .world .wire.path")).to_have_count(9)  # from the weight to the loss

    # Another input: the same weight stays chosen, with new numbers, and nothing of it needed a reload.
    page.locator(".st-key-x1 input[type=range]").press("ArrowLeft")
    of_pytorch = page.locator(".graph .check tr").filter(has_text="what PyTorch computed")
    expect(of_pytorch.locator("td:last-child")).not_to_have_text(gradient)
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Close").press("Enter")
    expect(page.locator(".graph .world .wire.path")).to_have_count(0)
    expect(weight).to_be_focused()


def test_the_same_layers_learn_on_the_page_of_networks(shared_server: Server, page: Page) -> None:
    page.goto(f"{shared_server.url}/backpropagation?hidden=3&second=2&activation=relu&seed=4")
    page.get_by_role("link", name="Watch a network of these hidden layers learn XOR").click()
    expect_told(page, "At epoch 0 the training loss is")
    expect(page).to_have_url(re.compile("/network.*neurons_1=3.*"))
    expect(page.get_by_role("heading", name="Neurons and networks")).to_be_visible()
    expect(page.get_by_test_id("stToast")).to_have_count(0)
    page.go_back()
    expect(page).to_have_url(re.compile(r"/backpropagation\?hidden=3&second=2&activation=relu&seed=4$"))
    expect(page.get_by_role("heading", name="Backpropagation")).to_be_visible()
    expect(page.get_by_test_id("stToast")).to_have_count(0)


def test_a_link_to_the_former_part_leads_there(shared_server: Server, page: Page) -> None:
    page.goto(f"{shared_server.url}/backpropagation?part=train&task=ring&hidden=3&second=3")
    page.get_by_role("link", name="Open it with the network of this link").click()
    expect_told(page, "At epoch 0 the training loss is")
    expect(page).to_have_url(re.compile("/network.*neurons_2=3.*"))
    expect(page.get_by_test_id("stToast")).to_have_count(0)
