"""Choices in a browser's URL: catalogue keys are written, links with labels are read, nonsense is dropped."""

import re

import pytest
from playwright.sync_api import Page, expect

from playground.concepts.losses.catalogue import KINDS
from playground.concepts.optimizers import OPTIMIZERS
from playground.ui.losses.settings import DEFAULTS
from tests.browser.conftest import Server


def refused(page: Page, word: str) -> None:
    expect(page.get_by_test_id("stToast").filter(has_text=f"'{word}'")).to_be_visible()
    expect(page).not_to_have_url(re.compile(word))
    expect(page.get_by_test_id("stException")).to_have_count(0)


@pytest.mark.parametrize("name", ["momentum", "adamw"])
def test_a_choice_from_a_list(shared_server: Server, page: Page, name: str) -> None:
    label = OPTIMIZERS[name].label
    optimizer = page.get_by_role("combobox", name=re.compile("Optimizer"))
    page.goto(f"{shared_server.url}/gradient_descent")
    optimizer.click()
    page.get_by_role("option", name=label, exact=True).click()
    expect(page).to_have_url(re.compile(rf"[?&]optimizer={name}(&|$)"))
    page.goto(f"{shared_server.url}/gradient_descent?optimizer={label.replace(' ', '+')}")
    expect(optimizer).to_have_value(label)
    expect(page).to_have_url(re.compile(rf"[?&]optimizer={name}(&|$)"))
    page.goto(f"{shared_server.url}/gradient_descent?optimizer=lion")
    refused(page, "lion")
    expect(optimizer).to_have_value(OPTIMIZERS["sgd"].label)


@pytest.mark.parametrize("name", [name for name in KINDS if name != DEFAULTS["kind"]])
def test_a_choice_side_by_side(shared_server: Server, page: Page, name: str) -> None:
    label = KINDS[name].label
    option = page.locator(".st-key-kind").get_by_role("radio", name=label, exact=True)
    page.goto(f"{shared_server.url}/losses")
    option.click()
    expect(page).to_have_url(re.compile(rf"[?&]kind={name}(&|$)"))
    page.goto(f"{shared_server.url}/losses?kind={label.replace(' ', '+')}")
    expect(option).to_be_checked()
    expect(page).to_have_url(re.compile(rf"[?&]kind={name}(&|$)"))
    page.goto(f"{shared_server.url}/losses?kind=moon")
    refused(page, "moon")
    expect(option).not_to_be_checked()
