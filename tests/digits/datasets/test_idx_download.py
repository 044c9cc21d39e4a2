"""Downloads from a small local server: whole, cut short, wrong, from the next mirror, too slow, cancelled."""

import contextlib
import gzip
import queue
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import pytest

from playground.digits.datasets import idx_download, transfer
from playground.digits.datasets.idx_download import IdxDownload
from playground.digits.datasets.torchvision_compat import torchvision_datasets
from playground.errors import DatasetError
from tests.digits.datasets.idx import knowing, md5, small_files

CONTENTS = small_files()
ARCHIVES = {f"{name}.gz": gzip.compress(content, 1, mtime=0) for name, content in CONTENTS.items()}
FIRST, *OTHERS = CONTENTS
FILES = knowing("mnist", CONTENTS)
download_mnist = IdxDownload(FILES)


@pytest.fixture(autouse=True)
def small_mnist(monkeypatch):
    resources = [(name, md5(content)) for name, content in ARCHIVES.items()]
    monkeypatch.setattr(torchvision_datasets().MNIST, "resources", resources)
    monkeypatch.setattr(torchvision_datasets().FashionMNIST, "resources", resources)


@pytest.fixture
def server():
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            name = self.path.strip("/").split("/")[-1]
            self.server.asked.append(name)
            content = self.server.files.get(name)
            if content is None:
                self.send_error(404)
                return
            with contextlib.suppress(OSError):  # the client has left
                self.answer(content)

        def answer(self, content):
            if self.server.drips == "header":
                self.drip(b"HTTP/1.0 200 OK\r\n" + b"X-More: and more\r\n" * 1000)
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(content) + self.server.missing))
            self.end_headers()
            if self.server.drips == "body":
                self.drip(content)
            else:
                self.wfile.write(content)

        def drip(self, content):
            for index in range(len(content)):
                self.wfile.write(content[index : index + 1])
                self.wfile.flush()
                if self.server.ended.wait(0.05):
                    return

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.files, server.asked, server.missing = dict(ARCHIVES), [], 0
    server.drips, server.ended = "", threading.Event()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    server.address = f"http://127.0.0.1:{server.server_port}/"
    yield server
    server.ended.set()
    server.shutdown()
    thread.join()
    server.server_close()


def whole(root):
    folder = FILES.raw_folder(root)
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_complete(tmp_path, server):
    reports = list(download_mnist(tmp_path, [server.address]))
    for name, content in CONTENTS.items():
        assert (FILES.raw_folder(tmp_path) / name).read_bytes() == content
    assert whole(tmp_path) == sorted(CONTENTS)  # no temporary file is left
    assert (reports[-1].files_done, reports[-1].files_total) == (4, 4)
    assert reports[0].bytes_total == len(ARCHIVES[f"{FIRST}.gz"])
    assert all(later.files_done >= earlier.files_done for earlier, later in pairwise(reports))


def test_cut_short(tmp_path, server):
    server.missing = 10
    with pytest.raises(
        DatasetError, match=r"expected [\d,]+ bytes, but the connection ended|connection broke"
    ):
        list(download_mnist(tmp_path, [server.address]))
    assert whole(tmp_path) == []


def test_wrong_checksum(tmp_path, server):
    server.files[f"{FIRST}.gz"] = b"something else"
    with pytest.raises(DatasetError, match="wrong checksum: expected MD5"):
        list(download_mnist(tmp_path, [server.address]))
    assert whole(tmp_path) == []


def test_no_server_and_what_to_do(tmp_path):
    with pytest.raises(DatasetError, match=r"no answer.*Check the network and try again"):
        list(download_mnist(tmp_path, ["http://127.0.0.1:9/"]))


def test_an_answer_that_is_not_the_file(tmp_path, server):
    server.files.clear()
    with pytest.raises(DatasetError, match=r"no answer.*Not Found"):
        list(download_mnist(tmp_path, [server.address]))


def test_the_next_mirror_is_tried(tmp_path, server):
    list(download_mnist(tmp_path, ["http://127.0.0.1:9/", server.address]))
    assert whole(tmp_path) == sorted(CONTENTS)


def test_a_folder_that_cannot_be_made(tmp_path, server):
    (tmp_path / "MNIST").write_text("a file where the folder should be")
    with pytest.raises(DatasetError, match=r"Expected to write the MNIST file.*PLAYGROUND_DATA_DIR"):
        list(download_mnist(tmp_path, [server.address]))


