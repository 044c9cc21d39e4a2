"""Charts follow a switch of the theme at once: they are then the same, pixel by pixel, as on a page that was opened in it."""

import pytest
from playwright.sync_api import Page, expect

from playground.concepts.optimizers import OPTIMIZERS
from tests.browser.accessibility import await_rest, in_theme
from tests.browser.conftest import Server

RACE = "gradient_descent?surface=saddle&mode=race&steps=20&schedule=cosine" + "".join(
    f"&racers={name}" for name in OPTIMIZERS
)
CHARTS = """() => JSON.stringify([...document.querySelectorAll('[data-testid="stEChartsChart"] canvas')]
  .map((canvas) => canvas.toDataURL()))"""


@pytest.mark.parametrize(
    ("path", "charts"),
    [("activations?part=depth&mode=forward", 2), (RACE, 2)],
    ids=["depth", "race"],
)
def test_charts_follow_a_switch_of_the_theme(
    shared_server: Server, page: Page, path: str, charts: int
) -> None:
    page.set_viewport_size({"width": 1280, "height": 3000})  # all are drawn, also the lowest
    shown = {}
    for theme in ("light", "dark"):
        in_theme_from_the_start(page, f"{shared_server.url}/{path}", theme, charts)
        shown[theme] = page.evaluate(CHARTS)
    assert shown["light"] != shown["dark"]
    for theme in ("light", "dark"):  # the page was opened in the dark
        in_theme(page, theme)
        page.wait_for_function(f"(wanted) => ({CHARTS})() === wanted", arg=shown[theme], timeout=15_000)


def in_theme_from_the_start(page: Page, url: str, theme: str, charts: int) -> None:
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    page.goto(url)
    expect(page.locator('[data-testid="stEChartsChart"]:has(canvas)')).to_have_count(charts)
    await_rest(page)
