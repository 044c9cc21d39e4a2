"""The own digits that a run learns from.

They are what the folder holds when the run first starts, and are kept with the run: whatever is drawn or deleted
later, a resumed run goes on with the same images, bit for bit, and everybody can tell which drawings it has seen.
"""

from collections.abc import Callable
from pathlib import Path

from playground.digits.datasets import DigitDataset
from playground.digits.own_digits.archive import pack_npz, unpack
from playground.digits.own_digits.folder import FOLDER, UserTestSetFolder
from playground.digits.own_digits.png import digest_of
from playground.digits.own_digits.training_data import with_user_digits
from playground.errors import CheckpointError, DatasetError
from playground.files import write_atomically
from playground.runs.files import RunFiles
from playground.runs.run import Run


def training_data(run: Run, files: RunFiles, load: Callable[[str], DigitDataset]) -> DigitDataset:
    """The data set of a run, with the own digits in it when the run asks for them.

    Args:
        run: queued or resumed.
        files: of this run; the drawings are written there at its first start, and read from there afterwards.
        load: gives a data set by its name.

    Raises:
        DatasetError: there are no drawings, or those that the run began with cannot be read any more.
        CheckpointError: the disk does not take the run's copy.
    """
    dataset = load(run.dataset)
    if not run.config.own_digits:
        return dataset
    if not files.own_digits.exists():
        if run.step:
            raise _lost(files.own_digits, "it is missing")
        digits = UserTestSetFolder(files.home / FOLDER).load()
        extended = with_user_digits(dataset, digits.images, digits.labels)
        write_atomically(files.own_digits, pack_npz(digits), what="file of drawings", error=CheckpointError)
        return extended
    try:
        images, labels, _ = unpack(files.own_digits.read_bytes())
    except (OSError, DatasetError) as error:
        raise _lost(files.own_digits, str(error)) from error
    return with_user_digits(dataset, images, labels)


def learnt_drawings(checkpoint: Path) -> frozenset[str]:
    """`digest_of` each own drawing that the run of a checkpoint file was trained on; empty when it is not known."""
    path = checkpoint.with_name(RunFiles.OWN_DIGITS)
    try:
        return frozenset(digest_of(image) for image in unpack(path.read_bytes())[0])
    except (OSError, DatasetError):
        return frozenset()


def _lost(path: Path, reason: str) -> CheckpointError:
    return CheckpointError(
        f"Expected the drawings with which this run began in {path}, but they cannot be read: {reason} "
        "Start a new run with the same settings."
    )
