"""axe-core on an open page: every rule of WCAG A and AA and its best practices, in both themes."""

from collections.abc import Mapping
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

THEMES = ("light", "dark")

_RULES = ("label-content-name-mismatch", "target-size")
"""Of WCAG A and AA, but off unless asked for."""

_AXE = Axe()

_AT_REST = """() => {
  const app = document.querySelector("[data-testid=stApp]:has(.st-key-next_idea, .st-key-first_thing)"); // wholly sent
  const waiting = document.querySelector("[data-testid=stSkeleton], [data-stale=true], .plotly-figure:empty");
  if (app?.dataset.testScriptState !== "notRunning" || waiting) return (globalThis.quietSince = undefined), false;
  globalThis.quietSince ??= performance.now();
  return performance.now() - globalThis.quietSince > 300;
}"""


def await_rest(page: Page) -> None:
    """Until the script has run and all that it sent is drawn."""
    page.wait_for_function(_AT_REST)


def in_theme(page: Page, theme: str) -> None:
    """Switch the theme as an operating system does, and wait for its colours."""
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    expect(page.get_by_test_id("stApp")).to_have_css("color-scheme", theme)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def violations(page: Page, where: str) -> list[str]:
    """What axe finds wrong in the page as it stands, in both themes: place, theme, rule, selector and hint."""
    found = []
    for theme in THEMES:
        in_theme(page, theme)
        options = {"resultTypes": ["violations"], "rules": {rule: {"enabled": True} for rule in _RULES}}
        for violation in _AXE.run(page, options=options).response["violations"]:
            found += [
                f"{where} · {theme} · {violation['id']} ({violation['impact']}) · {_selector(node)}\n    {_hint(node)}"
                for node in violation["nodes"]
            ]
    return found


def _selector(node: Mapping[str, Any]) -> str:
    """Through the shadow roots that the element stands in."""
    parts = [part if isinstance(part, list) else [part] for part in node["target"]]
    return " >>> ".join(step for part in parts for step in part)


def _hint(node: Mapping[str, Any]) -> str:
    messages = [check["message"] for kind in ("any", "all", "none") for check in node[kind]]
    return f"{'; '.join(messages)}: {node['html'][:300]}"
