"""A network as an ONNX file, made in a process of its own, which can be watched and stopped."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

from playground.digits.checkpoints.export import export_safetensors
from playground.digits.models import DigitNetwork
from playground.errors import CheckpointError

MODULE = "playground.digits.checkpoints.onnx_conversion"
SECONDS = 180.0
"""After which a conversion is given up; it takes 5 to 10 on a quiet core."""


class OnnxConversion:
    """A conversion that begins with the `with` block and ends with it, finished or not.

    Args:
        network: of the catalogue, with its preparation.
        seconds: how long it may take.
    """

    def __init__(self, network: DigitNetwork, seconds: float = SECONDS) -> None:
        self.network = network
        self.seconds = seconds

    def __enter__(self) -> "OnnxConversion":
        self._folder = tempfile.TemporaryDirectory(prefix="playground-onnx-", ignore_cleanup_errors=True)
        folder = Path(self._folder.name)
        (folder / "network").write_bytes(export_safetensors(self.network, {}))
        with (folder / "errors").open("wb") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", MODULE, str(folder / "network"), str(folder / "file")],
                cwd=Path(__file__).parents[3],
                stdin=subprocess.DEVNULL,
                stdout=errors,
                stderr=errors,
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._folder.cleanup()

    def waiting(self, interval: float = 0.1) -> Iterator[float]:
        """Seconds since the beginning, again and again until it has ended.

        Raises:
            CheckpointError: it takes too long.
        """
        started = time.monotonic()
        while self._process.poll() is None:
            passed = time.monotonic() - started
            if passed > self.seconds:
                raise CheckpointError(
                    f"Expected the ONNX file within {self.seconds:.0f} seconds, but it is not there yet: this machine is "
                    "busy. Try again later, or take another file."
                )
            yield passed
            time.sleep(interval)

    def content(self) -> bytes:
        """The file, once it has ended.

        Raises:
            CheckpointError: none was made, and what the process said last.
        """
        folder = Path(self._folder.name)
        if self._process.wait() == 0:
            return (folder / "file").read_bytes()
        said = (folder / "errors").read_text(errors="replace").strip().splitlines()
        raise CheckpointError(
            f"The ONNX file could not be made ({said[-1] if said else 'the process was ended'}). Install what "
            "requirements.txt lists, or take another file."
        )
