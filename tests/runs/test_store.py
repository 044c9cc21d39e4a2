"""Runs in the store, and who may change them when."""

import threading
import time

import pytest

from playground.digits.training.loop import StepFinished, TrainingConfig
from playground.runs.metrics import Batch
from playground.runs.store import RunStore


def _create(store, state="queued", **values):
    return store.create(TrainingConfig(), "embedded", state=state, **values).id


def test_a_new_run_waits_and_keeps_its_config(store):
    config = TrainingConfig(hidden=(64, 32), learning_rate=0.01, patience=3)
    run = store.create(config, "embedded")
    assert (run.state, run.config, run.dataset, run.active) == ("queued", config, "embedded", True)
    assert RunStore(store.home).get(run.id) == run
    assert store.get("nonsense") is None


def test_runs_are_numbered_and_listed_newest_first_even_when_the_clock_jumps_back(store, monkeypatch):
    first = _create(store)
    monkeypatch.setattr(time, "time", lambda: 1_000_000.0)
    second = _create(store)
    assert [(run.id, run.number) for run in store.list()] == [(second, 2), (first, 1)]
    assert store.claim("1-a", 5).id == first  # first come, first served


def test_runs_are_listed_by_state_and_sweep(store):
    _create(store)
    sweep = store.create_sweep({"seed": [1, 2]}, [TrainingConfig(seed=1), TrainingConfig(seed=2)], "embedded")
    store.request_stop(store.list(sweep=sweep.id)[0].id)
    assert [run.config.seed for run in store.list(["stopped"])] == [2]
    assert [run.config.seed for run in store.list(sweep=sweep.id)] == [2, 1]
    assert [(other.id, other.axes) for other in store.sweeps()] == [(sweep.id, {"seed": [1, 2]})]


def test_a_run_is_handed_to_one_worker_and_never_more_than_the_limit(store):
    for _ in range(5):
        _create(store)
    claims = []
    stores = [RunStore(store.home) for _ in range(4)]

    def claim(own, worker):
        for _ in range(5):
            claims.append(own.claim(worker, 3))

    threads = [threading.Thread(target=claim, args=(own, f"{index}-w")) for index, own in enumerate(stores)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    claimed = [run.id for run in claims if run is not None]
    assert len(claimed) == len(set(claimed)) == 3
    assert {run.id: run.worker for run in store.list(["running"])} == {
        run.id: run.worker for run in claims if run is not None
    }


def test_claiming_forgets_an_old_command(store):
    run_id = _create(store, command="stop")
    assert store.claim("1-a", 1).command == ""
    assert store.get(run_id).state == "running"


# What each request makes of a run in each state: (state, command) afterwards, None where nothing happens.
WORDS = {
    "request_pause": {"queued": ("paused", ""), "running": ("running", "pause")},
    "request_stop": {
        "queued": ("stopped", ""),
        "running": ("running", "stop"),
        "paused": ("stopped", ""),
        "interrupted": ("stopped", ""),
    },
    "request_resume": dict.fromkeys(("paused", "interrupted", "stopped", "failed"), ("queued", "")),
}


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize(
    "state", ["queued", "running", "paused", "finished", "stopped", "diverged", "interrupted", "failed"]
)
def test_each_request_does_what_the_state_allows(store, word, state):
    run_id = _create(store, state)
    expected = WORDS[word].get(state)
    assert getattr(store, word)(run_id) is (expected is not None)
    run = store.get(run_id)
    assert (run.state, run.command) == (expected or (state, ""))
    assert not getattr(store, word)("nonsense")


def test_every_change_is_seen_in_the_revisions(store):
    run_id = _create(store)
    seen = [(store.get(run_id).revision, store.revision())]
    for change in (
        lambda: store.rename(run_id, "other"),
        lambda: store.request_pause(run_id),
        lambda: store.metrics.add(run_id, Batch([StepFinished(1, 1, 2.3)]), step=1),
        lambda: store.delete(run_id),
    ):
        change()
        seen.append((store.get(run_id).revision, store.revision()))
    assert all(len(set(numbers)) == 5 for numbers in zip(*seen, strict=True))
    before = store.revision()
    _create(store)
    assert store.revision() != before


def test_a_name_is_one_visible_line_however_it_is_given(store):
    name = "a\u202e\x07\nb" + "k" * 10_000
    created = store.create(TrainingConfig(), "embedded", name)
    other = store.create(TrainingConfig(), "embedded")
    store.rename(other.id, name)
    expected = "a b" + "k" * 196 + "…"
    assert [store.get(run.id).name for run in (created, other)] == [expected, expected]


def test_the_name_of_a_run_writes_its_learning_rate_as_sentences_do(store):
    run = store.create(TrainingConfig(learning_rate=1e-5), "embedded")
    assert run.name == "784-128-10 relu, adam 10⁻⁵, batch 64"


def test_a_blank_name_is_passed_over(store):
    run_id = _create(store)
    name = store.get(run_id).name
    store.rename(run_id, "  ")
    assert store.get(run_id).name == name
    store.rename(run_id, "  mine ")
    assert store.get(run_id).name == "mine"


def test_deleting_stops_the_run_and_can_be_undone(store):
    run_id = _create(store)
    store.delete(run_id)
    assert store.list() == []
    assert [run.id for run in store.list(deleted=True)] == [run_id]
    assert store.claim("1-a", 1) is None
    store.restore(run_id)
    assert [run.state for run in store.list()] == ["stopped"]


def test_deleting_a_training_run_asks_its_worker_to_stop_and_keeps_it_until_then(store):
    run_id = _create(store)
    store.claim("1-a", 1)
    store.metrics.add(run_id, Batch([StepFinished(1, 1, 2.3)]))
    store.delete(run_id)
    assert store.get(run_id).command == "stop"
    assert not store.purge(run_id)
    assert len(store.metrics.steps(run_id)) == 1
    store.change_state(run_id, "running", state="stopped")
    store.files(run_id).folder.mkdir(parents=True)
    assert store.purge(run_id)
    assert store.get(run_id) is None
    assert store.metrics.steps(run_id).empty
    assert not store.files(run_id).folder.exists()


def test_only_the_bin_is_emptied_and_only_what_is_old(store, monkeypatch):
    kept, fresh, old = (_create(store) for _ in range(3))
    store.delete(fresh)
    store.delete(old)
    store.age_trash(30)
    store.delete(fresh)  # again: its day begins anew
    store.age_trash(30)
    store.empty_trash(50)
    assert [run.id for run in store.list()] == [kept]
    assert [run.id for run in store.list(deleted=True)] == [fresh]


def test_two_tabs_that_press_everything_at_once_leave_one_of_the_possible_outcomes(store):
    stores = [RunStore(store.home), RunStore(store.home)]
    for _ in range(10):
        run_id = _create(store)
        presses = [
            threading.Thread(target=getattr(own, word), args=(run_id,))
            for own in stores
            for word in ("request_stop", "request_resume", "request_pause", "delete")
        ]
        for press in presses:
            press.start()
        for press in presses:
            press.join()
        run = store.get(run_id)
        assert run.deleted_at is not None
        assert run.state in ("queued", "paused", "stopped")
