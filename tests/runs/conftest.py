import time
from collections.abc import Callable
from pathlib import Path

import pytest

from playground.runs.store import RunStore


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunStore:
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PLAYGROUND_DATA_DIR", str(tmp_path / "data"))
    return RunStore()


@pytest.fixture
def wait_for() -> Callable[[Callable[[], bool]], None]:
    """Asks until the condition holds; fails after a minute."""

    def wait(condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 60
        while not condition():
            assert time.monotonic() < deadline, "The condition did not come true within a minute."
            time.sleep(0.02)

    return wait
