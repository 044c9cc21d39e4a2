"""Files that are written whole or not at all."""

import contextlib
import os
import uuid
from pathlib import Path

from playground.errors import PlaygroundError


def write_atomically(path: str | Path, content: bytes, *, what: str, error: type[PlaygroundError]) -> None:
    """Write a temporary file beside `path` and rename it, so that readers see the old file or the new one.

    Args:
        path: the file; its folder is made if it is missing.
        content: all of its bytes.
        what: what the file holds, for the message, such as `"checkpoint"`.
        error: the exception to raise.

    Raises:
        error: the folder is read-only, the disk is full, ...; nothing is left behind.
    """
    path = Path(path)
    # Not tempfile: its files are private (0600) whatever the umask, and stay so after the renaming.
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(temporary, "xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError as cause:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise error(
            f"The {what} {path} cannot be written: {cause.strerror or cause}. Free some space or choose a writable "
            "folder with PLAYGROUND_HOME."
        ) from cause
