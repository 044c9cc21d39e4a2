"""The graph is played, a weight is checked, and a network learns, in a real browser."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Server


def test_a_pass_is_stepped_through_and_a_weight_is_checked(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/backpropagation")
    count, phase = page.locator(".graph .count"), page.locator(".graph .phase")
    expect(count).to_have_text("step 35 of 35")
    shown = page.locator(".graph .slope:not(.unknown)")
    expect(shown).to_have_count(27)

    page.get_by_role("button", name="To the start").click()
    expect(phase).to_have_text("Forward")
    expect(shown).to_have_count(0)
    page.get_by_role("button", name="One step forward").click()
    expect(count).to_have_text("step 2 of 35")
    expect(page.locator(".graph .wire.lit")).to_have_count(2)
    page.get_by_role("button", name="One step back", exact=True).click()
    expect(count).to_have_text("step 1 of 35")

    page.get_by_role("slider", name="Speed").press("End")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(phase).to_have_text("Backward")
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(page.get_by_role("button", name="Play", exact=True)).to_be_visible()

    weight = page.get_by_role("button", name=re.compile("parameter w¹₁₁"))
    weight.focus()
    page.keyboard.press("Enter")
    numbers = page.locator(".graph .check td:last-child")
    expect(numbers).to_have_count(4)
    path, total, gradient, difference = numbers.all_inner_texts()
    assert path == total == gradient == difference
    expect(page.locator(".graph .wire.path")).to_have_count(9)  # from the weight to the loss

    # Another input: the same weight stays chosen, with new numbers, and nothing of it needed a reload.
    page.locator(".st-key-x1 input[type=range]").press("ArrowLeft")
    of_pytorch = page.locator(".graph .check tr").filter(has_text="what PyTorch computed")
    expect(of_pytorch.locator("td:last-child")).not_to_have_text(gradient)
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Close").press("Enter")
    expect(page.locator(".graph .wire.path")).to_have_count(0)
    expect(weight).to_be_focused()


def test_a_network_learns_pauses_and_begins_again(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/backpropagation?part=train&task=XOR&hidden=3&learning_rate=0.5")
    notice = page.locator(".st-key-what_to_notice")
    expect(notice).to_contain_text("After 0 of 5,000 steps")
    page.get_by_role("button", name="Train", exact=True).click()
    expect(notice).to_contain_text(re.compile(r"After \d{3} of"))
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(page.get_by_role("button", name="Train", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="One step", exact=True)).to_be_enabled()
    page.get_by_role("button", name="Start again", exact=True).click()
    expect(notice).to_contain_text("After 0 of 5,000 steps")
    expect(page.get_by_test_id("stException")).to_have_count(0)
