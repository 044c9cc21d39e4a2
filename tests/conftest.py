"""What tests of all rooms share: one thread a process, and how they are spread over processes."""

import os
from collections.abc import Iterator
from typing import Any

# Before PyTorch is imported: it holds for every thread, and for servers that a test starts.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import hypothesis
import pytest
import torch
from xdist.scheduler import LoadScopeScheduling

# A busy machine is no error: speed is measured in benchmarks/.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    """Small networks work faster with one thread, the more when other processes want the cores."""
    yield
    torch.set_num_threads(1)  # a worker that ran in this process may have asked for more
    torch.set_flush_denormal(False)  # and training takes the smallest numbers for 0


class FileScheduling(LoadScopeScheduling):
    """A file's tests share their fixtures in one process; one browser at a time leaves a core for the rest."""

    def _split_scope(self, nodeid: str) -> str:
        file, *_ = nodeid.split("::")
        return "browser" if file.startswith("tests/browser/") else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> FileScheduling:
    """Own groups by the scheduler: pytest-xdist 3.8 ignores the marks of `--dist loadgroup` under pytest 9.2."""
    return FileScheduling(config, log)
