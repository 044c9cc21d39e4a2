"""Every page says that runs are missing, and offers the copies with what each holds."""

import os
import sqlite3
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from playground.digits.training import TrainingConfig
from playground.runs.store import RunStore
from playground.ui.shared.pages import PAGES
from tests.elements import only

ROOT = Path(__file__).parents[2]
SOME = ["app.py", "pages/losses.py", "pages/compare.py", "pages/mistakes.py"]


def _open(path):
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.switch_page(path)
    at.run()
    assert not at.exception
    return at


def _three_runs(store):
    for number in range(3):
        store.create(TrainingConfig(seed=number), "embedded", state="finished")
    store.copy()
    store.close()


@pytest.mark.parametrize("path", SOME)
def test_an_emptied_database_is_said_and_the_copy_brings_the_runs_back(store, path):
    _three_runs(store)
    os.truncate(store.path, 0)
    at = _open(path)
    assert "runs.sqlite" in at.error[0].value
    assert at.selectbox(key="which_copy").options[0].endswith(": 3 runs, 0 recorded rows")
    assert not [
        button for button in at.button if button.key == "accept_loss"
    ]  # there is nothing to go on with
    at.button(key="restore_copy").click().run()
    assert not at.exception
    assert not [error for error in at.error if "runs.sqlite" in error.value]
    assert len(RunStore().list()) == 3


@pytest.mark.parametrize("path", ["app.py", *(entry.file for entry in PAGES.values())])
def test_what_is_wrong_is_said_once(store, path):
    _three_runs(store)
    store.path.write_bytes(b"not a database " * 100)
    for leftover in store.home.glob("runs.sqlite-*"):
        leftover.unlink()
    at = _open(path)
    assert only(at.error).proto.title == "Something is wrong with the saved runs"


def test_lost_rows_can_be_accepted_and_another_copy_can_be_chosen(store):
    _three_runs(store)
    connection = sqlite3.connect(store.path)
    connection.execute("DELETE FROM runs WHERE number > 1")
    connection.commit()
    connection.close()
    at = _open("pages/compare.py")
    assert "runs 2 and 3 are gone" in at.error[0].value
    RunStore().copy()  # as the supervisor does
    at.run()
    options = at.selectbox(key="which_copy").options
    assert sorted(option.split(": ")[1] for option in options) == [
        "1 run, 0 recorded rows",
        "3 runs, 0 recorded rows",
    ]
    assert "3 runs" in at.selectbox(key="which_copy").format_func(at.selectbox(key="which_copy").value)
    at.button(key="accept_loss").click().run()
    assert not at.exception
    assert not [error for error in at.error if "runs.sqlite" in error.value]
    assert len(RunStore().list()) == 1
