"""Training in a real browser while everything goes wrong: pauses, reloads, other tabs, killed processes."""

import os
import re
import signal
import sqlite3
import time

import psutil
import pytest
from playwright.sync_api import Locator, Page, expect

from playground.runs.liveness import process_of
from playground.runs.store import RunStore
from tests.browser.conftest import Server
from tests.browser.test_journey import assert_no_exception, await_steps, loss_chart, steps_shown
from tests.browser.traffic import Traffic
from tests.waiting import wait_until

ENDLESS = "/train?network=Small+CNN&epochs=100"


@pytest.fixture
def store(server: Server) -> RunStore:
    return RunStore(server.home)


def _press(page: Page, name: str) -> None:
    page.get_by_test_id("stMainBlockContainer").get_by_role("button", name=name, exact=True).click()


def _button(page: Page, name: str) -> Locator:
    return page.get_by_test_id("stMainBlockContainer").get_by_role("button", name=name, exact=True)


def _start(page: Page, server: Server, store: RunStore) -> str:
    page.goto(server.url + ENDLESS)
    _press(page, "Start training")
    loss_chart(page).wait_for()
    return store.list()[0].id


def _workers(server: Server) -> list[psutil.Process]:
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if str(server.home) in (process.info["cmdline"] or []) and process.status() != psutil.STATUS_ZOMBIE
    ]


def _no_zombies(server: Server) -> None:
    assert server.process is not None
    children = psutil.Process(server.process.pid).children()
    assert [child for child in children if child.status() == psutil.STATUS_ZOMBIE] == []


def test_pause_in_one_tab_resume_in_another_and_both_see_it(
    server: Server, page: Page, store: RunStore
) -> None:
    run_id = _start(page, server, store)
    other = page.context.new_page()
    other.goto(page.url)
    loss_chart(other).wait_for()
    _press(page, "Pause")
    wait_until(lambda: store.get(run_id).state == "paused")
    expect(_button(other, "Resume")).to_be_visible()
    paused_at = store.get(run_id).step
    _press(other, "Resume")
    wait_until(lambda: store.get(run_id).step > paused_at)
    expect(_button(page, "Pause")).to_be_visible()
    steps = store.metrics.steps(run_id, max_points=None)["step"].tolist()
    assert steps == list(range(1, len(steps) + 1))
    for tab in (page, other):
        assert_no_exception(tab)
    _press(page, "Stop")
    expect(other.get_by_text("what was learnt until then is kept")).to_be_visible()


def test_a_killed_worker_is_noticed_within_five_seconds_and_resumed(
    server: Server, page: Page, store: RunStore
) -> None:
    run_id = _start(page, server, store)
    os.kill(process_of(store.get(run_id).worker), signal.SIGKILL)
    expect(page.get_by_text("SIGKILL")).to_be_visible(timeout=5000)
    _no_zombies(server)
    reported = store.metrics.steps(run_id, max_points=None)["loss"].tolist()
    _press(page, "Resume")
    wait_until(lambda: store.get(run_id).step > len(reported))
    assert store.metrics.steps(run_id, max_points=None)["loss"].tolist()[: len(reported)] == reported
    assert_no_exception(page)


def test_a_run_outlives_its_server_and_the_page_finds_it_growing(
    server: Server, page: Page, store: RunStore
) -> None:
    run_id = _start(page, server, store)
    assert server.process is not None
    server.process.kill()
    server.process.wait()
    step = store.get(run_id).step
    wait_until(lambda: store.get(run_id).step > step + 5)  # nobody is there, and it goes on
    server.restart()
    page.goto(f"{server.url}/train?run={run_id}")
    loss_chart(page).wait_for()
    seen = steps_shown(page)
    assert seen > step
    await_steps(page, seen)
    steps = store.metrics.steps(run_id, max_points=None)["step"].tolist()
    assert steps == list(range(1, len(steps) + 1))
    _press(page, "Stop")
    expect(page.get_by_text("what was learnt until then is kept")).to_be_visible()
    assert_no_exception(page)


def test_a_lost_connection_costs_nothing(server: Server, page: Page, store: RunStore) -> None:
    run_id = _start(page, server, store)
    assert server.process is not None
    before = store.get(run_id).step
    os.kill(server.process.pid, signal.SIGSTOP)  # nothing comes through any more
    wait_until(lambda: store.get(run_id).step > before + 5)
    os.kill(server.process.pid, signal.SIGCONT)
    await_steps(page, before + 5)
    assert_no_exception(page)


def test_workers_end_with_their_server_once_no_run_waits(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/train")
    wait_until(lambda: _workers(server))  # the spare one
    server.stop()
    wait_until(lambda: not _workers(server))


def test_a_database_locked_for_ten_seconds_breaks_neither_page_nor_run(
    server: Server, page: Page, store: RunStore
) -> None:
    traffic = Traffic(page)
    run_id = _start(page, server, store)
    locker = sqlite3.connect(store.path)
    locker.execute("BEGIN IMMEDIATE")
    locked_at = time.monotonic()
    while time.monotonic() < locked_at + 10:
        traffic.await_runs(1)  # the page goes on polling
    assert_no_exception(page)
    locker.rollback()
    locker.close()
    seen = store.get(run_id).step
    await_steps(page, seen)
    steps = store.metrics.steps(run_id, max_points=None)["step"].tolist()
    assert steps == list(range(1, len(steps) + 1))
    assert_no_exception(page)


def test_the_switches_above_the_chart_hold_while_it_grows(
    server: Server, page: Page, store: RunStore
) -> None:
    _start(page, server, store)
    page.get_by_role("radio", name="Seconds").click()
    page.get_by_text("Logarithmic loss").click()
    expect(page).to_have_url(re.compile("against=seconds"))
    expect(page).to_have_url(re.compile("log_loss=true"))
    seen = steps_shown(page)
    await_steps(page, seen)
    expect(page.get_by_role("radio", name="Seconds")).to_be_checked()
    page.reload()
    loss_chart(page).wait_for()
    expect(page.get_by_role("radio", name="Seconds")).to_be_checked()
    assert_no_exception(page)


def test_nothing_of_the_picture_is_sent_while_nothing_changes(
    server: Server, page: Page, store: RunStore
) -> None:
    traffic = Traffic(page)
    _start(page, server, store)
    _press(page, "Pause")
    expect(_button(page, "Resume")).to_be_visible()
    traffic.await_runs(5)  # the last news is drawn
    traffic.clear()
    traffic.await_runs(10)
    for message in traffic.received:
        # The timer's own handshake, and the empty block of the part that looks for news.
        assert message.WhichOneof("type") != "delta" or message.delta.WhichOneof("type") == "add_block", (
            message
        )
        # The handshake names every page and colour of the app: that share grows with the app, the rest does not.
        session = message.new_session
        app = sum(page.ByteSize() for page in session.app_pages) + session.custom_theme.ByteSize()
        assert message.ByteSize() - app < 400, message
