from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from playground.digits.training import train
from playground.digits.training.loop import TrainingConfig
from playground.runs import launcher
from playground.runs.store import RunStore
from playground.runs.supervisor import Supervisor
from tests.waiting import wait_until


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunStore:
    monkeypatch.setenv("PLAYGROUND_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PLAYGROUND_DATA_DIR", str(tmp_path / "data"))
    return RunStore()


@pytest.fixture
def wait_for() -> Callable[[Callable[[], object]], None]:
    """Asks until the condition holds; fails after a minute."""
    return wait_until


@pytest.fixture
def supervisor(store: RunStore) -> Iterator[Supervisor]:
    """Looks after the store whenever a test says so; its workers end with the test."""
    instance = Supervisor(store)
    yield instance
    instance.stop(kill=True)
    launcher.stop_all(kill=True)


def events_of(config: TrainingConfig, dataset) -> list:
    """What an uninterrupted run yields."""
    return list(train(config, dataset, device="cpu"))
