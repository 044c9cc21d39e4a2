"""Every exception that the playground raises on purpose: one small tree.

Each message says what was expected, what came, and what to do. Pages show the message as it is.
"""


class PlaygroundError(Exception):
    """The root: a page may catch it and show its text."""


class ConfigurationError(PlaygroundError, ValueError):
    """A setting that cannot work, such as a learning rate of NaN."""


class FunctionSyntaxError(ConfigurationError):
    """A typed function that cannot be read, with the text and the 0-based position of the character at fault."""

    def __init__(self, message: str, text: str = "", position: int = 0) -> None:
        super().__init__(message)
        self.text = text
        self.position = position

    @property
    def pointer(self) -> str:
        """Two lines for a monospaced block: the text, and a caret under the character at `position`."""
        shown = self.text[: self.position + 40]
        # A line break or a lone surrogate would shift the caret or fail to encode.
        shown = "".join(character if character.isprintable() else " " for character in shown)
        return f"{shown}{'…' if len(self.text) > len(shown) else ''}\n{' ' * self.position}^"


class DatasetError(PlaygroundError):
    """A data set that is missing, half-downloaded or corrupt."""


class CheckpointError(PlaygroundError):
    """A file that is not a usable checkpoint."""


class BlankDrawingError(PlaygroundError, ValueError):
    """A canvas without strokes."""


class PhotographError(PlaygroundError, ValueError):
    """An image file that cannot be read, or in which there is no digit."""


class StoreError(PlaygroundError):
    """The database of runs cannot be read or written."""


class DatabaseLostError(StoreError):
    """The database of runs is damaged or was deleted; a copy may be there."""
