"""The files of one run: its checkpoints, its cached predictions on the test images, and the state to resume from."""

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

_EPOCH = re.compile(r"epoch-(\d{3})\.safetensors")


@dataclass(frozen=True)
class RunFiles:
    """The folder `home/checkpoints/RUN`.

    Attributes:
        home: the playground's home directory.
        run_id: the run's id in the store.
    """

    OWN_DIGITS: ClassVar[str] = "own_digits.npz"

    home: Path
    run_id: str

    @property
    def folder(self) -> Path:
        """Where all files of the run lie."""
        return self.home / "checkpoints" / self.run_id

    @property
    def kept(self) -> Path:
        """The network that a run keeps, see `kept_network`; made when it ends or pauses."""
        return self.folder / "last.safetensors"

    @property
    def state(self) -> Path:
        """Everything needed to resume."""
        return self.folder / "state.pt"

    @property
    def previous_state(self) -> Path:
        """The state before that one, should it be damaged."""
        return self.folder / "state.previous.pt"

    @property
    def own_digits(self) -> Path:
        """The own digits that the run learns from, as they were at its start; only for a run that does."""
        return self.folder / self.OWN_DIGITS

    def epoch(self, epoch: int) -> Path:
        """The network after `epoch`, from 1."""
        return self.folder / f"epoch-{epoch:03}.safetensors"

    def predictions(self, checkpoint: Path) -> Path:
        """The cached predictions of the network in `checkpoint`, one of this run's, on the test images."""
        return checkpoint.with_suffix(".answers.safetensors")

    def epochs(self) -> Sequence[int]:
        """The epochs whose network is on disk, in order."""
        if not self.folder.is_dir():
            return []
        matches = (_EPOCH.fullmatch(path.name) for path in self.folder.iterdir())
        return sorted(int(match[1]) for match in matches if match)

    def delete(self) -> None:
        """Remove the folder; nothing happens when there is none."""
        shutil.rmtree(self.folder, ignore_errors=True)
