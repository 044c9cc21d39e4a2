"""Image files that came with others, as 28 x 28 grays: decoded in a child process, many at once."""

from collections.abc import Sequence

from playground.confined import run
from playground.digits.drawing.picture_decoding import Gray
from playground.errors import LimitError

_BEGINNINGS = (
    b"\x89PNG",
    b"\xff\xd8",
    b"RIFF",
    b"GIF8",
    b"BM",
    b"II",
    b"MM",
    *(b"P%d" % kind for kind in range(1, 8)),
)
"""Of the formats that are decoded; another file is not sent to a child."""

DECODE = "playground.digits.drawing.picture_decoding:decode_pictures"
SECONDS = 2.0
"""Of the processor, for the pictures of one file, and a millisecond more for each: the usual ones take a fifth of that."""
SECONDS_OF_ONE = 1.0


def read_picture(content: bytes) -> Gray:
    """The image `(28, 28)` uint8 of one file; see `decode_picture`.

    Raises:
        ValueError: it is no such file, cut short, or too large; the text goes after the file's name.
    """
    (result,) = PictureReader(1).read([content])
    if isinstance(result, str):
        raise ValueError(result)
    return result


class PictureReader:
    """Decodes the pictures of one archive, and stops when they take too long.

    Args:
        number: how many there are.
        decode: the function of `picture_decoding` that does it.
    """

    def __init__(self, number: int, decode: str = DECODE) -> None:
        self._allowed = SECONDS + number / 1000
        self._left = self._allowed
        self._decode = decode

    def read(self, contents: Sequence[bytes]) -> list[Gray | str]:
        """For each file its image `(28, 28)` uint8, or why there is none.

        Raises:
            LimitError: all pictures together take too long.
        """
        refused = [_unreadable(content) for content in contents]
        left = [content for content, reason in zip(contents, refused, strict=True) if not reason]
        results = iter(self._decoded(left) if left else [])
        return [reason or next(results) for reason in refused]

    def _decoded(self, contents: Sequence[bytes]) -> list[Gray | str]:
        """Those of which one breaks a limit are decoded one by one, so that no other is lost with it."""
        allowed = min(self._left, SECONDS_OF_ONE)
        try:
            results, seconds = run(self._decode, list(contents), seconds=allowed)
        except LimitError as error:
            self._spend(allowed)
            if len(contents) == 1:
                return [str(error)]
            return [result for content in contents for result in self._decoded([content])]
        self._spend(seconds)
        return results

    def _spend(self, seconds: float) -> None:
        self._left -= seconds
        if self._left <= 0:
            raise LimitError(
                f"expected pictures that are decoded within {self._allowed:.0f} seconds, but they take longer"
            )


def _unreadable(content: bytes) -> str:
    """Why a file is not even opened."""
    if content[4:8] == b"ftyp":
        return "expected PNG, JPEG, WebP, GIF, BMP or TIFF, but it is HEIC or a film: save it as JPEG"
    if not content.startswith(_BEGINNINGS):
        return "expected a PNG, JPEG, WebP, GIF, BMP or TIFF image, but it is something else or damaged"
    return ""
