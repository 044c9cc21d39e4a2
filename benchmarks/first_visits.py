"""How long each page takes that a server just started is asked for: `python -m benchmarks.first_visits`.

Starts a server for each page, so give it two quiet cores. A visitor without a browser opens the page as soon as the
server answers, and another one opens it again; then a server that has stood for `STANDING` seconds is asked, and one
that thirty visitors open at once, three a page. A browser's own share, the same for all pages, is not among it.
"""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.visitor import Visitor
from playground.settings import data_directory
from tests.browser.conftest import Server

PAGES = ("", *sorted(file.stem for file in Path("pages").glob("*.py")))
STANDING = 8.0
"""Seconds that a visitor of Home reads before the first idea is opened."""
CLASS = 30


@contextmanager
def fresh_server() -> Iterator[Server]:
    """A server whose home is empty."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder), data_directory()).start()
        try:
            yield server
        finally:
            server.stop()


async def visit(url: str, page: str) -> float:
    """Seconds until all of a page came to a new visitor."""
    visitor = Visitor(url, page)
    seconds = await visitor.open()
    await visitor.leave()
    assert not visitor.trouble, (page, visitor.trouble)
    return seconds


async def visit_together(url: str, visitors: int) -> list[float]:
    """The same for so many at once, who open one page after another among them; the least first."""
    pages = [PAGES[number % len(PAGES)] for number in range(visitors)]
    return sorted(await asyncio.gather(*(visit(url, page) for page in pages)))


def main() -> None:
    """Print a line a page, and one for all at once."""
    print("wanted: first visits within 2 s, later ones within 0.5 s")
    for page in PAGES:
        with fresh_server() as server:
            first, later = (asyncio.run(visit(server.url, page)) for _ in range(2))
        with fresh_server() as server:
            asyncio.run(visit(server.url, ""))
            time.sleep(STANDING)
            after = asyncio.run(visit(server.url, page))
        print(
            f"{page or 'home'}: first {first:.2f} s, later {later:.2f} s, "
            f"first after {STANDING:.0f} s of Home {after:.2f} s",
            flush=True,
        )
    with fresh_server() as server:
        seconds = asyncio.run(visit_together(server.url, CLASS))
    middle, most = statistics.median(seconds), seconds[int(0.95 * CLASS)]
    print(
        f"{CLASS} first visitors at once: median {middle:.2f} s, 95 of 100 within {most:.2f} s (wanted: 4 s)"
    )


if __name__ == "__main__":
    main()
