"""Components of the playground's own, whose code travels to a browser once.

Streamlit 1.67 sends a component's script along with its data at every change. A message that a browser has had before
goes as its hash alone, though: so the script travels in an element without data, and a few lines beside the data find
it. Can go when Streamlit serves scripts of an app from an address.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

COMPONENTS = Path(__file__).parent

_DELIVER = """
export default function () {
  (globalThis.playgroundComponents ??= {})["NAME"] = mount;
  globalThis.dispatchEvent(new Event("playground-NAME"));
}
"""
_LOAD = """
export default function (component) {
  const come = () => globalThis.playgroundComponents?.["NAME"];
  if (come()) return come()(component);
  let clean = () => {};
  const mount = () => (clean = come()(component));
  globalThis.addEventListener("playground-NAME", mount, { once: true });
  return () => {
    globalThis.removeEventListener("playground-NAME", mount);
    clean();
  };
}
"""


def component(
    name: str, scripts: Sequence[str], html: str, css: Sequence[str], isolated: bool = True
) -> Callable[..., None]:
    """A function that mounts a component with `data`, `key` and callbacks, as Streamlit's own does.

    Args:
        name: tells components apart.
        scripts: files in `components/`, in the order in which one needs the other; together they define
            `mount(component)`, which Streamlit's documentation of version 2 describes.
        html: the markup.
        css: files in `components/`.
        isolated: whether the markup is in a shadow root, out of reach of the page's styles.
    """
    code = st.components.v2.component(f"{name}_code", js=module_of(scripts) + _DELIVER.replace("NAME", name))
    styles = "".join((COMPONENTS / file).read_text("utf-8") for file in css)
    shown = st.components.v2.component(
        name, html=html, css=styles, js=_LOAD.replace("NAME", name), isolate_styles=isolated
    )

    def mount(*, key: str, **settings: Any) -> None:
        with st.container(gap=None):
            code(key=f"{key}_code")
            shown(key=key, **settings)

    return mount


def module_of(scripts: Sequence[str]) -> str:
    """All scripts one after another, without the comments and the indentation."""
    lines = [line.strip() for name in scripts for line in (COMPONENTS / name).read_text("utf-8").splitlines()]
    return "\n".join(line for line in lines if line and not line.startswith("//"))
