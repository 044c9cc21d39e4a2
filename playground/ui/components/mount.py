"""Components of the playground's own, whose code travels to a browser once.

Streamlit 1.67 sends a component's script along with its data at every change. A message that a browser has had before
goes as its hash alone, though: so the script travels in an element without data, and a few lines beside the data find
it. Streamlit's own way, scripts served from an `asset_dir`, is for installed distributions alone: its manifest scanner
reads `importlib.metadata`, where a plain clone is not found. This can go when Streamlit serves the files of an app.

Each component is a folder: `index.js` and what it imports, `markup.html`, and the `bundle.js` and `bundle.css` that
`npm run build` makes of them.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

COMPONENTS = Path(__file__).parent

_LOAD = """
export default function (component) {
  const delivered = () => globalThis.playgroundComponents?.["NAME"];
  const show = () => {
    const content = globalThis.playgroundContents?.["NAME"];
    const parent = component.parentElement;
    if (content && !parent.querySelector("style[data-playground]")) {
      const style = document.createElement("style");
      style.dataset.playground = "";
      style.textContent = content.styles;
      parent.append(style, document.createRange().createContextualFragment(content.markup));
    }
    return delivered()(component);
  };
  if (delivered()) return show();
  let cleanup = () => {};
  const mount = () => (cleanup = show() ?? cleanup);
  globalThis.addEventListener("playground-NAME", mount, { once: true });
  return () => {
    globalThis.removeEventListener("playground-NAME", mount);
    cleanup();
  };
}
"""
"""Mounts the component, at once or when `deliver.js` in its bundle says that it has arrived."""

_CONTENTS = '\n(globalThis.playgroundContents ??= {})["NAME"] = CONTENTS;\n'
"""Follows a bundle: the markup and the styles that the lines above put in place."""


def component(name: str, *, isolated: bool = True, often: bool = False) -> Callable[..., None]:
    """A function that mounts a component with `data`, `key` and callbacks, as Streamlit's own does.

    Args:
        name: the component's folder in `components/`. Its script calls `deliver(name, mount)`; what `mount` is given,
            Streamlit's documentation of `st.components.v2.component` describes.
        isolated: whether the markup is in a shadow root, out of reach of the page's styles.
        often: whether its data change so often that markup and styles travel with the script, once, instead of with
            them each time; the component is empty until then.
    """
    folder = COMPONENTS / name
    markup, script, styles = (
        (folder / file).read_text("utf-8") for file in ("markup.html", "bundle.js", "bundle.css")
    )
    contents = json.dumps({"markup": markup, "styles": styles})
    if often:
        script += _CONTENTS.replace("NAME", name).replace("CONTENTS", contents)
    code = st.components.v2.component(f"{name}_code", js=script)
    load = _LOAD.replace("NAME", name)
    own = {} if often else {"html": markup, "css": styles}
    shown = st.components.v2.component(name, js=load, isolate_styles=isolated, **own)

    def mount(*, key: str, **settings: Any) -> None:
        with st.container(gap=None):
            code(key=f"{key}_code")
            shown(key=key, **settings)

    return mount


def sent(key: str, name: str) -> Any:
    """What a browser sent as `name` with the component of that key; None also when the session has forgotten it.

    Back leaves a page whose script still runs, and the browser's last word on its component comes after that.
    """
    state = st.session_state.get(key)
    return None if state is None else state.get(name)
