"""What a server does beside training: copies, looks, the trash, and the limit of the home."""

import math
import time
from contextlib import suppress
from dataclasses import dataclass

from filelock import FileLock, Timeout

from playground.runs.home_limit import keep_within_limit
from playground.runs.keeping import look
from playground.runs.store import RunStore

COPY_SECONDS = 60.0
"""How old the copy of the database may become while a run trains; where none does, every change is copied at once."""

COPY_SHARE = 0.05
"""The most of its time that copying may take."""

CHECKPOINT_SECONDS = 10.0
"""How much training may stand in the database's journal alone: the file by itself is worth all but that."""

CHECK_SECONDS = 600.0
"""How often SQLite checks a whole copy; small ones are checked each time."""

SMALL_BYTES = 16 * 1024**2

LOOK_SECONDS = 60.0
"""How often a database that is not copied is looked at."""

TRASH_SECONDS = 24 * 3600.0
"""How long a deleted run can be brought back, counted while a server is up."""

TIDY_SECONDS = 60.0
"""How often the trash and the limit are looked at."""


@dataclass
class Keeper:
    """Keeps one store; the supervisor calls `tend` with each poll."""

    store: RunStore

    def __post_init__(self) -> None:
        # Held for as long as the server lives, once it was free: of several servers one counts the trash's time.
        self._clock = FileLock(self.store.home / "trash.lock", timeout=0, thread_local=False)
        self._copied: tuple[int, object] = (-1, None)
        self._copied_at = self._checked_at = self._checkpointed_at = self._looked_at = -math.inf
        self._copy_took = 0.0
        self._tidied_at, self._measured = time.monotonic(), -1

    def tend(self, running: int) -> None:
        """Do what is due, while `running` runs train."""
        self._tidy()
        self._copy(running)

    def _tidy(self) -> None:
        """Empty the trash of what was in it for long enough while a server was up, whatever the clock says."""
        now = time.monotonic()
        passed = now - self._tidied_at
        if passed < TIDY_SECONDS and self._measured >= 0:
            return
        self._tidied_at = now
        if self.store.list(deleted=True):
            if self._counts_the_time():
                self.store.age_trash(min(passed, 2 * TIDY_SECONDS))  # a machine that slept was not up
            self.store.empty_trash(TRASH_SECONDS)
        revision = self.store.revision()
        if revision != self._measured or self.store.full:
            self._measured = revision
            keep_within_limit(self.store)

    def _counts_the_time(self) -> bool:
        if not self._clock.is_locked:
            with suppress(Timeout):  # another server counts; the system frees the lock when that one ends
                self._clock.acquire()
        return self._clock.is_locked

    def _copy(self, running: int) -> None:
        """Copy what has changed, bring the journal into the file now and then, and look whether all is there."""
        now, state = time.monotonic(), (self.store.revision(), self.store.shape())
        pause = self._copy_took / COPY_SHARE if state[1] != self._copied[1] else COPY_SECONDS
        if state != self._copied and (not running or now - self._copied_at > pause):
            self._copied, self._copied_at = state, now  # first: a full disk is not asked twice a second
            self._copy_now(now)
        elif running and now - self._checkpointed_at > CHECKPOINT_SECONDS:
            self._checkpointed_at = now
            self.store.checkpoint()
        elif now - max(self._looked_at, self._copied_at) > LOOK_SECONDS:
            self._looked_at = now
            thorough = now - self._checked_at > CHECK_SECONDS
            self._checked_at = now if thorough else self._checked_at
            look(self.store.home, thorough=thorough)

    def _copy_now(self, now: float) -> None:
        thorough = now - self._checked_at > CHECK_SECONDS or self.store.path.stat().st_size < SMALL_BYTES
        self._checked_at = now if thorough else self._checked_at
        self._checkpointed_at = now
        self.store.checkpoint()
        self.store.copy(thorough=thorough)
        self._copy_took = time.monotonic() - now
