"""Imports what the pages import while the first visitor still reads Home: PyTorch alone takes more than a second."""

import ast
import importlib
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from playground.ui.shared.pages import PAGES

ROOT = Path(__file__).resolve().parents[3]


def start_preloading() -> threading.Thread:
    """Begin in a thread of its own; a page that is opened meanwhile waits for what it needs, and no longer."""
    thread = threading.Thread(target=_preload, name="preloading", daemon=True)
    thread.start()
    return thread


def modules_of_pages() -> Iterator[str]:
    """The playground's modules that the pages import, page by page in the order of the sidebar."""
    for entry in PAGES.values():
        for node in ast.parse((ROOT / entry.file).read_text("utf-8")).body:
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("playground."):
                yield str(node.module)


def _preload() -> None:
    for name in modules_of_pages():
        with suppress(Exception):  # the page that needs it says what is wrong with it
            importlib.import_module(name)
