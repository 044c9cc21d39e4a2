"""What several servers do beside training, on one home."""

import gc

import pytest

from playground.digits.training.config import TrainingConfig
from playground.runs import keeper
from playground.runs.keeper import TIDY_SECONDS, Keeper
from playground.runs.store import RunStore


def test_two_servers_count_the_time_in_the_trash_once_and_one_that_is_left_goes_on(store, monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(keeper.time, "monotonic", lambda: now[0])
    run_id = store.create(TrainingConfig(), "embedded", state="finished").id
    store.delete(run_id)
    servers = [Keeper(store), Keeper(RunStore(store.home))]

    def after_minutes(minutes):
        for _ in range(minutes):
            now[0] += TIDY_SECONDS
            for server in servers:
                server.tend(0)
        return store.get(run_id).bin_seconds / TIDY_SECONDS

    assert after_minutes(10) == pytest.approx(10)
    del servers[0]  # the first to look, which counted
    gc.collect()
    assert after_minutes(5) == pytest.approx(15)
