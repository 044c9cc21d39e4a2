"""All that pages need can be imported while visitors open them, by several threads at once."""

import subprocess
import sys
from pathlib import Path

from playground.ui.shared import preloading
from playground.ui.shared.pages import PAGES

ROOT = Path(__file__).resolve().parents[3]

AT_ONCE = """
import importlib, sys, threading
from playground.ui.shared.preloading import modules_of_pages, start_preloading

names, threads = list(modules_of_pages()), 8
barrier, failed = threading.Barrier(threads), []

def open_pages(first):
    barrier.wait()
    for name in names[first:] + names[:first]:
        try:
            importlib.import_module(name)
        except Exception as error:
            failed.append((name, error))

visitors = [threading.Thread(target=open_pages, args=(n * len(names) // threads,)) for n in range(threads)]
for visitor in [start_preloading(), *visitors]:
    visitor.is_alive() or visitor.start()
for visitor in visitors:
    visitor.join()
sys.exit("".join(map(str, failed)) or 0)
"""


def run_python(program: str) -> str:
    """What it printed; a program that fails fails the test with its words."""
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    return ended.stdout


def test_what_every_page_imports_is_imported_after_a_start():
    names = list(preloading.modules_of_pages())
    rooms = {name.split(".")[2] for name in names if name.startswith("playground.ui.")}
    assert set(PAGES) <= rooms
    program = "import sys; from playground.ui.shared.preloading import start_preloading; start_preloading().join(); "
    loaded = run_python(program + "print(*sys.modules)").split()
    assert {*names, "torch"} <= set(loaded)


def test_one_that_cannot_be_imported_is_left_to_its_page(monkeypatch):
    monkeypatch.setattr(
        preloading, "modules_of_pages", lambda: iter(["playground.nowhere", "playground.errors"])
    )
    thread = preloading.start_preloading()
    thread.join()
    assert "playground.errors" in sys.modules


def test_several_visitors_may_open_the_first_pages_at_once():
    run_python(AT_ONCE)


def test_plotly_meets_a_whole_pandas():
    order = run_python("import sys, playground.figures.theme; print(*sys.modules)").split()
    assert order.index("pandas.api") < order.index("plotly")
