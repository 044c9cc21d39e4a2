import pytest

from playground.errors import CheckpointError, DatasetError
from playground.files import write_atomically


def test_a_file_is_replaced_as_a_whole(tmp_path):
    path = tmp_path / "missing" / "folder" / "file.bin"
    write_atomically(path, b"first", what="file", error=DatasetError)
    write_atomically(str(path), b"second", what="file", error=DatasetError)
    assert path.read_bytes() == b"second"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("error", [CheckpointError, DatasetError])
def test_what_cannot_be_written_is_named_and_nothing_is_left_behind(tmp_path, monkeypatch, error):
    def full_disk(descriptor):
        raise OSError(28, "No space left on device")

    path = tmp_path / "state.pt"
    path.write_bytes(b"old")
    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(
        error, match=r"^The training state .*state\.pt cannot be written: No space left on device\."
    ):
        write_atomically(path, b"new", what="training state", error=error)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
