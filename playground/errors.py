"""Every exception that the playground raises on purpose: one small tree.

Each message says what was expected, what came, and what to do. Pages show the message as it is.
"""


class PlaygroundError(Exception):
    """The root: a page may catch it and show its text."""


class ConfigurationError(PlaygroundError, ValueError):
    """A setting that cannot work, such as a learning rate of NaN."""


class DatasetError(PlaygroundError):
    """A data set that is missing, half-downloaded or corrupt."""


class CheckpointError(PlaygroundError):
    """A file that is not a usable checkpoint."""


class BlankDrawingError(PlaygroundError, ValueError):
    """A canvas without ink."""


class StoreError(PlaygroundError):
    """The database of runs cannot be read or written."""


class DatabaseLostError(StoreError):
    """The database of runs is damaged or was deleted; a copy may be there."""
