"""A walk through a page with Tab: where the focus stops, what it looks like there, and where it ends."""

from dataclasses import dataclass

from playwright.sync_api import Page

MOST_STOPS = 250

_STOP = """() => {
  const inner = (root) => {
    const { activeElement } = root;
    return activeElement?.shadowRoot?.activeElement ? inner(activeElement.shadowRoot) : activeElement;
  };
  const look = (element) => {
    const near = [element, ...element.children];
    for (let up = element.parentElement, level = 0; up && level < 3; up = up.parentElement, level += 1) near.push(up);
    return JSON.stringify(near.map((one) => {
      const { outlineStyle, outlineWidth, boxShadow, borderColor, stroke, strokeWidth } = getComputedStyle(one);
      return [outlineStyle === "none" ? "" : outlineWidth, boxShadow, borderColor, stroke, strokeWidth];
    }));
  };
  const { walked } = globalThis;
  const before = walked.at(-1);
  if (before?.element.isConnected) before.stop.visible = before.look !== look(before.element);
  const element = inner(document);
  if (!element || element === document.body || walked.some((one) => one.element === element)) return null;
  const group = element.closest("[role=radiogroup]");
  const stop = {
    name: element.getAttribute("aria-label") || element.textContent.trim().slice(0, 80) || element.id || element.tagName,
    role: element.getAttribute("role") || element.type || element.tagName.toLowerCase(),
    kind: String(element.getAttribute("class") ?? ""),
    group: group ? group.getAttribute("aria-label") ?? group.getAttribute("aria-labelledby") ?? "" : "",
    chosen: element.getAttribute("aria-checked") === "true" || element.checked === true,
    visible: false,
  };
  walked.push({ element, look: look(element), stop });
  return stop;
}"""


@dataclass(frozen=True)
class Stop:
    """An element that Tab reaches.

    Attributes:
        name: what it is called, or what is written on it.
        role: of ARIA, or of its kind of input.
        kind: its classes.
        group: the name of the group of options that it is in.
        chosen: whether it is the group's chosen option.
        visible: whether it, what it consists of or what stands around it looks another way while it has the focus.
    """

    name: str
    role: str
    kind: str
    group: str
    chosen: bool
    visible: bool


def walk(page: Page) -> list[Stop]:
    """Press Tab from the top of the page until it has been all around; a trap is more than `MOST_STOPS` or an early end."""
    page.evaluate(
        "() => { globalThis.walked = []; document.activeElement?.blur?.(); getSelection()?.removeAllRanges(); }"
    )
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate(_STOP) is None:
            return [Stop(**stop) for stop in page.evaluate("() => globalThis.walked.map(({ stop }) => stop)")]
    raise AssertionError(f"Expected Tab to come around in {MOST_STOPS} stops at most.")
