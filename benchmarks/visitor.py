"""A visitor without a browser, who opens a page as Streamlit's own front end does and reads all that is sent."""

import time

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.watchers import connect, rerun


class Visitor:
    """One visitor of one page.

    Attributes:
        sent: bytes that came since the page was opened, or since the caller set it to 0.
        trouble: what a traceback among it says.
    """

    def __init__(self, url: str, page: str, query: str = "") -> None:
        self.url, self.page, self.query = url, page, query
        self.page_hash, self.sent, self.trouble = "", 0, ""
        self.kept: set[str] = set()  # messages that need not come again, as a browser keeps them

    async def open(self) -> float:
        """Open the page; the seconds until all of it came."""
        begin = time.perf_counter()
        self.socket = await connect(self.url)
        await self.send(rerun(self.page, self.query, self.page_hash))
        await self.finish()
        return time.perf_counter() - begin

    async def send(self, message: BackMsg) -> None:
        """Ask for a run of the page, or of a part of it."""
        message.rerun_script.cached_message_hashes.extend(self.kept)
        await self.socket.send(message.SerializeToString())

    async def finish(self) -> None:
        """Read until the script has finished."""
        async for content in self.socket:
            assert isinstance(content, bytes)
            self.sent += len(content)
            message = ForwardMsg.FromString(content)
            if message.metadata.cacheable:
                self.kept.add(message.hash)
            match message.WhichOneof("type"):
                case "new_session":
                    self.page_hash = message.new_session.page_script_hash
                case "delta":
                    self.trouble += message.delta.new_element.exception.message
                    self.take(message)
                case "script_finished":
                    if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                        return

    def take(self, message: ForwardMsg) -> None:
        """An element that came; who wants to know more than its size reads it here."""

    async def leave(self) -> None:
        """Close the connection."""
        await self.socket.close()
