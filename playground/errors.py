"""Every exception that the playground raises on purpose: one small tree.

Each message says what was expected, what came, and what to do. It is plain text: a page shows it through
`markdown.literal`, since it may quote what somebody typed.
"""


class PlaygroundError(Exception):
    """The root: a page may catch it and show its text."""


class ConfigurationError(PlaygroundError, ValueError):
    """A setting that cannot work, such as a learning rate of NaN."""


class ArchiveError(PlaygroundError, ValueError):
    """An archive, or a file in one, that is damaged or breaks a limit; the text goes after what the archive is called."""


class LimitError(PlaygroundError, ValueError):
    """A visitor's file that takes more time or memory than one may; the text goes after what the file is called."""


class TextSyntaxError(ConfigurationError):
    """A typed text that cannot be read, with the text and the 0-based position of the character at fault."""

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


class FunctionSyntaxError(TextSyntaxError):
    """A typed function that cannot be read."""


class LayerSyntaxError(TextSyntaxError):
    """A typed stack of layers that cannot be read, or whose layers do not fit together."""


class UnknownLayerError(PlaygroundError):
    """A layer, or a whole network, that the browser cannot evaluate; the text goes after a colon."""


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
