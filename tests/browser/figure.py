"""A Plotly figure on a page, as a visitor meets it: with the pointer at a place of its axes."""

from typing import Any

from playwright.sync_api import Locator, Page, expect

_PLACE = """(root, [x, share]) => {
  const { xaxis, _size: size } = root._fullLayout;
  const box = root.getBoundingClientRect();
  return [box.x + xaxis._offset + xaxis.d2p(x), box.y + size.t + (1 - share) * size.h];
}"""
_WATCH = """(root) => {
  root.blank = 0;
  const look = () => {
    const shown = root.isConnected && root.querySelector(".main-svg .trace path") && root.clientHeight;
    if (!shown) root.blank += 1;
    root.frames = (root.frames ?? 0) + 1;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  globalThis.watched = root;
}"""
_HOVER_LINES = """(root) => new Promise((done) => {
  let before = "", same = 0;
  const look = () => {
    const texts = root.querySelectorAll(".hoverlayer .legendtext, .hoverlayer .legendtitletext");
    const lines = [...texts].map((one) => [one.getBoundingClientRect().y, one.textContent]);
    const now = JSON.stringify(lines);
    same = lines.length && now === before ? same + 1 : 0;
    before = now;
    same > 10 ? done(lines) : requestAnimationFrame(look);
  };
  look();
})"""
_SHOWN = """(root) => [...new Set(root._fullData
  .filter((trace) => trace.visible === true && trace.showlegend).map((trace) => trace.name))].sort()"""


class Figure:
    """The figure with this key, scrolled into view once it is drawn."""

    def __init__(self, page: Page, key: str) -> None:
        self.page = page
        self.root: Locator = page.locator(f".st-key-{key} .plotly-figure")
        self.root.locator(".main-svg").first.wait_for()
        self.root.scroll_into_view_if_needed()
        self.at_rest()

    def at_rest(self) -> None:
        """Wait until the page has stopped moving it."""
        script = """(root) => new Promise((done) => {
          let before = null, same = 0;
          const look = () => {
            const { x, y, width } = root.getBoundingClientRect(), now = [x, y, width].join();
            same = now === before ? same + 1 : 0;
            before = now;
            same > 10 && root._fullLayout ? done() : requestAnimationFrame(look);
          };
          look();
        })"""
        self.root.evaluate(script)

    def _place(self, x: float | str, share: float) -> tuple[float, float]:
        left, top = self.root.evaluate(_PLACE, [x, share])
        return left, top

    def hover(self, x: float | str, share: float = 0.8) -> None:
        """The pointer at `x` of the x axis, `share` of the way from the bottom of the panels to their top."""
        left, top = self._place(x, share)
        self.page.mouse.move(left - 2, top)
        self.page.mouse.move(left, top)
        expect(self.root.locator(".hoverlayer text").first).to_be_visible()

    def hover_box(self) -> list[str]:
        """Its lines from top to bottom, once it stands still."""
        lines: list[list[Any]] = self.root.evaluate(_HOVER_LINES)
        return [text for _, text in sorted(lines)]

    def click(self, x: float | str, share: float = 0.8) -> None:
        self.hover(x, share)
        self.page.mouse.click(*self._place(x, share))

    def click_place(self, x: float, share: float) -> None:
        """A click where there may be nothing to hover."""
        self.page.mouse.click(*self._place(x, share))

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """From a place to another one, each the x and the share of the height: zooms, and waits for the new range."""
        before = list(self.range())
        self.page.mouse.move(*self._place(*start))
        self.page.mouse.down()
        self.page.mouse.move(*self._place(*end), steps=5)
        self.page.mouse.up()
        self.page.wait_for_function(
            "([root, before]) => !root._dragging && root._fullLayout.xaxis.range.join() !== before.join()",
            arg=[self.root.element_handle(), before],
        )

    def range(self) -> tuple[float, float]:
        """Of the x axis."""
        low, high = self.root.evaluate("(root) => root._fullLayout.xaxis.range")
        return low, high

    def legend_entry(self, name: str) -> Locator:
        return self.root.locator(".infolayer .legend .traces").filter(has_text=name).locator(".legendtoggle")

    def await_shown(self, names: set[str]) -> None:
        """Wait until these curves are drawn, and no others."""
        self.page.wait_for_function(
            f"([root, names]) => JSON.stringify(({_SHOWN})(root)) === JSON.stringify(names)",
            arg=[self.root.element_handle(), sorted(names)],
        )

    def watch(self) -> None:
        """Look at every frame from now on."""
        self.root.evaluate(_WATCH)

    def blank_frames(self) -> int:
        """Frames since `watch` in which this very element was away or empty."""
        frames, blank = self.page.evaluate("[globalThis.watched.frames, globalThis.watched.blank]")
        assert frames > 10
        return int(blank)
