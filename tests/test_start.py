"""Setting up: what is healed, which build of PyTorch is chosen, which port; pip and PyTorch's index are stand-ins."""

import functools
import http.server
import os
import socket
import subprocess
import sys
import sysconfig
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import start
from tests.waiting import wait_until

PIP = """import os, pathlib, sys
with open(os.environ["PIP_LOG"], "a") as log:
    log.write(" ".join(sys.argv[1:]) + "\\n")
if os.environ.get("PIP_KILLED"):
    os.kill(os.getpid(), 9)
sys.exit(int(os.environ.get("PIP_STATUS", "0")))
"""


class Clone:
    """A folder with a requirements file, and an environment whose pip only writes down what it is asked."""

    def __init__(self, folder: Path) -> None:
        self.environment = folder / ".venv"
        self.log = folder / "pip.log"

    def asked(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clone:
    (tmp_path / "requirements.txt").write_text("torch==2.13.0\n")
    monkeypatch.setattr(start, "ROOT", tmp_path)
    monkeypatch.setattr(start, "ENVIRONMENT", tmp_path / ".venv")
    monkeypatch.setattr(start, "DRIVER_FILES", ())
    monkeypatch.setattr(start, "CPU_INDEX", "http://127.0.0.1:9/nothing")
    monkeypatch.setattr(sysconfig, "get_platform", lambda: "linux-x86_64")
    monkeypatch.setenv("PIP_LOG", str(tmp_path / "pip.log"))
    monkeypatch.setattr(start.venv, "create", with_stand_in)
    return Clone(tmp_path)


def with_stand_in(folder: Path, with_pip: bool) -> None:
    """A virtual environment without the seconds that copying pip takes."""
    assert with_pip
    start.venv.EnvBuilder(symlinks=os.name != "nt").create(folder)
    (package := site_packages(folder) / "pip").mkdir()
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text(PIP)


def site_packages(environment: Path) -> Path:
    (folder,) = environment.glob("lib/python*/site-packages")
    return folder


@pytest.fixture
def index(tmp_path: Path) -> Iterator[str]:
    """A server that stands for PyTorch's index: its torch is of the CPU build."""
    folder = tmp_path / "index" / "torch"
    folder.mkdir(parents=True)
    wheel(folder, "2.13.0+cpu")
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=tmp_path / "index")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def wheel(folder: Path, version: str) -> None:
    """The smallest wheel of a package named torch."""
    with zipfile.ZipFile(folder / f"torch-{version}-py3-none-any.whl", "w") as archive:
        information = f"torch-{version}.dist-info"
        archive.writestr(
            f"{information}/METADATA", f"Metadata-Version: 2.1\nName: torch\nVersion: {version}\n"
        )
        archive.writestr(
            f"{information}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{information}/RECORD", "")


def test_it_installs_once_and_again_when_the_requirements_change(
    clone: Clone, capsys: pytest.CaptureFixture[str]
) -> None:
    start.install("requirements.txt")
    assert len(clone.asked()) == 1
    assert "GB to download" in capsys.readouterr().out
    start.install("requirements.txt")
    assert len(clone.asked()) == 1
    assert capsys.readouterr().out == ""
    (start.ROOT / "requirements.txt").write_text("torch==2.14.0\n")
    start.install("requirements.txt")
    assert len(clone.asked()) == 2


def without_pip(environment: Path) -> None:
    (site_packages(environment) / "pip" / "__init__.py").write_text("raise ImportError")
    for file in environment.glob("bin/python*"):  # ensurepip fails too: an interpreter without its library
        file.unlink()
        file.write_text("#!/bin/sh\nexit 1\n")
        file.chmod(0o755)


def without_python(environment: Path) -> None:
    for file in environment.glob("bin/python*"):
        file.unlink()


def with_a_python_of_another_machine(environment: Path) -> None:
    without_python(environment)
    (environment / "bin" / "python").write_bytes(b"\x7fELF of another processor")
    (environment / "bin" / "python").chmod(0o755)


def with_a_python_that_is_gone(environment: Path) -> None:
    without_python(environment)
    (environment / "bin" / "python").symlink_to("/gone/python3.11")


