"""A worker's log on a disk that may be full: what cannot be written there is dropped, and the training goes on."""

import io
from contextlib import suppress
from typing import TextIO


class Log(io.TextIOBase):
    """Writes to `stream` at once, as far as that is possible."""

    def __init__(self, stream: TextIO) -> None:
        self._file = io.FileIO(
            stream.fileno(), "w", closefd=False
        )  # without a buffer that would be tried again

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, text: str) -> int:
        """Write all of `text`, or none of it, or a part when the disk is full."""
        with suppress(OSError):
            self._file.write(text.encode(errors="replace"))
        return len(text)
