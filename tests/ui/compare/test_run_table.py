"""Which runs are ticked: the table, the URL and the browser's late reports, without a browser."""

import pytest
import streamlit as st

from playground.ui.compare import run_table

IDS = ["c", "b", "a"]


class RerunError(Exception):
    """In place of the page's next run."""


@pytest.fixture(autouse=True)
def session(monkeypatch):
    """A session of its own."""
    state = {}
    monkeypatch.setattr(st, "session_state", state)
    return state


@pytest.fixture(autouse=True)
def chosen(monkeypatch):
    """The choices that were made, in order; the page runs again after each."""
    made = []

    def rerun():
        raise RerunError

    monkeypatch.setattr(run_table, "choose", made.append)
    monkeypatch.setattr(st, "rerun", rerun)
    return made


def shown(session, ids, ticked):
    """The table as `_draw` leaves it in the session."""
    key = session[run_table._SHOWN] = run_table._table_key(ids, ticked)
    session[run_table._SHOWN_TICKS] = ticked
    return key


def tick(session, key, rows):
    session[key] = {"selection": {"rows": rows}}


def test_a_tick_chooses_the_runs_in_the_tables_order(session, chosen):
    key = shown(session, IDS, ["c"])
    tick(session, key, [2, 0])
    with pytest.raises(RerunError):
        run_table._take_ticks(IDS, key)
    assert chosen == [["c", "a"]]


def test_a_tick_ends_the_offer_to_undo(session, chosen):
    session[run_table._JUST_DELETED] = ["d"]
    key = shown(session, IDS, [])
    tick(session, key, [1])
    with pytest.raises(RerunError):
        run_table._take_ticks(IDS, key)
    assert run_table._JUST_DELETED not in session


def test_a_report_of_the_ticks_that_the_table_began_with_changes_nothing(session, chosen):
    session[run_table._JUST_DELETED] = ["d"]
    key = shown(session, IDS, ["c", "b"])
    tick(session, key, [1, 0])
    run_table._take_ticks(IDS, key)
    assert chosen == []
    assert session[run_table._JUST_DELETED] == ["d"]


def test_a_late_report_of_a_table_that_is_gone_changes_nothing(session, chosen):
    old = shown(session, IDS, ["c"])
    new = shown(session, ["d", *IDS], ["d"])
    assert new != old
    tick(session, old, [2])
    run_table._take_ticks(IDS, old)
    assert chosen == []


def test_a_row_that_is_not_there_any_more_is_passed_over(session, chosen):
    key = shown(session, IDS, ["c"])
    tick(session, key, [1, 7])
    with pytest.raises(RerunError):
        run_table._take_ticks(IDS, key)
    assert chosen == [["b"]]


def test_the_table_stays_the_same_while_its_ticks_are_the_choice(session):
    key = shown(session, IDS, ["c"])
    assert run_table._table_key(IDS, ["c"]) == key
    tick(session, key, [0, 1])
    assert run_table._table_key(IDS, ["b", "c"]) == key


def test_a_choice_made_elsewhere_gives_a_fresh_table_that_stays(session):
    key = shown(session, IDS, ["c"])
    tick(session, key, [0])
    fresh = run_table._table_key(IDS, ["a"])
    assert fresh != key
    assert run_table._table_key(IDS, ["a"]) == fresh


@pytest.mark.parametrize("ids", [["c", "b"], ["d", "c", "b", "a"], ["a", "b", "c"]])
def test_other_rows_give_another_table(session, ids):
    assert run_table._table_key(ids, []) != run_table._table_key(IDS, [])


class Store:
    """Keeps what it is asked to do."""

    def __init__(self):
        self.deleted, self.restored, self.changes = [], [], []
        self.delete, self.restore = self.deleted.append, self.restored.append

    def list(self):
        return []

    def change_state(self, *change, **values):
        self.changes.append((*change, values["state"]))


def test_deleting_unticks_all_and_offers_to_undo(session, chosen):
    store = Store()
    key = shown(session, IDS, ["c", "a"])
    with pytest.raises(RerunError):
        run_table._delete(store, ["c", "a"])
    assert store.deleted == ["c", "a"]
    assert chosen == [[]]
    assert session[run_table._JUST_DELETED] == ["c", "a"]
    tick(session, key, [1])
    run_table._take_ticks(IDS, key)  # a late report of the table in which they still were
    assert chosen == [[]]


def test_restored_runs_are_ticked_beside_those_that_are(monkeypatch, chosen):
    store = Store()
    monkeypatch.setattr(run_table, "chosen_ids", lambda runs: ["b"])
    with pytest.raises(RerunError):
        run_table.restore(store, ["b", "a"])
    assert store.restored == ["b", "a"]
    assert chosen == [["b", "a"]]


def test_only_waiting_runs_are_cancelled():
    store = Store()
    run_table.cancel_waiting(store, ["b", "a"])
    assert store.changes == [("b", "queued", "stopped"), ("a", "queued", "stopped")]