def empty(environment: Path) -> None:
    start.shutil.rmtree(environment)
    environment.mkdir()


def a_file(environment: Path) -> None:
    start.shutil.rmtree(environment)
    environment.touch()


FAULTS = [
    without_pip,
    without_python,
    with_a_python_of_another_machine,
    with_a_python_that_is_gone,
    empty,
    a_file,
]


@pytest.mark.parametrize("fault", FAULTS)
def test_an_environment_that_cannot_work_is_made_anew(
    clone: Clone, capsys: pytest.CaptureFixture[str], fault
) -> None:
    start.install("requirements.txt")
    fault(clone.environment)
    start.install("requirements.txt")
    assert "making it anew" in capsys.readouterr().out
    assert len(clone.asked()) == 2
    assert start.environment_fault() is None


def test_one_that_only_lacks_pip_gets_it_and_keeps_the_rest(clone: Clone) -> None:
    start.install("requirements.txt")
    start.shutil.rmtree(site_packages(clone.environment) / "pip")
    (mine := site_packages(clone.environment) / "mine.py").touch()
    assert start.environment_fault() is None
    assert start.runs("-m", "pip", "--version")
    assert mine.exists()


@pytest.mark.parametrize("interrupted", ["making", "installing"])
def test_what_was_interrupted_is_made_anew(clone: Clone, monkeypatch, capsys, interrupted: str) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as once:
        once.setattr(start.venv, "create", stop) if interrupted == "making" else once.setenv(
            "PIP_KILLED", "1"
        )
        with pytest.raises(KeyboardInterrupt if interrupted == "making" else SystemExit):
            start.install("requirements.txt")
    start.install("requirements.txt")
    assert "left half made: making it anew" in capsys.readouterr().out
    assert not (clone.environment / ".unfinished").exists()
    start.install("requirements.txt")
    assert len(clone.asked()) == (1 if interrupted == "making" else 2)


def test_a_failed_installation_is_told_and_tried_again_in_the_same_environment(
    clone: Clone, monkeypatch
) -> None:
    with monkeypatch.context() as once:
        once.setenv("PIP_STATUS", "1")
        with pytest.raises(SystemExit, match=r"pip to install requirements\.txt, but it ended with status 1"):
            start.install("requirements.txt")
    (mine := site_packages(clone.environment) / "mine.py").touch()
    start.install("requirements.txt")
    assert mine.exists()
    assert len(clone.asked()) == 2


def test_without_a_driver_the_cpu_build_is_taken_from_its_index(
    clone: Clone, monkeypatch, capsys, index: str
) -> None:
    monkeypatch.setattr(start, "CPU_INDEX", index)
    start.install("requirements.txt")
    assert f"--extra-index-url {index}" in clone.asked()[0]
    assert "CPU build: no NVIDIA driver was found" in capsys.readouterr().out


def test_pip_prefers_the_cpu_build_of_the_pinned_version(tmp_path: Path, index: str, monkeypatch) -> None:
    monkeypatch.setattr(start, "CPU_INDEX", index)
    monkeypatch.setattr(sysconfig, "get_platform", lambda: "linux-x86_64")
    (others := tmp_path / "others" / "torch").mkdir(parents=True)
    wheel(others, "2.13.0")  # as PyPI names the build with CUDA
    pip = [sys.executable, "-m", "pip", "download", "--isolated", "--no-deps", "torch==2.13.0"]
    places = ["--index-url", others.parent.as_uri(), *start.index_options("cpu"), "-d", str(tmp_path / "got")]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    environment["PIP_CONFIG_FILE"] = os.devnull
    subprocess.run([*pip, *places], check=True, capture_output=True, env=environment)
    assert [file.name for file in (tmp_path / "got").iterdir()] == ["torch-2.13.0+cpu-py3-none-any.whl"]


def test_when_the_index_cannot_be_reached_pypi_is_asked_alone(clone: Clone, capsys) -> None:
    start.install("requirements.txt")
    assert "--extra-index-url" not in clone.asked()[0]
    told = capsys.readouterr().out
    assert "cannot be reached" in told
    assert start.SIZES["gpu"] in told


