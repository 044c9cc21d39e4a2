"""Downloads from a small local server."""

import gzip
import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import pytest

from playground.digits.datasets import mnist_download, mnist_files
from playground.digits.datasets.mnist_download import download_mnist
from playground.digits.datasets.torchvision_compat import torchvision_datasets
from playground.errors import DatasetError

CONTENTS = {name: (name * 50_000).encode() for name in ("one-ubyte", "two-ubyte")}
ARCHIVES = {f"{name}.gz": gzip.compress(content, 1, mtime=0) for name, content in CONTENTS.items()}


def md5(content):
    return hashlib.md5(content).hexdigest()


@pytest.fixture(autouse=True)
def small_mnist(monkeypatch):
    files = {name: (len(content), md5(content)) for name, content in CONTENTS.items()}
    monkeypatch.setattr(mnist_download, "MNIST_FILES", files)
    monkeypatch.setattr(mnist_files, "MNIST_FILES", files)
    resources = [(name, md5(content)) for name, content in ARCHIVES.items()]
    monkeypatch.setattr(torchvision_datasets().MNIST, "resources", resources)
    monkeypatch.setattr(mnist_download, "TIMEOUT", 5.0)


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
            self.send_response(200)
            self.send_header("Content-Length", str(len(content) + self.server.missing))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.files, server.asked, server.missing = dict(ARCHIVES), [], 0
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    server.address = f"http://127.0.0.1:{server.server_port}/"
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def whole(root):
    folder = mnist_files.raw_folder(root)
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_complete(tmp_path, server):
    reports = list(download_mnist(tmp_path, [server.address]))
    for name, content in CONTENTS.items():
        assert (mnist_files.raw_folder(tmp_path) / name).read_bytes() == content
    assert whole(tmp_path) == sorted(CONTENTS)  # no temporary file is left
    assert (reports[-1].files_done, reports[-1].files_total) == (2, 2)
    assert reports[0].bytes_total == len(ARCHIVES["one-ubyte.gz"])
    assert all(later.files_done >= earlier.files_done for earlier, later in pairwise(reports))


def test_cut_short(tmp_path, server):
    server.missing = 10
    with pytest.raises(
        DatasetError, match=r"expected [\d,]+ bytes, but the connection ended|connection broke"
    ):
        list(download_mnist(tmp_path, [server.address]))
    assert whole(tmp_path) == []


def test_wrong_checksum(tmp_path, server):
    server.files["one-ubyte.gz"] = b"something else"
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

    monkeypatch.setattr(mnist_download.shutil, "copyfileobj", full)
    with pytest.raises(DatasetError, match=r"No space left on device\. Free some space"):
        list(download_mnist(tmp_path, [server.address]))
    assert whole(tmp_path) == []


def test_good_files_are_not_fetched_again(tmp_path, server):
    second = server.files.pop("two-ubyte.gz")
    with pytest.raises(DatasetError, match=r"two-ubyte\.gz"):
        list(download_mnist(tmp_path, [server.address]))
    assert whole(tmp_path) == ["one-ubyte"]
    server.files["two-ubyte.gz"] = second
    server.asked.clear()
    list(download_mnist(tmp_path, [server.address]))
    assert server.asked == ["two-ubyte.gz"]


def test_a_corrupt_file_is_fetched_again(tmp_path, server):
    list(download_mnist(tmp_path, [server.address]))
    path = mnist_files.raw_folder(tmp_path) / "one-ubyte"
    path.write_bytes(b"x" * path.stat().st_size)
    list(download_mnist(tmp_path, [server.address]))
    assert path.read_bytes() == CONTENTS["one-ubyte"]


def test_stopping_midway_leaves_nothing_half_done(tmp_path, server):
    reports = download_mnist(tmp_path, [server.address])
    next(reports)
    reports.close()
    assert whole(tmp_path) == []
