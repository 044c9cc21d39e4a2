"""Opens a page of the app under an address."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from playground.ui.activations import parts as of_activations
from playground.ui.backpropagation import parts as of_backpropagation
from playground.ui.losses import parts as of_losses
from playground.ui.network import parts as of_network

ROOT = Path(__file__).parents[2]
WITH_PARTS = {
    "activations": of_activations.PARTS,
    "losses": of_losses.PARTS,
    "network": of_network.PARTS,
    "backpropagation": of_backpropagation.PARTS,
}
"""The pages that consist of parts."""


def go(at: AppTest, path: str) -> AppTest:
    """To another page of the same session; a browser leaves the URL's parameters behind."""
    at.query_params = {}
    at.switch_page(f"pages/{path}.py").run()
    assert not at.exception
    return at


def open_page(path: str, **query: str) -> AppTest:
    """The page `pages/PATH.py`, after its first run, which must not have failed."""
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    at.switch_page(f"pages/{path}.py")
    for name, value in query.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at