def test_with_a_driver_cuda_is_taken_and_either_build_can_be_forced(
    clone: Clone, tmp_path: Path, monkeypatch, capsys, index: str
) -> None:
    monkeypatch.setattr(start, "CPU_INDEX", index)
    (driver := tmp_path / "version").touch()
    monkeypatch.setattr(start, "DRIVER_FILES", (driver,))
    start.install("requirements.txt")
    assert "GPU build: there is an NVIDIA driver" in capsys.readouterr().out
    assert "--extra-index-url" not in clone.asked()[0]
    start.install("requirements.txt", "cpu")
    assert "The GPU build of PyTorch is installed and the CPU build asked for." in capsys.readouterr().out
    assert "--extra-index-url" in clone.asked()[1]
    (start.ROOT / "requirements.txt").write_text("torch==2.14.0\n")
    start.install("requirements.txt")  # what was chosen once stays
    assert "--extra-index-url" in clone.asked()[2]


@pytest.mark.parametrize("system", ["win-amd64", "macosx-14.0-arm64"])
def test_other_systems_take_what_pypi_has(clone: Clone, monkeypatch, system: str) -> None:
    monkeypatch.setattr(sysconfig, "get_platform", lambda: system)
    start.install("requirements.txt")
    assert "--extra-index-url" not in clone.asked()[0]


def test_a_second_start_waits_for_the_first(clone: Clone, capsys) -> None:
    order = []

    def second() -> None:
        with start.one_at_a_time():
            order.append("second")

    with start.one_at_a_time():
        thread = threading.Thread(target=second)
        thread.start()
        wait_until(lambda: "waiting for it" in capsys.readouterr().out)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


@pytest.fixture
def taken() -> Iterator[int]:
    """A port at which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def test_a_taken_port_is_named_and_the_next_free_one_offered(monkeypatch, capsys, taken: int) -> None:
    assert start.free_port([f"--server.port={taken + 1}"]) == taken + 1 or start.is_taken(taken + 1)
    with pytest.raises(SystemExit, match=rf"free port {taken}, .* --server.port \d+ is free"):
        start.free_port(["--server.port", str(taken)])
    monkeypatch.setattr(start, "PORT", taken)
    port = start.free_port(["--server.headless", "true"])
    assert port > taken
    told = capsys.readouterr().out
    assert f"Port {taken} is taken" in told
    assert f"http://localhost:{port}" in told


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        ([], ["streamlit", "run", "app.py", "--server.port", "8600"]),
        (["--server.headless", "true"], ["streamlit", "run", "app.py", "--server.headless", "true", "--server.port", "8600"]),
        (["--test", "tests/test_start.py", "-x"], ["pytest", "tests/test_start.py", "-x"]),
    ],
)  # fmt: skip
def test_it_runs_what_was_asked_for(monkeypatch, tmp_path: Path, arguments, command) -> None:
    ran = []
    monkeypatch.setattr(start, "ENVIRONMENT", tmp_path / ".venv")
    monkeypatch.setattr(start, "install", lambda requirements, build: ran.append(requirements))
    monkeypatch.setattr(start, "free_port", lambda others: 8600)
    monkeypatch.setattr(
        start.subprocess,
        "call",
        lambda call, cwd: 0 if "playground.settings" in call else ran.append(call[2:]) or 7,
    )
    assert start.main(arguments) == 7
    assert ran == ["requirements-dev.txt" if "--test" in arguments else "requirements.txt", command]


def test_a_link_that_leads_nowhere_makes_place_for_the_environment(clone: Clone) -> None:
    clone.environment.symlink_to("/gone/venv")
    start.install("requirements.txt")
    assert start.environment_fault() is None
    assert len(clone.asked()) == 1


def test_a_wrong_environment_ends_it_before_the_app(monkeypatch):
    ran = []
    monkeypatch.setattr(start, "install", lambda requirements, build: None)
    monkeypatch.setattr(start.subprocess, "call", lambda call, cwd: ran.append(call[1:]) or 2)
    assert start.main([]) == 2
    assert ran == [["-m", "playground.settings"]]
