"""How far a sweep is, from the states of its runs."""

from types import SimpleNamespace

import pytest

from playground.runs.run import ACTIVE_STATES, RESUMABLE_STATES, STATES
from playground.ui.sweep.progress import SweepProgress


def run(state, step=0, total_steps=100):
    return SimpleNamespace(
        state=state,
        step=step,
        total_steps=total_steps,
        active=state in ACTIVE_STATES,
        resumable=state in RESUMABLE_STATES,
    )


@pytest.mark.parametrize(
    ("states", "words", "active"),
    [
        (["queued"] * 3, "0 of 3 done, 0 training, 3 waiting", True),
        (["finished", "running", "queued"], "1 of 3 done, 1 training, 1 waiting", True),
        (["finished", "stopped", "running"], "1 of 3 done, 1 training, 0 waiting", True),
        (["finished", "diverged", "failed", "paused"], "2 of 4 done, 2 can be resumed", False),
        (["finished", "diverged"], "2 of 2 done, 0 can be resumed", False),
    ],
)
def test_the_runs_are_counted_by_what_they_do(states, words, active):
    progress = SweepProgress.of([run(state) for state in states])
    assert str(progress) == words
    assert progress.active == active


def test_the_share_counts_steps_and_a_run_that_ended_for_good_as_whole():
    runs = [run("finished", 20), run("diverged", 1), run("running", 50), run("stopped", 30), run("queued")]
    assert SweepProgress.of(runs).share == pytest.approx((1 + 1 + 0.5 + 0.3 + 0) / 5)


def test_a_run_that_has_not_begun_knows_no_steps():
    assert SweepProgress.of([run("queued", total_steps=0)]).share == 0
    assert SweepProgress.of([]).share == 0


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_counted_once(state):
    progress = SweepProgress.of([run(state)])
    assert progress.done + progress.waiting + progress.training + progress.resumable == progress.total == 1
