"""Counts what a page and its server say to each other."""

from playwright.sync_api import Page, WebSocket
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


class Traffic:
    """The messages of a page's WebSocket, from its next navigation on.

    Attributes:
        sent: how many messages the page sent.
        received: the messages that it was sent.
    """

    def __init__(self, page: Page) -> None:
        self.sent = 0
        self.received: list[ForwardMsg] = []
        self._socket: WebSocket | None = None
        page.on("websocket", self._follow)

    def __len__(self) -> int:
        return self.sent + len(self.received)

    def clear(self) -> None:
        """Count anew."""
        self.sent = 0
        self.received.clear()

    def await_runs(self, number: int) -> None:
        """Until `number` further runs of the page's script or of its fragments have ended.

        A page that polls the server goes on with this while nothing changes, twice a second.
        """
        assert self._socket is not None, "The page has to be opened after `Traffic(page)`."
        wanted = self._runs_ended() + number
        self._socket.wait_for_event("framereceived", predicate=lambda _: self._runs_ended() >= wanted)

    def _runs_ended(self) -> int:
        return sum(message.WhichOneof("type") == "script_finished" for message in self.received)

    def _follow(self, socket: WebSocket) -> None:
        self._socket = socket
        socket.on("framesent", self._count_sent)
        socket.on("framereceived", lambda payload: self.received.append(ForwardMsg.FromString(payload)))

    def _count_sent(self, _payload: object) -> None:
        self.sent += 1
