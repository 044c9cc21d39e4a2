"""Back in the browser undoes one deliberate choice: a part, an option, an experiment with all that it sets."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server


def chosen(page: Page, name: str):
    return page.get_by_role("radio", name=name, checked=True)


def test_back_undoes_a_part_and_an_experiment(shared_server: Server, page: Page) -> None:
    page.goto(f"{shared_server.url}/activations")
    page.get_by_role("radio", name="Softmax").click()
    expect(page).to_have_url(re.compile(r"\?part=softmax$"))
    page.get_by_role("button", name="ReLU with Kaiming").click()
    expect(page).to_have_url(re.compile("initialization=kaiming"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"\?part=softmax$"))
    expect(chosen(page, "Softmax")).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile(r"activations$"))
    expect(chosen(page, "Curves")).to_be_visible()
    page.go_forward()
    expect(chosen(page, "Softmax")).to_be_visible()


HELD_BACK = """
const components = (globalThis.playgroundComponents = {});
let held;
Object.defineProperty(components, "browser_history", {
  get: () => (globalThis.arrived ? held : undefined),
  set: (mount) => (held = mount),
});
globalThis.arrive = () => {
  globalThis.arrived = true;
  dispatchEvent(new Event("playground-browser_history"));
};
const listen = globalThis.addEventListener;
let awaited = false;
globalThis.addEventListener = function (name, ...others) {
  awaited ||= name === "playground-browser_history";
  return listen.call(this, name, ...others);
};
globalThis.isHeld = () => held !== undefined && awaited;
"""
"""The script that follows the history comes when it is told to, as on a slow line."""


def test_a_choice_made_before_the_history_is_followed_is_undone_too(
    shared_server: Server, page: Page
) -> None:
    page.add_init_script(HELD_BACK)
    page.goto(f"{shared_server.url}/activations")
    page.wait_for_function("() => globalThis.isHeld()")
    softmax = page.get_by_role("radio", name="Softmax")
    expect(softmax).to_be_visible()
    softmax.evaluate("radio => radio.addEventListener('click', () => globalThis.arrive(), { once: true })")
    softmax.click()
    expect(page).to_have_url(re.compile(r"\?part=softmax$"))
    page.wait_for_function("() => Object.hasOwn(history, 'pushState')")  # now it follows
    page.go_back()
    expect(page).to_have_url(re.compile("activations$"))
    expect(chosen(page, "Curves")).to_be_visible()


def test_an_experiment_shows_its_picture_and_back_takes_all_of_it(shared_server: Server, page: Page) -> None:
    page.goto(f"{shared_server.url}/gradient_descent")
    rate = page.get_by_role("spinbutton", name="Learning rate").first
    steps = page.get_by_role("spinbutton", name="Steps").first
    before = rate.input_value(), steps.input_value()
    page.get_by_role("button", name="Rate 1.5").click()
    expect(rate).to_have_value("1.5")
    expect(steps).to_have_value("10")
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    page.go_back()
    expect(page).to_have_url(re.compile(r"gradient_descent$"))
    expect(rate).to_have_value(before[0])
    expect(steps).to_have_value(before[1])
