"""On a full disk the log is dropped, not the training."""

import contextlib
import sys
import traceback

from playground.runs.worker_log import Log


def test_a_full_disk_is_no_reason_to_fail():
    with (
        open("/dev/full", "w") as full,
        contextlib.redirect_stdout(Log(full)),
    ):  # every write fails with ENOSPC
        print("one", flush=True)
        print("two", flush=True)
        traceback.print_exc(file=sys.stdout)


def test_what_is_written_is_there_at_once(tmp_path):
    with (tmp_path / "log").open("w") as file:
        log = Log(file)
        print("step 3: locked ü \udcff", file=log)
        assert (tmp_path / "log").read_bytes() == "step 3: locked ü ?\n".encode()