def test_a_full_disk(tmp_path, server, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(idx_download.shutil, "copyfileobj", full)
    with pytest.raises(DatasetError, match=r"No space left on device\. Free some space"):
        list(download_mnist(tmp_path, [server.address]))
    assert whole(tmp_path) == []


def test_good_files_are_not_fetched_again(tmp_path, server):
    last = server.files.pop(f"{OTHERS[-1]}.gz")
    with pytest.raises(DatasetError, match=OTHERS[-1]):
        list(download_mnist(tmp_path, [server.address]))
    assert whole(tmp_path) == sorted([FIRST, *OTHERS[:-1]])
    server.files[f"{OTHERS[-1]}.gz"] = last
    server.asked.clear()
    list(download_mnist(tmp_path, [server.address]))
    assert server.asked == [f"{OTHERS[-1]}.gz"]


def test_files_that_lie_elsewhere_are_not_fetched(tmp_path, server):
    for name in OTHERS[1:]:
        (tmp_path / f"{name.replace('-idx', '.idx')}.gz").write_bytes(ARCHIVES[f"{name}.gz"])
    (tmp_path / OTHERS[0]).write_bytes(b"half")
    list(download_mnist(tmp_path, [server.address]))
    assert server.asked == [f"{FIRST}.gz", f"{OTHERS[0]}.gz"]
    assert set(FILES.read(tmp_path)) == set(CONTENTS)


def test_a_corrupt_file_is_fetched_again(tmp_path, server):
    list(download_mnist(tmp_path, [server.address]))
    path = FILES.raw_folder(tmp_path) / FIRST
    path.write_bytes(b"x" * path.stat().st_size)
    list(download_mnist(tmp_path, [server.address]))
    assert path.read_bytes() == CONTENTS[FIRST]


def test_stopping_midway_leaves_nothing_half_done(tmp_path, server):
    reports = download_mnist(tmp_path, [server.address])
    next(reports)
    reports.close()
    assert whole(tmp_path) == []


@pytest.mark.parametrize("drips", ["body", "header"])
def test_a_server_that_drips_is_given_up(tmp_path, server, monkeypatch, drips):
    monkeypatch.setattr(transfer, "WINDOW", 0.6)
    server.drips = drips
    words = r"too slow: \d+ bytes in \d seconds?" if drips == "body" else r"no answer in \d seconds?"
    with pytest.raises(DatasetError, match=rf"{words}.*Check the network"):
        list(download_mnist(tmp_path, [server.address]))
    assert server.asked == [f"{FIRST}.gz"]
    assert whole(tmp_path) == []


def test_after_a_server_that_drips_the_next_one_is_asked(tmp_path, server, monkeypatch):
    monkeypatch.setattr(transfer, "WINDOW", 0.6)
    answer = server.RequestHandlerClass.answer

    def answer_slowly_at_first(handler, content):
        server.drips = "body" if "/slow/" in handler.path else ""
        answer(handler, content)

    monkeypatch.setattr(server.RequestHandlerClass, "answer", answer_slowly_at_first)
    list(download_mnist(tmp_path, [f"{server.address}slow/", server.address]))
    assert whole(tmp_path) == sorted(CONTENTS)


def test_a_steady_server_has_a_time_limit_too(tmp_path, server, monkeypatch):
    monkeypatch.setattr(transfer, "SLOWEST", 0.0)
    monkeypatch.setattr(transfer, "LONGEST", 0.5)
    server.drips = "body"
    with pytest.raises(DatasetError, match="not done after 0 minutes"):
        list(download_mnist(tmp_path, [server.address]))


def test_a_body_without_end_is_not_kept(tmp_path, server, monkeypatch):
    monkeypatch.setattr(transfer, "LARGEST", 1000)
    with pytest.raises(DatasetError, match="expected at most 1,000 bytes, but more came"):
        list(download_mnist(tmp_path, [server.address]))
    assert whole(tmp_path) == []


@pytest.mark.parametrize("drips", ["body", "header"])
def test_a_slow_download_reports_and_can_be_cancelled(tmp_path, server, drips):
    server.drips = drips
    reports = download_mnist(tmp_path, [server.address])
    seen = [next(reports) for _ in range(4)]
    assert all(report.file == FIRST for report in seen)
    assert any(report.bytes_done for report in seen) == (drips == "body")
    reports.close()
    assert whole(tmp_path) == []


def test_time_that_the_caller_takes_does_not_count(monkeypatch):
    limit, pieces = transfer._SpeedLimit(), queue.Queue()
    now = 0.0
    monkeypatch.setattr(transfer.time, "monotonic", lambda: now)
    for _ in range(3):
        pieces.put((b"few", 3))
        assert limit.await_piece(pieces) == (b"few", 3)
        now += 10 * transfer.LONGEST
    assert limit.waited == 0


def test_fashion_mnist_comes_the_same_way(tmp_path, server):
    files = knowing("fashion_mnist", CONTENTS)
    list(IdxDownload(files)(tmp_path, [server.address]))
    assert sorted(path.name for path in (tmp_path / "FashionMNIST" / "raw").iterdir()) == sorted(CONTENTS)
    assert len(files.load(tmp_path, name="fashion_mnist", source="").train_images) == 60
