"""Waits for what happens outside the test's own process and outside its browser."""

import time
from collections.abc import Callable

POLL_EVERY = 0.02
"""Seconds between two questions: other processes give no event that could be awaited."""


def wait_until(condition: Callable[[], object], seconds: float = 60) -> None:
    """Ask until the condition holds; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"The condition did not come true within {seconds:g} s."
        time.sleep(POLL_EVERY)
