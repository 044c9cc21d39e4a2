"""What tests of pages share."""

import pytest

from playground.runs import launcher
from playground.runs.store import RunStore


@pytest.fixture
def own_home(tmp_path, monkeypatch):
    """Folders of this test alone, and no worker that would train its runs."""
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PLAYGROUND_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(launcher, "wake", lambda store: None)


@pytest.fixture
def store(own_home):
    """The store in it."""
    return RunStore()
