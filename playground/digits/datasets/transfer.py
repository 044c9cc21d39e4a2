"""What a server sends, piece by piece, with a floor for its speed: a server that drips blocks nobody.

The network is read in a thread of its own. So a name that does not resolve, a header that comes byte by byte and a body
that stops coming are all one case: too little came for too long. The caller hears of it several times a second, and can
leave at any time.
"""

import contextlib
import http.client
import queue
import threading
import time
import urllib.request
from collections.abc import Generator

WINDOW, SLOWEST = 15.0, 2048.0
"""A server that sends less than `SLOWEST` bytes a second for `WINDOW` seconds is given up."""

LONGEST = 1800.0
"""Seconds after which a file is given up, however steadily it comes."""

CHUNK = 256 * 1024
"""Bytes of a piece, at most."""

LARGEST = 100_000_000
"""Bytes of a file, at most."""

TICK = 0.2
"""Seconds without a byte after which an empty piece is given."""

Piece = tuple[bytes, int | None]


class MirrorError(Exception):
    """One server did not deliver; the next may."""


def receive(url: str) -> Generator[Piece, None, None]:
    """Each piece of the body, empty ones in between while none comes, with the body's size, None where it is not said.

    Time counts while the caller waits for a piece; the time between two of its requests does not.

    Raises:
        MirrorError: there is no answer, the connection breaks, or the server is slower than `SLOWEST`, takes longer
            than `LONGEST`, or sends more than `LARGEST`.
    """
    pieces: queue.Queue[Piece | MirrorError | None] = queue.Queue(maxsize=8)
    closed = threading.Event()
    threading.Thread(target=_read, args=(url, pieces, closed), daemon=True).start()
    speed, size, total = _SpeedLimit(), None, 0
    try:
        while True:
            piece = speed.await_piece(pieces)
            if piece is None:
                return
            if isinstance(piece, MirrorError):
                raise piece
            content, size = piece[0], piece[1] or size
            total += len(content)
            if total > LARGEST:
                raise MirrorError(f"expected at most {LARGEST:,} bytes, but more came")
            yield content, size
    finally:
        closed.set()


class _SpeedLimit:
    """How long a caller has waited, and what came in that time."""

    def __init__(self) -> None:
        self.waited = self.waited_in_window = 0.0
        self.bytes_in_window = 0

    def await_piece(self, pieces: "queue.Queue[Piece | MirrorError | None]") -> Piece | MirrorError | None:
        """The next piece, or an empty one after `TICK` seconds.

        Raises:
            MirrorError: the server is too slow.
        """
        piece: Piece | MirrorError | None = (b"", None)
        started = time.monotonic()
        with contextlib.suppress(queue.Empty):
            piece = pieces.get(timeout=TICK)
        self._count(time.monotonic() - started, len(piece[0]) if isinstance(piece, tuple) else 0)
        return piece

    def _count(self, seconds: float, size: int) -> None:
        self.waited += seconds
        self.waited_in_window += seconds
        self.bytes_in_window += size
        if self.waited > LONGEST:
            raise MirrorError(f"not done after {LONGEST / 60:.0f} minutes")
        if self.waited_in_window >= WINDOW:
            if self.bytes_in_window < SLOWEST * WINDOW:
                raise MirrorError(
                    f"too slow: {self.bytes_in_window:,} bytes in {self.waited_in_window:.0f} seconds"
                    if self.bytes_in_window
                    else f"no answer in {self.waited_in_window:.0f} seconds"
                )
            self.waited_in_window, self.bytes_in_window = 0.0, 0


def _read(url: str, pieces: "queue.Queue[Piece | MirrorError | None]", closed: threading.Event) -> None:
    """Put what comes from `url` into `pieces`: at the end None, or the error."""
    last: MirrorError | None = None
    answered = False
    try:
        with contextlib.closing(urllib.request.urlopen(url, timeout=WINDOW)) as response:
            answered = True
            length = response.headers.get("Content-Length") or ""
            size = int(length) if length.isdecimal() else None
            while not closed.is_set() and (content := response.read1(CHUNK)):
                _put(pieces, (content, size), closed)
    except (OSError, ValueError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error or type(error).__name__
        last = MirrorError(f"the connection broke ({reason})" if answered else f"no answer ({reason})")
    _put(pieces, last, closed)


def _put(
    pieces: "queue.Queue[Piece | MirrorError | None]",
    piece: Piece | MirrorError | None,
    closed: threading.Event,
) -> None:
    """Wait for room, unless nobody listens any more."""
    while not closed.is_set():
        with contextlib.suppress(queue.Full):
            pieces.put(piece, timeout=TICK)
            return
