"""A worker lives as long as it holds its lock, whatever clocks and process numbers say."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from playground.runs.liveness import living_worker, process_of, worker_alive

ROOT = Path(__file__).parents[2]
HOLD = (
    "import pathlib, sys\nfrom playground.runs.liveness import living_worker\n"
    "with living_worker(pathlib.Path(sys.argv[1])) as worker:\n    print(worker, flush=True)\n    sys.stdin.read()"
)


def _hold(home):
    command = [sys.executable, "-c", HOLD, str(home)]
    process = subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    return process, process.stdout.readline().strip()


def test_a_worker_lives_within_the_block_alone(tmp_path):
    with living_worker(tmp_path) as worker:
        assert process_of(worker) == os.getpid()
        assert worker_alive(tmp_path, worker)
        assert worker_alive(tmp_path, worker)  # asking does not end it
    assert not worker_alive(tmp_path, worker)
    assert list((tmp_path / "workers").iterdir()) == []


def test_a_killed_process_is_dead_at_once_even_as_a_zombie(tmp_path):
    process, worker = _hold(tmp_path)
    assert worker_alive(tmp_path, worker)
    os.kill(process.pid, signal.SIGKILL)
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # it stays a zombie
    assert not worker_alive(tmp_path, worker)
    assert list((tmp_path / "workers").iterdir()) == []
    process.communicate()


def test_an_unknown_worker_is_dead(tmp_path):
    assert not worker_alive(tmp_path, "")
    assert not worker_alive(tmp_path, f"{os.getpid()}-abc123")
    assert process_of("nonsense") == 0
