"""The tab's icon is the picture that its source draws."""

import io

import numpy as np
from PIL import Image
from playwright.sync_api import Page

from playground.ui.shared import frame


def test_the_tabs_icon_is_what_its_source_draws(page: Page) -> None:
    bitmap = frame.FAVICON
    with Image.open(bitmap) as image:
        kept = np.asarray(image.convert("RGBA"), dtype=int)
    height, width, _ = kept.shape
    page.set_viewport_size({"width": width, "height": height})
    page.set_content(
        f"<style>body {{ margin: 0 }} svg {{ display: block; width: {width}px; height: {height}px }}</style>"
        + bitmap.with_suffix(".svg").read_text("utf-8")
    )
    shot = page.screenshot(omit_background=True)
    with Image.open(io.BytesIO(shot)) as image:
        drawn = np.asarray(image.convert("RGBA"), dtype=int)
    assert drawn.shape == kept.shape
    opaque = kept[..., 3:] > 0
    assert np.abs((drawn - kept) * opaque).mean() < 1, "Draw favicon.png anew from favicon.svg."
