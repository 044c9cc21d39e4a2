"""What axe-core and a strict network say of every page and every part of it, and whether the picture has the room."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page, Request, WebSocket, expect

from playground.runs.store import RunStore
from playground.ui.draw.parts import PARTS as LOOKS
from playground.ui.shared.pages import PAGES
from tests.browser.accessibility import await_rest, violations
from tests.browser.conftest import Server
from tests.browser.strokes import SEVEN, draw
from tests.pages.opened import WITH_PARTS

VIEWS = [
    "",
    *(path for path in PAGES if path not in WITH_PARTS),
    *(f"{path}?part={part}" for path, parts in WITH_PARTS.items() for part in parts),
    "network?part=forward&which_network=digits",
    "network?part=forward&which_network=digits&examples_in=three",
    "gradient_descent?mode=race",
    "gradient_descent?surface=fit",
    *(f"draw?look={look}" for look in LOOKS),
]
"""The addresses of all pages and parts."""

FORBIDDEN = "Forbidden by the policy:"


def open_view(page: Page, server: Server, view: str) -> None:
    """Open an address; on Draw, draw a digit, so that its parts have something to show."""
    page.goto(f"{server.url}/{view}")
    await_rest(page)
    if view.startswith("draw?"):
        draw(page, SEVEN)
        expect(page.locator(".st-key-what_to_notice")).to_contain_text("Second comes")
        await_rest(page)


@pytest.fixture
def asked(looking_page: Page) -> Iterator[list[str]]:
    """All addresses that the looking_page's page asks for."""
    urls: list[str] = []

    def note(source: Request | WebSocket) -> None:
        urls.append(source.url)

    looking_page.on("request", note)
    looking_page.on("websocket", note)
    yield urls
    looking_page.remove_listener("request", note)
    looking_page.remove_listener("websocket", note)


@pytest.fixture(scope="module")
def reporting(looking_page: Page) -> Page:
    """The looking_page, which says in its console what the policy of the server's headers forbade."""
    looking_page.add_init_script(
        "document.addEventListener('securitypolicyviolation', (event) => "
        f"console.error('{FORBIDDEN}', event.violatedDirective, event.blockedURI, event.sourceFile, event.sample))"
    )
    return looking_page


@pytest.fixture
def forbidden(reporting: Page) -> Iterator[list[str]]:
    """What the policy forbade to the looking_page's page."""
    found: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.text.startswith(FORBIDDEN):
            found.append(message.text)

    reporting.on("console", note)
    yield found
    reporting.remove_listener("console", note)


def expect_room(page: Page) -> None:
    """The page begins at the top and takes the width beside a narrow sidebar."""
    page.wait_for_function("() => document.querySelector('h1').getBoundingClientRect().top < 40")
    sidebar = page.get_by_test_id("stSidebar").bounding_box()
    content = page.get_by_test_id("stMainBlockContainer").locator("> *").first.bounding_box()
    assert sidebar is not None
    assert content is not None
    assert sidebar["width"] <= 220
    assert content["width"] > 0.9 * (1280 - sidebar["width"])


def expect_nothing_wrong(page: Page, where: str) -> None:
    found = violations(page, where)
    assert not found, f"{len(found)} violations:\n" + "\n".join(found)


@pytest.mark.parametrize("view", VIEWS)
def test_a_page_is_for_everyone_has_the_room_and_asks_nobody_else(
    recorded_server: Server, looking_page: Page, asked: list[str], forbidden: list[str], view: str
) -> None:
    open_view(looking_page, recorded_server, view)
    own = urlsplit(recorded_server.url).netloc
    hosts = {urlsplit(url).netloc for url in asked if urlsplit(url).scheme not in ("data", "blob")}
    assert own in hosts
    assert hosts == {own}, f"Fetched from elsewhere: {sorted(url for url in asked if own not in url)}"
    icon = looking_page.locator("link[rel~=icon]").get_attribute("href") or ""
    assert urlsplit(icon).netloc == own
    assert "/media/" in icon
    if urlsplit(view).path in PAGES:
        expect_room(looking_page)
    expect_nothing_wrong(looking_page, f"/{view}")
    assert not forbidden


def test_the_policy_forbids_what_another_host_gives_and_a_written_script(
    recorded_server: Server, looking_page: Page, forbidden: list[str]
) -> None:
    open_view(looking_page, recorded_server, "losses")
    for markup, directive in (
        ("<img src='http://school.example/a.png'>", "img-src"),
        ("<b onclick=a()>", "script-src"),
    ):
        with looking_page.expect_console_message(lambda message: message.text.startswith(FORBIDDEN)):
            looking_page.evaluate("(markup) => document.body.insertAdjacentHTML('beforeend', markup)", markup)
        assert directive in forbidden[-1]


def test_axe_finds_nothing_with_all_opened_that_can_be(recorded_server: Server, looking_page: Page) -> None:
    for view in ("backpropagation", "losses", "train"):
        open_view(looking_page, recorded_server, view)
        looking_page.locator("details:not([open]) > summary").evaluate_all(
            "(all) => all.forEach((one) => one.click())"
        )
        expect(looking_page.locator("details:not([open])")).to_have_count(0)
        await_rest(looking_page)
        expect_nothing_wrong(looking_page, f"/{view}, opened")


def test_axe_finds_nothing_in_questions_and_choices_of_files(
    recorded_server: Server, looking_page: Page
) -> None:
    run = max(RunStore(recorded_server.home).list(), key=lambda run: run.number)
    open_view(looking_page, recorded_server, f"compare?runs={run.id}")
    openers = looking_page.get_by_test_id("stPopover").get_by_role("button")
    openers.first.wait_for()
    for index in range(openers.count()):
        if not openers.nth(index).is_enabled():
            continue
        openers.nth(index).click()
        body = looking_page.get_by_test_id("stPopoverBody")
        expect(body).to_be_visible()
        expect_nothing_wrong(looking_page, f"/compare, {openers.nth(index).inner_text()}")
        looking_page.keyboard.press("Escape")
        expect(body).to_be_hidden()


def test_axe_finds_nothing_in_messages(recorded_server: Server, looking_page: Page) -> None:
    open_view(looking_page, recorded_server, "gradient_descent?surface=own&own_function=x+%2B+%2A")
    expect_nothing_wrong(looking_page, "/gradient_descent, an error")
    open_view(looking_page, recorded_server, "losses?kind=moon")
    expect(looking_page.get_by_test_id("stToast")).to_be_visible()
    expect_nothing_wrong(looking_page, "/losses, a toast")


def test_axe_finds_nothing_in_a_run_that_goes_on_and_one_that_ended(
    server: Server, looking_page: Page
) -> None:
    looking_page.goto(f"{server.url}/train?network=cnn&epochs=1")
    looking_page.get_by_role("button", name="Start training").click()
    looking_page.locator("div[aria-label*='Training loss from']").first.wait_for()
    expect_nothing_wrong(looking_page, "/train, a run goes on")
    expect(looking_page.get_by_test_id("stMetric").filter(has_text="Test accuracy")).to_be_visible(
        timeout=90_000
    )
    await_rest(looking_page)
    expect_nothing_wrong(looking_page, "/train, a run has ended")
