"""`streamlit run app.py` ends with words where a setting is wrong, and opens a browser where somebody sits before it."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from playground.ui.shared import server
from tests.asynchronous import run

ROOT = Path(__file__).resolve().parents[3]


def test_a_wrong_setting_ends_the_start_with_a_sentence(tmp_path):
    environment = {**os.environ, "PLAYGROUND_HOME": str(tmp_path), "PLAYGROUND_EMBED_IN": "school"}
    ended = subprocess.run(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true", "--server.port=0"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 2
    assert "PLAYGROUND_EMBED_IN should be addresses of sites" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("headless", "opened"), [(False, ["http://localhost:8765/learn"]), (True, [])], ids=["seen", "headless"]
)
def test_a_browser_is_opened_when_the_server_starts(monkeypatch, headless, opened):
    options = {
        "server.headless": headless,
        "browser.serverAddress": "localhost",
        "server.port": 8765,
        "browser.serverPort": 8765,
        "server.baseUrlPath": "learn",
        "server.sslCertFile": None,
        "global.developmentMode": False,
    }
    monkeypatch.setattr(server.config, "get_option", options.__getitem__)
    monkeypatch.setattr(server.config, "is_manually_set", lambda _: True)
    urls = []
    monkeypatch.setattr(server.cli_util, "open_browser", urls.append)

    async def start():
        async with server.lifespan(None):
            await asyncio.sleep(0)

    run(start())
    assert urls == opened
