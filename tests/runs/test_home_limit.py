"""A home that takes too much loses what nobody needs, then makes no new run and says why."""

import pytest

from playground.digits.training.loop import TrainingConfig
from playground.errors import ConfigurationError, StoreError
from playground.runs.home_limit import keep_within_limit, taken_bytes
from playground.settings import home_limit_bytes


def _run(store, state="finished", *, kept=300_000, resume=0):
    run = store.create(TrainingConfig(), "embedded", state=state)
    files = store.files(run.id)
    files.folder.mkdir(parents=True)
    files.kept.write_bytes(bytes(kept))
    for path in (files.state, files.previous_state):
        path.write_bytes(bytes(resume))
    return run.id


def _limit(store, monkeypatch, less):
    """Allow so many bytes less than the home takes."""
    monkeypatch.setenv("PLAYGROUND_HOME_GIGABYTES", f"{(taken_bytes(store.home) - less) / 1e9:.9f}")


def test_the_oldest_deleted_runs_go_first_and_only_as_many_as_are_needed(store, monkeypatch):
    kept, old, new = (_run(store) for _ in range(3))
    store.delete(old)
    store.age_trash(10)
    store.delete(new)
    store.age_trash(10)
    _limit(store, monkeypatch, 200_000)
    keep_within_limit(store)
    assert [run.id for run in store.list(deleted=True)] == [new]
    assert store.get(kept) is not None
    assert store.full == ""


def test_then_the_states_of_runs_that_are_over_and_never_those_of_others(store, monkeypatch):
    over, paused = _run(store, "diverged", resume=200_000), _run(store, "paused", resume=200_000)
    _limit(store, monkeypatch, 300_000)
    keep_within_limit(store)
    assert not store.files(over).state.exists()
    assert store.files(over).kept.exists()
    assert store.files(paused).state.exists()
    assert store.full == ""


def test_when_that_is_not_enough_no_run_begins_and_it_is_said_until_there_is_room(store, monkeypatch):
    run_id = _run(store)
    _limit(store, monkeypatch, 100_000)
    keep_within_limit(store)
    with pytest.raises(
        StoreError, match=r"GB are allowed. Delete some on Compare.*PLAYGROUND_HOME_GIGABYTES"
    ):
        store.create(TrainingConfig(), "embedded")
    with pytest.raises(StoreError, match="GB are allowed"):
        store.create_sweep({"seed": [1]}, [TrainingConfig()], "embedded")
    store.delete(run_id)
    keep_within_limit(store)
    assert store.create(TrainingConfig(), "embedded").state == "queued"


def test_the_limit_is_a_setting(monkeypatch):
    monkeypatch.delenv("PLAYGROUND_HOME_GIGABYTES", raising=False)
    assert home_limit_bytes() == 20 * 10**9
    monkeypatch.setenv("PLAYGROUND_HOME_GIGABYTES", "0.5")
    assert home_limit_bytes() == 5 * 10**8
    for text in ("0", "-1", "nan", "1e9", "viel"):
        monkeypatch.setenv("PLAYGROUND_HOME_GIGABYTES", text)
        with pytest.raises(ConfigurationError, match="PLAYGROUND_HOME_GIGABYTES"):
            home_limit_bytes()
