"""Visitors without a browser: they open a page and poll it for updates as Streamlit's own front end does.

A browser that draws costs more than the server that sends, and on a class's server it runs on another machine. These
visitors show the server's part alone, and count exactly what it sends.
"""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


def connect(url: str) -> websockets.connect:
    """A connection to the server at `url`, as Streamlit's own front end opens it."""
    address = url.replace("http", "ws", 1) + "/_stcore/stream"
    return websockets.connect(address, subprotocols=["streamlit"], origin=url, max_size=None)  # type: ignore[arg-type, list-item]  # its own types want NewType strings


def rerun(page: str, query: str, page_hash: str, fragment: str = "") -> BackMsg:
    """What a browser sends to have a page, or one fragment of it, run."""
    message = BackMsg()
    message.rerun_script.query_string = query
    message.rerun_script.page_name = page
    message.rerun_script.page_script_hash = page_hash
    message.rerun_script.fragment_id = fragment
    return message


class Watcher:
    """One visitor of one page.

    Attributes:
        updates: bytes received after each poll, until the next one.
    """

    def __init__(self, url: str, page: str, query: str) -> None:
        self.url, self.page, self.query = url, page, query
        self.updates: list[int] = []
        self.page_hash = ""
        self.polls: dict[str, asyncio.Task] = {}

    async def watch(self) -> None:
        """Open the page and stay until cancelled."""
        try:
            await self._stay()
        finally:
            for poll in self.polls.values():
                poll.cancel()

    async def _stay(self) -> None:
        async with connect(self.url) as self.socket:
            await self._ask()
            async for content in self.socket:
                assert isinstance(content, bytes)
                if self.updates:
                    self.updates[-1] += len(content)
                self._take(ForwardMsg.FromString(content))

    def _take(self, message: ForwardMsg) -> None:
        match message.WhichOneof("type"):
            case "new_session":
                self.page_hash = message.new_session.page_script_hash
            case "auto_rerun":
                rerun = message.auto_rerun
                self._forget(rerun.fragment_id)
                self.polls[rerun.fragment_id] = asyncio.create_task(
                    self._poll(rerun.fragment_id, rerun.interval)
                )
            case "stop_auto_rerun":
                for fragment in message.stop_auto_rerun.fragment_ids:
                    self._forget(fragment)

    def _forget(self, fragment: str) -> None:
        if fragment in self.polls:
            self.polls.pop(fragment).cancel()

    async def _poll(self, fragment: str, interval: float) -> None:
        while True:
            await asyncio.sleep(interval)
            self.updates.append(0)
            await self._ask(fragment)

    async def _ask(self, fragment: str = "") -> None:
        message = rerun(self.page, self.query, self.page_hash, fragment)
        message.rerun_script.is_auto_rerun = bool(fragment)
        await self.socket.send(message.SerializeToString())


@contextmanager
def watching(url: str, page: str, query: str, visitors: int) -> Iterator[list[Watcher]]:
    """So many visitors of a page within the block, in a thread of their own."""
    watchers = [Watcher(url, page, query) for _ in range(visitors)]
    started: Future[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def all_of_them() -> None:
        leave = asyncio.Event()
        started.set_result((asyncio.get_running_loop(), leave))
        visits = [asyncio.create_task(watcher.watch()) for watcher in watchers]
        await leave.wait()
        for visit in visits:
            visit.cancel()
        await asyncio.gather(*visits, return_exceptions=True)

    thread = threading.Thread(target=asyncio.run, args=(all_of_them(),))
    thread.start()
    loop, leave = started.result()
    try:
        yield watchers
    finally:
        loop.call_soon_threadsafe(leave.set)
        thread.join()
