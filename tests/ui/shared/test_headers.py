"""Every answer has the headers that keep a page to its own server; what Chromium makes of them is seen in tests/browser."""

import base64
import hashlib
from pathlib import Path

import streamlit
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from playground.ui.shared.headers import SecurityHeaders, inline_scripts, security_headers
from tests.asynchronous import run

PAGE = Path(streamlit.__file__).parent / "static" / "index.html"


def policy(*arguments):
    rules = security_headers(*arguments)["Content-Security-Policy"].split("; ")
    return {rule.split()[0]: rule.split()[1:] for rule in rules}


def test_nothing_comes_from_another_host_and_no_written_script_runs():
    rules = policy()
    assert rules["default-src"] == ["'none'"]
    assert "'unsafe-inline'" not in rules["script-src"]
    assert "'unsafe-eval'" not in rules["script-src"]
    sources = {source for rule in rules.values() for source in rule}
    assert not [source for source in sources if "//" in source or "*" in source]


def test_the_scripts_of_a_page_are_allowed_by_their_digest():
    digest = base64.b64encode(hashlib.sha256(b"\n  go()\n").digest()).decode()
    page = "<script src='a.js'></script><script>\n  go()\n</script>"
    assert inline_scripts(page) == [f"'sha256-{digest}'"]
    assert policy((), inline_scripts(page))["script-src"][-1] == f"'sha256-{digest}'"
    assert inline_scripts(PAGE.read_text())


def test_only_named_sites_may_show_it_in_a_frame():
    assert policy()["frame-ancestors"] == ["'self'"]
    assert security_headers()["X-Frame-Options"] == "SAMEORIGIN"
    school = "https://school.example.org"
    assert policy((school,))["frame-ancestors"] == ["'self'", school]
    assert "X-Frame-Options" not in security_headers((school,))  # it would forbid what the policy allows


def answer(application, path):
    sent = []

    async def receive():
        return {"type": "http.request", "body": b""}

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b""}
    run(application(scope, receive, send))
    return sent


def test_every_answer_has_them_also_that_nothing_is_there():
    inner = Starlette(routes=[Route("/here", lambda _: PlainTextResponse("hello"))])
    expected = security_headers((), inline_scripts(PAGE.read_text()))
    for path, status in (("/here", 200), ("/elsewhere", 404)):
        start, body, *_ = answer(SecurityHeaders(inner, (), PAGE), path)
        headers = {name.decode(): value.decode() for name, value in start["headers"]}
        assert start["status"] == status
        assert {name: headers[name.lower()] for name in expected} == expected
        assert body["body"] in (b"hello", b"Not Found")
